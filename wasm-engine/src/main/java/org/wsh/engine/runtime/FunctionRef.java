// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.UndeclaredThrowableException;
import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.DefinedType;
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
    private final DefinedType definedType;
    private final FunctionType type;
    private final JavaFunction java;
    /** For generated adapters: a typed Java function as {@code (Instance, parameters…) -> result}, else null. */
    public final MethodHandle direct;
    private Link lastLink;             // for the image from which it was last called, if not its own

    /** One object, as a Java function may be called by instances on several threads; {@code as} is the type that the adapter is called by. */
    private record Link(CodeLibrary library, DefinedType as, Code adapter) {}

    FunctionRef(Instance instance, int index, DefinedType type) {
        this(instance, index, type, null, null);
    }

    private FunctionRef(Instance instance, int index, DefinedType type, JavaFunction java, MethodHandle direct) {
        this.instance = instance;
        this.index = index;
        this.definedType = type;
        this.type = (FunctionType) type.composite();
        this.java = java;
        this.direct = direct;
    }

    public static FunctionRef of(FunctionType type, JavaFunction java) {
        return of(DefinedType.of(type), java);
    }

    /** A Java function of a type that a module defines, for one that refers to other types of the module. */
    public static FunctionRef of(DefinedType type, JavaFunction java) {
        return new FunctionRef(null, -1, type, java, null);
    }

    /** A lambda as a Wasm function, typed by the functional interface (see {@link Imports#function(String, String, Class, Object)}); called without boxing. */
    public static <F> FunctionRef of(Class<F> functional, F lambda) {
        return of(JavaSignature.ofInterface(functional), lambda);
    }

    static FunctionRef of(JavaSignature signature, Object receiver) {
        MethodHandle direct = signature.bind(receiver);
        int results = signature.type().resultCount();
        MethodHandle boxed = direct.asType(direct.type().generic().changeParameterType(0, Instance.class))
                .asSpreader(Object[].class, signature.type().parameterCount());
        return new FunctionRef(null, -1, DefinedType.of(signature.type()), (caller, arguments) -> {
            Object result = callBoxed(boxed, caller, arguments);
            return results == 0 ? null : new Object[] {result};
        }, direct);
    }

    private static Object callBoxed(MethodHandle boxed, Instance caller, Object[] arguments) {
        try {
            return boxed.invokeExact(caller, arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new UndeclaredThrowableException(t);
        }
    }

    /** Its type with what that declares to be below, of whichever module. */
    public DefinedType definedType() {
        return definedType;
    }

    public FunctionType type() {
        return type;
    }

    /** For generated code: this function's code as the caller's image sees canonical type {@code expected}, for a call with the caller as its Instance; or a trap. Of another instance it is an adapter. */
    public Code link(Instance caller, int expected) {
        var library = caller.library;
        if (instance == caller) {
            if (definedType.index() != expected && !definedType.isSubtypeOf(library.declarations().definedTypes().get(expected))) {
                throw mismatch(library.declarations().types()[expected]);
            }
            return code();
        }
        DefinedType wanted = library.declarations().definedTypes().get(expected);
        if (!definedType.isSubtypeOf(wanted)) {
            throw mismatch(library.declarations().types()[expected]);
        }
        var known = lastLink;
        if (known == null || known.library != library || !known.as.isSubtypeOf(wanted)) {
            lastLink = known = new Link(library, wanted, library.adapter(expected, this));
        }
        return known.adapter;
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
        if (instance == caller) {
            code().apply(values, references, instance, depth);
        } else {
            callFrom(caller, depth, values, references);
        }
    }

    /** For chains of tail calls: with the budget in the function's own instance. */
    void tailCall(Instance home, int depth, long[] values, Object[] references) {
        if (instance == home) {
            code().apply(values, references, instance, depth);
        } else {
            tailCallOther(depth, values, references);
        }
    }

    private void tailCallOther(int depth, long[] values, Object[] references) {
        try {
            code().apply(values, references, instance, depth);
        } catch (Trap | WasmException | IndexOutOfBoundsException | ArithmeticException | StackOverflowError e) {
            throw instance.trapFrom(e);
        }
    }

    /** For generated adapters: a call from another instance, which goes on with the caller's budget. */
    public void callFrom(Instance caller, int depth, long[] values, Object[] references) {
        if (java != null) {
            caller.stack = depth;
            callJava(caller, values, references);
        } else {
            callOther(caller, depth, values, references);
        }
    }

    private void callOther(Instance caller, int depth, long[] values, Object[] references) {
        int saved = instance.stack;
        long own = instance.budgets();
        caller.lendBudget(instance);
        int entries = instance.enterFrom(caller);
        try {
            code().apply(values, references, instance, depth);
        } catch (Trap | WasmException | IndexOutOfBoundsException | ArithmeticException | StackOverflowError e) {
            throw instance.trapFrom(e);
        } finally {
            instance.leaveTo(entries);
            instance.lendBudget(caller);
            instance.budgets(own);
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
            Values.check(type.result(i), definedType.space(), results[i]);
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
            Values.check(type.parameter(i), definedType.space(), arguments[i]);
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
        invokeGuest(values, references);
    }

    /**
     * The same, called by Java code that the guest called (a host function, a poll) and which can go on from {@code frame}: so the guest can be captured meanwhile. The code must let
     * {@link StackCapture} pass, and must do nothing after this call but what the frame would.
     *
     * @param frame null: the Java code only returns what this call does
     */
    public void invoke(long[] values, Object[] references, HostFrame frame) {
        if (java != null) {
            callJava(null, values, references);
            return;
        }
        int saved = instance.passCaptures();
        try {
            invokeGuest(values, references);
        } catch (StackCapture c) {
            throw frame == null ? c : c.through(frame);
        } finally {
            instance.leaveTo(saved);
        }
    }

    private void invokeGuest(long[] values, Object[] references) {
        int saved = enter();
        try {
            code().apply(values, references, instance, saved);
        } catch (Trap | WasmException | IndexOutOfBoundsException | ArithmeticException | StackOverflowError e) {
            throw instance.trapFrom(e);
        } finally {
            leave(saved);
        }
    }

    // A typed call from the host: as invoke does, but in generated code (TypeClass.enter).

    /** Before a call: what {@link #leave} gets after it, and the depth that the function may use. */
    public int enter() {
        instance.requireOpen();
        return instance.enter();
    }

    public void leave(int saved) {
        instance.leave(saved);
    }

    /** What a call that ended by {@code t} throws. */
    public Throwable failed(Throwable t, int saved) {
        leave(saved);
        return switch (t) {
            case Trap e -> instance.trapFrom(e);
            case WasmException e -> instance.trapFrom(e);
            case IndexOutOfBoundsException e -> instance.trapFrom(e);
            case ArithmeticException e -> instance.trapFrom(e);
            case StackOverflowError e -> instance.trapFrom(e);
            default -> t;
        };
    }

    /**
     * This function as a Java lambda: {@code IntBinaryOperator add = instance.function("add").as(IntBinaryOperator.class)}. The interface must be public, and its one
     * abstract method must have the function's type: int for i32, long, float, double, Object for references. Nothing is boxed.
     */
    public <F> F as(Class<F> functional) {
        var signature = JavaSignature.ofInterface(functional);
        if (!signature.fits(type)) {
            throw new IllegalArgumentException(functional.getSimpleName() + " is " + signature.type() + ", the function is " + type);
        }
        return MethodHandleProxies.asInterfaceInstance(functional, handle());
    }

    /** This function as a method handle of its own type, references as Object; of several results it returns the first, {@link #call} all. */
    public MethodHandle handle() {
        if (direct != null) {
            return direct.bindTo(null);
        }
        if (java != null) {
            throw new IllegalArgumentException("a JavaFunction has no handle: use call");
        }
        if (type.isWide()) {
            throw new IllegalArgumentException("a function of " + type.parameterCount() + " parameters has no handle: use call");
        }
        MethodType wanted = JavaSignature.javaType(type);
        try {
            MethodHandle enter = MethodHandles.publicLookup().findStatic(code().getClass().getSuperclass(), "enter", wanted.appendParameterTypes(FunctionRef.class));
            return MethodHandles.insertArguments(enter, wanted.parameterCount(), this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("generated code can't be used", e);
        }
    }

    @Override
    public String toString() {
        return (java != null ? "Java function " : "function " + index + " ") + type;
    }
}
