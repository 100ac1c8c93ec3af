// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** The module is well-formed but breaks a validation rule, or a limit of this implementation that the message names. */
public final class InvalidModule extends ModuleException {
    public InvalidModule(String what, long offset) {
        super(offset < 0 ? what : "offset 0x" + Long.toHexString(offset) + ": " + what, offset);
    }

    private InvalidModule(String message, long offset, boolean complete) {
        super(message, offset);
    }

    /** {@code function 12, offset 0x3f1: i32.add expects i32, found i64}. */
    public static InvalidModule inFunction(int function, long offset, String what) {
        return new InvalidModule("function " + function + ", offset 0x" + Long.toHexString(offset) + ": " + what, offset, true);
    }
}
