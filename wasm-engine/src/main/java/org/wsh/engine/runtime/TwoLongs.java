// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** A vector in general registers. A record, as the JIT trusts a constant one's fields. */
record TwoLongs(long low, long high) implements V128 {
    @Override
    public String toString() {
        return V128.show(low, high);
    }
}
