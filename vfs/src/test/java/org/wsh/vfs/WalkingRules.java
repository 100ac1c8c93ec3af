// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.wsh.vfs.RuleTable.assertFails;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How a path leads to a file. Nothing is changed: the rules are those of read-only filesystems, too. */
interface WalkingRules extends RuleTable {
    @TestFactory
    default Stream<DynamicTest> walking() {
        return table(
                fails("empty path", Errno.ENOENT, g -> g.stat("")),
                fails("null character", Errno.EINVAL, g -> g.stat("/d\0f")),
                fails("name of 256 bytes", Errno.ENAMETOOLONG, g -> g.stat("/" + LONG + "x")),
                fails("name of 256 bytes in 86 characters", Errno.ENAMETOOLONG, g -> g.stat("/" + "€".repeat(86))),
                fails("path of 4096 bytes", Errno.ENAMETOOLONG, g -> g.stat("/d/".repeat(1365) + "x")),
                fails("link to itself", Errno.ELOOP, g -> g.stat("/loop")),
                fails("link to itself, as directory", Errno.ELOOP, g -> g.stat("/loop/x")),
                fails("missing directory", Errno.ENOENT, g -> g.stat("/no/f")),
                fails("file as directory", Errno.ENOTDIR, g -> g.stat("/d/f/x")),
                fails("dot below a file", Errno.ENOTDIR, g -> g.stat("/d/f/.")),
                fails("dot-dot below a file", Errno.ENOTDIR, g -> g.stat("/d/f/..")),
                fails("slash after a file", Errno.ENOTDIR, g -> g.stat("/d/f/")),
                fails("slash after a link to a file", Errno.ENOTDIR, g -> g.lstat("/l/")),
                fails("dangling link", Errno.ENOENT, g -> g.stat("/dangling")),
                fails("missing, before dot-dot", Errno.ENOENT, g -> g.stat("/no/../d")),
                works("name of 255 bytes is only missing", g -> assertFails(Errno.ENOENT, () -> g.stat("/" + LONG))),
                works("path of 4095 bytes", g -> g.stat("/".repeat(4094) + "d")),
                works("dot-dot at the root stays", g -> assertEquals("hello", g.read("/../../d/f"))),
                works("doubled slashes", g -> assertEquals("hello", g.read("//d///f"))),
                works("dots", g -> assertEquals("hello", g.read("/d/./e/../f"))),
                works("link", g -> assertEquals("hello", g.read("/l"))),
                works("link in the middle", g -> assertEquals("hello", g.read("/ld/f"))),
                works("slash after a link to a directory", g -> assertEquals(FileType.DIRECTORY, g.lstat("/ld/").type())),
                works("lstat of a link", g -> assertEquals(FileType.SYMBOLIC_LINK, g.lstat("/l").type())),
                works("relative to the working directory", g -> {
                    g.cd("/d/e");
                    assertEquals("hello", g.read("../f"));
                    assertEquals("/d/e", g.pwd());
                }),
                works("chroot is not left", g -> {
                    g.chroot("/d");
                    assertEquals("hello", g.read("/../../f"));
                    g.cd("/e");
                    assertEquals("/e", g.pwd());
                }));
    }
}
