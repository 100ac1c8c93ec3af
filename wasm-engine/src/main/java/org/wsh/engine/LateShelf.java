// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import java.util.function.Supplier;
import org.wsh.engine.link.CodeStore;

/** A shelf that is opened when the first class is asked for: its key is a hash that takes a while, and until then nothing needs it. */
final class LateShelf implements CodeStore.Shelf {
    private final CodeStore store;
    private final Supplier<String> key;
    private volatile CodeStore.Shelf opened;

    LateShelf(CodeStore store, Supplier<String> key) {
        this.store = store;
        this.key = key;
    }

    @Override
    public byte[] find(char kind, int number) {
        return open().find(kind, number);
    }

    @Override
    public void keep(char kind, int number, byte[] code, long nanos) {
        open().keep(kind, number, code, nanos);
    }

    private CodeStore.Shelf open() {
        var shelf = opened;
        if (shelf == null) {
            synchronized (this) {
                shelf = opened;
                if (shelf == null) {
                    opened = shelf = store.open(key.get());
                }
            }
        }
        return shelf;
    }
}
