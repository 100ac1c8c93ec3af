// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.syntax.ModuleException;

/** Whatever the bytes say, the answer is one of ours: it runs, or it is refused, or it traps; compiled and interpreted. Any JVM error fails the test. */
class HostileModulesTest {
    /** What an instance may have: without a limit a module of 15 bytes gets the 4 GiB that it asks for. */
    private static final long MOST_BYTES = 256 << 20;

    @TestFactory
    List<DynamicTest> hostileModulesAreAnsweredInOurWords() {
        var tests = new ArrayList<DynamicTest>();
        HostileModules.all().forEach((name, module) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            byte[] bytes = module.get();
            run(bytes, ImageOptions.DEFAULT.maxCodeBytes());
            run(bytes, 0);
        })));
        return tests;
    }

    private static String run(byte[] bytes, int maxCode) {
        var options = InstanceOptions.DEFAULT.withLedger(new TestLedger(MOST_BYTES));
        try {
            var module = Module.parse(bytes);
            module.validate();
            try (var instance = Image.of(module, new ImageOptions(true, maxCode), ImportBinding.NONE).instantiate(Imports.NONE, options)) {
                if (instance.export("f") instanceof FunctionRef f) {
                    f.callVoid();
                }
                return "runs";
            }
        } catch (ModuleException | LinkError | Trap e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    /** Prints the answers and times: {@code java -Xmx256m … org.wsh.engine.HostileModulesTest [part of a name]}. */
    public static void main(String[] args) {
        HostileModules.all().forEach((name, module) -> {
            if (args.length > 0 && !name.contains(args[0])) {
                return;
            }
            byte[] bytes = module.get();
            for (int maxCode : new int[] {ImageOptions.DEFAULT.maxCodeBytes(), 0}) {
                long start = System.nanoTime();
                String answer;
                try {
                    answer = run(bytes, maxCode);
                } catch (Throwable t) {
                    answer = "!!! " + t;
                }
                System.out.printf("%6d ms  %,d bytes: %s: %.150s%n", (System.nanoTime() - start) / 1_000_000, bytes.length, name, answer);
            }
        });
    }
}
