// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.AtomicOpcode.*;
import static org.wsh.engine.syntax.ValueType.I32;
import static org.wsh.engine.syntax.ValueType.I64;

import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.MalformedModule;

/** The validator's rules for atomic instructions. */
final class AtomicInstructions {
    private AtomicInstructions() {}

    static void validate(BodyValidator v, int op) {
        if (op == FENCE) {
            if (v.in.u8() != 0) {
                throw new MalformedModule("zero byte expected after atomic.fence", v.in.position - 1);
            }
            return;
        }
        int address = v.memoryArgument(AtomicOpcode.width(op), true);
        switch (op) {
            case NOTIFY -> v.pop(I32);
            case WAIT32, WAIT64 -> {
                v.pop(I64);
                v.pop(op == WAIT32 ? I32 : I64);
            }
            default -> {
                for (int i = AtomicOpcode.values(op); i > 0; i--) {
                    v.pop(AtomicOpcode.value(op));
                }
            }
        }
        v.pop(address);
        if (!isAccess(op)) {
            v.stack.push(I32);
        } else if (group(op) != STORE) {
            v.stack.push(value(op));
        }
    }
}
