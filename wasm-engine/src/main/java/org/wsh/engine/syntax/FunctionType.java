// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

import java.util.Arrays;

/** Parameter and result types of a function; equal when these are, which for references to defined types holds within one module only. */
public final class FunctionType implements ExternType, CompositeType {
    private static final int[] NONE = {};
    /** A JVM method takes 255, and some of ours five more than the type says. */
    private static final int MOST_JVM_SLOTS = 250;

    private final int[] parameters;
    private final int[] results;
    private final int hash;

    public FunctionType(int[] parameters, int[] results) {
        this.parameters = parameters.length == 0 ? NONE : parameters.clone();
        this.results = results.length == 0 ? NONE : results.clone();
        this.hash = 31 * Arrays.hashCode(this.parameters) + Arrays.hashCode(this.results);
    }

    private static boolean mentioned(int[] types) {
        for (int t : types) {
            if (ValueType.isConcrete(t)) {
                return true;
            }
        }
        return false;
    }

    public static FunctionType of(int[] parameters, int... results) {
        return new FunctionType(parameters, results);
    }

    /** Whether it refers to types of its module, outside which it then means nothing. */
    boolean mentionsDefinedTypes() {
        return mentioned(parameters) || mentioned(results);
    }

    public int parameterCount() {
        return parameters.length;
    }

    public int resultCount() {
        return results.length;
    }

    /** The {@link ValueType} of parameter {@code i}. */
    public int parameter(int i) {
        return parameters[i];
    }

    public int result(int i) {
        return results[i];
    }

    /** Whether a JVM method can't have the parameters: the 64-bit ones count twice there. */
    public boolean isWide() {
        if (2 * parameters.length <= MOST_JVM_SLOTS) {
            return false;
        }
        int slots = parameters.length;
        for (int t : parameters) {
            slots += t == ValueType.I64 || t == ValueType.F64 ? 1 : 0;
        }
        return slots > MOST_JVM_SLOTS;
    }

    @Override
    public int kind() {
        return ValueType.FUNCREF;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof FunctionType type && hash == type.hash
                && Arrays.equals(parameters, type.parameters) && Arrays.equals(results, type.results);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** As messages show it: {@code (i32, i64) -> f32}. */
    @Override
    public String toString() {
        return list(parameters) + " -> " + (results.length == 1 ? ValueType.name(results[0]) : list(results));
    }

    private static String list(int[] types) {
        var text = new StringBuilder("(");
        for (int i = 0; i < types.length; i++) {
            text.append(i == 0 ? "" : ", ").append(ValueType.name(types[i]));
        }
        return text.append(')').toString();
    }
}
