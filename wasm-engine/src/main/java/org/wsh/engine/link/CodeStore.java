// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.link;

/** Keeps what was compiled, for the next time: on disk, say. Whoever implements it vouches for what it hands out: that is defined and run as it is. */
public interface CodeStore {
    /** Keeps nothing. */
    CodeStore NONE = key -> Shelf.EMPTY;

    /**
     * The place of one image's code. Never fails: a store that can't be used has nothing and keeps nothing.
     *
     * @param key as {@code Image.key} makes it: all that the code depends on
     */
    Shelf open(String key);

    /** An image's classes, each named by a letter and a number. Thread-safe. */
    interface Shelf {
        Shelf EMPTY = new Shelf() {
            @Override
            public byte[] find(char kind, int number) {
                return null;
            }

            @Override
            public void keep(char kind, int number, byte[] code, long nanos) {}
        };

        /** The class file exactly as it was kept, or null. */
        byte[] find(char kind, int number);

        /** @param nanos how long it took to make, which is what keeping it may save */
        void keep(char kind, int number, byte[] code, long nanos);
    }
}
