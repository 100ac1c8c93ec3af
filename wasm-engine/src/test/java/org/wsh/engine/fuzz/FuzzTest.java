// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link Fuzz} with seeds that never change: so many cases, however long they take; in CI about a minute of each. */
class FuzzTest {
    private static final boolean CI = System.getenv("CI") != null;
    private static final int MODULES = CI ? 2_000 : 200, MUTANTS = CI ? 100_000 : 10_000;
    private static final Path SUITE = Path.of(System.getProperty("wsh.testsuites", "../../shared/testsuites"), "wasm-core");

    @Test
    void tiersAgreeOnRandomModules() {
        var findings = new ArrayList<String>();
        for (long seed = 0; seed < MODULES; seed++) {
            long s = seed;
            Differential.check(seed, new BitSet()).ifPresent(f -> findings.add("seed " + s + ": " + f));
        }
        assertEquals(List.of(), findings);
    }

    @Test
    void changedBytesMakeNothingButOurOwnErrors() throws Exception {
        var findings = new ArrayList<String>();
        var corpus = Fuzz.corpus(Files.isDirectory(SUITE) ? SUITE : null);
        for (long seed = 0; seed < MUTANTS; seed++) {
            long s = seed;
            var random = new Random(seed);
            Mutation.check(Mutation.mutate(corpus.get(random.nextInt(corpus.size())), random)).ifPresent(f -> findings.add("seed " + s + ": " + f));
        }
        assertEquals(List.of(), findings);
    }
}
