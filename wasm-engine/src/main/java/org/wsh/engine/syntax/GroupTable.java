// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds the recursion groups that a type section repeats. A hash table without objects, as there may be a million groups; its hash begins with a random number, so that
 * no module can be made whose groups collide.
 */
final class GroupTable {
    private final long seed = ThreadLocalRandom.current().nextLong();
    private long[] table = new long[64];    // upper half: hash; lower half: the group's start + 1, or 0 for none
    private int used;

    /** Where a group of that text begins among {@code types}, or -1: then it is noted to begin where they end now. */
    int find(int[] text, int size, DefinedTypes types) {
        int hash = hash(text);
        int mask = table.length - 1;
        int slot = hash & mask;
        for (; table[slot] != 0; slot = slot + 1 & mask) {
            int start = (int) table[slot] - 1;
            if ((int) (table[slot] >> 32) == hash && types.groupSize(start) == size && Arrays.equals(text, GroupText.of(types, start, size))) {
                return start;
            }
        }
        table[slot] = (long) hash << 32 | types.size() + 1;
        if (++used > table.length / 2) {
            grow();
        }
        return -1;
    }

    private void grow() {
        long[] old = table;
        table = new long[old.length * 2];
        int mask = table.length - 1;
        for (long entry : old) {
            if (entry != 0) {
                int slot = (int) (entry >> 32) & mask;
                while (table[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                table[slot] = entry;
            }
        }
    }

    private int hash(int[] text) {
        long h = seed;
        for (int n : text) {
            h = (h ^ n) * 0x9e37_79b9_7f4a_7c15L;
            h ^= h >>> 29;
        }
        return (int) (h ^ h >>> 32);
    }
}
