// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.exec.OwnOpcode.*;
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
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.valid.BlockTypes;
import org.wsh.engine.valid.BodyValidator;

/**
 * Makes a {@link Body} from a function's bytes in one pass, leaving out code that can't be reached. Here are blocks, branches and calls; instructions that do neither are {@link PlainWords},
 * {@link GcWords} and {@link SimdWords}, exceptions {@link TryDecoder}.
 */
final class BodyDecoder {
    final Declarations module;
    private final ByteReader in;
    private final Body body;
    private final FunctionType type;
    private final int function;
    private final ArrayList<Block> frames = new ArrayList<>();
    private final TryDecoder tries;
    private int height;
    private boolean reachable = true;
    private final int start;
    private int at;                 // of the present instruction, in the module
    private int heads;              // of loops, so far
    private Map<Integer, Block> blocks;     // if asked for
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

    void jumpToEnd(Block f) {
        if (reachable) {
            body.emit(JUMP);
            f.patchAtEnd(body, body.emit(0));
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
        tries.enter(new Block(BLOCK, type, 0, -1));
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
                tries.begin(new Block(op, t, height - t.parameterCount(), -1), clauses);
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
            default -> height += straight(op);
        }
    }

    /** What neither branches nor calls. Returns by how much it changes the stack's height. */
    private int straight(int op) {
        if (GcOpcode.isGc(op)) {
            return GcWords.emit(op, in, body, module);
        }
        if (SimdOpcode.isSimd(op)) {
            body.emit(op);
            return SimdWords.emit(op, in, body);
        }
        return PlainWords.emit(op, in, body, module);
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
        int slack = Instance.slack(loops(), innermost, body.facts.makesCalls());
        if (op == LOOP && !innermost) {
            body.emit(LOOP_REACHED);
            body.emit(slack);
        }
        if (op == LOOP) {
            body.sites.add(at - start, body.length, body.length, height);
        }
        var f = new Block(op, t, height - t.parameterCount(), body.length);
        f.slack = slack;
        tries.enter(f);
        if (op == LOOP) {
            body.emit(LOOP_HEAD);
            body.emit(heads++);
        }
    }

    /** Called for each block that is entered. */
    void entered(Block f) {
        if (blocks != null) {
            blocks.put(frames.size() == 1 ? -1 : at - start, f);
        }
    }

    /** A body's blocks by where they begin in it; -1 is the function. Found by decoding once more. */
    static Map<Integer, Block> blocks(Declarations module, int function) {
        var decoder = new BodyDecoder(module, function);
        decoder.blocks = new HashMap<>();
        decoder.body();
        return decoder.blocks;
    }

    int loops() {
        return frames.isEmpty() ? 0 : frames.getLast().loopsAround + (frames.getLast().opcode == LOOP ? 1 : 0);
    }

    private void otherwise() {
        Block f = frames.getLast();
        if (reachable) {
            body.emit(JUMP);
            f.patchAtEnd(body, body.emit(0));
        }
        body.code[f.elsePatch] = body.length;
        f.elsePatch = -1;
        height = f.base + f.type.parameterCount();
        reachable = true;
    }

    void end() {
        Block f = frames.getLast();
        tries.end(f);
        frames.removeLast();
        tries.ended(f);
        if (f.elsePatch >= 0) {
            body.code[f.elsePatch] = body.length;
            reachable = true;
        }
        reachable |= f.patch(body);
        height = f.base + f.type.resultCount();
        f.end = body.length;
    }

    /** Four words: target, how many operands go along, to which height, and the slack of a back-edge. */
    void branch(int depth) {
        Block f = frames.get(frames.size() - 1 - depth);
        boolean loop = f.opcode == LOOP;
        int target = body.emit(f.head);
        if (!loop) {
            f.patchAtEnd(body, target);
        }
        body.emit(loop ? f.type.parameterCount() : f.type.resultCount());
        body.emit(f.base);
        body.emit(loop ? f.slack : NO_BACK_EDGE);
    }
}
