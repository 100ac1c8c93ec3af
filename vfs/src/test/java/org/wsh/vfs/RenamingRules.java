// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** rename(). */
interface RenamingRules extends RuleTable {
    @TestFactory
    default Stream<DynamicTest> renaming() {
        return table(
                fails("missing", Errno.ENOENT, g -> g.mv("/no", "/x")),
                fails("into a missing directory", Errno.ENOENT, g -> g.mv("/d/f", "/no/x")),
                fails("file over directory", Errno.EISDIR, g -> g.mv("/d/f", "/d/e")),
                fails("directory over file", Errno.ENOTDIR, g -> g.mv("/d/e", "/d/f")),
                fails("directory over a full one", Errno.ENOTEMPTY, g -> {
                    g.mkdir("/x");
                    g.mv("/x", "/d");
                }),
                fails("into itself", Errno.EINVAL, g -> g.mv("/d", "/d/x")),
                fails("into its own subtree", Errno.EINVAL, g -> g.mv("/d", "/d/e/x")),
                fails("over its own parent", Errno.ENOTEMPTY, g -> g.mv("/d/e", "/d")),
                fails("from .", Errno.EBUSY, g -> g.mv("/d/.", "/x")),
                fails("to ..", Errno.EBUSY, g -> g.mv("/d/f", "/d/..")),
                fails("file with a slash", Errno.ENOTDIR, g -> g.mv("/d/f/", "/x")),
                fails("file to a name with a slash", Errno.ENOTDIR, g -> g.mv("/d/f", "/x/")),
                fails("to a name that is no text", Errno.EILSEQ, g -> g.mv("/d/f", "/\udcff")),
                fails("to a long name", Errno.ENAMETOOLONG, g -> g.mv("/d/f", "/" + LONG + "x")),
                works("in a directory", g -> {
                    long inode = g.stat("/d/f").inode();
                    g.mv("/d/f", "/d/g");
                    assertEquals("hello", g.read("/d/g"));
                    assertEquals(inode, g.stat("/d/g").inode());
                    assertFalse(g.exists("/d/f"));
                }),
                works("over a file", g -> {
                    g.write("/d/g", "old");
                    g.mv("/d/f", "/d/g");
                    assertEquals("hello", g.read("/d/g"));
                    assertEquals(List.of("e", "g"), g.ls("/d"));
                }),
                works("over an empty directory", g -> {
                    g.mkdir("/x");
                    g.mv("/d", "/x");
                    assertEquals("hello", g.read("/x/f"));
                }),
                works("to itself", g -> {
                    g.mv("/d/f", "/d/f");
                    assertEquals("hello", g.read("/d/f"));
                }),
                works("a link itself", g -> {
                    g.mv("/l", "/d/l");
                    assertEquals("d/f", g.readlink("/d/l"));
                }),
                works("a directory with a slash", g -> {
                    g.mv("/d/", "/x/");
                    assertEquals("hello", g.read("/x/f"));
                }),
                works("the working directory moves along", g -> {
                    g.cd("/d/e");
                    g.mv("/d", "/x");
                    assertEquals("/x/e", g.pwd());
                    assertEquals("hello", g.read("../f"));
                    g.mv("/x/e", "/y");
                    assertEquals("/y", g.pwd());
                    assertTrue(g.ls("..").contains("x"));
                }),
                works("an open file moves along", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ_WRITE);
                    g.mv("/d/f", "/x");
                    Guest.writeFully(file, new byte[] {'J'});
                    file.release();
                    assertEquals("Jello", g.read("/x"));
                }));
    }

    /** Another filesystem of the same kind, mounted at /d/e: a name does not move or get a link across. */
    @TestFactory
    default Stream<DynamicTest> acrossMounts() {
        return table(
                fails("a file", Errno.EXDEV, g -> mounted(g).mv("/d/f", "/d/e/x")),
                fails("a file back", Errno.EXDEV, g -> mounted(g).mv("/d/e/there", "/x")),
                fails("a file over a file", Errno.EXDEV, g -> mounted(g).mv("/d/f", "/d/e/there")),
                fails("a directory", Errno.EXDEV, g -> {
                    g.mkdir("/x");
                    mounted(g).mv("/x", "/d/e/x");
                }),
                fails("a link", Errno.EXDEV, g -> mounted(g).ln("/d/f", "/d/e/x")),
                fails("the mount point", Errno.EBUSY, g -> mounted(g).mv("/d/e", "/x")),
                fails("over the mount point", Errno.EBUSY, g -> {
                    g.mkdir("/x");
                    mounted(g).mv("/x", "/d/e");
                }),
                works("within the other", g -> {
                    mounted(g).mv("/d/e/there", "/d/e/x");
                    assertEquals("other", g.read("/d/e/x"));
                }));
    }

    private Guest mounted(Guest guest) {
        guest.tree.mount("/d/e", filesystem(), MountOptions.READ_WRITE);
        guest.write("/d/e/there", "other");
        return guest;
    }

    /** A new, empty filesystem. */
    Filesystem filesystem();
}
