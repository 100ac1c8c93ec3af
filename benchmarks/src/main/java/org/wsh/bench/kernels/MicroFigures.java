// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.kernels;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.Capturing;
import org.wsh.engine.link.HostFunction;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.link.ImportBinding;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceCopy;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.syntax.FunctionType;

/** What single operations of our engine cost, warm, less what the loop around them does: {@code src/main/c/micro.c} has the loops. */
public final class MicroFigures {
    private static final int CALLS = 20_000_000;
    private static final int INSTANCES = 2_000;
    private static final int FORKS = 20_000;
    private static final int ROUNDS = 7;

    /** Binds both functions as constants of the image. @param captures whether fork takes the stack, or only returns */
    private record Binding(boolean captures) implements ImportBinding {
        @Override
        public String id() {
            return "micro";
        }

        @Override
        public Optional<HostFunction> function(String module, String name, FunctionType type) {
            return Optional.of(new HostFunction(MicroFigures.class, name));
        }

        @Override
        public Capturing capturing(String module, String name) {
            return captures && name.equals("fork") ? Capturing.ASKS : Capturing.NEVER;
        }
    }

    private MicroFigures() {}

    /** A host call with nothing to do but to find whose it is. */
    public static int bound(Instance instance, int argument) {
        return instance.host() == null ? 0 : argument;
    }

    public static int fork(Instance instance) {
        if (instance.canBeCaptured()) {
            throw StackCapture.of(instance, null);
        }
        return 0;
    }

    public static void main(String[] arguments) throws IOException {
        var image = Image.of(Module.parse(Kernel.resource("micro.wasm")), ImageOptions.DEFAULT, new Binding(false));
        var options = InstanceOptions.DEFAULT.withHost("host").withPoller((i, spent) -> 200_000, 200_000);
        try (var instance = image.instantiate(Imports.NONE, options)) {
            double loop = call(instance, "loop", 0);
            row("a call, direct", call(instance, "direct", 0) - loop, "ns");
            row("an indirect call, always the same function", call(instance, "indirect", 1) - loop, "ns");
            row("an indirect call, two functions in turn", call(instance, "indirect", 2) - loop, "ns");
            row("an indirect call, eight functions in turn", call(instance, "indirect", 8) - loop, "ns");
            row("a host call with nothing to do", call(instance, "host", 0) - loop, "ns");
        }
        row("a new instance with 128 KB of memory", instance(image, options) / 1000, "µs");
        forks(options);
    }

    private static void forks(InstanceOptions options) throws IOException {
        var image = Image.of(Module.parse(Kernel.resource("micro.wasm")), ImageOptions.DEFAULT, new Binding(true));
        try (var instance = image.instantiate(Imports.NONE, options)) {
            row("a stack of 20 frames captured, and run to its end", call(instance, "forks", 0, FORKS) / 1000, "µs");
            double loop = call(instance, "direct", 0, CALLS);
            row("a call in a loop", loop, "ns");
            row("the same in a frame that was captured", call(instance, "forked", 0, CALLS), "ns");
            instance.memory().grow(16 - instance.memory().pages());
            row("a copy of an instance with 1 MB of memory", copy(instance, options) / 1000, "µs");
        }
    }

    private static void row(String what, double value, String unit) {
        System.out.printf("  %-46s %6.1f %s%n", what, value, unit);
    }

    /** The median of some rounds: nanoseconds a turn of the exported loop. */
    private static double call(Instance instance, String name, int kinds) {
        return call(instance, name, kinds, CALLS);
    }

    private static double call(Instance instance, String name, int kinds, int turns) {
        FunctionRef function = instance.function(name);
        var times = new double[ROUNDS];
        var values = new long[2];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            values[0] = turns;
            values[1] = kinds;
            long start = System.nanoTime();
            run(function, values);
            times[Math.max(round, 0)] = (double) (System.nanoTime() - start) / turns;
        }
        return median(times);
    }

    private static void run(FunctionRef function, long[] values) {
        StackCapture capture = null;
        try {
            function.invoke(values, new Object[2]);
        } catch (StackCapture c) {
            capture = c;
        }
        while (capture != null) {
            try {
                capture.stack().resume(Results.of(0));
                capture = null;
            } catch (StackCapture c) {
                capture = c;
            }
        }
    }

    private static double copy(Instance instance, InstanceOptions options) {
        var times = new double[ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < INSTANCES; i++) {
                InstanceCopy.of(instance, null, options).instance().close();
            }
            times[Math.max(round, 0)] = (double) (System.nanoTime() - start) / INSTANCES;
        }
        return median(times);
    }

    private static double instance(Image image, InstanceOptions options) {
        var times = new double[ROUNDS];
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < INSTANCES; i++) {
                image.instantiate(Imports.NONE, options).close();
            }
            times[Math.max(round, 0)] = (double) (System.nanoTime() - start) / INSTANCES;
        }
        return median(times);
    }

    private static double median(double[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
