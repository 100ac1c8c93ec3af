// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;

/**
 * Speed against body size: an interpreter, a loop around a switch, of ever more operations, running random programs. Each operation is some 20 to 40 bytes of Wasm
 * on four registers, a stack and a memory of the interpreted machine. Prints nanoseconds an operation in this JVM, or on V8: of the loop as it is, in a try (of the form that every engine
 * has), and with a try in it; there each seventh operation may throw, and hardly ever does.
 */
final class Curve {
    private static final int[] CASES = {50, 150, 500, 1000, 2000};
    private static final int OPERATIONS = 4_000_000, ROUNDS = 30;
    private static final int STACK = 1 << 10, MEMORY = 1 << 12;

    // Locals.
    private static final int LEFT = 0, SEED = 1, A = 2, B = 3, C = 4, SP = 5;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private enum Form {
        PLAIN(""), IN_A_TRY(", loop in a try"), WITH_A_TRY(", try in the loop");

        private final String label;

        Form(String label) {
            this.label = label;
        }
    }

    private final Form form;

    private Curve(Form form) {
        this.form = form;
    }

    /** Arguments: {@code jvm LABEL} or {@code v8 serve.js}. */
    public static void main(String[] arguments) throws Exception {
        for (var form : Form.values()) {
            row(form, arguments);
        }
    }

    private static void row(Form form, String[] arguments) throws Exception {
        boolean v8 = arguments[0].equals("v8");
        var row = new StringBuilder("%-46s".formatted((v8 ? "V8" : arguments[1]) + form.label));
        double first = 0;
        for (int cases : CASES) {
            byte[] wasm = new Curve(form).module(cases);
            double nanos = v8 ? onV8(wasm, Path.of(arguments[1])) : here(wasm);
            first = first == 0 ? nanos : first;
            row.append(" %6.1f (%.1f)".formatted(nanos, nanos / first));
        }
        System.out.println(row);
    }

    private static double here(byte[] wasm) {
        var run = Image.of(Module.parse(wasm), ImageOptions.DEFAULT, ImportBinding.NONE)
                .instantiate(Imports.NONE, InstanceOptions.DEFAULT.withPoller((i, spent) -> 1_000_000, 1_000_000)).function("run");
        var clock = ManagementFactory.getThreadMXBean();
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = clock.getCurrentThreadCpuTime();
            run.call(OPERATIONS);
            best = Math.min(best, (clock.getCurrentThreadCpuTime() - start) / (double) OPERATIONS);
        }
        return best;
    }

    private static double onV8(byte[] wasm, Path server) throws IOException, InterruptedException {
        Path file = Files.createTempFile("curve", ".wasm");
        Files.write(file, wasm);
        Process node = new ProcessBuilder("node", server.toString(), file.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        double best = Double.MAX_VALUE;
        try (var in = node.outputWriter(); var answers = new BufferedReader(new InputStreamReader(node.getInputStream()))) {
            for (int round = 0; round < ROUNDS; round++) {
                in.write(OPERATIONS + "\n");
                in.flush();
                best = Math.min(best, Double.parseDouble(answers.readLine().split(" ")[1]) / OPERATIONS);
            }
        }
        node.waitFor();
        Files.delete(file);
        return best;
    }

    // The module.

    private byte[] module(int cases) {
        body(cases);
        byte[] body = out.toByteArray();
        out.reset();
        bytes(0, 'a', 's', 'm', 1, 0, 0, 0);
        section(1, 2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 0, 0);
        section(3, 1, 0);
        section(5, 1, 0, 1);
        if (form != Form.PLAIN) {
            section(13, 1, 0, 1);
        }
        section(7, 1, 3, 'r', 'u', 'n', 0, 0);
        bytes(10);
        number(body.length + 1 + size(body.length));
        bytes(1);
        number(body.length);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private void body(int cases) {
        bytes(1, 5, 0x7f, 0x02, 0x40);                                  // five locals; block
        if (form == Form.IN_A_TRY) {
            bytes(0x06, 0x40);
        }
        bytes(0x03, 0x40, 0x20, LEFT, 0x45, 0x0d, form == Form.IN_A_TRY ? 2 : 1, 0x20, LEFT, 0x41, 1, 0x6b, 0x21, LEFT);
        if (form == Form.WITH_A_TRY) {
            bytes(0x06, 0x40);
        }
        for (int i = 0; i < cases; i++) {
            bytes(0x02, 0x40);
        }
        bytes(0x20, SEED);                                              // the next operation: a random number modulo cases
        constant(1664525);
        bytes(0x6c);
        constant(1013904223);
        bytes(0x6a, 0x22, SEED, 0x41, 10, 0x76);
        constant(cases);
        bytes(0x70, 0x0e);
        number(cases - 1);
        for (int i = 0; i < cases; i++) {
            number(i);
        }
        for (int i = 0; i < cases; i++) {
            bytes(0x0b);
            operation(i);
            bytes(0x0c);
            number(cases - 1 - i + (form == Form.WITH_A_TRY ? 1 : 0));
        }
        switch (form) {
            case PLAIN -> bytes(0x0b, 0x0b);
            case IN_A_TRY -> bytes(0x0b, 0x07, 0, 0x41, 1, 0x21, A, 0x0b, 0x0b);
            case WITH_A_TRY -> bytes(0x07, 0, 0x41, 1, 0x21, A, 0x0c, 1, 0x0b, 0x0b, 0x0b);
        }
        bytes(0x20, A, 0x20, B, 0x73, 0x20, C, 0x73, 0x0b);
    }

    private void operation(int i) {
        int k = i * 0x9e3779b1 | 1;
        switch (i % 7) {
            case 0 -> {     // a = a * k + b
                bytes(0x20, A);
                constant(k);
                bytes(0x6c, 0x20, B, 0x6a, 0x21, A);
            }
            case 1 -> {     // push a ^ k
                bytes(0x20, SP, 0x41, 4, 0x6a);
                constant(STACK - 1);
                bytes(0x71, 0x22, SP, 0x20, A);
                constant(k);
                bytes(0x73, 0x36, 2, 0);
            }
            case 2 -> {     // b += pop
                bytes(0x20, B, 0x20, SP, 0x28, 2, 0, 0x6a, 0x21, B, 0x20, SP, 0x41, 4, 0x6b);
                constant(STACK - 4);
                bytes(0x71, 0x21, SP);
            }
            case 3 -> {     // if (a & bit) c += k else c ^= b
                bytes(0x20, A);
                constant(1 << i % 20);
                bytes(0x71, 0x04, 0x40, 0x20, C);
                constant(k);
                bytes(0x6a, 0x21, C, 0x05, 0x20, C, 0x20, B, 0x73, 0x21, C, 0x0b);
            }
            case 4 -> {     // memory[a & mask] += c
                bytes(0x20, A);
                constant(MEMORY - 4);
                bytes(0x71, 0x20, A);
                constant(MEMORY - 4);
                bytes(0x71, 0x28, 2, 0x80, 0x20, 0x20, C, 0x6a, 0x36, 2, 0x80, 0x20);
            }
            case 5 -> {     // c = rotl(c, n) + memory[b & mask]
                bytes(0x20, C);
                constant(i % 31 + 1);
                bytes(0x77, 0x20, B);
                constant(MEMORY - 4);
                bytes(0x71, 0x28, 2, 0x80, 0x20, 0x6a, 0x21, C);
            }
            default -> {    // a = (a ^ c) - k
                bytes(0x20, A, 0x20, C, 0x73);
                constant(k);
                bytes(0x6b, 0x21, A);
                if (form != Form.PLAIN) {   // if (a == k) throw
                    bytes(0x20, A);
                    constant(k);
                    bytes(0x46, 0x04, 0x40, 0x08, 0, 0x0b);
                }
            }
        }
    }

    private void bytes(int... values) {
        for (int value : values) {
            out.write(value);
        }
    }

    private void section(int id, int... content) {
        bytes(id, content.length);
        bytes(content);
    }

    private void constant(int n) {
        bytes(0x41);
        for (boolean more = true; more; ) {
            int b = n & 0x7f;
            n >>= 7;
            more = !(n == 0 && (b & 0x40) == 0 || n == -1 && (b & 0x40) != 0);
            bytes(more ? b | 0x80 : b);
        }
    }

    private void number(int n) {
        for (; n >= 0x80; n >>>= 7) {
            bytes(n & 0x7f | 0x80);
        }
        bytes(n);
    }

    private static int size(int n) {
        int bytes = 1;
        for (; n >= 0x80; n >>>= 7) {
            bytes++;
        }
        return bytes;
    }
}
