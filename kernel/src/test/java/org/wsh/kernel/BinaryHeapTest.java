// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BinaryHeapTest {
    private static final class Named extends BinaryHeap.Member {
        final int name;

        Named(int name) {
            this.name = name;
        }
    }

    private final BinaryHeap<Named> heap = new BinaryHeap<>();

    @Test
    void anEmptyOneHasNoFirst() {
        assertNull(heap.first());
        assertNull(heap.poll());
        assertEquals(0, heap.size());
    }

    @Test
    void equalsComeOutInTheOrderInWhichTheyWentIn() {
        for (int name = 0; name < 100; name++) {
            heap.add(new Named(name), 7);
        }
        for (int name = 0; name < 100; name++) {
            assertEquals(name, heap.poll().name);
        }
    }

    @Test
    void whatWasTakenOutCanGoInAgainWithAnotherRank() {
        var one = new Named(1);
        heap.add(one, 5);
        heap.add(new Named(2), 3);
        heap.remove(one);
        assertFalse(one.isQueued());
        heap.add(one, -5);
        assertTrue(one.isQueued());
        assertSame(one, heap.first());
    }

    @Test
    void isASortedListWhateverIsAddedAndRemoved() {
        var random = new Random(1);
        var sorted = new ArrayList<Named>();
        for (int round = 0; round < 20_000; round++) {
            // The list grows in the first half and shrinks in the second. Few ranks, so many are equal.
            if (sorted.isEmpty() || random.nextInt(10) < (round < 10_000 ? 6 : 4)) {
                var added = new Named(round);
                heap.add(added, random.nextInt(-50, 50));
                sorted.add(added);
                sorted.sort(Comparator.comparingLong(Named::rank)); // stable
            } else if (random.nextBoolean()) {
                assertSame(sorted.removeFirst(), heap.poll());
            } else {
                heap.remove(sorted.remove(random.nextInt(sorted.size())));
            }
            assertEquals(sorted.size(), heap.size());
            assertSame(sorted.isEmpty() ? null : sorted.getFirst(), heap.first());
        }
    }
}
