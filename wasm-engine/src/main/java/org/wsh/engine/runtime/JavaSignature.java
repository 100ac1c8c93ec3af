// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/**
 * A Java method seen as a Wasm function: int is i32, long i64, float f32, double f64, {@link FunctionRef} funcref, Object externref; void or one result.
 * A leading parameter of type {@link Instance} is no Wasm parameter: it gets the caller.
 */
record JavaSignature(Method method, FunctionType type, boolean takesInstance) {
    static JavaSignature of(Method method) {
        Class<?>[] given = method.getParameterTypes();
        int skip = given.length > 0 && given[0] == Instance.class ? 1 : 0;
        var parameters = new int[given.length - skip];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = valueType(method, "parameter " + (i + skip + 1), given[i + skip]);
        }
        Class<?> result = method.getReturnType();
        int[] results = result == void.class ? new int[0] : new int[] {valueType(method, "the result", result)};
        return new JavaSignature(method, new FunctionType(parameters, results), skip == 1);
    }

    /** The one abstract method of a functional interface. */
    static JavaSignature ofInterface(Class<?> functional) {
        Method single = null;
        for (Method m : functional.getMethods()) {
            if (Modifier.isAbstract(m.getModifiers()) && !isOfObject(m)) {
                if (single != null && !(single.getName().equals(m.getName()) && java.util.Arrays.equals(single.getParameterTypes(), m.getParameterTypes()))) {
                    throw new IllegalArgumentException(functional.getName() + " has more than one abstract method");
                }
                single = m;
            }
        }
        if (!functional.isInterface() || single == null) {
            throw new IllegalArgumentException(functional.getName() + " is no functional interface");
        }
        return of(single);
    }

    /** What every object has is not what an interface asks for. */
    private static boolean isOfObject(Method m) {
        try {
            Object.class.getMethod(m.getName(), m.getParameterTypes());
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static int valueType(Method method, String what, Class<?> java) {
        if (java == int.class) {
            return ValueType.I32;
        } else if (java == long.class) {
            return ValueType.I64;
        } else if (java == float.class) {
            return ValueType.F32;
        } else if (java == double.class) {
            return ValueType.F64;
        } else if (java == FunctionRef.class) {
            return ValueType.FUNCREF;
        } else if (java == Object.class) {
            return ValueType.EXTERNREF;
        }
        throw new IllegalArgumentException(what + " of " + method.getDeclaringClass().getSimpleName() + "." + method.getName() + " is " + java.getSimpleName()
                + ": int, long, float, double, FunctionRef or Object can cross into Wasm");
    }

    /** The method on {@code receiver} (null if static) as generated code calls it: {@code (Instance, parameters…) -> result}, references as Object. */
    MethodHandle bind(Object receiver) {
        if (!method.trySetAccessible()) {
            throw new IllegalArgumentException(method + " can't be called: make its class public, in a package that is exported or opened");
        }
        try {
            MethodHandle handle = MethodHandles.lookup().unreflect(method);
            if (!Modifier.isStatic(method.getModifiers())) {
                handle = handle.bindTo(receiver);
            }
            if (!takesInstance) {
                handle = MethodHandles.dropArguments(handle, 0, Instance.class);
            }
            return handle.asType(javaType(type).insertParameterTypes(0, Instance.class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(method + " can't be called", e);
        }
    }

    /** How generated code writes a type: references are Objects. */
    static MethodType javaType(FunctionType type) {
        var parameters = new Class<?>[type.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = javaClass(type.parameter(i));
        }
        return MethodType.methodType(type.resultCount() == 0 ? void.class : javaClass(type.result(0)), parameters);
    }

    private static Class<?> javaClass(int valueType) {
        return switch (valueType) {
            case ValueType.I32 -> int.class;
            case ValueType.I64 -> long.class;
            case ValueType.F32 -> float.class;
            case ValueType.F64 -> double.class;
            default -> Object.class;
        };
    }

    /** Whether a function of type {@code wasm} can be called through this: an Object takes any reference. */
    boolean fits(FunctionType wasm) {
        if (takesInstance || wasm.parameterCount() != type.parameterCount() || wasm.resultCount() != type.resultCount()) {
            return false;
        }
        for (int i = 0; i < type.parameterCount(); i++) {
            if (!fits(type.parameter(i), wasm.parameter(i))) {
                return false;
            }
        }
        return type.resultCount() == 0 || fits(type.result(0), wasm.result(0));
    }

    private static boolean fits(int java, int wasm) {
        return java == wasm || java == ValueType.EXTERNREF && !ValueType.isNumber(wasm);
    }
}
