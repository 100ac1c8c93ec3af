// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.ValueType.isDefaultable;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Locals that have no value at first, as their type is a reference that can't be null: they may be read where they have been set, in the same block or one around it.
 * At a block's end what was set in it counts as unset again, so each setting is undone at most once.
 */
final class UnsetLocals {
    private final BitSet unset = new BitSet();
    private int[] setSince = new int[8];
    private int count;

    /** A new body. */
    void begin(int[] locals, int parameters) {
        unset.clear();
        count = 0;
        for (int i = parameters; i < locals.length; i++) {
            if (!isDefaultable(locals[i])) {
                unset.set(i);
            }
        }
    }

    boolean contains(int local) {
        return unset.get(local);
    }

    void set(int local) {
        if (unset.get(local)) {
            unset.clear(local);
            if (count == setSince.length) {
                setSince = Arrays.copyOf(setSince, count * 2);
            }
            setSince[count++] = local;
        }
    }

    /** What to give to {@link #unsetSince} at the end of a block that begins here. */
    int mark() {
        return count;
    }

    void unsetSince(int mark) {
        while (count > mark) {
            unset.set(setSince[--count]);
        }
    }
}
