// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import org.wsh.engine.runtime.CompiledLoop;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/** A loop at whose head an interpreter has been so often that it goes on in compiled code, until the loop is left. */
final class LoopEntry {
    /** A loop that can't be compiled on its own. */
    static final LoopEntry NONE = new LoopEntry(null, null, null);

    private final CompiledLoop loop;
    private final Block[] targets;      // first the loop itself, for its end
    private final int[] locals;

    private LoopEntry(CompiledLoop loop, Block[] targets, int[] locals) {
        this.loop = loop;
        this.targets = targets;
        this.locals = locals;
    }

    /** @param offset of the loop in the body */
    static LoopEntry of(Interpreter f, int function, int offset) {
        CompiledLoop loop = f.instance.library().loop(function, offset);
        if (loop == null) {
            return NONE;
        }
        var blocks = BodyDecoder.blocks(f.instance.declarations(), function);
        var targets = new Block[loop.exits().length + 1];
        targets[0] = blocks.get(offset);
        for (int i = 1; i < targets.length; i++) {
            targets[i] = blocks.get(loop.exits()[i - 1]);
        }
        return new LoopEntry(loop, targets, f.body.facts.locals());
    }

    /** Runs it. Returns the height of the stack; {@link Interpreter#jump} says where it goes on. */
    int run(Interpreter f) {
        Instance instance = f.instance;
        int[] inputs = loop.inputs();
        if (inputs.length > 0) {
            instance.reserveSpill(inputs.length - 1);
            instance.reserveReferenceSpill(inputs.length - 1);
        }
        for (int i = 0; i < inputs.length; i++) {
            instance.spill[i] = f.values[inputs[i]];
            instance.referenceSpill[i] = f.references[inputs[i]];
        }
        f.inLoop = true;
        int exit;
        try {
            exit = loop.code().run(f.values, f.references, instance, f.depth);
        } catch (WasmException e) {
            f.inLoop = false;
            takeLocals(f);
            throw e;
        }
        f.inLoop = false;
        takeLocals(f);
        return leave(f, targets[exit], exit);
    }

    private void takeLocals(Interpreter f) {
        int[] outputs = loop.outputs();
        for (int i = 0; i < outputs.length; i++) {
            take(f, locals[outputs[i]], i, outputs[i]);
        }
    }

    private static void take(Interpreter f, int type, int from, int to) {
        if (ValueType.isNumber(type)) {
            f.values[to] = f.instance.spill[from];
        } else {
            f.references[to] = f.instance.referenceSpill[from];
        }
    }

    private int leave(Interpreter f, Block target, int exit) {
        boolean head = exit > 0 && target.opcode == org.wsh.engine.syntax.Opcode.LOOP;
        FunctionType type = target.type;
        int n = head ? type.parameterCount() : type.resultCount(), to = f.operands + target.base;
        for (int i = 0; i < n; i++) {
            take(f, head ? type.parameter(i) : type.result(i), loop.outputs().length + i, to + i);
        }
        f.jump = head ? target.head : target.end;
        if (head) {
            f.backEdge(target.head, target.slack);
        }
        return to + n;
    }
}
