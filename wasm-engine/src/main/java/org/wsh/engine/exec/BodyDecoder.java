// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.GcOpcode.BR_ON_CAST;
import static org.wsh.engine.syntax.GcOpcode.BR_ON_CAST_FAIL;
import static org.wsh.engine.syntax.Opcode.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.binary.InnermostLoop;
import org.wsh.engine.runtime.Frames;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.valid.BlockTypes;
import org.wsh.engine.valid.BodyValidator;

/** Makes a {@link Body} from a function's bytes in one pass, leaving out code that can't be reached. */
final class BodyDecoder {
    /** Our own instruction: go to the position that follows. */
    static final int JUMP = 0x1f0;

    /** The last word of a branch that isn't a back-edge, where others have the loop's slack. */
    static final int NO_BACK_EDGE = -1;
    /** Our own instruction: a loop begins; its slack follows. Innermost loops have none, as nobody has more slack than they. */
    static final int LOOP_REACHED = 0x1fe;
    /** Our own instruction: a tail call of the function itself. */
    static final int RESTART = 0x1f1;
    /** Our own instruction: a load or store of any memory; its code, the memory and the offset's two halves follow. */
    static final int MEMORY_ACCESS = 0x1f2;

    /** Our own instruction: a loop's head; its number follows. Never within a try that begins there, as a poll at the head isn't. */
    static final int LOOP_HEAD = 0x1f6;

    /** Our own, of a handler: pushes an exception's payload or goes on elsewhere; pushes the exception. RETHROW names where the exception is kept. */
    static final int TAKE = 0x1f4, TAKE_REFERENCE = 0x1f5;

    static final class Frame {
        int opcode;
        int loopsAround;
        int slack;          // of a loop
        final FunctionType type;
        final int base;
        final int head;
        int end;            // where what follows begins
        int elsePatch = -1;
        int patches = -1;       // positions that get the block's end: each holds the one before it
        // The region that the block began in; of a try, while in its body, its own; of a handler: where the exception is kept, and the patch for where others go on.
        Handlers.Region around, region;
        CatchClause[] clauses;
        int exceptionSlot;
        int next = -1;

        Frame(int opcode, FunctionType type, int base, int head) {
            this.opcode = opcode;
            this.type = type;
            this.base = base;
            this.head = head;
        }
    }

    final Declarations module;
    private final ByteReader in;
    private final Body body;
    private final FunctionType type;
    private final int function;
    private final ArrayList<Frame> frames = new ArrayList<>();
    private final TryDecoder tries;
    private int height;
    private boolean reachable = true;
    private final int start;
    private int at;                 // of the present instruction, in the module
    private int heads;              // of loops, so far
    private Map<Integer, Frame> blocks;     // if asked for
    private int wanted = -1;        // for offset()
    private long found = -1;

    private BodyDecoder(Declarations module, int function) {
        this.module = module;
        this.function = function;
        this.type = module.functionType(function);
        this.start = module.bodyStarts()[function - module.importedFunctions()];
        var facts = new BodyValidator(module).validate(function);
        this.body = new Body(function, facts, type, Frames.interpretedWeight(facts.locals().length, facts.maxOperands(), facts.makesCalls()));
        this.in = new ByteReader(module.bytes(), facts.code(), module.bodyEnds()[function - module.importedFunctions()]);
        this.tries = new TryDecoder(this, body, frames);
    }

    // For TryDecoder.

    boolean isReachable() {
        return reachable;
    }

    void unreachable() {
        reachable = false;
    }

    void reachableAt(int newHeight) {
        reachable = true;
        height = newHeight;
    }

    void push(int n) {
        height += n;
    }

    void jumpToEnd(Frame f) {
        if (reachable) {
            body.emit(JUMP);
            patchAtEnd(f, body.emit(0));
        }
    }

    static Body decode(Declarations module, int function) {
        return new BodyDecoder(module, function).body();
    }

    /** Where in the module's bytes the instruction is whose code is at {@code position}: found by decoding once more. */
    static long offset(Declarations module, int function, int position) {
        var decoder = new BodyDecoder(module, function);
        decoder.wanted = position;
        decoder.body();
        return decoder.found;
    }

    private Body body() {
        tries.enter(new Frame(BLOCK, type, 0, -1));
        while (!frames.isEmpty()) {
            if (body.length <= wanted) {
                found = in.position;
            }
            at = in.position;
            int op = Immediates.opcode(in);
            if (reachable) {
                instruction(op);
            } else {
                skip(op);
            }
        }
        body.emit(RETURN);
        body.handlers = tries.table();
        body.loops(heads);
        return body;
    }

    private void skip(int op) {
        for (int nested = 0; ; op = Immediates.opcode(in)) {
            switch (op) {
                case BLOCK, LOOP, IF, TRY, TRY_TABLE -> nested++;
                case CATCH, CATCH_ALL -> {
                    if (nested == 0) {
                        tries.handler(op == CATCH ? in.u32() : -1);
                        return;
                    }
                }
                case DELEGATE -> {
                    if (nested-- == 0) {
                        tries.delegate(in.u32());
                        return;
                    }
                }
                case ELSE -> {
                    if (nested == 0) {
                        otherwise();
                        return;
                    }
                }
                case END -> {
                    if (nested-- == 0) {
                        end();
                        return;
                    }
                }
                default -> { }
            }
            Immediates.skip(in, op);
        }
    }

    private void instruction(int op) {
        if (isNumeric(op)) {
            body.emit(op);
            height += 1 - Opcode.arity(op);
            return;
        }
        if (op >= I32_LOAD && op <= I64_STORE32) {
            memoryAccess(op, Immediates.memory(Immediates.memoryFlags(in)), in.u64());
            height -= op >= I32_STORE ? 2 : 0;
            return;
        }
        if (GcOpcode.isGc(op) && op != BR_ON_CAST && op != BR_ON_CAST_FAIL) {
            height += GcWords.emit(op, in, body, module);
            return;
        }
        if (SimdOpcode.isSimd(op)) {
            body.emit(op);
            height += SimdWords.emit(op, in, body);
            return;
        }
        if (AtomicOpcode.isAtomic(op)) {
            atomic(op);
            return;
        }
        switch (op) {
            case NOP -> { }
            case BLOCK, LOOP -> enter(op);
            case IF -> {
                body.emit(IF);
                height--;
                int patch = body.emit(0);
                enter(op);
                frames.getLast().elsePatch = patch;
            }
            case ELSE -> otherwise();
            case END -> end();
            case BR -> {
                body.emit(BR);
                branch(in.u32());
                reachable = false;
            }
            case BR_IF -> {
                body.emit(BR_IF);
                height--;
                branch(in.u32());
            }
            case BR_TABLE -> {
                body.emit(BR_TABLE);
                int n = in.count("br_table");
                body.emit(n);
                height--;
                for (int i = 0; i <= n; i++) {
                    branch(in.u32());
                }
                reachable = false;
            }
            case UNREACHABLE, RETURN -> {
                body.emit(op);
                reachable = false;
            }
            case CALL -> {
                body.emit(CALL);
                int f = body.emit(in.u32());
                call(module.functionType(body.code[f]), 2);
            }
            case CALL_INDIRECT -> {
                body.emit(CALL_INDIRECT);
                int t = body.emit(module.canonicalTypes()[in.u32()]);
                body.emit(in.u32());
                height--;
                call(module.types()[body.code[t]], 3);
            }
            case RETURN_CALL -> {
                int f = in.u32();
                if (f == function) {
                    body.emit(RESTART);
                } else {
                    body.emit(RETURN_CALL);
                    body.emit(f);
                }
                reachable = false;
            }
            case RETURN_CALL_INDIRECT -> {
                body.emit(op);
                body.emit(module.canonicalTypes()[in.u32()]);
                body.emit(in.u32());
                reachable = false;
            }
            case RETURN_CALL_REF -> {
                body.emit(op);
                body.emit(module.canonicalTypes()[in.u32()]);
                reachable = false;
            }
            case CALL_REF -> {
                body.emit(CALL_REF);
                int t = body.emit(module.canonicalTypes()[in.u32()]);
                height--;
                call(module.types()[body.code[t]], 2);
            }
            case BR_ON_NULL -> {
                body.emit(op);
                height--;
                branch(in.u32());
                height++;
            }
            case BR_ON_NON_NULL -> {
                body.emit(op);
                branch(in.u32());
                height--;
            }
            case BR_ON_CAST, BR_ON_CAST_FAIL -> {
                var cast = GcImmediates.CastBranch.read(in, module.definedTypes());
                body.emit(op);
                body.emit(cast.to());
                branch(cast.label());
            }
            case TRY, TRY_TABLE -> {
                FunctionType t = BlockTypes.read(in, module);
                var clauses = op == TRY ? null : CatchClause.read(in);
                tries.begin(new Frame(op, t, height - t.parameterCount(), -1), clauses);
            }
            case CATCH -> tries.handler(in.u32());
            case CATCH_ALL -> tries.handler(-1);
            case DELEGATE -> tries.delegate(in.u32());
            case THROW -> {
                body.emit(op);
                body.emit(in.u32());
                reachable = false;
            }
            case THROW_REF -> {
                body.emit(op);
                reachable = false;
            }
            case RETHROW -> {
                body.emit(op);
                body.emit(frames.get(frames.size() - 1 - in.u32()).exceptionSlot);
                reachable = false;
            }
            case SELECT_TYPED -> {
                Immediates.skip(in, op);
                body.emit(SELECT);
                height -= 2;
            }
            case I64_CONST -> wide(op, in.s64());
            case F64_CONST -> wide(op, in.fixed64());
            case F32_CONST -> {
                body.emit(op);
                body.emit(in.fixed32());
                height++;
            }
            case I32_CONST -> {
                body.emit(op);
                body.emit(in.s32());
                height++;
            }
            case REF_NULL -> {
                in.s33();
                body.emit(op);
                height++;
            }
            case TABLE_INIT, TABLE_COPY, MEMORY_INIT, MEMORY_COPY -> {
                body.emit(op);
                body.emit(in.u32());
                body.emit(in.u32());
                height -= 3;
            }
            default -> {
                body.emit(op);
                if (op != DROP && op != SELECT && op != REF_IS_NULL && op != REF_EQ && op != REF_AS_NON_NULL) {
                    body.emit(in.u32());
                }
                height += switch (op) {
                    case LOCAL_GET, GLOBAL_GET, REF_FUNC, MEMORY_SIZE, TABLE_SIZE -> 1;
                    case DROP, LOCAL_SET, GLOBAL_SET, TABLE_GROW, REF_EQ -> -1;
                    case SELECT, TABLE_SET -> -2;
                    case MEMORY_FILL, TABLE_FILL -> -3;
                    default -> 0;   // local.tee, ref.is_null, memory.grow, table.get, the drops
                };
            }
        }
    }

    private void memoryAccess(int op, int memory, long offset) {
        if (memory == 0 && module.memories()[0].onHeap()) {
            body.emit(op);
            body.emit((int) offset);
            return;
        }
        body.emit(MEMORY_ACCESS);
        body.emit(op);
        body.emit(memory);
        body.emit((int) offset);
        body.emit((int) (offset >> 32));
    }

    /** Four words: the code, the memory, the offset's two halves. */
    private void atomic(int op) {
        body.emit(op);
        if (op == AtomicOpcode.FENCE) {
            in.u8();
            return;
        }
        body.emit(Immediates.memory(Immediates.memoryFlags(in)));
        long offset = in.u64();
        body.emit((int) offset);
        body.emit((int) (offset >> 32));
        boolean result = !AtomicOpcode.isAccess(op) || AtomicOpcode.group(op) != AtomicOpcode.STORE;
        height -= AtomicOpcode.values(op) + (result ? 0 : 1);
    }

    private void wide(int op, long bits) {
        body.emit(op);
        body.emit((int) bits);
        body.emit((int) (bits >> 32));
        height++;
    }

    /** @param words of the instruction, which was just emitted */
    private void call(FunctionType callee, int words) {
        height -= callee.parameterCount();
        body.sites.add(at - start, body.length - words, body.length, height);
        height += callee.resultCount();
    }

    private void enter(int op) {
        FunctionType t = BlockTypes.read(in, module);
        boolean innermost = op == LOOP && InnermostLoop.begins(in);
        int slack = Instance.slack(loops(), innermost);
        if (op == LOOP && !innermost) {
            body.emit(LOOP_REACHED);
            body.emit(slack);
        }
        if (op == LOOP) {
            body.sites.add(at - start, body.length, body.length, height);
        }
        var f = new Frame(op, t, height - t.parameterCount(), body.length);
        f.slack = slack;
        tries.enter(f);
        if (op == LOOP) {
            body.emit(LOOP_HEAD);
            body.emit(heads++);
        }
    }

    /** Called for each block that is entered. */
    void entered(Frame f) {
        if (blocks != null) {
            blocks.put(frames.size() == 1 ? -1 : at - start, f);
        }
    }

    /** A body's blocks by where they begin in it; -1 is the function. Found by decoding once more. */
    static Map<Integer, Frame> blocks(Declarations module, int function) {
        var decoder = new BodyDecoder(module, function);
        decoder.blocks = new HashMap<>();
        decoder.body();
        return decoder.blocks;
    }

    int loops() {
        return frames.isEmpty() ? 0 : frames.getLast().loopsAround + (frames.getLast().opcode == LOOP ? 1 : 0);
    }

    private void otherwise() {
        Frame f = frames.getLast();
        if (reachable) {
            body.emit(JUMP);
            patchAtEnd(f, body.emit(0));
        }
        body.code[f.elsePatch] = body.length;
        f.elsePatch = -1;
        height = f.base + f.type.parameterCount();
        reachable = true;
    }

    void end() {
        Frame f = frames.getLast();
        tries.end(f);
        frames.removeLast();
        tries.ended(f);
        if (f.elsePatch >= 0) {
            body.code[f.elsePatch] = body.length;
            reachable = true;
        }
        for (int patch = f.patches; patch >= 0; ) {
            int before = body.code[patch];
            body.code[patch] = body.length;
            patch = before;
            reachable = true;
        }
        height = f.base + f.type.resultCount();
        f.end = body.length;
    }

    private void patchAtEnd(Frame f, int position) {
        body.code[position] = f.patches;
        f.patches = position;
    }

    /** Four words: target, how many operands go along, to which height, and the slack of a back-edge. */
    void branch(int depth) {
        Frame f = frames.get(frames.size() - 1 - depth);
        boolean loop = f.opcode == LOOP;
        int target = body.emit(f.head);
        if (!loop) {
            patchAtEnd(f, target);
        }
        body.emit(loop ? f.type.parameterCount() : f.type.resultCount());
        body.emit(f.base);
        body.emit(loop ? f.slack : NO_BACK_EDGE);
    }
}
