// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.Random;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.TestLedger;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.Export;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.ModuleException;

/** Changes bytes of good modules. What comes out is refused in the engine's own words, or is compiled, verified by the JVM and run a little. */
final class Mutation {
    private static final long MOST_MEMORY = 64 << 20;

    /** Ends a run: nothing in the guest catches it. */
    private static final class Enough extends Error {
        private static final long serialVersionUID = 1;

        Enough() {
            super("enough", null, false, false);
        }
    }

    private Mutation() {}

    static byte[] mutate(byte[] good, Random random) {
        byte[] b = good.clone();
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(b.length);
            switch (random.nextInt(6)) {
                case 0 -> b[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> b[at] += (byte) (random.nextBoolean() ? 1 : -1);
                case 2 -> b[at] = (byte) (random.nextBoolean() ? 0xff : 0x80);
                case 3 -> b[at] = b[random.nextInt(b.length)];
                case 4 -> {
                    int length = Math.min(random.nextInt(8) + 1, b.length - at);
                    System.arraycopy(b, Math.min(random.nextInt(b.length), b.length - length), b, at, length);
                }
                default -> b[at] = (byte) random.nextInt();
            }
        }
        return b;
    }

    /** What the module did that no module may, or nothing. */
    static Optional<String> check(byte[] wasm) {
        try {
            run(wasm);
            return Optional.empty();
        } catch (ModuleException | LinkError | Trap | WasmException | Enough e) {
            return e.getMessage() == null ? Optional.of("no message: " + e) : Optional.empty();
        } catch (Throwable t) {
            var text = new StringWriter();
            t.printStackTrace(new PrintWriter(text));
            return Optional.of(text.toString());
        }
    }

    private static void run(byte[] wasm) {
        var module = Module.parse(wasm);
        module.validate();
        var options = InstanceOptions.DEFAULT.withLedger(new TestLedger(MOST_MEMORY)).withPoller((i, spent) -> {
            throw new Enough();
        }, 1000);
        for (int maxCode : new int[] {ImageOptions.DEFAULT.maxCodeBytes(), 0}) {
            try (var instance = Image.of(module, new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.of().stubMissingFunctions(), options)) {
                for (Export e : module.exports()) {
                    if (e.kind() == ExternKind.FUNCTION) {
                        call((FunctionRef) instance.export(e.name()));
                    }
                }
            }
        }
    }

    private static void call(FunctionRef f) {
        int slots = Math.max(f.type().parameterCount(), f.type().resultCount());
        var references = new Object[slots];
        for (int i = 0; i < f.type().parameterCount(); i++) {
            references[i] = Tier.value(f.type().parameter(i), 0) instanceof org.wsh.engine.runtime.V128 v ? v : null;
        }
        try {
            f.invoke(new long[slots], references);
        } catch (Trap | WasmException | Enough e) {
            // as it should be
        }
    }
}
