// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Arrays;
import org.wsh.engine.syntax.FunctionType;

/**
 * An instance's tail call under way. The JVM has none, so a body that makes one leaves target and arguments here and returns a dummy; the method that was called in its
 * place, once the body's frame is gone, runs the target, and goes on until a body returns for good. Who calls such a function knows nothing of it.
 *
 * <p>Only the outermost of the methods of one chain may run targets, else the stack would grow: it notes the depth at which it calls them, and a method
 * that finds itself at exactly that depth was called by it. (Anything deeper has passed a frame with a weight, or the host: {@link #entryDepth}.)
 */
public final class TailCall {
    private static final int NOBODY = Integer.MIN_VALUE;

    /** Arguments, then results, by position: floats as their bits. A reference is taken out when it is read. */
    public long[] values;
    public Object[] references;
    private long[] otherValues;
    private Object[] otherReferences;
    private FunctionRef target;         // null: none is pending
    private int runner = NOBODY;        // the depth at which a run in progress calls its targets

    private TailCall(Instance instance) {
        int slots = 0;
        for (FunctionType type : instance.declarations().types()) {
            slots = type == null ? slots : Math.max(slots, Values.slots(type));
        }
        values = new long[slots];
        references = new Object[slots];
        otherValues = new long[slots];
        otherReferences = new Object[slots];
    }

    private static TailCall of(Instance instance) {
        if (instance.tail == null) {
            instance.tail = new TailCall(instance);
        }
        return instance.tail;
    }

    // Beginning one: charges 1 first, as a poll may make tail calls of its own.

    /** Makes the function pending; the arguments must follow, then the return. */
    public static TailCall to(Instance instance, int depth, boolean polls, int function) {
        return to(instance, depth, polls, instance.function(function));
    }

    /** The same for what is in a table; traps as call_indirect does. */
    public static TailCall indirect(int index, Instance instance, int depth, boolean polls, int type, int table) {
        FunctionRef function = Table.function(index, instance.tables[table]);
        function.link(instance, type);
        return to(instance, depth, polls, function);
    }

    /** The same for a reference. */
    public static TailCall reference(Object reference, Instance instance, int depth, boolean polls) {
        return to(instance, depth, polls, References.function(reference));
    }

    private static TailCall to(Instance instance, int depth, boolean polls, FunctionRef function) {
        if (polls) {
            instance.chargeInside(depth);
        }
        TailCall tail = of(instance);
        tail.target = function;
        return tail;
    }

    /** Whether the body that just returned made a tail call. */
    public static boolean isPending(Instance instance) {
        return instance.tail != null && instance.tail.target != null;
    }

    // Running it.

    /**
     * Runs what is pending in {@code instance}; returns where the results are, or null if the caller was called by a run, which then goes on with it.
     *
     * @param depth  at which the function was called that made the tail call
     * @param weight of the frames that stay while the targets run: {@link Frames#tailWeight}
     */
    public static TailCall run(Instance instance, int depth, int weight) {
        TailCall tail = instance.tail;
        if (tail.runner == depth) {
            return null;
        }
        if (depth < weight) {
            tail.target = null;
            throw Trap.exhausted();
        }
        new Run(instance, depth, weight).all();
        return tail;
    }

    /** How deep a call from the host may go; never exactly where a run calls its targets, who would leave their tail calls to that run. */
    static int entryDepth(Instance instance) {
        TailCall tail = instance.tail;
        return tail != null && tail.runner == instance.stack ? instance.stack - 1 : instance.stack;
    }

    /** What resumed frames call was called by no run that is under way. */
    static int suspend(Instance instance) {
        TailCall tail = instance.tail;
        int runner = tail == null ? NOBODY : tail.runner;
        if (tail != null) {
            tail.runner = NOBODY;
        }
        return runner;
    }

    static void restore(Instance instance, int runner) {
        if (instance.tail != null) {
            instance.tail.runner = runner;
        }
    }

    /** For generated code: a result that is a reference. */
    public Object take(int i) {
        Object reference = references[i];
        references[i] = null;
        return reference;
    }

    /** One chain of tail calls, which may lead through several instances; budget goes along as in calls. */
    private static final class Run {
        private final Instance home;
        private final int depth, depthOfCall;
        private Instance at;
        // What of it must be as it was when we leave it.
        private int savedRunner, savedStack;
        private long lent;              // what it had of a budget of its own, unless it is home
        private long[] savedValues;
        private Object[] savedReferences;
        // What the function called last got as arguments and left as results.
        private long[] values;
        private Object[] references;

        Run(Instance home, int depthOfCall, int weight) {
            this.home = home;
            this.depthOfCall = depthOfCall;
            this.depth = depthOfCall - weight;
        }

        void all() {
            enter(home);
            int results = 0;
            try {
                while (at.tail.target != null) {
                    FunctionRef next = at.tail.target;
                    at.tail.target = null;
                    results = next.type().resultCount();
                    if (next.instance != null && next.instance != at) {
                        moveTo(next.instance, next.type().parameterCount());
                    }
                    one(next);
                }
            } catch (StackCapture c) {
                c.inPlaceOf(depthOfCall);
                throw c;
            } finally {
                leave(home);
            }
            copy(values, references, home.tail, results);
        }

        /** Its body may leave the next arguments, and after that its dummy result comes: not into the same arrays. */
        private void one(FunctionRef function) {
            TailCall tail = at.tail;
            values = tail.values;
            references = tail.references;
            tail.values = tail.otherValues;
            tail.references = tail.otherReferences;
            tail.otherValues = values;
            tail.otherReferences = references;
            if (function.instance != null) {
                function.tailCall(home, depth, values, references);
                return;
            }
            function.callFrom(at, depth, values, references);
            int results = function.type().resultCount();
            Arrays.fill(references, results, Math.max(results, function.type().parameterCount()), null);
        }

        private void moveTo(Instance next, int arguments) {
            Instance before = at;
            values = before.tail.values;
            references = before.tail.references;
            leave(next);
            enter(next);
            copy(values, references, next.tail, arguments);
        }

        private void enter(Instance instance) {
            at = instance;
            TailCall tail = of(instance);
            savedStack = instance.stack;
            savedRunner = tail.runner;
            savedValues = tail.values;
            savedReferences = tail.references;
            tail.runner = depth;
            instance.stack = depth;     // so that the host can't call from above it
        }

        /** @param next goes on with the budget */
        private void leave(Instance next) {
            if (next != at) {
                long own = next.budgets();
                at.lendBudget(next);
                if (at != home) {
                    at.budgets(lent);
                }
                lent = own;
            }
            at.stack = savedStack;
            TailCall tail = at.tail;
            tail.runner = savedRunner;
            if (tail.values != savedValues) {
                tail.otherValues = tail.values;
                tail.otherReferences = tail.references;
                tail.values = savedValues;
                tail.references = savedReferences;
            }
        }

        private static void copy(long[] values, Object[] references, TailCall to, int n) {
            if (values != to.values) {
                System.arraycopy(values, 0, to.values, 0, n);
                System.arraycopy(references, 0, to.references, 0, n);
                Arrays.fill(references, 0, n, null);
            }
        }
    }
}
