// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.ArrayList;
import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.exec.Handlers.Region;
import org.wsh.engine.syntax.FunctionType;

/** The part of the decoder that is for exceptions. A handler keeps its exception in a reference beside the operands, compares tags, and throws on what is not its. */
final class TryDecoder {
    private final BodyDecoder decoder;
    private final Body body;
    private final ArrayList<Block> frames;
    private final ArrayList<Region> ended = new ArrayList<>();
    private Region region;
    private int handlers;       // around us

    TryDecoder(BodyDecoder decoder, Body body, ArrayList<Block> frames) {
        this.decoder = decoder;
        this.body = body;
        this.frames = frames;
    }

    /** Begins any block. */
    void enter(Block f) {
        f.around = region;
        f.loopsAround = decoder.loops();
        frames.add(f);
        decoder.entered(f);
    }

    void begin(Block f, CatchClause[] clauses) {
        f.clauses = clauses;
        enter(f);
        if (clauses == null || clauses.length > 0) {
            region = f.region = new Region(region, body.length);
        }
    }

    private Region leave(Block f) {
        decoder.jumpToEnd(f);
        Region left = f.region;
        left.end(body.length);
        region = left.outer();
        f.region = null;
        ended.add(left);
        return left;
    }

    private void handle(Block f, Region left) {
        f.exceptionSlot = handlers;
        body.exceptions = Math.max(body.exceptions, handlers + 1);
        left.handler(body.length, f.base, handlers);
        decoder.reachableAt(f.base);
    }

    private FunctionType payload(int tag) {
        return decoder.module.tags()[tag].payload();
    }

    /** Leaves the patch for where it goes on if the exception has another tag. */
    private int take(Block f, int tag) {
        body.emit(OwnOpcode.TAKE);
        body.emit(f.exceptionSlot);
        body.emit(tag);
        return body.emit(0);
    }

    private void handOn(Block f) {
        body.emit(RETHROW);
        body.emit(f.exceptionSlot);
        decoder.unreachable();
    }

    /** At the end of any block, still in it. */
    void end(Block f) {
        if (f.region != null) {
            Region left = leave(f);
            decoder.unreachable();
            if (f.clauses != null) {
                handle(f, left);
            }
        } else if (f.opcode == CATCH || f.opcode == CATCH_ALL) {
            handlers--;
            nextHandler(f);
            if (decoder.isReachable()) {
                handOn(f);
            }
        }
    }

    /** Just outside of a try_table. */
    void ended(Block f) {
        if (f.clauses == null || f.clauses.length == 0) {
            return;
        }
        for (var clause : f.clauses) {
            int patch = -1;
            if (!clause.isAll()) {
                patch = take(f, clause.tag());
                decoder.push(payload(clause.tag()).parameterCount());
            }
            if (clause.isRef()) {
                body.emit(OwnOpcode.TAKE_REFERENCE);
                body.emit(f.exceptionSlot);
                decoder.push(1);
            }
            body.emit(BR);
            decoder.branch(clause.label());
            if (patch < 0) {
                decoder.unreachable();
                return;
            }
            body.code[patch] = body.length;
            decoder.reachableAt(f.base);
        }
        handOn(f);
    }

    // The older form.

    /** @param tag or -1 for all */
    void handler(int tag) {
        Block f = frames.getLast();
        if (f.opcode == TRY) {
            handle(f, leave(f));
            handlers++;
        } else {
            nextHandler(f);
        }
        f.opcode = tag < 0 ? CATCH_ALL : CATCH;
        if (decoder.isReachable() && tag >= 0) {
            f.next = take(f, tag);
            decoder.push(payload(tag).parameterCount());
        }
    }

    private void nextHandler(Block f) {
        decoder.jumpToEnd(f);
        decoder.unreachable();
        if (f.next >= 0) {
            body.code[f.next] = body.length;
            f.next = -1;
            decoder.reachableAt(f.base);
        }
    }

    void delegate(int depth) {
        Block f = frames.getLast();
        Region left = leave(f);
        decoder.unreachable();
        Block to = frames.get(frames.size() - 2 - depth);
        left.delegate(to.region != null ? to.region : to.around);
        f.opcode = BLOCK;
        decoder.end();
    }

    int[] table() {
        return Handlers.table(ended);
    }
}
