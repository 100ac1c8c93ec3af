// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.List;

/** A script whose calls are of one module, with the types of the reference. */
final class CallScript {
    static final String UNSTABLE = "wasi_unstable";
    static final String PREVIEW1 = "wasi_snapshot_preview1";
    static final String WASIX = "wasix_32v1";

    static final int BADF = 8, CHILD = 12, ILSEQ = 25, INVAL = 28, NOENT = 44, NOEXEC = 45, NOSYS = 52, NOTCAPABLE = 76, NOTSUP = 58, PERM = 63, SPIPE = 70;

    /** Addresses in the scripts' memory. */
    static final int A = 1024, B = 1280, C = 1536, D = 2048, PATH = 4096, OTHER = 4352, BUFFER = 8192;

    final GuestScript guest = new GuestScript();
    final String module;

    private final List<KnownCall> known;

    CallScript(String module, List<KnownCall> known) {
        this.module = module;
        this.known = known;
    }

    CallScript call(String name, Object... arguments) {
        return typed(typeOf(name), name, arguments);
    }

    CallScript typed(String type, String name, Object... arguments) {
        guest.call(module, name, type, arguments);
        return this;
    }

    /** What function 2 calls. */
    CallScript entry() {
        guest.entry();
        return this;
    }

    CallScript path(String path) {
        guest.data(PATH, path);
        return this;
    }

    CallScript other(String path) {
        guest.data(OTHER, path);
        return this;
    }

    /** iovec at A for 8 bytes at BUFFER. */
    CallScript pieces(String text) {
        guest.words(A, BUFFER, 8);
        guest.data(BUFFER, text);
        return this;
    }

    /** Today's. */
    private String typeOf(String name) {
        return known.stream().filter(call -> call.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(name)).type();
    }
}
