// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.syntax.SimdOpcode;

/** About how many bytes of bytecode an instruction becomes, measured over what clang emits; to cut by, not to rely on. */
final class CodeCost {
    private CodeCost() {}

    static int of(int op) {
        if (op >= I32_LOAD && op <= I64_STORE32) {
            return 17;
        }
        if (isNumeric(op)) {
            return 3;
        }
        if (SimdOpcode.isSimd(op)) {
            return 10;
        }
        return switch (op) {
            case NOP, BLOCK, END, ELSE, DROP -> 1;
            case LOOP -> 20;
            case LOCAL_GET, LOCAL_SET, LOCAL_TEE -> 2;
            case I32_CONST, F32_CONST, F64_CONST, I64_CONST -> 3;
            case BR, BR_IF, IF -> 6;
            case CALL -> 14;
            case CALL_INDIRECT -> 22;
            case GLOBAL_GET, GLOBAL_SET -> 10;
            case SELECT -> 8;
            case TRY_TABLE, CATCH, THROW, RETURN_CALL, RETURN_CALL_INDIRECT, RETURN_CALL_REF -> 30;
            default -> 12;
        };
    }
}
