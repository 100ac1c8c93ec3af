// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

/** A body that no JVM method can hold; it is interpreted instead. */
final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge() {
        super("too large for a JVM method", null, false, false);
    }
}
