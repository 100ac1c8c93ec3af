// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * The rules of files, the same on every writable filesystem. A table an operation: rows that fail first.
 *
 * <p>Each row starts with this tree: {@code /d/f} ("hello"), {@code /d/e/} (empty), {@code /l -> d/f}, {@code /ld -> d},
 * {@code /loop -> loop}, {@code /dangling -> nothing}.
 */
public abstract class FileRules {
    protected static final String LONG = "x".repeat(255);

    private static final OpenFlags CREATE = new OpenFlags(true, true, true, false, false, false, false, false, false);

    /** A new, empty filesystem. */
    protected abstract Filesystem filesystem();

    /** Whether it keeps owners, all mode bits, FIFOs and the exact link count. */
    protected boolean keepsOwners() {
        return true;
    }

    /** Whether it can have a file of this name: a host in an ASCII locale cannot have all. */
    protected boolean holds(String name) {
        return true;
    }

    protected Guest guest;

    @BeforeEach
    void tree() {
        guest = populated();
    }

    protected Guest populated() {
        Guest made = Guest.root(filesystem());
        made.mkdir("/d");
        made.write("/d/f", "hello");
        made.mkdir("/d/e");
        made.symlink("d/f", "/l");
        made.symlink("d", "/ld");
        made.symlink("loop", "/loop");
        made.symlink("nothing", "/dangling");
        return made;
    }

    private record Row(String name, Errno errno, Consumer<Guest> action) {}

    private static Row fails(String name, Errno errno, Consumer<Guest> action) {
        return new Row(name, errno, action);
    }

    private static Row works(String name, Consumer<Guest> action) {
        return new Row(name, null, action);
    }

    private Stream<DynamicTest> table(Row... rows) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Row row : rows) {
            tests.add(DynamicTest.dynamicTest(row.name + (row.errno == null ? "" : ": " + row.errno), () -> {
                Guest fresh = populated();
                if (row.errno == null) {
                    row.action.accept(fresh);
                } else {
                    assertFails(row.errno, () -> row.action.accept(fresh));
                }
            }));
        }
        return tests.stream();
    }

    public static void assertFails(Errno errno, Executable action) {
        assertEquals(errno, assertThrows(ErrnoException.class, action).errno());
    }

    @TestFactory
    Stream<DynamicTest> walking() {
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
                }),
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

    @TestFactory
    Stream<DynamicTest> opening() {
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

    @TestFactory
    Stream<DynamicTest> makingAndRemoving() {
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
    Stream<DynamicTest> renaming() {
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

    @TestFactory
    Stream<DynamicTest> hardLinks() {
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

    @TestFactory
    Stream<DynamicTest> offsetsAndSizes() {
        return table(
                fails("pread at a negative offset", Errno.EINVAL,
                        g -> g.open("/d/f", OpenFlags.READ).readAt(ByteBuffer.allocate(1), -1)),
                fails("pwrite at a negative offset", Errno.EINVAL,
                        g -> g.open("/d/f", OpenFlags.WRITE).writeAt(ByteBuffer.allocate(1), -1)),
                fails("pwrite at the largest offset", Errno.EFBIG,
                        g -> g.open("/d/f", OpenFlags.WRITE).writeAt(ByteBuffer.allocate(1), Long.MAX_VALUE)),
                fails("seeking before the start", Errno.EINVAL, g -> g.open("/d/f", OpenFlags.READ).seek(-1, Whence.START)),
                fails("seeking beyond a long", Errno.EOVERFLOW, g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ);
                    file.seek(Long.MAX_VALUE, Whence.START);
                    file.seek(1, Whence.CURRENT);
                }),
                fails("truncating to a negative size", Errno.EINVAL, g -> g.truncate("/d/f", -1)),
                fails("truncating to a huge size", Errno.EFBIG, g -> g.truncate("/d/f", Long.MAX_VALUE)),
                fails("truncating a directory", Errno.EISDIR, g -> g.truncate("/d", 0)),
                fails("ftruncate of what is open for reading", Errno.EINVAL, g -> g.open("/d/f", OpenFlags.READ).setSize(0)),
                fails("allocating nothing", Errno.EINVAL, g -> g.open("/d/f", OpenFlags.WRITE).allocate(0, 0)),
                fails("allocating beyond a long", Errno.EFBIG,
                        g -> g.open("/d/f", OpenFlags.WRITE).allocate(Long.MAX_VALUE, Long.MAX_VALUE)),
                works("reading at the largest offset", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ);
                    assertEquals(0, file.readAt(ByteBuffer.allocate(1), Long.MAX_VALUE));
                    file.seek(Long.MAX_VALUE, Whence.START);
                    assertEquals(0, file.read(ByteBuffer.allocate(1)));
                }),
                works("a shared offset", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ);
                    file.read(ByteBuffer.allocate(2));
                    assertEquals(2, file.seek(0, Whence.CURRENT));
                    assertEquals(4, file.seek(-1, Whence.END));
                    assertEquals(1, file.read(ByteBuffer.allocate(9)));
                }),
                works("a gap reads as zeros", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.READ_WRITE);
                    file.writeAt(ByteBuffer.wrap(new byte[] {1}), 600_000);
                    assertEquals(600_001, file.attributes().size());
                    byte[] all = Guest.readFully(file);
                    assertEquals('o', all[4]);
                    for (int i = 5; i < 600_000; i++) {
                        assertEquals(0, all[i]);
                    }
                    assertEquals(1, all[600_000]);
                }),
                works("what was cut off does not come back", g -> {
                    for (int size : new int[] {100, 100_000, 400_000}) {
                        OpenFileDescription file = g.open("/big", CREATE);
                        byte[] ones = new byte[size];
                        Arrays.fill(ones, (byte) 1);
                        file.writeAt(ByteBuffer.wrap(ones), 0);
                        file.setSize(10);
                        file.setSize(size);
                        byte[] all = Guest.readFully(file);
                        assertEquals(size, all.length);
                        assertEquals(1, all[9]);
                        for (int i = 10; i < size; i++) {
                            assertEquals(0, all[i]);
                        }
                        file.release();
                    }
                }),
                works("appending ignores the offset", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.APPEND);
                    file.seek(0, Whence.START);
                    Guest.writeFully(file, new byte[] {'!'});
                    assertEquals(6, file.seek(0, Whence.CURRENT));
                    assertEquals("hello!", g.read("/d/f"));
                }),
                works("allocating extends", g -> {
                    OpenFileDescription file = g.open("/d/f", OpenFlags.WRITE);
                    file.allocate(0, 3);
                    assertEquals(5, file.attributes().size());
                    file.allocate(10, 10);
                    assertEquals(20, file.attributes().size());
                }));
    }

    @Test
    void randomReadsAndWritesAreThoseOfAnArray() {
        Random random = new Random(1);
        byte[] model = new byte[1 << 20];
        int size = 0;
        OpenFileDescription file = guest.open("/model", CREATE);
        for (int i = 0; i < 2000; i++) {
            int position = random.nextInt(random.nextInt(10) == 0 ? model.length : 200_000);
            int length = random.nextInt(1 + Math.min(model.length - position, random.nextInt(5) == 0 ? 200_000 : 5000));
            switch (random.nextInt(10)) {
                case 0 -> {
                    file.setSize(position);
                    Arrays.fill(model, Math.min(size, position), Math.max(size, position), (byte) 0);
                    size = position;
                }
                case 1, 2, 3, 4 -> {
                    byte[] bytes = new byte[length];
                    random.nextBytes(bytes);
                    assertEquals(length, file.writeAt(ByteBuffer.wrap(bytes), position));
                    System.arraycopy(bytes, 0, model, position, length);
                    size = length == 0 ? size : Math.max(size, position + length);
                }
                default -> {
                    ByteBuffer into = ByteBuffer.allocate(length);
                    while (into.hasRemaining() && file.readAt(into, position + into.position()) > 0) {
                        continue;
                    }
                    int expected = Math.max(0, Math.min(length, size - position));
                    assertEquals(expected, into.position());
                    assertArrayEquals(Arrays.copyOfRange(model, position, position + expected),
                            Arrays.copyOf(into.array(), expected));
                }
            }
            assertEquals(size, file.attributes().size());
        }
        file.release();
    }

    @Test
    void aListingResumesWhereItStoppedWhileEntriesComeAndGo() {
        guest.mkdir("/many");
        for (int i = 0; i < 100; i++) {
            guest.write("/many/" + i, "");
        }
        OpenFileDescription directory = guest.open("/many", OpenFlags.DIRECTORY);
        List<String> seen = new ArrayList<>();
        long cookie = 0;
        for (int turn = 0; ; turn++) {
            List<DirectoryEntry> entries = directory.readDirectory(cookie, 7);
            if (entries.isEmpty()) {
                break;
            }
            for (DirectoryEntry entry : entries) {
                seen.add(entry.name());
                cookie = entry.next();
                if (!entry.name().startsWith(".") && Integer.parseInt(entry.name()) % 2 == 1) {
                    guest.rm("/many/" + entry.name());
                }
            }
            if (turn < 5) {
                guest.write("/many/" + (1000 + turn * 2), "");
            }
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(1, Collections.frequency(seen, "" + i), "entry " + i);
        }
        assertEquals(1, Collections.frequency(seen, "."));
        assertEquals(1, Collections.frequency(seen, ".."));
        directory.release();
    }

    @TestFactory
    Stream<DynamicTest> permissions() {
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

    @TestFactory
    Stream<DynamicTest> times() {
        return table(
                works("are set to the nanosecond", g -> {
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1_234_567_891L, 2_345_678_912L));
                    assertEquals(1_234_567_891L, g.stat("/d/f").accessTime());
                    assertEquals(2_345_678_912L, g.stat("/d/f").modificationTime());
                }),
                works("may be kept one by one", g -> {
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1000, 2000));
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(FileTimes.KEEP, 3000));
                    assertEquals(1000, g.stat("/d/f").accessTime());
                    assertEquals(3000, g.stat("/d/f").modificationTime());
                }),
                works("of modification follow a write", g -> {
                    g.tree.setTimes(g, null, "/d/f", true, new FileTimes(1000, 2000));
                    g.append("/d/f", "x");
                    assertNotEquals(2000, g.stat("/d/f").modificationTime());
                }),
                works("of a directory follow its names", g -> {
                    g.tree.setTimes(g, null, "/d", true, new FileTimes(1000, 2000));
                    g.write("/d/x", "");
                    assertNotEquals(2000, g.stat("/d").modificationTime());
                    g.tree.setTimes(g, null, "/d", true, new FileTimes(1000, 2000));
                    g.rm("/d/x");
                    assertNotEquals(2000, g.stat("/d").modificationTime());
                }));
    }
}
