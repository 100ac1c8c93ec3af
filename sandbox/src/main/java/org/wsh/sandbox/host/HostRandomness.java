// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.security.SecureRandom;
import org.wsh.vfs.device.Randomness;

/** The host's source of random bytes, looked for when somebody first asks: it takes longer to find than most commands run. */
public final class HostRandomness implements Randomness {
    private SecureRandom source; // guarded by this

    @Override
    public void fill(byte[] bytes) {
        source().nextBytes(bytes);
    }

    private synchronized SecureRandom source() {
        if (source == null) {
            source = new SecureRandom();
        }
        return source;
    }
}
