// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;
import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.EXNREF;
import static org.wsh.engine.syntax.ValueType.nonNull;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/**
 * Exceptions as the JVM's. What is below a try is in temporaries or constant at its start, as at every block's, and so found again by its handler; values produced inside are
 * gone. At a handler the budget is in its field, since everybody who may throw puts it there, and the memory must be read anew. A handler stands in place after its body, so it is
 * covered by what is around; it takes every WasmException, compares tags, and throws on what is not its.
 */
final class ExceptionCode {
    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final MemoryCode memory;
    private final Jumps jumps;
    private final Blocks blocks;

    ExceptionCode(MethodContext context, OperandStack stack, MemoryCode memory, Jumps jumps) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.memory = memory;
        this.jumps = jumps;
        this.blocks = jumps.blocks;
    }

    // Throwing.

    void raise(int tag) {
        FunctionType payload = context.module.tags()[tag].payload();
        stack.saveAll(payload.parameterCount());
        context.loadInstance();
        code.loadConstant(tag);
        code.invokestatic(EXCEPTION, "of", MethodTypeDesc.of(EXCEPTION, INSTANCE, INT));
        stack.storeTop(payload, EXCEPTION);
        go();
    }

    void raiseReference() {
        stack.real(1);
        code.invokestatic(EXCEPTION, "required", MethodTypeDesc.of(EXCEPTION, OBJECT));
        stack.pop();
        go();
    }

    void rethrow(int depth) {
        stack.settle();
        code.aload(blocks.frame(depth).exceptionSlot);
        go();
    }

    /** Throws what is on the JVM's stack. */
    private void go() {
        context.beforeCall();
        code.athrow();
        blocks.reachable = false;
    }

    private void loadTag(int tag) {
        context.loadInstance();
        code.getfield(INSTANCE, "tags", TAG.arrayType()).loadConstant(tag);
        code.aaload();
    }

    // Regions.

    void begin(int op, FunctionType type, CatchClause[] clauses) {
        stack.settle();
        stack.spill(0);
        var f = new ControlFrame(op, type, stack.height - type.parameterCount(), context.newTarget());
        f.clauses = clauses;
        blocks.enter(f);
        if (clauses == null || clauses.length > 0) {
            f.region = new TryRegion(context.tryRegion, code.newBoundLabel(), context.newTarget());
            f.region.used = context.isCut();     // BodyShape knows no better either: what it takes for reachable must be
            context.tryRegion = f.region;
            code.nop();     // an exception table's ranges must not be empty
        }
    }

    /** Ends the body of a try: what comes next is not covered by it. */
    private TryRegion leave(ControlFrame f) {
        if (blocks.reachable) {
            jumps.jump(f);
        }
        TryRegion region = f.region;
        context.tryRegion = region.outer;
        f.region = null;
        return region;
    }

    /** Begins the handler of a region; nothing is reachable there if nothing in the region throws. */
    private void enter(ControlFrame f, TryRegion region) {
        blocks.reachable = region.used;
        if (!region.used) {
            return;
        }
        region.handles();
        context.budget.is(false);
        code.exceptionCatch(region.start, code.newBoundLabel(), region.handler, EXCEPTION);
        code.labelBinding(region.handler);
        f.exceptionSlot = context.exceptionSlot(context.handlers);
        code.astore(f.exceptionSlot);
        atHandler(f);
    }

    /** What is known at a handler, or where it hands on. */
    private void atHandler(ControlFrame f) {
        stack.height = f.base;
        memory.join();
        context.memoryFresh = 0;
        context.budget.is(false);
    }

    private void handOn(ControlFrame f) {
        code.aload(f.exceptionSlot);
        go();
    }

    private void compare(ControlFrame f, int tag, Label otherwise) {
        code.aload(f.exceptionSlot).getfield(EXCEPTION, "tag", TAG);
        loadTag(tag);
        code.if_acmpne(otherwise);
    }

    private void pushPayload(ControlFrame f, int tag) {
        FunctionType payload = context.module.tags()[tag].payload();
        context.size.spend((long) MethodSize.MOVE * payload.parameterCount());
        for (int i = 0; i < payload.parameterCount(); i++) {
            int t = payload.parameter(i);
            boolean number = ValueType.isNumber(t);
            code.aload(f.exceptionSlot).getfield(EXCEPTION, number ? "values" : "references", number ? LONGS : OBJECTS).loadConstant(i);
            if (number) {
                code.laload();
                Results.fromBits(code, t);
            } else {
                code.aaload();
            }
            stack.pushReal(t);
        }
    }

    /** At the end of any block, still in it. */
    void end(ControlFrame f) {
        if (f.region != null) {
            TryRegion region = leave(f);
            if (f.clauses == null) {
                blocks.reachable = false;      // a try without handlers: what is around has them
                if (region.used) {
                    context.mayThrow();
                }
            } else {
                enter(f, region);
            }
        } else if (f.opcode == CATCH || f.opcode == CATCH_ALL) {
            context.handlers--;
            nextHandler(f);
            if (blocks.reachable) {
                handOn(f);
            }
        }
    }

    /** Just outside of any block that ended. */
    void ended(ControlFrame f) {
        if (f.clauses == null || f.clauses.length == 0 || !blocks.reachable) {
            return;
        }
        for (var clause : f.clauses) {
            Label next = clause.isAll() ? null : context.newTarget();
            if (next != null) {
                compare(f, clause.tag(), next);
                pushPayload(f, clause.tag());
            }
            if (clause.isRef()) {
                code.aload(f.exceptionSlot);
                stack.pushReal(nonNull(EXNREF));
            }
            jumps.detour(blocks.frame(clause.label()));
            stack.height = f.base;
            if (next == null) {
                blocks.reachable = false;
                return;
            }
            code.labelBinding(next);
        }
        handOn(f);
    }

    // The older form.

    /** @param tag or -1 for all */
    void handler(int tag) {
        ControlFrame f = blocks.last();
        if (f.opcode == TRY) {
            enter(f, leave(f));
            context.handlers++;
        } else {
            nextHandler(f);
        }
        f.opcode = tag < 0 ? CATCH_ALL : CATCH;
        if (blocks.reachable && tag >= 0) {
            f.next = context.newTarget();
            compare(f, tag, f.next);
            pushPayload(f, tag);
        }
    }

    /** After a handler: where the exceptions go that it doesn't take. */
    private void nextHandler(ControlFrame f) {
        if (blocks.reachable) {
            jumps.jump(f);
        }
        blocks.reachable = f.next != null;
        if (f.next != null) {
            code.labelBinding(f.next);
            f.next = null;
            atHandler(f);
        }
    }

    void delegate(int depth) {
        ControlFrame f = blocks.last();
        TryRegion region = leave(f);
        blocks.reachable = false;
        ControlFrame to = blocks.frame(depth + 1);
        TryRegion target = to.region != null ? to.region : to.around;
        region.delegate(target);
        if (region.used) {
            if (target != null) {
                target.used = true;
            }
            // Before the entries of those it passes over. Where it leads is known when all are closed.
            Label landing = context.newTarget();
            code.exceptionCatch(region.start, code.newBoundLabel(), landing, EXCEPTION);
            context.later(() -> {
                code.labelBinding(landing);
                Label handler = TryRegion.landing(target);
                if (handler == null) {
                    code.athrow();
                } else {
                    code.goto_(handler);
                }
            });
        }
        f.opcode = BLOCK;
    }
}
