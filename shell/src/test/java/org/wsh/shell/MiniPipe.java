// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A pipe of the {@link MiniMachine}; guarded by its lock. */
final class MiniPipe {
    final int capacity;
    private ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int consumed;
    int readers;
    int writers;

    MiniPipe(int capacity) {
        this.capacity = capacity;
    }

    int available() {
        return bytes.size() - consumed;
    }

    void put(byte[] from, int offset, int length) {
        bytes.write(from, offset, length);
    }

    int take(byte[] into, int offset, int length) {
        byte[] all = bytes.toByteArray();
        int n = Math.min(length, all.length - consumed);
        System.arraycopy(all, consumed, into, offset, n);
        consumed += n;
        if (consumed == all.length || consumed > 65536) {
            bytes = new ByteArrayOutputStream();
            bytes.write(all, consumed, all.length - consumed);
            consumed = 0;
        }
        return n;
    }

    /** All of it, a byte a character if it is not UTF-8. */
    String text() {
        byte[] all = bytes.toByteArray();
        String text = new String(all, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 ? text : new String(all, StandardCharsets.ISO_8859_1);
    }
}
