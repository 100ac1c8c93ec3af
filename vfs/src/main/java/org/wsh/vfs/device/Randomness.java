// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.device;

/** Where random bytes come from: the host's source, or a seeded one for a reproducible run. Thread-safe; does not wait. */
@FunctionalInterface
public interface Randomness {
    void fill(byte[] bytes);
}
