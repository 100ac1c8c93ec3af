// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger(1000);
    private final Ledger.Account account = ledger.account("process 1");

    @Test
    void refusesWhatTheMachineHasNoRoomFor() {
        assertTrue(account.reserve(600));
        var other = ledger.account("process 2");
        assertFalse(other.reserve(401));
        assertTrue(other.reserve(400));
        assertEquals(1000, ledger.used());
    }

    @Test
    void refusesHugeAmountsWithoutOverflowing() {
        account.reserve(1);
        assertFalse(account.reserve(Long.MAX_VALUE));
        assertEquals(1, ledger.used());
    }

    @Test
    void refusesWhatIsOverAnAccountsLimit() {
        account.limit(100);
        assertTrue(account.reserve(100));
        assertFalse(account.reserve(1));
        account.limit(50);
        assertEquals(100, account.held());
    }

    @Test
    void anAccountThatClosesGivesBackWhatItHolds() {
        account.reserve(700);
        account.release(100);
        account.close();
        account.close();
        assertEquals(0, ledger.used());
        assertFalse(account.reserve(1), "it is closed");
        account.release(600); // late, from somebody who did not know
        assertEquals(0, ledger.used());
    }

    @Test
    void anAccountWithinAnotherIsHeldByBoth() {
        var tree = ledger.account("tree");
        tree.limit(500);
        var one = ledger.account("one", tree);
        var two = ledger.account("two", tree);
        assertTrue(one.reserve(300));
        assertFalse(two.reserve(201), "too much for the tree");
        assertTrue(two.reserve(200));
        assertTrue(account.reserve(500), "outside of the tree");
        assertEquals(500, tree.held());
        one.release(100);
        assertEquals(400, tree.held());
        two.close();
        one.close();
        assertEquals(0, tree.held());
        assertEquals(500, ledger.used());
    }

    @Test
    void remembersTheMost() {
        account.reserve(700);
        account.release(700);
        account.reserve(5);
        assertEquals(700, ledger.peak());
    }

    @Test
    void releasingMoreThanHeldIsOurBug() {
        account.reserve(5);
        assertThrows(IllegalStateException.class, () -> account.release(6));
    }

    @Test
    void theDefaultLeavesRoomInTheHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        assertTrue(Ledger.defaultBudget() > 0 && Ledger.defaultBudget() <= heap * 5 / 6);
    }

    @Test
    void hammer() throws Exception {
        var threads = new ArrayList<Thread>();
        for (int t = 0; t < 4; t++) {
            var thread = new Thread(() -> {
                for (int i = 0; i < 5000; i++) {
                    try (var mine = ledger.account("short")) {
                        mine.reserve(300);
                        if (mine.reserve(200)) {
                            mine.release(200);
                        }
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (var thread : threads) {
            thread.join();
        }
        assertEquals(0, ledger.used());
        assertTrue(ledger.peak() <= 1000);
    }
}
