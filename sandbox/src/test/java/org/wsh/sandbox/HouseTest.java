// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house stands: what is built on what, as the compiled classes say. docs/ARCHITECTURE.md tells it in words. */
class HouseTest {
    /** A module: the package that all of its packages are in, a class of it, and the modules that it may use. */
    private record Floor(String root, Class<?> member, Set<String> uses) {}

    private static final String ENGINE = "org.wsh.engine";
    private static final String VFS = "org.wsh.vfs";
    private static final String KERNEL = "org.wsh.kernel";
    private static final String PROCESS = "org.wsh.process";
    private static final String WASIX = "org.wsh.wasix";
    private static final String USERLAND = "org.wsh.userland";
    private static final String SHELL = "org.wsh.shell";
    private static final String SANDBOX = "org.wsh.sandbox";

    private static final List<Floor> HOUSE = List.of(
            new Floor(ENGINE, org.wsh.engine.Image.class, Set.of()),
            new Floor(VFS, org.wsh.vfs.VirtualFilesystem.class, Set.of()),
            new Floor(KERNEL, org.wsh.kernel.Kernel.class, Set.of(VFS)),
            new Floor(PROCESS, org.wsh.process.Processes.class, Set.of(ENGINE, VFS, KERNEL)),
            new Floor(WASIX, org.wsh.wasix.SyscallTable.class, Set.of(ENGINE, VFS, KERNEL, PROCESS)),
            new Floor(USERLAND, org.wsh.userland.Userland.class, Set.of(ENGINE, VFS, WASIX)),
            new Floor(SHELL, org.wsh.shell.Shell.class, Set.of(VFS, KERNEL, PROCESS)),
            new Floor(SANDBOX, Machine.class, Set.of(ENGINE, VFS, KERNEL, PROCESS, WASIX, USERLAND, SHELL)));

    /**
     * The modules in which no file uses one that uses it, directly or through others; but for these rings, each of which is one thing in several files. Whoever adds to them says why; a module that is not here
     * has yet to be looked at.
     */
    private static final Map<String, List<Ring>> RINGS = Map.of(
            PROCESS, List.of(
                    new Ring("a process is in a group, whose members are processes", "", "Process", "ProcessGroup"),
                    new Ring("a thread runs a program, which may become another, or make threads that run programs", "", "Life", "ProcessThread", "Program", "ProgramReplaced"),
                    new Ring("a hosted program sees the machine, and gives it the program that its fork's child is", "hosted", "HostedProcess", "HostedProgram"),
                    new Ring("that child's calls are as its own", "hosted", "HostedCalls", "JavaProgram", "TracedCalls"),
                    new Ring("a thread's folder in that of its process is as that", "proc", "ProcessFolder", "TaskFolder")),
            SHELL, List.of(
                    new Ring("a word may hold commands, whose parts are words", "syntax", "Assignment", "Command", "HereDocument", "Redirection", "Word"),
                    new Ring("a compound command holds commands of the grammar, which may be compound", "syntax", "Compounds", "Grammar"),
                    new Ring("a parameter's operand is a word", "syntax", "ParameterLexer", "WordLexer"),
                    new Ring("a sealed class and all that it may be", "expand", "FieldSink", "PatternSink", "Sink", "TextSink")));

    /** Files of a package, below that of their module, that use each other. */
    private record Ring(String why, String folder, String... files) {
        private Set<String> in(String root) {
            String home = folder.isEmpty() ? root : root + "." + folder;
            return Arrays.stream(files).map(file -> home + "." + file).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static final int MOST_EXAMPLES = 3;

    /** Our classes in a descriptor or a generic signature. */
    private static final Pattern OURS = Pattern.compile("L(org/wsh/[\\w/$]+)[;<]");

    /** Of each class the others of ours that it names. */
    private final Map<String, Set<String>> classes = new TreeMap<>();
    /** Of each file, named by its class, the others that its classes name. */
    private final Map<String, Set<String>> files = new TreeMap<>();
    /** Of each package the others that its classes name. */
    private final Map<String, Set<String>> packages = new TreeMap<>();

    HouseTest() throws Exception {
        for (Floor floor : HOUSE) {
            Path place = Path.of(floor.member().getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                read(place);
            } else {
                try (var jar = FileSystems.newFileSystem(place)) {
                    read(jar.getPath("/"));
                }
            }
        }
        classes.forEach((user, used) -> used.forEach(one -> {
            if (!fileOf(user).equals(fileOf(one))) {
                files.computeIfAbsent(fileOf(user), f -> new TreeSet<>()).add(fileOf(one));
            }
            if (!packageOf(user).equals(packageOf(one))) {
                packages.computeIfAbsent(packageOf(user), p -> new TreeSet<>()).add(packageOf(one));
            }
        }));
    }

    @Test
    void noPackageUsesOneThatUsesIt() {
        List<String> found = new ArrayList<>();
        cycles(packages).forEach((user, used) -> used.forEach(one -> found.addAll(examples(user, one))));
        assertEquals("", String.join("\n", found));
    }

    @Test
    void noFileUsesOneThatUsesItButForTheRingsThatAreOneThing() {
        RINGS.forEach((root, expected) -> assertEquals(
                lines(expected.stream().map(ring -> ring.in(root))), lines(rings(cycles(within(root))).stream()), root));
    }

    @Test
    void noModuleUsesOneThatItMayNot() {
        List<String> found = new ArrayList<>();
        packages.forEach((user, used) -> used.forEach(one -> {
            Floor floor = floorOf(user);
            if (!floor.root().equals(floorOf(one).root()) && !floor.uses().contains(floorOf(one).root())) {
                found.addAll(examples(user, one));
            }
        }));
        assertEquals("", String.join("\n", found));
    }

    @Test
    void whatIsForbiddenWouldBeFound() {
        assertTrue(packages.get(ENGINE + ".compile").contains(ENGINE + ".runtime"), "the classes are read");
        assertTrue(packages.get(SANDBOX).contains(PROCESS), "of all modules");
        Map<String, Set<String>> planted = Map.of("top", Set.of("a", "other"), "a", Set.of("b"), "b", Set.of("c", "bottom"), "c", Set.of("a"));
        assertEquals(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of("a")), cycles(planted));
        assertEquals(Set.of(Set.of("a", "b", "c")), Set.copyOf(rings(cycles(planted))));
        assertTrue(files.get(SHELL + ".Executor").contains(SHELL + ".builtin.Builtins"), "the files are read");
    }

    /** The files of a module, with those of it that each uses. */
    private Map<String, Set<String>> within(String root) {
        Map<String, Set<String>> found = new TreeMap<>();
        files.forEach((user, used) -> {
            if (floorOf(packageOf(user)).root().equals(root)) {
                found.put(user, used.stream().filter(one -> floorOf(packageOf(one)).root().equals(root)).collect(Collectors.toCollection(TreeSet::new)));
            }
        });
        return found;
    }

    /** What {@link #cycles} found, those together that use each other. */
    private static Set<Set<String>> rings(Map<String, Set<String>> cycles) {
        return cycles.keySet().stream().map(one -> below(one, cycles)).collect(Collectors.toSet());
    }

    private static String lines(Stream<Set<String>> rings) {
        return rings.map(ring -> String.join(" ", ring)).sorted().collect(Collectors.joining("\n"));
    }

    /** Of each package those that it uses and that use it, directly or through others. */
    private static Map<String, Set<String>> cycles(Map<String, Set<String>> uses) {
        Map<String, Set<String>> found = new TreeMap<>();
        uses.forEach((user, used) -> used.stream().filter(one -> below(one, uses).contains(user))
                .forEach(one -> found.computeIfAbsent(user, u -> new TreeSet<>()).add(one)));
        return found;
    }

    /** All that it uses, directly or through others. */
    private static Set<String> below(String user, Map<String, Set<String>> uses) {
        Set<String> found = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(uses.getOrDefault(user, Set.of()));
        while (!next.isEmpty()) {
            String one = next.pop();
            if (found.add(one)) {
                next.addAll(uses.getOrDefault(one, Set.of()));
            }
        }
        return found;
    }

    private List<String> examples(String user, String used) {
        return classes.entrySet().stream().filter(c -> packageOf(c.getKey()).equals(user))
                .flatMap(c -> c.getValue().stream().filter(one -> packageOf(one).equals(used)).map(one -> c.getKey() + " uses " + one)).limit(MOST_EXAMPLES).toList();
    }

    private static Floor floorOf(String packageName) {
        return HOUSE.stream().filter(f -> packageName.equals(f.root()) || packageName.startsWith(f.root() + ".")).findFirst().orElseThrow();
    }

    /** A class within a class is in the same file. */
    private static String fileOf(String className) {
        int nested = className.indexOf('$');
        return nested < 0 ? className : className.substring(0, nested);
    }

    private static String packageOf(String className) {
        return className.substring(0, className.lastIndexOf('.'));
    }

    private void read(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class") && !f.endsWith("module-info.class"))::iterator) {
                ClassModel parsed = ClassFile.of().parse(Files.readAllBytes(file));
                classes.put(parsed.thisClass().asInternalName().replace('/', '.'), named(parsed));
            }
        }
    }

    /** Whatever a class uses is in its constant pool: as a class, or in the type of a field or method. */
    private static Set<String> named(ClassModel parsed) {
        Set<String> found = new TreeSet<>();
        for (var entry : parsed.constantPool()) {
            switch (entry) {
                case ClassEntry used when used.asInternalName().startsWith("org/wsh/") -> found.add(used.asInternalName().replace('/', '.'));
                case Utf8Entry text -> {
                    Matcher ours = OURS.matcher(text.stringValue());
                    while (ours.find()) {
                        found.add(ours.group(1).replace('/', '.'));
                    }
                }
                default -> { }
            }
        }
        return found;
    }
}
