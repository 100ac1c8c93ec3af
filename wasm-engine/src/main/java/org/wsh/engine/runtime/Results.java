// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.syntax.FunctionType;

/** What a call returns, by position: an i32 in the low half, floats as their bits; references and vectors apart. */
public record Results(long[] values, Object[] references) {
    public static final Results NONE = new Results(new long[0], new Object[0]);

    /** Of boxed values (Integer, Long, Float, Double, references), the results of {@code type}. */
    public static Results of(FunctionType type, Object... boxed) {
        var results = new Results(new long[boxed.length], new Object[boxed.length]);
        for (int i = 0; i < boxed.length; i++) {
            Values.put(type.result(i), boxed[i], i, results.values, results.references);
        }
        return results;
    }

    /** The same as Integer, Long, Float, Double, {@link V128}, references. */
    public Object[] boxed(FunctionType type) {
        var boxed = new Object[type.resultCount()];
        for (int i = 0; i < boxed.length; i++) {
            boxed[i] = Values.get(type.result(i), i, values, references);
        }
        return boxed;
    }

    /** One i32 or i64. */
    public static Results of(long value) {
        return new Results(new long[] {value}, new Object[1]);
    }
}
