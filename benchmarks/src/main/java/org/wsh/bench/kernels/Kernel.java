// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the set, {@code src/main/c/kernels/<name>.c}.
 *
 * @param n     what its {@code run} is called with, so that native takes 0.6 s or so
 * @param kind  what it stresses; "program" for the larger ones
 * @param after the published set that it follows, or "own"
 */
record Kernel(String name, int n, String kind, String after) {
    boolean isProgram() {
        return kind.equals("program");
    }

    Kernel scaled(double factor) {
        return new Kernel(name, (int) Math.max(1, n * factor), kind, after);
    }

    String wasm() {
        return name + ".wasm";
    }

    /** The whole set, in its order: {@code kernels.txt}. */
    static List<Kernel> all() throws IOException {
        var kernels = new ArrayList<Kernel>();
        for (String line : new String(resource("kernels.txt"), StandardCharsets.UTF_8).split("\n")) {
            if (!line.startsWith("#")) {
                String[] words = line.split(" +", 4);
                kernels.add(new Kernel(words[0], Integer.parseInt(words[1]), words[2], words[3]));
            }
        }
        return kernels;
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = Kernel.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no kernel \"" + name + "\" is built");
            }
            return in.readAllBytes();
        }
    }
}
