// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.wsh.engine.Image;
import org.wsh.engine.Module;
import org.wsh.engine.link.ImageOptions;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Global;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.Export;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;
import org.wsh.engine.syntax.ValueType;

/** A way to run code, and what a run of all of a module's exports shows: results, traps, what host functions saw, memory, globals, table, and the budget spent. */
enum Tier {
    COMPILED(ImageOptions.DEFAULT),
    WITHOUT_POLLS(ImageOptions.DEFAULT.withPolls(false)),
    CUT_SMALL(ImageOptions.DEFAULT.withMethodBytes(40)),
    CUT(ImageOptions.DEFAULT.withMethodBytes(300).withMemoryCalls(false)),
    MIXED(new ImageOptions(true, 150)),
    LOOPS(new ImageOptions(true, 60)),
    LOOPS_CUT(new ImageOptions(true, 200).withMethodBytes(40)),
    INTERPRETED(new ImageOptions(true, 0));

    private static final int BUDGET = 37;

    private final ImageOptions options;

    Tier(ImageOptions options) {
        this.options = options.withHotLoop(3);
    }

    /** What two tiers must agree on, line by line; an empty line agrees with any. @param counts whether there are loops that count */
    List<String> observe(Module module, long seed, Forking forking, boolean counts) {
        var seen = new ArrayList<String>();
        long[] spent = new long[1];
        var limits = InstanceOptions.DEFAULT.withStackBytes(16 << 20).withPoller((i, n) -> {
            spent[0] += n;
            forking.atPoll(i);
            return BUDGET;
        }, BUDGET);
        var imports = imports(module, seen, forking);
        Instance instance = null;
        try {
            instance = Image.of(module, options, imports.binding()).instantiate(imports, limits);
            var random = new Random(seed);
            for (Export e : module.exports()) {
                if (e.kind() == ExternKind.FUNCTION) {
                    ((Global) instance.export("g" + RandomModule.FUEL)).set(RandomModule.FUEL_AT_FIRST);
                    long before = spent[0] + instance.spent();
                    var function = (FunctionRef) instance.export(e.name());
                    String answer;
                    try {
                        answer = show(function.call(arguments(function, random)));
                    } catch (StackCapture c) {
                        var end = forking.goOn(c, limits, n -> spent[0] += n);
                        instance = end.instance();
                        answer = end.failure() != null ? failure(end.failure()) : show(end.results().boxed(function.type()));
                    } catch (Trap | WasmException t) {
                        answer = failure(t);
                    }
                    seen.add(e.name() + " " + answer);
                    // A trap in a counting loop of compiled code leaves its rounds charged.
                    seen.add(options.polls() && (!counts || answer.startsWith("[")) ? "spent " + (spent[0] + instance.spent() - before) : "");
                }
            }
            for (Export e : module.exports()) {
                if (e.kind() != ExternKind.FUNCTION) {
                    seen.add(e.name() + " " + state(instance, instance.export(e.name())));
                }
            }
        } catch (Trap | LinkError | WasmException e) {
            seen.add(e.getClass().getSimpleName() + " at instantiation: " + e.getMessage());
        } finally {
            if (instance != null) {
                instance.close();
            }
        }
        return seen;
    }

    private static Object[] arguments(FunctionRef f, Random random) {
        var arguments = new Object[f.type().parameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = value(f.type().parameter(i), random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(100));
        }
        return arguments;
    }

    private static String failure(Throwable t) {
        return t instanceof Trap trap ? trap.kind().toString() : "an exception";
    }

    static Object value(int type, long n) {
        return switch (type) {
            case ValueType.I32 -> (int) n;
            case ValueType.I64 -> n;
            case ValueType.F32 -> (float) n / 4;
            case ValueType.F64 -> (double) n / 4;
            case ValueType.V128 -> V128.ZERO;
            default -> null;
        };
    }

    private static Imports imports(Module module, List<String> seen, Forking forking) {
        var imports = Imports.of();
        for (Import i : module.imports()) {
            if (i.type() instanceof FunctionType type) {
                imports.function(i.module(), i.name(), type, (caller, arguments) -> {
                    seen.add(i.name() + " gets " + show(arguments));
                    var results = new Object[type.resultCount()];
                    for (int k = 0; k < results.length; k++) {
                        results[k] = value(type.result(k), seen.size() * 31L + k);
                    }
                    forking.atCall(caller, type, results);
                    return results;
                });
                forking.declare(imports, i);
            }
        }
        return imports;
    }

    private static String show(Object[] values) {
        return Arrays.stream(values).map(v -> switch (v) {
            case null -> "null";
            case Float f -> Integer.toHexString(Float.floatToIntBits(f));
            case Double d -> Long.toHexString(Double.doubleToLongBits(d));
            default -> v.toString();
        }).toList().toString();
    }

    private static String state(Instance instance, Object export) {
        return switch (export) {
            case Global g -> show(new Object[] {g.get()});
            case Table t -> {
                var all = new Object[t.size()];
                Arrays.setAll(all, t::get);
                yield show(all);
            }
            default -> {
                var sum = new CRC32();
                byte[] bytes = instance.memory().read(0, (int) instance.memory().size());
                sum.update(bytes);
                yield bytes.length + " bytes, CRC " + Long.toHexString(sum.getValue());
            }
        };
    }
}
