// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** open(): its flags, and names that may be and may not. */
interface OpeningRules extends RuleTable {
    @TestFactory
    default Stream<DynamicTest> opening() {
        OpenFlags exclusive = new OpenFlags(false, true, true, true, false, false, false, false, false);
        OpenFlags nofollow = new OpenFlags(true, false, false, false, false, false, false, false, true);
        return table(
                fails("missing", Errno.ENOENT, g -> g.open("/no", OpenFlags.READ)),
                fails("directory for writing", Errno.EISDIR, g -> g.open("/d", OpenFlags.WRITE)),
                fails("directory to create", Errno.EISDIR, g -> g.open("/d", OpenFlags.REWRITE)),
                fails("creating with a slash", Errno.EISDIR, g -> g.open("/new/", OpenFlags.REWRITE)),
                fails("slash after a file", Errno.ENOTDIR, g -> g.open("/d/f/", OpenFlags.READ)),
                fails("O_DIRECTORY of a file", Errno.ENOTDIR, g -> g.open("/d/f", OpenFlags.DIRECTORY)),
                fails("O_EXCL of a file", Errno.EEXIST, g -> g.open("/d/f", exclusive)),
                fails("O_EXCL of a dangling link", Errno.EEXIST, g -> g.open("/dangling", exclusive)),
                fails("O_NOFOLLOW of a link", Errno.ELOOP, g -> g.open("/l", nofollow)),
                fails("creating in a missing directory", Errno.ENOENT, g -> g.open("/no/f", OpenFlags.REWRITE)),
                fails("creating below a file", Errno.ENOTDIR, g -> g.open("/d/f/x", OpenFlags.REWRITE)),
                fails("creating a name that is no text", Errno.EILSEQ, g -> g.open("/\udcff", OpenFlags.REWRITE)),
                fails("creating a long name", Errno.ENAMETOOLONG, g -> g.open("/" + LONG + "x", OpenFlags.REWRITE)),
                fails("reading what is open for writing", Errno.EBADF,
                        g -> g.open("/d/f", OpenFlags.WRITE).read(ByteBuffer.allocate(1))),
                fails("writing what is open for reading", Errno.EBADF,
                        g -> g.open("/d/f", OpenFlags.READ).write(ByteBuffer.allocate(1))),
                fails("reading a directory", Errno.EISDIR,
                        g -> g.open("/d", OpenFlags.READ).read(ByteBuffer.allocate(1))),
                works("creating through a dangling link", g -> {
                    g.write("/dangling", "x");
                    assertEquals("x", g.read("/nothing"));
                }),
                works("O_NOFOLLOW only minds the last component", g -> g.open("/ld/f", nofollow).release()),
                works("O_TRUNC", g -> {
                    g.open("/d/f", OpenFlags.REWRITE).release();
                    assertEquals(0, g.stat("/d/f").size());
                }),
                works("umask", g -> {
                    g.umask(027);
                    g.write("/m", "");
                    assertEquals(0640, g.stat("/m").mode());
                }),
                works("a name of 255 bytes", g -> {
                    g.write("/" + LONG, "x");
                    assertEquals("x", g.read("/" + LONG));
                }),
                works("odd names", g -> {
                    for (String name : List.of("a b", "new\nline", "-rf", "*", "ünï", "日本", "😀", "\\", "...")) {
                        if (!holds(name)) {
                            continue;
                        }
                        g.write("/" + name, name);
                        assertEquals(name, g.read("/" + name));
                        assertTrue(g.ls("/").contains(name), name);
                    }
                }));
    }
}
