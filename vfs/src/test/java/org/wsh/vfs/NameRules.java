// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.vfs.RuleTable.assertFails;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What makes and removes names. */
interface NameRules extends RuleTable {
    @TestFactory
    default Stream<DynamicTest> walkingThroughNewLinks() {
        return table(
                works("absolute link leads from the guest's root", g -> {
                    g.symlink("/d/f", "/d/abs");
                    assertEquals("hello", g.read("/d/abs"));
                }),
                works("dot-dot through a link goes to the real parent", g -> {
                    g.symlink("/d/e", "/le");
                    assertEquals("hello", g.read("/le/../f"));
                }),
                works("40 links are followed, 41 not", g -> {
                    g.symlink("d/f", "/c0");
                    for (int i = 1; i <= 40; i++) {
                        g.symlink("c" + (i - 1), "/c" + i);
                    }
                    assertEquals("hello", g.read("/c39"));
                    assertFails(Errno.ELOOP, () -> g.read("/c40"));
                }));
    }

    @TestFactory
    default Stream<DynamicTest> makingAndRemoving() {
        return table(
                fails("mkdir of a file", Errno.EEXIST, g -> g.mkdir("/d/f")),
                fails("mkdir of a dangling link", Errno.EEXIST, g -> g.mkdir("/dangling")),
                fails("mkdir /", Errno.EEXIST, g -> g.mkdir("/")),
                fails("mkdir .", Errno.EEXIST, g -> g.mkdir("/d/.")),
                fails("mkdir below a missing one", Errno.ENOENT, g -> g.mkdir("/no/x")),
                fails("rmdir of a file", Errno.ENOTDIR, g -> g.rmdir("/d/f")),
                fails("rmdir of a link to a directory", Errno.ENOTDIR, g -> g.rmdir("/ld")),
                fails("rmdir of a full one", Errno.ENOTEMPTY, g -> g.rmdir("/d")),
                fails("rmdir of a missing one", Errno.ENOENT, g -> g.rmdir("/no")),
                fails("rmdir .", Errno.EINVAL, g -> g.rmdir("/d/e/.")),
                fails("rmdir ..", Errno.ENOTEMPTY, g -> g.rmdir("/d/e/..")),
                fails("rmdir /", Errno.EBUSY, g -> g.rmdir("/")),
                fails("unlink of a directory", Errno.EISDIR, g -> g.rm("/d/e")),
                fails("unlink of a missing one", Errno.ENOENT, g -> g.rm("/no")),
                fails("unlink with a slash", Errno.ENOTDIR, g -> g.rm("/d/f/")),
                fails("unlink of .", Errno.EISDIR, g -> g.rm("/d/.")),
                fails("symlink over a file", Errno.EEXIST, g -> g.symlink("x", "/d/f")),
                fails("symlink to nothing", Errno.ENOENT, g -> g.symlink("", "/s")),
                fails("symlink with a slash", Errno.ENOENT, g -> g.symlink("x", "/s/")),
                fails("readlink of a file", Errno.EINVAL, g -> g.readlink("/d/f")),
                fails("creating in a removed working directory", Errno.ENOENT, g -> {
                    g.cd("/d/e");
                    g.rmdir("/d/e");
                    g.write("x", "");
                }),
                fails("getcwd in a removed directory", Errno.ENOENT, g -> {
                    g.cd("/d/e");
                    g.rmdir("/d/e");
                    g.pwd();
                }),
                works("mkdir with a slash", g -> g.mkdir("/new/")),
                works("unlink removes the link, not the file", g -> {
                    g.rm("/l");
                    assertEquals("hello", g.read("/d/f"));
                }),
                works("readlink gives the text back", g -> assertEquals("d/f", g.readlink("/l"))),
                works("a symbolic link's size is its text's", g -> assertEquals(3, g.lstat("/l").size())),
                works("dot-dot of a removed directory still leads up", g -> {
                    g.cd("/d/e");
                    g.rmdir("/d/e");
                    assertEquals("hello", g.read("../f"));
                }),
                works("an unlinked file lives while it is open", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ_WRITE);
                    g.rm("/d/f");
                    assertEquals(0, file.attributes().links());
                    assertArrayEquals("hello".getBytes(StandardCharsets.UTF_8), Guest.readFully(file));
                    Guest.writeFully(file, new byte[100_000]);
                    file.setSize(3);
                    g.write("/d/f", "other");
                    file.seek(0, Whence.START);
                    assertEquals("hel", new String(Guest.readFully(file), StandardCharsets.UTF_8));
                    file.release();
                    assertEquals("other", g.read("/d/f"));
                }));
    }

    @TestFactory
    default Stream<DynamicTest> hardLinks() {
        return table(
                fails("of a directory", Errno.EPERM, g -> g.ln("/d", "/x")),
                fails("of a missing file", Errno.ENOENT, g -> g.ln("/no", "/x")),
                fails("over a file", Errno.EEXIST, g -> {
                    g.write("/x", "");
                    g.ln("/d/f", "/x");
                }),
                fails("to a name with a slash", Errno.ENOENT, g -> g.ln("/d/f", "/x/")),
                works("are one file", g -> {
                    g.ln("/d/f", "/x");
                    g.append("/x", "!");
                    assertEquals("hello!", g.read("/d/f"));
                    assertEquals(g.stat("/x").inode(), g.stat("/d/f").inode());
                }),
                works("renaming one onto the other does nothing", g -> {
                    g.ln("/d/f", "/x");
                    g.mv("/x", "/d/f");
                    assertTrue(g.exists("/x"));
                    assertTrue(g.exists("/d/f"));
                }),
                works("outlive each other", g -> {
                    g.ln("/d/f", "/x");
                    g.rm("/d/f");
                    assertEquals("hello", g.read("/x"));
                    assertEquals(1, g.stat("/x").links());
                }));
    }
}
