// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.OpcodeNames;
import org.wsh.engine.syntax.ValueType;

/** The validator's rules for calls, those that return and those that don't. */
final class CallInstructions {
    private CallInstructions() {}

    static void validate(BodyValidator v, int op) {
        switch (op) {
            case CALL -> {
                v.makesCalls = true;
                int callee = v.index("function", v.module.functionCount());
                v.call(v.module.functionType(callee));
            }
            case CALL_INDIRECT -> {
                v.makesCalls = true;
                v.call(indirectCallee(v));
            }
            case RETURN_CALL -> {
                int callee = v.index("function", v.module.functionCount());
                v.makesTailCalls |= callee != v.function;
                tailCall(v, v.module.functionType(callee));
            }
            case RETURN_CALL_INDIRECT -> {
                v.makesTailCalls = true;
                tailCall(v, indirectCallee(v));
            }
            case CALL_REF -> {
                v.makesCalls = true;
                int callee = v.functionType();
                v.pop(concrete(callee));
                v.call(v.module.types()[callee]);
            }
            default -> {    // return_call_ref
                v.makesTailCalls = true;
                int callee = v.functionType();
                v.pop(concrete(callee));
                tailCall(v, v.module.types()[callee]);
            }
        }
    }

    /** Reads type and table of an indirect call, and pops the index. */
    private static FunctionType indirectCallee(BodyValidator v) {
        FunctionType t = v.module.types()[v.functionType()];
        int table = v.index("table", v.module.tables().length);
        if (!v.matches(v.module.tables()[table].element(), FUNCREF)) {
            throw v.invalid("type mismatch: " + OpcodeNames.of(v.op) + " expects a table of funcref, found " + ValueType.name(v.module.tables()[table].element()));
        }
        v.pop(v.module.tables()[table].indexType());
        return t;
    }

    private static void tailCall(BodyValidator v, FunctionType callee) {
        boolean same = callee.resultCount() == v.type.resultCount();
        for (int i = 0; same && i < v.type.resultCount(); i++) {
            same = v.matches(callee.result(i), v.type.result(i));
        }
        if (!same) {
            throw v.invalid("type mismatch: " + OpcodeNames.of(v.op) + " of a function of type " + callee + " in one of type " + v.type);
        }
        v.popParameters(callee);
        v.control.unreachable();
    }
}
