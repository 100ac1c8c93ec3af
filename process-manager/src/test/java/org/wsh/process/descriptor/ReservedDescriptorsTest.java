// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.descriptor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.testing.TestMachine.errno;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wsh.process.limit.DescriptorQuota;
import org.wsh.vfs.Errno;

/** A descriptor's number is reserved before a call waits for what it will stand for. */
class ReservedDescriptorsTest {
    private final DescriptorTable table = new DescriptorTable(new DescriptorQuota(5));

    @Test
    void aReservedNumberIsNobodyElses() {
        int first = table.reserve();
        int second = table.reserve();
        assertEquals(List.of(0, 1), List.of(first, second));
        assertEquals(Errno.EBADF, errno(() -> table.get(first)));
        table.cancel(first);
        assertEquals(0, table.reserve());
    }

    @Test
    void withoutOneLeftTheCallFailsBeforeItTakesAnything() {
        table.setLimit(3);
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            taken.add(table.reserve());
        }
        assertEquals(Errno.EMFILE, errno(table::reserve));
        table.cancel(taken.get(1));
        assertEquals(1, table.reserve());
    }

    @Test
    void atTheProcesssEndThereIsNone() {
        int fd = table.reserve();
        table.closeAll();
        assertEquals(Errno.EMFILE, errno(table::reserve));
        table.cancel(fd);
    }

    @Test
    void aReservedNumberCountsForTheTree() {
        for (int i = 0; i < 5; i++) {
            table.reserve();
        }
        assertEquals(Errno.ENFILE, errno(table::reserve));
        table.cancel(2);
        assertEquals(2, table.reserve());
    }
}
