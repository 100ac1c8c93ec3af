// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.FunctionType;

/**
 * A function bound to its instance (the spec's function address): what a funcref is, and how an export is called.
 * Its code is found at the first call. Use it on the instance's thread.
 */
public final class FunctionRef {
    private static final long[] NO_VALUES = {};
    private static final Object[] NO_REFERENCES = {};

    /** Null for a Java function. */
    public final Instance instance;
    /** The code, once called, of a function of a module; generated code looks at it first. */
    public Code code;

    final int index;
    private final FunctionType type;
    private final JavaFunction java;
    private Code adapter;               // for the one image from which it was last called, if not its own
    private CodeLibrary adapterLibrary;

    FunctionRef(Instance instance, int index, FunctionType type) {
        this.instance = instance;
        this.index = index;
        this.type = type;
        this.java = null;
    }

    private FunctionRef(FunctionType type, JavaFunction java) {
        this.instance = null;
        this.index = -1;
        this.type = type;
        this.java = java;
    }

    public static FunctionRef of(FunctionType type, JavaFunction java) {
        return new FunctionRef(type, java);
    }

    public FunctionType type() {
        return type;
    }

    /** For generated code: this function's code as the caller's image sees canonical type {@code expected}, or a trap. */
    public Code link(Instance caller, int expected) {
        var library = caller.library;
        if (instance != null && instance.library == library) {
            if (library.declarations().functionTypes()[index] != expected) {
                throw mismatch(library.declarations().types()[expected]);
            }
            return code();
        }
        FunctionType wanted = library.declarations().types()[expected];
        if (!wanted.equals(type)) {
            throw mismatch(wanted);
        }
        if (adapterLibrary != library) {
            adapter = library.adapter(expected, this);
            adapterLibrary = library;
        }
        return adapter;
    }

    /** For generated code: the Instance that linked code wants: its own, or for an adapter the caller's. */
    public Instance calleeOf(Instance caller) {
        return instance != null && instance.library == caller.library ? instance : caller;
    }

    private Trap mismatch(FunctionType wanted) {
        return new Trap(Kind.INDIRECT_CALL_TYPE_MISMATCH, wanted + " called, function is " + type);
    }

    private Code code() {
        if (code == null) {
            code = instance.library.entry(index);
        }
        return code;
    }

    /** For the interpreter: a call from within the guest. */
    public void apply(Instance caller, int depth, long[] values, Object[] references) {
        if (instance != null && instance.library == caller.library) {
            code().apply(values, references, instance, depth);
        } else {
            callFrom(caller, depth, values, references);
        }
    }

    /** For generated adapters: a call from another image, which goes on with the caller's budget. */
    public void callFrom(Instance caller, int depth, long[] values, Object[] references) {
        if (java != null) {
            caller.stack = depth;
            callJava(caller, values, references);
            return;
        }
        int saved = instance.stack;
        caller.lendBudget(instance);
        try {
            code().apply(values, references, instance, depth);
        } finally {
            instance.lendBudget(caller);
            instance.stack = saved;
        }
    }

    private void callJava(Instance caller, long[] values, Object[] references) {
        var arguments = new Object[type.parameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = Values.get(type.parameter(i), i, values, references);
        }
        Object[] results = java.call(caller, arguments);
        int n = results == null ? 0 : results.length;
        if (n != type.resultCount()) {
            throw new IllegalArgumentException("a Java function of type " + type + " returned " + n + " results");
        }
        for (int i = 0; i < n; i++) {
            Values.check(type.result(i), results[i]);
            Values.put(type.result(i), results[i], i, values, references);
        }
    }

    /** Calls with boxed arguments (Integer, Long, Float, Double, references); returns the results. Traps are thrown as {@link Trap}. */
    public Object[] call(Object... arguments) {
        if (arguments.length != type.parameterCount()) {
            throw new IllegalArgumentException("a function of type " + type + " called with " + arguments.length + " arguments");
        }
        int slots = Values.slots(type);
        var values = new long[slots];
        var references = new Object[slots];
        for (int i = 0; i < arguments.length; i++) {
            Values.check(type.parameter(i), arguments[i]);
            Values.put(type.parameter(i), arguments[i], i, values, references);
        }
        invoke(values, references);
        var results = new Object[type.resultCount()];
        for (int i = 0; i < results.length; i++) {
            results[i] = Values.get(type.result(i), i, values, references);
        }
        return results;
    }

    /** Calls a function without parameters and results. Allocates nothing. */
    public void callVoid() {
        if (Values.slots(type) != 0) {
            throw new IllegalArgumentException("callVoid of a function of type " + type);
        }
        invoke(NO_VALUES, NO_REFERENCES);
    }

    /** Calls with unboxed arguments by position, floats as their bits; results are put in their place. No type is checked here. */
    public void invoke(long[] values, Object[] references) {
        if (java != null) {
            callJava(null, values, references);
            return;
        }
        Instance i = instance;
        i.requireOpen();
        int saved = i.stack;
        try {
            code().apply(values, references, i, saved);
        } catch (IndexOutOfBoundsException | ArithmeticException | StackOverflowError e) {
            throw i.trapFrom(e);
        } finally {
            i.stack = saved;
        }
    }

    @Override
    public String toString() {
        return (java != null ? "Java function " : "function " + index + " ") + type;
    }
}
