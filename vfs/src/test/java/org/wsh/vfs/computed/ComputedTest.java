// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.computed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.wsh.vfs.FileRules.assertFails;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.wsh.vfs.Caller;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.Errno;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.FileType;
import org.wsh.vfs.Guest;
import org.wsh.vfs.LinkTarget;
import org.wsh.vfs.MountOptions;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.OpenFlags;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.memory.MemoryFilesystem;

class ComputedTest {
    private final Guest guest = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 1000, new FakeClock()));
    private final TreeMap<String, Node> processes = new TreeMap<>();
    private final List<String> written = new ArrayList<>();
    private final Listing names = new Listing();
    private final ComputedFilesystem proc = new ComputedFilesystem("proc", new Proc(), new FakeClock());
    private OpenFileDescription open;

    private final class Proc implements Node.Directory {
        @Override
        public Node lookup(Caller caller, String name) {
            Node fixed = names.lookup(caller, name);
            return fixed != null ? fixed : processes.get(name);
        }

        @Override
        public List<String> list(Caller caller) {
            List<String> all = new ArrayList<>(names.list(caller));
            all.addAll(processes.keySet());
            return all;
        }
    }

    @BeforeEach
    void mount() {
        guest.mkdir("/proc");
        guest.write("/file", "content");
        guest.tree.mount("/proc", proc, MountOptions.READ_WRITE);
        names.add("whoami", Node.text(caller -> caller.credentials().uid() + "\n"));
        names.add("self", (Node.Link) caller -> "" + caller.credentials().uid());
        names.add("knob", new Node.Text() {
            @Override
            public int mode() {
                return 0644;
            }

            @Override
            public byte[] content(Caller caller) {
                return (written.size() + "").getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public void write(Caller caller, byte[] bytes) {
                written.add(new String(bytes, StandardCharsets.UTF_8));
            }
        });
        names.add("open", new Node.Link() {
            @Override
            public String target(Caller caller) {
                return "/file";
            }

            @Override
            public LinkTarget follow(Caller caller) {
                return OpenFileNode.of(proc, open);
            }
        });
        processes.put("0", new Listing().add("status", Node.text(caller -> "root's")));
        processes.put("7", new Listing().add("status", Node.text(caller -> "seven's")));
    }

    @Nested
    class TextFiles {
        @Test
        void areComputedForTheCaller() {
            assertEquals("0\n", guest.read("/proc/whoami"));
            assertEquals("7\n", guest.as(7, 7).read("/proc/whoami"));
            assertEquals("seven's", guest.as(7, 7).read("/proc/self/status"));
        }

        @Test
        void doNotChangeWhileOpen() {
            OpenFileDescription knob = guest.open("/proc/knob", OpenFlags.READ);
            guest.write("/proc/knob", "1");
            assertEquals("0", new String(Guest.readFully(knob), StandardCharsets.UTF_8));
            assertEquals("1", guest.read("/proc/knob"));
            assertEquals(List.of("1"), written);
        }

        @Test
        void refuseWritingUnlessTheyTakeIt() {
            assertFails(Errno.EACCES, () -> guest.as(7, 7).write("/proc/knob", "1"));
            assertFails(Errno.EACCES, () -> guest.write("/proc/whoami", "1"));
            assertFails(Errno.EINVAL, () -> guest.write("/proc/knob", "x".repeat(5000)));
        }
    }

    @Nested
    class Directories {
        @Test
        void areListedAsTheyAreNow() {
            assertEquals(List.of("0", "7", "knob", "open", "self", "whoami"), guest.ls("/proc"));
            processes.remove("7");
            assertFails(Errno.ENOENT, () -> guest.stat("/proc/7/status"));
        }

        @Test
        void keepTheirCookiesWhileOpen() {
            OpenFileDescription directory = guest.open("/proc", OpenFlags.DIRECTORY);
            List<DirectoryEntry> first = directory.readDirectory(0, 3);
            processes.clear();
            processes.put("00", new Listing());
            assertEquals("7", directory.readDirectory(first.getLast().next(), 1).getFirst().name());
            directory.release();
        }

        @Test
        void haveStableNumbers() {
            assertEquals(guest.stat("/proc/7").inode(), guest.stat("/proc/7/../7").inode());
            assertNotEquals(guest.stat("/proc/7/status").inode(), guest.stat("/proc/0/status").inode());
        }

        @Test
        void knowTheirWayUp() {
            guest.cd("/proc/7");
            assertEquals("/proc/7", guest.pwd());
            assertEquals("root's", guest.read("../0/status"));
            assertEquals("content", guest.read("../../file"));
        }

        @Test
        void cannotBeChanged() {
            assertFails(Errno.EPERM, () -> guest.write("/proc/new", ""));
            assertFails(Errno.EPERM, () -> guest.mkdir("/proc/new"));
            assertFails(Errno.EPERM, () -> guest.rm("/proc/whoami"));
            assertFails(Errno.EPERM, () -> guest.mv("/proc/whoami", "/proc/x"));
            assertFails(Errno.EPERM, () -> guest.chmod("/proc/whoami", 0));
        }
    }

    @Nested
    class MagicLinks {
        @Test
        void handOutTheOpenDescription() {
            open = guest.open("/file", OpenFlags.READ);
            OpenFileDescription again = guest.open("/proc/open", OpenFlags.READ);
            assertSame(open, again);
            again.release();
            assertEquals(7, guest.stat("/proc/open").size());
            assertEquals(FileType.SYMBOLIC_LINK, guest.lstat("/proc/open").type());
            assertFails(Errno.EACCES, () -> guest.open("/proc/open", OpenFlags.WRITE));
            assertFails(Errno.ENOTDIR, () -> guest.stat("/proc/open/x"));
            open.release();
            assertFails(Errno.ENOENT, () -> guest.open("/proc/open", OpenFlags.READ));
        }

        @Test
        void toDirectoriesGoOnFromThere() {
            guest.mkdir("/d");
            guest.write("/d/f", "in d");
            open = guest.open("/d", OpenFlags.DIRECTORY);
            guest.mv("/d", "/moved");
            assertEquals("in d", guest.read("/proc/open/f"));
            guest.cd("/proc/open");
            assertEquals("/moved", guest.pwd());
            open.release();
        }
    }
}
