// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.EXNREF;
import static org.wsh.engine.syntax.ValueType.nonNull;

import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.OpcodeNames;

/** The validator's rules for exceptions, the standard's and the older ones. */
final class ExceptionInstructions {
    /** In one body; a clause takes three bytes of it, and may have to be checked for a thousand values. */
    private static final int MOST_CLAUSE_VALUES = 50_000_000;

    private ExceptionInstructions() {}

    static void validate(BodyValidator v, int op) {
        switch (op) {
            case THROW -> {
                v.popParameters(payload(v, v.in.u32()));
                v.control.unreachable();
            }
            case THROW_REF -> {
                v.pop(EXNREF);
                v.control.unreachable();
            }
            case TRY_TABLE -> {
                FunctionType t = BlockTypes.read(v.in, v.module);
                v.popParameters(t);
                for (var clause : CatchClause.read(v.in)) {
                    clause(v, clause);
                }
                v.control.enter(TRY_TABLE, t);
            }
            case TRY -> {
                FunctionType t = BlockTypes.read(v.in, v.module);
                v.popParameters(t);
                v.control.enter(TRY, t);
            }
            case CATCH -> {
                FunctionType payload = payload(v, v.in.u32());
                handler(v, CATCH);
                push(v, payload);
            }
            case CATCH_ALL -> handler(v, CATCH_ALL);
            case DELEGATE -> {
                if (v.stack.opcode[v.stack.depth - 1] != TRY) {
                    throw v.malformedEnd("delegate without try (END opcode expected)");
                }
                FunctionType t = v.control.leave();
                v.control.label(v.in.u32());
                for (int i = 0; i < t.resultCount(); i++) {
                    v.stack.push(t.result(i));
                }
            }
            default -> {
                int handler = v.stack.opcode[v.control.label(v.in.u32())];
                if (handler != CATCH && handler != CATCH_ALL) {
                    throw v.invalid("invalid rethrow label: it names no catch");
                }
                v.control.unreachable();
            }
        }
    }

    private static FunctionType payload(BodyValidator v, int tag) {
        if (tag < 0 || tag >= v.module.tags().length) {
            throw v.invalid("unknown tag " + Integer.toUnsignedString(tag));
        }
        return v.module.tags()[tag].payload();
    }

    private static void push(BodyValidator v, FunctionType payload) {
        for (int i = 0; i < payload.parameterCount(); i++) {
            v.stack.push(payload.parameter(i));
        }
    }

    /** What a clause gives must be what its label takes; the operands of the block are gone then. */
    private static void clause(BodyValidator v, CatchClause clause) {
        int label = v.control.label(clause.label());
        int height = v.stack.height;
        if (!clause.isAll()) {
            push(v, payload(v, clause.tag()));
        }
        if (clause.isRef()) {
            v.stack.push(nonNull(EXNREF));
        }
        v.maxOperands = Math.max(v.maxOperands, v.stack.height);
        int given = v.stack.height - height;
        v.clauseValues += given;
        if (v.clauseValues > MOST_CLAUSE_VALUES) {
            throw v.invalid("implementation limit: catch clauses that give more than " + MOST_CLAUSE_VALUES + " values in all");
        }
        if (given != v.control.arity(label)) {
            throw v.invalid("type mismatch: a catch clause gives " + given + " values, its label takes " + v.control.arity(label));
        }
        v.control.popLabel(label);
        v.stack.height = height;
    }

    /** The end of a try's body, or of the handler before, and the start of a handler. */
    private static void handler(BodyValidator v, int op) {
        int opened = v.stack.opcode[v.stack.depth - 1];
        if (opened != TRY && opened != CATCH) {
            throw v.malformedEnd(OpcodeNames.of(op) + " without try (END opcode expected)");
        }
        FunctionType t = v.control.leave();
        v.stack.enter(op, t, v.control.mark());
        v.maxOperands = Math.max(v.maxOperands, v.stack.height + v.stack.depth);    // each handler keeps its exception
    }
}
