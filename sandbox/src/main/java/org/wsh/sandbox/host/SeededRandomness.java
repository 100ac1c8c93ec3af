// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.util.Random;
import org.wsh.vfs.device.Randomness;

/** Random bytes that are the same for the same seed, on every Java: not to be used for secrets. */
public final class SeededRandomness implements Randomness {
    private final Random source;

    public SeededRandomness(long seed) {
        source = new Random(seed);
    }

    @Override
    public void fill(byte[] bytes) {
        source.nextBytes(bytes);
    }
}
