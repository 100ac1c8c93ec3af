// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * A function's code as an object, for calls that don't name it: call_indirect, exports. For each function type of an image there is a generated
 * abstract subclass with a method {@code call(parameters…, Instance, int depth)}; being of that class is the type check.
 */
public abstract class Code {
    /** The source file that generated classes name, so that stack traces tell them from others. */
    public static final String SOURCE_FILE = "wasm";

    protected Code() {}

    /**
     * Calls with parameters by position in {@code values} (floats as their bits, i32 in the low half) or {@code references};
     * results are put in their place. References are taken out of their array when they are read, so that it doesn't keep them alive.
     */
    public abstract void apply(long[] values, Object[] references, Instance instance, int depth);
}
