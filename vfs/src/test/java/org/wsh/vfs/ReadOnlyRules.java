// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a filesystem that cannot be written says to every change: EROFS, unless it would not be possible anywhere. */
interface ReadOnlyRules extends WalkingRules {
    @TestFactory
    default Stream<DynamicTest> refusing() {
        OpenFlags exclusive = new OpenFlags(false, true, true, true, false, false, false, false, false);
        OpenFlags truncating = new OpenFlags(true, false, false, false, true, false, false, false, false);
        return table(
                fails("creating a file", Errno.EROFS, g -> g.open("/new", OpenFlags.REWRITE)),
                fails("creating through a dangling link", Errno.EROFS, g -> g.open("/dangling", OpenFlags.REWRITE)),
                fails("opening for writing", Errno.EROFS, g -> g.open("/d/f", OpenFlags.WRITE)),
                fails("opening for appending", Errno.EROFS, g -> g.open("/l", OpenFlags.APPEND)),
                fails("O_TRUNC", Errno.EROFS, g -> g.open("/d/f", truncating)),
                fails("truncate", Errno.EROFS, g -> g.truncate("/d/f", 0)),
                fails("mkdir", Errno.EROFS, g -> g.mkdir("/new")),
                fails("symlink", Errno.EROFS, g -> g.symlink("x", "/new")),
                fails("link", Errno.EROFS, g -> g.ln("/d/f", "/new")),
                fails("mknod", Errno.EROFS, g -> g.mknod("/new", FileType.FIFO)),
                fails("unlink", Errno.EROFS, g -> g.rm("/d/f")),
                fails("rmdir", Errno.EROFS, g -> g.rmdir("/d/e")),
                fails("rename", Errno.EROFS, g -> g.mv("/d/f", "/new")),
                fails("rename over a file", Errno.EROFS, g -> g.mv("/l", "/d/f")),
                fails("chmod", Errno.EROFS, g -> g.chmod("/d/f", 0)),
                fails("chown", Errno.EROFS, g -> g.chown("/d/f", 1, 1)),
                fails("utimes", Errno.EROFS, g -> g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1, 1))),
                fails("fchmod", Errno.EROFS, g -> g.open("/d/f", OpenFlags.READ).setMode(g, 0)),
                fails("futimens", Errno.EROFS, g -> g.open("/d/f", OpenFlags.READ).setTimes(g, new FileTimes(1, 1))),
                fails("access for writing", Errno.EROFS, g -> g.tree.access(g, null, "/d/f", 2)),
                fails("mkdir of what is there", Errno.EEXIST, g -> g.mkdir("/d")),
                fails("O_EXCL of what is there", Errno.EEXIST, g -> g.open("/d/f", exclusive)),
                fails("opening a directory for writing", Errno.EISDIR, g -> g.open("/d", OpenFlags.WRITE)),
                fails("creating below a file", Errno.ENOTDIR, g -> g.open("/d/f/x", OpenFlags.REWRITE)),
                fails("creating in a missing directory", Errno.ENOENT, g -> g.mkdir("/no/x")),
                fails("writing what is open for reading", Errno.EBADF, g -> g.open("/d/f", OpenFlags.READ).write(ByteBuffer.allocate(1))));
    }

    @TestFactory
    default Stream<DynamicTest> reading() {
        return table(
                fails("a directory", Errno.EISDIR, g -> g.open("/d", OpenFlags.READ).read(ByteBuffer.allocate(1))),
                fails("at a negative offset", Errno.EINVAL, g -> g.open("/d/f", OpenFlags.READ).readAt(ByteBuffer.allocate(1), -1)),
                fails("seeking before the start", Errno.EINVAL, g -> g.open("/d/f", OpenFlags.READ).seek(-1, Whence.START)),
                fails("readlink of a file", Errno.EINVAL, g -> g.readlink("/d/f")),
                works("a file", g -> assertEquals("hello", g.read("/d/f"))),
                works("a file as another user", g -> assertEquals("hello", g.as(1, 1).read("/d/f"))),
                works("a link's text", g -> assertEquals("d/f", g.readlink("/l"))),
                works("at and beyond the end", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ);
                    assertEquals(3, file.readAt(ByteBuffer.allocate(9), 2));
                    assertEquals(0, file.readAt(ByteBuffer.allocate(1), 5));
                    assertEquals(0, file.readAt(ByteBuffer.allocate(1), Long.MAX_VALUE));
                    assertEquals(0, file.seek(0, Whence.CURRENT));
                    file.release();
                }),
                works("a listing, again and again from any cookie", g -> {
                    assertEquals(List.of("e", "f"), g.ls("/d"));
                    OpenFileDescription directory = g.open("/", OpenFlags.DIRECTORY);
                    List<DirectoryEntry> all = directory.readDirectory(0, 100);
                    for (int i = 0; i < all.size() - 1; i++) {
                        assertEquals(all.get(i + 1).name(), directory.readDirectory(all.get(i).next(), 1).getFirst().name());
                    }
                    directory.release();
                }),
                works("one inode by all names", g -> assertEquals(g.stat("/d/f").inode(), g.stat("/l").inode())));
    }
}
