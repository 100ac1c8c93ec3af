// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.syntax.SimdOpcode;

/** The validator's rules for vector instructions: their form says it all. */
final class SimdInstructions {
    private SimdInstructions() {}

    static void validate(BodyValidator v, int op) {
        switch (SimdOpcode.form(op)) {
            case CONST -> {
                v.in.skip(16);
                give(v, V128);
            }
            case LOAD -> {
                int address = v.memoryArgument(SimdOpcode.memoryWidth(op), false);
                give(v, V128, address);
            }
            case STORE -> {
                int address = v.memoryArgument(SimdOpcode.memoryWidth(op), false);
                take(v, address, V128);
            }
            case LOAD_LANE -> {
                int address = v.memoryArgument(SimdOpcode.memoryWidth(op), false);
                lane(v, op);
                give(v, V128, address, V128);
            }
            case STORE_LANE -> {
                int address = v.memoryArgument(SimdOpcode.memoryWidth(op), false);
                lane(v, op);
                take(v, address, V128);
            }
            case SHUFFLE -> {
                for (int i = 0; i < 16; i++) {
                    lane(v, op);
                }
                give(v, V128, V128, V128);
            }
            case SPLAT -> give(v, V128, SimdOpcode.laneType(op));
            case EXTRACT -> {
                lane(v, op);
                give(v, SimdOpcode.laneType(op), V128);
            }
            case REPLACE -> {
                lane(v, op);
                give(v, V128, V128, SimdOpcode.laneType(op));
            }
            case SHIFT -> give(v, V128, V128, I32);
            case TEST -> give(v, I32, V128);
            case UNARY -> give(v, V128, V128);
            case BINARY -> give(v, V128, V128, V128);
            case TERNARY -> give(v, V128, V128, V128, V128);
        }
    }

    private static void lane(BodyValidator v, int op) {
        int lane = v.in.u8();
        if (lane >= SimdOpcode.lanes(op)) {
            throw v.invalid("invalid lane index " + lane + ", there are " + SimdOpcode.lanes(op));
        }
    }

    /** Pops the operands, the last of which is on top. */
    private static void take(BodyValidator v, int... operands) {
        for (int i = operands.length - 1; i >= 0; i--) {
            v.pop(operands[i]);
        }
    }

    private static void give(BodyValidator v, int result, int... operands) {
        take(v, operands);
        v.stack.push(result);
    }
}
