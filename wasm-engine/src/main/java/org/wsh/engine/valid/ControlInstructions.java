// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.I32;

import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.OpcodeNames;
import org.wsh.engine.syntax.ValueType;

/** The validator's rules for blocks and branches. A label is the index of its block in the control stack. */
final class ControlInstructions {
    private final BodyValidator v;
    private final TypeStack stack;
    private final UnsetLocals unset;
    private int branchTables;

    ControlInstructions(BodyValidator v, UnsetLocals unset) {
        this.v = v;
        this.stack = v.stack;
        this.unset = unset;
    }

    void validate(int o) {
        switch (o) {
            case BLOCK, LOOP -> {
                FunctionType t = BlockTypes.read(v.in, v.module);
                v.popParameters(t);
                enter(o, t);
            }
            case IF -> {
                FunctionType t = BlockTypes.read(v.in, v.module);
                v.pop(I32);
                v.popParameters(t);
                enter(o, t);
            }
            case ELSE -> {
                int top = stack.depth - 1;
                if (stack.opcode[top] != IF) {
                    throw v.malformedEnd("else without if (END opcode expected)");
                }
                FunctionType t = leave();
                enter(ELSE, t);
            }
            case END -> {
                int top = stack.depth - 1;
                boolean bareIf = stack.opcode[top] == IF;
                FunctionType t = leave();
                if (bareIf && !parametersAreResults(t)) {
                    throw v.invalid("type mismatch: if without else must give what it takes, has type " + t);
                }
                for (int i = 0; i < t.resultCount(); i++) {
                    stack.push(t.result(i));
                }
            }
            case BR -> {
                popLabel(label(v.in.u32()));
                unreachable();
            }
            case BR_IF -> {
                int label = label(v.in.u32());
                v.pop(I32);
                popLabel(label);
                pushLabel(label);
            }
            case BR_TABLE -> branchTable();
            default -> {    // return
                popResults(v.type);
                unreachable();
            }
        }
    }

    private void popResults(FunctionType t) {
        for (int i = t.resultCount() - 1; i >= 0; i--) {
            v.pop(t.result(i));
        }
    }

    void enter(int o, FunctionType t) {
        stack.enter(o, t, unset.mark());
        for (int i = 0; i < t.parameterCount(); i++) {
            stack.push(t.parameter(i));
        }
    }

    int mark() {
        return unset.mark();
    }

    FunctionType leave() {
        int top = stack.depth - 1;
        FunctionType t = stack.type[top];
        popResults(t);
        if (stack.height != stack.base[top]) {
            throw v.invalid("type mismatch: block of type " + t + " leaves " + (stack.height - stack.base[top]) + " values too many");
        }
        unset.unsetSince(stack.localsMark[top]);
        stack.depth--;
        return t;
    }

    void unreachable() {
        int top = stack.depth - 1;
        stack.height = stack.base[top];
        stack.unreachable[top] = true;
    }

    int label(int depth) {
        if (depth < 0 || depth >= stack.depth) {
            throw v.invalid("unknown label " + Integer.toUnsignedString(depth));
        }
        return stack.depth - 1 - depth;
    }

    int arity(int label) {
        FunctionType t = stack.type[label];
        return stack.opcode[label] == LOOP ? t.parameterCount() : t.resultCount();
    }

    int type(int label, int i) {
        FunctionType t = stack.type[label];
        return stack.opcode[label] == LOOP ? t.parameter(i) : t.result(i);
    }

    void popLabel(int label) {
        for (int i = arity(label) - 1; i >= 0; i--) {
            v.pop(type(label, i));
        }
    }

    void pushLabel(int label) {
        for (int i = 0, n = arity(label); i < n; i++) {
            stack.push(type(label, i));
        }
    }

    /** The branch of an instruction that takes along a reference of type {@code last} above the other operands, which stay if it isn't taken. */
    void passLabel(int depth, int last) {
        int label = label(depth);
        int n = arity(label);
        if (n == 0 || !v.matches(last, type(label, n - 1))) {
            throw v.invalid("type mismatch: " + OpcodeNames.of(v.op) + " takes along " + ValueType.name(last) + ", its label expects "
                    + (n == 0 ? "nothing" : ValueType.name(type(label, n - 1))));
        }
        for (int i = n - 2; i >= 0; i--) {
            v.pop(type(label, i));
        }
        for (int i = 0; i < n - 1; i++) {
            stack.push(type(label, i));
        }
    }

    private void branchTable() {
        int n = v.in.count("br_table targets");
        int first = v.in.position;
        if (n > v.in.end - first) {
            throw v.in.unexpectedEnd();
        }
        v.pop(I32);
        int position = first;
        for (int i = 0; i < n; i++) {
            v.in.u32();
        }
        int otherwise = label(v.in.u32());
        int end = v.in.position;
        int arity = arity(otherwise);
        v.in.position = position;
        branchTables++;
        stack.checkedBy[otherwise] = branchTables;
        for (int i = 0; i < n; i++) {
            int label = label(v.in.u32());
            if (stack.checkedBy[label] == branchTables) {
                continue;       // each label once, or a table could cost its length times the arity
            }
            stack.checkedBy[label] = branchTables;
            if (arity(label) != arity) {
                throw v.invalid("type mismatch: br_table labels differ in arity");
            }
            checkLabel(label);
        }
        v.in.position = end;
        popLabel(otherwise);
        unreachable();
    }

    /** Checks a label's operands and leaves them there. */
    private void checkLabel(int label) {
        int height = stack.height;
        popLabel(label);
        stack.height = height;
    }

    private boolean parametersAreResults(FunctionType t) {
        if (t.parameterCount() != t.resultCount()) {
            return false;
        }
        for (int i = 0; i < t.resultCount(); i++) {
            if (!v.matches(t.parameter(i), t.result(i))) {
                return false;
            }
        }
        return true;
    }
}
