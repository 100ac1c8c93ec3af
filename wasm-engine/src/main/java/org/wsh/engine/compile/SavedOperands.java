// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

/** The operands from a height on, as the compiler's {@link OperandStack} had them at some point of the code: for the other way of an if, for a capture's handler. */
record SavedOperands(int from, int[] types, byte[] kinds, long[] payloads) {
    static final SavedOperands NOTHING = new SavedOperands(0, new int[0], new byte[0], new long[0]);

    int size() {
        return types.length;
    }

    int type(int i) {
        return types[i];
    }

    /** Emits the load of an operand that isn't REAL. */
    void load(int i, MethodContext context) {
        switch (kinds[i]) {
            case OperandStack.REAL, OperandStack.CONDITION -> throw new IllegalStateException("an operand was left on the JVM's stack");
            case OperandStack.CONSTANT -> Constants.load(context.code, types[i], payloads[i]);
            case OperandStack.LOCAL -> context.code.loadLocal(Names.kind(types[i]), context.localSlots[(int) payloads[i]]);
            default -> context.code.loadLocal(Names.kind(types[i]), (int) payloads[i]);
        }
    }
}
