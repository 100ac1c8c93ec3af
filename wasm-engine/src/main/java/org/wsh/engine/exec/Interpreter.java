// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.Arrays;
import org.wsh.engine.runtime.CodeLibrary;
import org.wsh.engine.runtime.Frames;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.References;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.runtime.TailCall;
import org.wsh.engine.runtime.TraceParts;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.V128;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.syntax.ValueType;

/**
 * Runs a body as it stands, for those too large for a JVM method. Locals and operands are one array of bits and one of references, so a frame is data;
 * charges and depth follow the same rules as compiled code.
 */
public final class Interpreter {
    private static final int LEFT = -1;     // by a tail call

    final Body body;
    final Instance instance;
    final int depth;
    private final boolean polls;
    private final boolean canonicalNans;
    final long[] values;
    final Object[] references;
    final int operands;     // where they start, after the locals
    final int exceptions;   // where caught ones are, after the operands
    int position;           // of the instruction being executed, in the code; during a back-edge's poll, of the loop's head
    boolean polling;        // at a loop's head, or at the entry
    boolean inLoop;         // compiled code runs the loop that we are at the head of
    int jump;               // where it goes on after that

    Interpreter(Body body, Instance instance, int depth, boolean polls) {
        this.body = body;
        this.instance = instance;
        this.depth = depth;
        this.polls = polls;
        this.canonicalNans = instance.library().canonicalNans();
        this.operands = body.facts.locals().length;
        int size = operands + Math.max(body.facts.maxOperands(), body.results) + 1;
        this.values = new long[size];
        this.exceptions = size;
        this.references = new Object[size + body.exceptions];
    }

    /** Called by generated code with the parameters in the arrays; leaves the results there. */
    public static void run(long[] values, Object[] references, Instance instance, int depth, int function, boolean polls) {
        var library = instance.library();
        Body body = body(library, function);
        int left = depth - body.weight;
        if (left < 0) {
            var exhausted = new Trap(Trap.Kind.CALL_STACK_EXHAUSTED);
            exhausted.leftInterpreted(body.facts::code);
            throw exhausted;
        }
        int parameters = library.declarations().functionType(function).parameterCount();
        var frame = new Interpreter(body, instance, left, polls);
        System.arraycopy(values, 0, frame.values, 0, parameters);
        System.arraycopy(references, 0, frame.references, 0, parameters);
        if (body.vectorLocals) {
            frame.zeroVectors(parameters);
        }
        int top;
        try {
            if (polls && body.facts.makesCalls()) {
                frame.polling = true;
                instance.chargeWithSlack(left, Instance.SLACK);
                frame.polling = false;
            }
            top = frame.run(0, frame.operands);
        } catch (Trap | IndexOutOfBoundsException | ArithmeticException | StackOverflowError e) {
            throw frame.left(e, function);
        } catch (WasmException e) {
            e.leftInterpreted(frame.place(function));
            throw e;
        } catch (StackCapture c) {
            throw FrameData.handOver(c, frame, function, depth);
        }
        if (top < 0) {
            finish(TailCall.run(instance, depth, Frames.tailWeight(parameters)), values, references, body.results);
            return;
        }
        System.arraycopy(frame.values, top - body.results, values, 0, body.results);
        System.arraycopy(frame.references, top - body.results, references, 0, body.results);
    }

    static Body body(CodeLibrary library, int function) {
        Body body = (Body) library.interpreted().get(function);
        if (body == null) {
            body = BodyDecoder.decode(library.declarations(), function);
            library.interpreted().put(function, body);
        }
        return body;
    }

    private void zeroVectors(int from) {
        for (int i = from; i < operands; i++) {
            if (body.facts.locals()[i] == ValueType.V128) {
                references[i] = V128.ZERO;
            }
        }
    }

    /** Tells a trap where it left this frame. */
    RuntimeException left(Throwable t, int function) {
        var e = Trap.of(t);
        if (e instanceof Trap trap) {
            trap.leftInterpreted(place(function));
        }
        return e;
    }

    TraceParts.Position place(int function) {
        var module = instance.declarations();
        int at = position;
        return () -> BodyDecoder.offset(module, function, at);
    }

    /** Results of a chain of tail calls; there are none if that goes on elsewhere. */
    static void finish(TailCall tail, long[] values, Object[] references, int n) {
        if (tail != null) {
            System.arraycopy(tail.values, 0, values, 0, n);
            for (int i = 0; i < n; i++) {
                references[i] = tail.take(i);
            }
        }
    }

    /** From {@code pc} on. Returns the height of the stack, on whose top the results are, or {@link #LEFT}. */
    int run(int pc, int top) {
        WasmException thrown;
        try {
            return execute(pc, top);
        } catch (WasmException e) {
            thrown = e;
        }
        return handle(thrown);
    }

    /** From where the present instruction's exceptions are handled. */
    int handle(WasmException thrown) {
        WasmException e = thrown;
        while (true) {
            polling = false;
            int handler = Handlers.find(body.handlers, position);
            if (handler < 0) {
                throw e;
            }
            references[exceptions + body.handlers[handler + Handlers.SLOT]] = e;
            try {
                return execute(body.handlers[handler + Handlers.TARGET], operands + body.handlers[handler + Handlers.HEIGHT]);
            } catch (WasmException next) {
                e = next;
            }
        }
    }

    /** From {@code pc} on; {@code top} is the next free operand. */
    private int execute(int pc, int top) {
        final int[] code = body.code;
        final long[] v = values;
        final Object[] r = references;
        while (true) {
            position = pc;
            int op = code[pc++];
            switch (op) {
                case LOCAL_GET -> {
                    int x = code[pc++];
                    v[top] = v[x];
                    r[top++] = r[x];
                }
                case LOCAL_SET -> {
                    int x = code[pc++];
                    v[x] = v[--top];
                    r[x] = r[top];
                }
                case LOCAL_TEE -> {
                    int x = code[pc++];
                    v[x] = v[top - 1];
                    r[x] = r[top - 1];
                }
                case I32_CONST, F32_CONST -> v[top++] = code[pc++];
                case I64_CONST, F64_CONST -> {
                    v[top++] = code[pc] & 0xffff_ffffL | (long) code[pc + 1] << 32;
                    pc += 2;
                }
                case OwnOpcode.JUMP -> pc = code[pc];
                case OwnOpcode.LOOP_REACHED -> {
                    int slack = code[pc++];
                    if (polls && instance.budget < -slack) {
                        position = pc;
                        polling = true;
                        instance.poll(instance.budget, depth);
                        polling = false;
                    }
                }
                case IF -> pc = (int) v[--top] != 0 ? pc + 1 : code[pc];
                case BR -> {
                    top = branch(code, pc, top);
                    pc = code[pc];
                }
                case BR_IF -> {
                    if ((int) v[--top] != 0) {
                        top = branch(code, pc, top);
                        pc = code[pc];
                    } else {
                        pc += 4;
                    }
                }
                case BR_TABLE -> {
                    int n = code[pc];
                    int i = (int) v[--top];
                    int entry = pc + 1 + 4 * (Integer.compareUnsigned(i, n) < 0 ? i : n);
                    top = branch(code, entry, top);
                    pc = code[entry];
                }
                case RETURN -> {
                    return top;
                }
                case UNREACHABLE -> throw Trap.unreachable();
                case CALL -> top = call(instance.declarations().functionType(code[pc]), instance.function(code[pc++]), top);
                case CALL_INDIRECT -> {
                    var function = TableAccess.function(instance, v[--top], code[pc], code[pc + 1]);
                    top = call(function.type(), function, top);
                    pc += 2;
                }
                case OwnOpcode.RESTART -> {
                    restart(top);
                    pc = 0;
                    top = operands;
                }
                case RETURN_CALL -> {
                    return leave(instance.declarations().functionType(code[pc]), TailCall.to(instance, depth, polls, code[pc]), top);
                }
                case RETURN_CALL_INDIRECT -> {
                    var type = instance.declarations().types()[code[pc]];
                    return leave(type, TailCall.indirect(instance.table(code[pc + 1]).index(v[--top]), instance, depth, polls, code[pc], code[pc + 1]), top);
                }
                case RETURN_CALL_REF -> {
                    return leave(instance.declarations().types()[code[pc]], TailCall.reference(r[--top], instance, depth, polls), top);
                }
                case CALL_REF -> {
                    var function = References.function(r[--top]);
                    top = call(function.type(), function, top);
                    pc++;
                }
                case BR_ON_NULL -> {
                    if (r[top - 1] == null) {
                        top = branch(code, pc, top - 1);
                        pc = code[pc];
                    } else {
                        pc += 4;
                    }
                }
                case BR_ON_NON_NULL -> {
                    if (r[top - 1] != null) {
                        top = branch(code, pc, top);
                        pc = code[pc];
                    } else {
                        top--;
                        pc += 4;
                    }
                }
                case GcOpcode.BR_ON_CAST, GcOpcode.BR_ON_CAST_FAIL -> {
                    if (Gc.is(r[top - 1], code[pc], instance) == (op == GcOpcode.BR_ON_CAST)) {
                        top = branch(code, pc + 1, top);
                        pc = code[pc + 1];
                    } else {
                        pc += 5;
                    }
                }
                case THROW -> throw raise(code[pc], top);
                case THROW_REF -> throw WasmException.required(r[top - 1]);
                case RETHROW -> throw (WasmException) r[exceptions + code[pc]];
                case OwnOpcode.TAKE -> {
                    var e = (WasmException) r[exceptions + code[pc]];
                    if (e.tag == instance.tags[code[pc + 1]]) {
                        int n = e.tag.type().parameterCount();
                        System.arraycopy(e.values, 0, v, top, n);
                        System.arraycopy(e.references, 0, r, top, n);
                        top += n;
                        pc += 3;
                    } else {
                        pc = code[pc + 2];
                    }
                }
                case OwnOpcode.TAKE_REFERENCE -> r[top++] = r[exceptions + code[pc++]];
                case OwnOpcode.LOOP_HEAD -> {
                    LoopEntry loop = body.loop(code[pc++], position, this);
                    if (loop != null) {
                        top = loop.run(this);
                        pc = jump;
                    }
                }
                case DROP -> top--;
                case SELECT -> {
                    top -= 2;
                    if ((int) v[top + 1] == 0) {
                        v[top - 1] = v[top];
                        r[top - 1] = r[top];
                    }
                }
                case I32_ADD -> {
                    top--;
                    v[top - 1] = (int) v[top - 1] + (int) v[top];
                }
                default -> {
                    if (op >= I32_LOAD && op <= I64_STORE32) {
                        byte[] memory = instance.bytes;
                        if (op >= I32_STORE) {
                            top -= 2;
                            MemoryAccess.store(op, memory, MemoryAccess.address(v[top], code[pc++]), v[top + 1]);
                        } else {
                            v[top - 1] = MemoryAccess.load(op, memory, MemoryAccess.address(v[top - 1], code[pc++]));
                        }
                    } else if (op == OwnOpcode.MEMORY_ACCESS) {
                        top = MemoryAccess.execute(code, pc, instance, v, top);
                        pc += 4;
                    } else if (AtomicOpcode.isAtomic(op)) {
                        top = Atomics.execute(op, code, pc, instance, depth, v, top);
                        pc += op == AtomicOpcode.FENCE ? 0 : 3;
                    } else if (isNumeric(op)) {
                        if (Opcode.arity(op) == 2) {
                            top--;
                        }
                        v[top - 1] = Numbers.apply(op, v[top - 1], v[top]);
                        if (canonicalNans && Opcode.makesNans(op)) {
                            v[top - 1] = Numbers.canonical(op, v[top - 1]);
                        }
                    } else if (GcOpcode.isGc(op)) {
                        top = Gc.execute(op, code, pc, instance, depth, v, r, top);
                        pc += GcWords.count(op);
                    } else if (SimdOpcode.isSimd(op)) {
                        top = Simd.execute(op, code, pc, instance, v, r, top);
                        if (canonicalNans && SimdOpcode.makesNans(op)) {
                            r[top - 1] = Simd.canonical(op, (V128) r[top - 1]);
                        }
                        pc += SimdWords.count(op);
                    } else {
                        int words = Rare.words(op);
                        top = Rare.execute(op, code, pc, instance, depth, v, r, top);
                        pc += words;
                    }
                }
            }
        }
    }

    /** Moves what goes along down to the target's height; at a back-edge charges 1. */
    private int branch(int[] code, int at, int top) {
        int n = code[at + 1];
        int to = operands + code[at + 2];
        if (n > 0 && to != top - n) {
            System.arraycopy(values, top - n, values, to, n);
            System.arraycopy(references, top - n, references, to, n);
        }
        if (code[at + 3] != OwnOpcode.NO_BACK_EDGE) {
            backEdge(code[at], code[at + 3]);
        }
        return to + n;
    }

    /** Charges 1, at the loop's head. */
    void backEdge(int head, int slack) {
        if (polls) {
            position = head;
            polling = true;
            instance.chargeWithSlack(depth, slack);
            polling = false;
        }
    }

    /** A tail call of the function itself: the arguments become the parameters, the other locals are as at the start. */
    private void restart(int top) {
        int n = body.type.parameterCount();
        System.arraycopy(values, top - n, values, 0, n);
        System.arraycopy(references, top - n, references, 0, n);
        Arrays.fill(values, n, operands, 0);
        Arrays.fill(references, n, operands, null);
        if (body.vectorLocals) {
            zeroVectors(n);
        }
        if (polls) {
            instance.chargeInside(depth);
            if (body.facts.makesCalls()) {
                position = 0;
                polling = true;
                instance.chargeWithSlack(depth, Instance.SLACK);
                polling = false;
            }
        }
    }

    private int leave(FunctionType type, TailCall tail, int top) {
        int n = type.parameterCount();
        System.arraycopy(values, top - n, tail.values, 0, n);
        System.arraycopy(references, top - n, tail.references, 0, n);
        return LEFT;
    }

    private WasmException raise(int tag, int top) {
        var e = WasmException.of(instance, tag);
        int n = e.tag.type().parameterCount();
        System.arraycopy(values, top - n, e.values, 0, n);
        System.arraycopy(references, top - n, e.references, 0, n);
        return e;
    }

    private int call(FunctionType type, org.wsh.engine.runtime.FunctionRef function, int top) {
        int parameters = type.parameterCount(), results = type.resultCount();
        int first = top - parameters;
        int size = Math.max(parameters, results);
        long[] v = Arrays.copyOf(Arrays.copyOfRange(values, first, top), size);
        Object[] r = Arrays.copyOf(Arrays.copyOfRange(references, first, top), size);
        function.apply(instance, depth, v, r);
        System.arraycopy(v, 0, values, first, results);
        System.arraycopy(r, 0, references, first, results);
        return first + results;
    }
}
