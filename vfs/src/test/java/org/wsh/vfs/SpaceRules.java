// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.wsh.vfs.RuleTable.assertFails;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A filesystem that is full: ENOSPC, nothing half done, and room again for who removes something. (Byte by byte: QuotaTest.) */
interface SpaceRules extends RuleTable {
    int ROOM = 1 << 20;

    /** An empty tree with so much room; null if the filesystem has no bounds of its own. */
    Guest small(long bytes);

    private Guest full() {
        Guest guest = small(ROOM);
        assumeTrue(guest != null, "it has no bounds of its own");
        guest.mkdir("/d");
        guest.write("/d/kept", "content");
        OpenFileDescription file = guest.open("/d/big", OpenFlags.REWRITE);
        assertFails(Errno.ENOSPC, () -> Guest.writeFully(file, new byte[2 * ROOM]));
        // To the last byte: what is made next finds none.
        for (int size = 4096; size > 0; size /= 2) {
            try {
                while (file.write(ByteBuffer.allocate(size)) > 0) {
                    continue;
                }
            } catch (ErrnoException noMore) {
                assertEquals(Errno.ENOSPC, noMore.errno());
            }
        }
        file.release();
        return guest;
    }

    @Test
    default void aWriteThatDoesNotFitIsShortAndTheNextFails() {
        Guest guest = small(ROOM);
        assumeTrue(guest != null, "it has no bounds of its own");
        OpenFileDescription file = guest.open("/f", OpenFlags.REWRITE);
        int written = file.write(ByteBuffer.allocate(2 * ROOM));
        assertTrue(written > 0 && written < ROOM, "wrote " + written);
        assertEquals(written, file.attributes().size());
        assertFails(Errno.ENOSPC, () -> Guest.writeFully(file, new byte[ROOM]));
        file.release();
    }

    @Test
    default void aFullOneKeepsWhatItHasAndSaysSoToWhoMakesMore() {
        Guest guest = full();
        String name = "/" + LONG;
        assertFails(Errno.ENOSPC, () -> {
            for (int i = 0; i < 1000; i++) {
                guest.mkdir(name.substring(0, 250) + i);
            }
        });
        assertFails(Errno.ENOSPC, () -> {
            for (int i = 0; i < 1000; i++) {
                guest.symlink(LONG, name.substring(0, 249) + "l" + i);
            }
        });
        assertFails(Errno.ENOSPC, () -> guest.write("/d/more", "x".repeat(100_000)));
        assertEquals("content", guest.read("/d/kept"));
    }

    @Test
    default void whatIsRemovedMakesRoom() {
        Guest guest = full();
        guest.rm("/d/big");
        guest.write("/d/more", "x".repeat(100_000));
        assertEquals(100_000, guest.stat("/d/more").size());
        guest.truncate("/d/more", 0);
        guest.write("/d/again", "x".repeat(100_000));
        assertFalse(guest.exists("/d/big"));
    }

    @Test
    default void aGapTakesNoRoom() {
        Guest guest = small(ROOM);
        assumeTrue(guest != null, "it has no bounds of its own");
        guest.write("/f", "");
        guest.truncate("/f", 100L * ROOM);
        assertEquals(100L * ROOM, guest.stat("/f").size());
        OpenFileDescription file = guest.open("/f", OpenFlags.WRITE);
        assertEquals(1, file.writeAt(ByteBuffer.allocate(1), 50L * ROOM));
        file.release();
    }
}
