// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.device;

import java.nio.ByteBuffer;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** What reading and writing a memory device does: {@code drivers/char/mem.c} and {@code random.c} of Linux. */
enum Devices {
    NULL(1, 3) {
        @Override
        int read(ByteBuffer into, Randomness randomness) {
            return 0;
        }
    },
    ZERO(1, 5),
    FULL(1, 7) {
        @Override
        int write(ByteBuffer from) {
            throw new ErrnoException(Errno.ENOSPC);
        }
    },
    RANDOM(1, 8) {
        @Override
        int read(ByteBuffer into, Randomness randomness) {
            return fill(into, randomness);
        }
    },
    URANDOM(1, 9) {
        @Override
        int read(ByteBuffer into, Randomness randomness) {
            return fill(into, randomness);
        }
    };

    private static final int PIECE = 8192;

    private final long rdev;

    Devices(int major, int minor) {
        rdev = (long) major << 8 | minor;
    }

    long rdev() {
        return rdev;
    }

    /** Zeros, unless the device says otherwise. */
    int read(ByteBuffer into, Randomness randomness) {
        int count = into.remaining();
        byte[] zeros = new byte[Math.min(count, PIECE)];
        while (into.hasRemaining()) {
            into.put(zeros, 0, Math.min(into.remaining(), zeros.length));
        }
        return count;
    }

    /** Takes all and forgets it, unless the device says otherwise. */
    int write(ByteBuffer from) {
        int count = from.remaining();
        from.position(from.limit());
        return count;
    }

    private static int fill(ByteBuffer into, Randomness randomness) {
        int count = into.remaining();
        while (into.hasRemaining()) {
            byte[] bytes = new byte[Math.min(into.remaining(), PIECE)];
            randomness.fill(bytes);
            into.put(bytes);
        }
        return count;
    }
}
