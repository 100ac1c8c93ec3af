// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.wsh.engine.Module;

/** Runs random modules on every tier and compares what is seen. */
final class Differential {
    private Differential() {}

    /** Of Java's stack: what {@link Tier} allows the guest, however much larger the JVM's interpreter makes its frames. */
    private static final long STACK_BYTES = 64 << 20;

    /** What is wrong with the module of that seed, or nothing. */
    static Optional<String> check(long seed, BitSet dropped) {
        var found = new ArrayList<Optional<String>>();
        var thread = new Thread(null, () -> found.add(compare(seed, dropped)), "fuzz", STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return found.getFirst();
    }

    private static Optional<String> compare(long seed, BitSet dropped) {
        var random = new RandomModule(seed, dropped);
        byte[] wasm = random.bytes;
        List<String> expected = null;
        try {
            for (Forking forking : List.of(Forking.NEVER, Forking.values()[1 + (int) (seed % 3)])) {
                for (Tier tier : Tier.values()) {
                    Module module = Module.parse(wasm);
                    module.validate();
                    List<String> seen = tier.observe(module, seed, forking, random.counts);
                    if (expected == null) {
                        expected = seen;
                    }
                    Optional<String> difference = difference(expected, seen);
                    if (difference.isPresent()) {
                        return Optional.of(Tier.values()[0] + " against " + tier + ", forking " + forking + ": " + difference.get());
                    }
                }
            }
            return Optional.empty();
        } catch (Throwable t) {
            var text = new StringWriter();
            t.printStackTrace(new PrintWriter(text));
            return Optional.of(text.toString());
        }
    }

    private static Optional<String> difference(List<String> a, List<String> b) {
        for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
            String x = i < a.size() ? a.get(i) : "nothing", y = i < b.size() ? b.get(i) : "nothing";
            if (!x.equals(y) && !x.isEmpty() && !y.isEmpty()) {
                return Optional.of(x + " but " + y);
            }
        }
        return Optional.empty();
    }

    /** Leaves out of a failing module what it fails without, in ever smaller pieces. */
    static BitSet minimise(long seed) {
        var dropped = new BitSet();
        var whole = new RandomModule(seed, dropped);
        for (int piece = Math.max(1, whole.nodes / 2); piece > 0; piece /= 2) {
            for (int from = 0; from < whole.nodes; from += piece) {
                var attempt = (BitSet) dropped.clone();
                attempt.set(from, from + piece);
                if (!attempt.equals(dropped) && check(seed, attempt).isPresent()) {
                    dropped = attempt;
                }
            }
        }
        return dropped;
    }
}
