// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.process.ProcessThread;

/** Random bytes, from the machine's own source: the same that {@code /dev/urandom} reads. */
public final class RandomCalls {
    private static final int PIECE = 64 << 10;

    private RandomCalls() {}

    /** Fills the whole buffer, in pieces: a guest may ask for gigabytes, and still must be killable. */
    public static int random_get(Instance in, int buffer, int length) {
        Guest.requireRange(in, buffer, length);
        ProcessThread thread = Guest.thread(in);
        for (int done = 0; done < length; done += PIECE) {
            byte[] piece = new byte[Math.min(PIECE, length - done)];
            thread.processes().randomness().fill(piece);
            Guest.write(in, buffer + done, piece, 0, piece.length);
            thread.pollAfter(piece.length);
        }
        return WasiErrno.SUCCESS;
    }
}
