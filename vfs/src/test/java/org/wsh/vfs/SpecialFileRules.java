// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** FIFOs, sockets and devices as names. What they do when they are open is the kernel's. */
interface SpecialFileRules extends RuleTable {
    @TestFactory
    default Stream<DynamicTest> specialFiles() {
        assumeTrue(keepsOwners());
        return table(
                fails("a FIFO over a file", Errno.EEXIST, g -> g.mknod("/d/f", FileType.FIFO)),
                fails("a FIFO over a dangling link", Errno.EEXIST, g -> g.mknod("/dangling", FileType.FIFO)),
                fails("a FIFO in a missing directory", Errno.ENOENT, g -> g.mknod("/no/p", FileType.FIFO)),
                fails("a FIFO with a slash", Errno.ENOENT, g -> g.mknod("/p/", FileType.FIFO)),
                fails("a FIFO with a long name", Errno.ENAMETOOLONG, g -> g.mknod("/" + LONG + "x", FileType.FIFO)),
                fails("a FIFO as a directory", Errno.ENOTDIR, g -> {
                    g.mknod("/p", FileType.FIFO);
                    g.stat("/p/x");
                }),
                fails("truncating a FIFO", Errno.EINVAL, g -> {
                    g.mknod("/p", FileType.FIFO);
                    g.truncate("/p", 0);
                }),
                fails("listing a FIFO", Errno.ENOTDIR, g -> {
                    g.mknod("/p", FileType.FIFO);
                    g.open("/p", OpenFlags.DIRECTORY);
                }),
                works("a FIFO has a type, a mode and a name that moves", g -> {
                    g.umask(027);
                    g.mknod("/p", FileType.FIFO);
                    assertEquals(FileType.FIFO, g.stat("/p").type());
                    assertEquals(0640, g.stat("/p").mode());
                    long inode = g.stat("/p").inode();
                    g.mv("/p", "/d/f");
                    assertEquals(inode, g.stat("/d/f").inode());
                    g.ln("/d/f", "/q");
                    assertEquals(2, g.stat("/q").links());
                    g.rm("/d/f");
                    g.rm("/q");
                    assertFalse(g.exists("/q"));
                }));
    }
}
