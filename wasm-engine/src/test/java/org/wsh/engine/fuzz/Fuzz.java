// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipInputStream;

/**
 * Fuzzing by hand, for as long as one likes: {@code java -cp … org.wsh.engine.fuzz.Fuzz modules|bytes FIRST_SEED SECONDS [FOLDER]}. Prints each finding, made small, with its seed;
 * the module is left in the current folder. {@code bytes} changes the modules of FOLDER (any depth) and random ones.
 */
public final class Fuzz {
    private Fuzz() {}

    public static void main(String[] args) throws IOException {
        if (args.length < 3) {
            System.err.println("usage: Fuzz modules|bytes FIRST_SEED SECONDS [FOLDER]");
            System.exit(2);
        }
        long seed = Long.parseLong(args[1]);
        long end = System.nanoTime() + Long.parseLong(args[2]) * 1_000_000_000L;
        List<byte[]> corpus = args[0].equals("bytes") ? corpus(args.length > 3 ? Path.of(args[3]) : null) : List.of();
        int cases = 0, found = 0;
        for (; System.nanoTime() < end; seed++, cases++) {
            found += (corpus.isEmpty() ? modules(seed) : bytes(seed, corpus)) ? 1 : 0;
        }
        System.out.println(cases + " cases, " + found + " findings; next seed " + seed);
    }

    private static boolean modules(long seed) throws IOException {
        var finding = Differential.check(seed, new BitSet());
        if (finding.isEmpty()) {
            return false;
        }
        BitSet dropped = Differential.minimise(seed);
        byte[] small = new RandomModule(seed, dropped).bytes;
        Path file = Files.write(Path.of("finding-" + seed + ".wasm"), small);
        System.out.println("seed " + seed + ": " + Differential.check(seed, dropped).orElse("?") + " (" + file + ", dropped " + dropped + ")");
        return true;
    }

    private static boolean bytes(long seed, List<byte[]> corpus) throws IOException {
        var random = new Random(seed);
        byte[] mutant = Mutation.mutate(corpus.get(random.nextInt(corpus.size())), random);
        var finding = Mutation.check(mutant);
        finding.ifPresent(f -> System.out.println("seed " + seed + ": " + f));
        if (finding.isPresent()) {
            Files.write(Path.of("finding-" + seed + ".wasm"), mutant);
        }
        return finding.isPresent();
    }

    /** The modules in a folder and in the zips there, as the official suite comes; and a hundred random ones. */
    static List<byte[]> corpus(Path folder) throws IOException {
        var corpus = new ArrayList<byte[]>();
        if (folder != null) {
            try (var files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                    if (file.toString().endsWith(".wasm")) {
                        corpus.add(Files.readAllBytes(file));
                    } else if (file.toString().endsWith(".zip")) {
                        addZip(corpus, file);
                    }
                }
            }
        }
        corpus.removeIf(module -> module.length == 0);
        for (int i = 0; i < 100; i++) {
            corpus.add(new RandomModule(i, new BitSet()).bytes);
        }
        return corpus;
    }

    private static void addZip(List<byte[]> corpus, Path file) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".wasm")) {
                    corpus.add(zip.readAllBytes());
                }
            }
        }
    }
}
