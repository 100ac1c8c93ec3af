// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.wsh.vfs.RuleTable.fails;
import static org.wsh.vfs.RuleTable.works;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may do what: modes, owners, groups; and link counts. */
interface PermissionRules extends RuleTable {
    @TestFactory
    default Stream<DynamicTest> permissions() {
        assumeTrue(keepsOwners());
        return table(
                fails("searching without x", Errno.EACCES, g -> {
                    g.chmod("/d", 0766);
                    g.as(1, 1).stat("/d/f");
                }),
                fails("listing without r", Errno.EACCES, g -> {
                    g.chmod("/d", 0711);
                    g.as(1, 1).ls("/d");
                }),
                fails("creating without w", Errno.EACCES, g -> g.as(1, 1).write("/d/x", "")),
                fails("removing without w", Errno.EACCES, g -> g.as(1, 1).rm("/d/f")),
                fails("reading without r", Errno.EACCES, g -> {
                    g.chmod("/d/f", 0622);
                    g.as(1, 1).read("/d/f");
                }),
                fails("the owner's bits hold him, not the others'", Errno.EACCES, g -> {
                    g.chmod("/d/f", 0077);
                    g.chown("/d/f", 1, 1);
                    g.as(1, 1).read("/d/f");
                }),
                fails("the group's bits hold it, not the others'", Errno.EACCES, g -> {
                    g.chmod("/d/f", 0704);
                    g.chown("/d/f", 2, 5);
                    g.as(1, 1, 5).read("/d/f");
                }),
                fails("truncating without w", Errno.EACCES, g -> g.as(1, 1).truncate("/d/f", 0)),
                fails("chmod of another's file", Errno.EPERM, g -> g.as(1, 1).chmod("/d/f", 0777)),
                fails("chown by the owner", Errno.EPERM, g -> {
                    g.chown("/d/f", 1, 1);
                    g.as(1, 1).chown("/d/f", 2, -1);
                }),
                fails("chown to a foreign group", Errno.EPERM, g -> {
                    g.chown("/d/f", 1, 1);
                    g.as(1, 1).chown("/d/f", -1, 7);
                }),
                fails("chown to a negative id", Errno.EINVAL, g -> g.chown("/d/f", -2, 0)),
                fails("times of another's file", Errno.EPERM, g -> {
                    g.chmod("/d/f", 0666);
                    g.tree.setTimes(g.as(1, 1), null, "/d/f", true, new FileTimes(1, 1));
                }),
                fails("touching another's file without w", Errno.EACCES,
                        g -> g.tree.setTimes(g.as(1, 1), null, "/d/f", true, new FileTimes(FileTimes.NOW, FileTimes.NOW))),
                fails("removing another's file from a sticky directory", Errno.EPERM, g -> {
                    g.chmod("/d", 01777);
                    g.as(1, 1).rm("/d/f");
                }),
                fails("renaming another's file in a sticky directory", Errno.EPERM, g -> {
                    g.chmod("/d", 01777);
                    g.as(1, 1).mv("/d/f", "/d/g");
                }),
                fails("renaming over another's file in a sticky directory", Errno.EPERM, g -> {
                    g.chmod("/d", 01777);
                    g.as(1, 1).write("/d/mine", "");
                    g.as(1, 1).mv("/d/mine", "/d/f");
                }),
                fails("removing another's directory from a sticky one", Errno.EPERM, g -> {
                    g.chmod("/d", 01777);
                    g.as(1, 1).rmdir("/d/e");
                }),
                fails("moving a directory that is not writable", Errno.EACCES, g -> {
                    g.chmod("/d", 0777);
                    g.chmod("/", 0777);
                    g.as(1, 1).mv("/d/e", "/e");
                }),
                fails("root executing what nobody may", Errno.EACCES, g -> g.tree.access(g, null, "/d/f", 1)),
                fails("access asking for nonsense", Errno.EINVAL, g -> g.tree.access(g, null, "/d/f", 8)),
                fails("a device made by an ordinary user", Errno.EPERM, g -> {
                    g.chmod("/d", 0777);
                    g.as(1, 1).mknod("/d/null", FileType.CHARACTER_DEVICE);
                }),
                fails("opening a FIFO without a kernel", Errno.ENXIO, g -> {
                    g.mknod("/p", FileType.FIFO);
                    g.open("/p", OpenFlags.READ);
                }),
                fails("opening a socket", Errno.ENXIO, g -> {
                    g.mknod("/s", FileType.SOCKET);
                    g.open("/s", OpenFlags.READ);
                }),
                works("root passes", g -> {
                    g.chmod("/d", 0);
                    g.chmod("/d/f", 0);
                    assertEquals("hello", g.read("/d/f"));
                }),
                works("root may execute what anybody may", g -> {
                    g.chmod("/d/f", 0001);
                    g.tree.access(g, null, "/d/f", 1);
                }),
                works("a supplementary group counts", g -> {
                    g.chmod("/d/f", 0640);
                    g.chown("/d/f", -1, 5);
                    assertEquals("hello", g.as(1, 1, 4, 5).read("/d/f"));
                }),
                works("new files belong to their maker", g -> {
                    g.chmod("/d", 0777);
                    g.as(7, 8).write("/d/x", "");
                    assertEquals(7, g.stat("/d/x").uid());
                    assertEquals(8, g.stat("/d/x").gid());
                }),
                works("a set-group-id directory hands its group on", g -> {
                    g.chmod("/d", 02777);
                    g.chown("/d", -1, 42);
                    g.as(7, 8).write("/d/x", "");
                    g.as(7, 8).mkdir("/d/y");
                    assertEquals(42, g.stat("/d/x").gid());
                    assertEquals(42, g.stat("/d/y").gid());
                    assertEquals(02755, g.stat("/d/y").mode());
                }),
                works("one's own file leaves a sticky directory", g -> {
                    g.chmod("/d", 01777);
                    g.as(1, 1).write("/d/mine", "");
                    g.as(1, 1).rm("/d/mine");
                }),
                works("chown and writing take set-id bits away", g -> {
                    g.chmod("/d/f", 06755);
                    g.chown("/d/f", 1, 1);
                    assertEquals(0755, g.stat("/d/f").mode());
                    g.chmod("/d/f", 06755);
                    g.append("/d/f", "x");
                    assertEquals(0755, g.stat("/d/f").mode());
                }),
                works("a foreign group's set-group-id bit is not set", g -> {
                    g.chown("/d/f", 1, 9);
                    g.as(1, 1).chmod("/d/f", 02755);
                    assertEquals(0755, g.stat("/d/f").mode());
                }),
                works("what was opened stays open", g -> {
                    OpenFileDescription file = g.as(1, 1).open("/d/f", OpenFlags.READ);
                    g.chmod("/d/f", 0);
                    assertEquals(5, Guest.readFully(file).length);
                }),
                works("a directory's links count its subdirectories", g -> {
                    assertEquals(3, g.stat("/d").links());
                    g.mkdir("/d/x");
                    assertEquals(4, g.stat("/d").links());
                    g.mv("/d/x", "/x");
                    assertEquals(3, g.stat("/d").links());
                    g.rmdir("/d/e");
                    assertEquals(2, g.stat("/d").links());
                }),
                works("a file's links count its names", g -> {
                    g.ln("/d/f", "/x");
                    assertEquals(2, g.stat("/x").links());
                    g.write("/y", "");
                    g.mv("/y", "/x");
                    assertEquals(1, g.stat("/d/f").links());
                }));
    }
}
