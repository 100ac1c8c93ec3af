// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.CodeBuilder;
import org.wsh.engine.syntax.FunctionType;

/** Structured control as jumps. Code that can't be reached is not generated at all. */
final class ControlCode {
    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final MemoryCode memory;
    final Blocks blocks;
    final LoopCode loops;
    final Jumps jumps;
    final ExceptionCode exceptions;

    ControlCode(MethodContext context, OperandStack stack, MemoryCode memory) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.memory = memory;
        this.blocks = new Blocks(context, stack, memory);
        this.loops = new LoopCode(context, stack, memory, blocks);
        this.jumps = new Jumps(context, stack, blocks, loops);
        this.exceptions = new ExceptionCode(context, stack, memory, jumps);
    }

    void block(FunctionType type) {
        stack.settle();
        stack.spill(0);
        blocks.enter(new ControlFrame(BLOCK, type, stack.height - type.parameterCount(), context.newTarget()));
    }

    void begin(FunctionType type) {
        if (stack.anyReal(0, 1)) {
            stack.saveCondition();
        }
        stack.spill(1);
        int branch = stack.condition();
        var f = new ControlFrame(IF, type, stack.height - type.parameterCount(), context.newTarget());
        f.elseLabel = code.newLabel();
        stack.branch(OperandStack.negate(branch), f.elseLabel);
        f.elseMemoryFresh = context.memoryFresh;
        f.elseBudgetLocal = context.budget.inLocal;
        f.parameters = stack.copy(f.base);
        blocks.enter(f);
    }

    void otherwise() {
        ControlFrame f = blocks.last();
        if (blocks.reachable) {
            jumps.jump(f);
        }
        enterElse(f);
    }

    private void enterElse(ControlFrame f) {
        f.opcode = ELSE;
        code.labelBinding(f.elseLabel);
        memory.join();
        context.memoryFresh = f.elseMemoryFresh;
        context.budget.is(f.elseBudgetLocal);
        stack.restore(f.parameters);
        blocks.reachable = true;
    }

    void end() {
        ControlFrame f = blocks.last();
        if (loops.endsCopy()) {
            loops.endCopy(f);
            return;
        }
        if (f.opcode == IF) {
            endWithoutElse(f);
        }
        exceptions.end(f);
        blocks.pop();
        if (f.counted != null) {
            loops.endCounted(f);     // its end wasn't reached
        }
        if (f.isFunction()) {
            if (blocks.reachable) {
                jumps.returnResults();
            }
            return;
        }
        exceptions.ended(f);
        if (f.isLoop() || !f.reached) {
            loops.endCarrying(f);
            return;     // Nobody jumps here: what is known stays known.
        }
        int n = f.type.resultCount();
        if (blocks.reachable) {
            stack.real(n);
            blocks.agree(f);
        } else {
            stack.height = f.base;
            for (int i = 0; i < n; i++) {
                stack.pushReal(f.type.result(i));
            }
        }
        code.labelBinding(f.label);
        memory.join();
        context.memoryFresh = f.memoryFresh;
        context.budget.is(f.budgetLocal);
        blocks.reachable = true;
        jumps.cases.atLabel(f);
    }

    /** An if without else gives what it takes; usually nothing, and then both ways may simply meet. */
    private void endWithoutElse(ControlFrame f) {
        if (blocks.reachable && f.type.parameterCount() == 0 && context.budget.inLocal == f.elseBudgetLocal) {
            code.labelBinding(f.elseLabel);
            memory.join();
            context.memoryFresh &= f.elseMemoryFresh;
            return;
        }
        if (blocks.reachable) {
            jumps.jump(f);
        }
        enterElse(f);
    }

    /** The end of a try whose exceptions are those of a block around it. */
    void delegate(int depth) {
        exceptions.delegate(depth);
        end();
    }
}
