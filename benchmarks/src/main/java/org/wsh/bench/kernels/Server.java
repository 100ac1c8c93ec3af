// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** What a contender written in Java does: see {@link Contender}. */
final class Server {
    /** A kernel's {@code run}, however it is called. */
    @FunctionalInterface
    interface Run {
        long run(int n);
    }

    private Server() {}

    static void serve(Run kernel) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int n = Integer.parseInt(line);
            long start = System.nanoTime();
            long checksum = kernel.run(n);
            System.out.println(checksum + " " + (System.nanoTime() - start));
        }
    }
}
