// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.nio.ByteBuffer;

/**
 * The memory that a read fills or a write takes from: one or more pieces, in order. A piece is asked for anew at each attempt, because
 * while a call waits, a signal handler may have made the memory grow, and so move.
 */
public interface Buffers {
    int count();

    /** Length of piece {@code index} in bytes. */
    int length(int index);

    /** Piece {@code index}, from position to limit. */
    ByteBuffer at(int index);

    /** One piece of a Java array. */
    static Buffers of(byte[] bytes, int offset, int length) {
        return new Buffers() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public int length(int index) {
                return length;
            }

            @Override
            public ByteBuffer at(int index) {
                return ByteBuffer.wrap(bytes, offset, length);
            }
        };
    }

    /** Bytes in all. */
    default long total() {
        long total = 0;
        for (int i = 0; i < count(); i++) {
            total += length(i);
        }
        return total;
    }

    /** The first {@code most} of these bytes. */
    default Buffers first(long most) {
        Buffers all = this;
        return new Buffers() {
            private long before(int index) {
                long bytes = 0;
                for (int i = 0; i < index; i++) {
                    bytes += all.length(i);
                }
                return bytes;
            }

            @Override
            public int count() {
                return all.count();
            }

            @Override
            public int length(int index) {
                return (int) Math.clamp(most - before(index), 0, all.length(index));
            }

            @Override
            public ByteBuffer at(int index) {
                ByteBuffer piece = all.at(index);
                return piece.limit(piece.position() + length(index));
            }
        };
    }
}
