// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import java.util.ArrayDeque;
import org.wsh.engine.syntax.FunctionType;

/** Statements of a body that throw, and blocks that catch: the standard's form and the older one, whose handlers may throw again what they caught. */
final class RandomExceptions {
    private final RandomBody body;
    private final RandomModule module;
    /** Handlers of the older form that we are in, as the number of blocks around each and itself. */
    private final ArrayDeque<Integer> handlers = new ArrayDeque<>();

    RandomExceptions(RandomBody body, RandomModule module) {
        this.body = body;
        this.module = module;
    }

    void write(int depth) {
        if (module.tags.isEmpty()) {
            body.out.u8(NOP);
            return;
        }
        switch (module.random.nextInt(10)) {
            case 0 -> raise(depth);
            case 1, 2, 3 -> tryTable(depth);
            case 4, 5 -> caughtReference(depth);
            case 6 -> delegate(depth);
            default -> handlers(depth);
        }
    }

    private int tag() {
        return module.random.nextInt(module.tags.size());
    }

    private FunctionType payload(int tag) {
        return new FunctionType(new int[0], RandomBody.parameters(module.tags.get(tag)));
    }

    private void raise(int depth) {
        int tag = tag();
        body.arguments(module.tags.get(tag), depth);
        body.out.u8(THROW).u32(tag);
    }

    /** What a try has in it: some statements, then perhaps an exception. */
    private void risky(int depth) {
        body.statements(3, depth);
        maybe(depth, () -> raise(depth));
    }

    private void maybe(int depth, Runnable content) {
        body.expression(I32, depth);
        body.out.u8(IF).u8(EMPTY_BLOCK);
        body.inside(new int[0], content);
        body.out.u8(END);
    }

    private void block(Runnable content) {
        body.out.u8(BLOCK).u8(EMPTY_BLOCK);
        body.inside(new int[0], content);
        body.out.u8(END);
    }

    /** A try_table that catches one tag, and sometimes all. */
    private void tryTable(int depth) {
        int tag = tag();
        FunctionType payload = payload(tag);
        boolean all = module.chance(50);
        block(() -> {
            body.out.u8(BLOCK).s64(module.types.indexOf(payload));
            body.inside(RandomBody.results(payload), () -> {
                body.out.u8(TRY_TABLE).u8(EMPTY_BLOCK).u32(all ? 2 : 1).u8(0).u32(tag).u32(0);
                if (all) {
                    body.out.u8(2).u32(1);
                }
                body.inside(new int[0], () -> risky(depth));
                body.out.u8(END);
                body.arguments(new FunctionType(RandomBody.results(payload), new int[0]), depth);
            });
            body.out.u8(END);
            body.dropAll(payload);
        });
    }

    /** A try_table that catches all as a reference, which may be thrown again. */
    private void caughtReference(int depth) {
        block(() -> {
            body.out.u8(BLOCK).u8(EXNREF);
            body.insideUnbranchable(() -> {
                body.out.u8(TRY_TABLE).u8(EMPTY_BLOCK).u32(1).u8(3).u32(0);
                body.inside(new int[0], () -> risky(depth));
                body.out.u8(END).u8(BR).u32(1);
            });
            body.out.u8(END);
            if (module.chance(40)) {
                body.out.u8(THROW_REF);
            } else {
                body.out.u8(DROP);
                body.statements(2, depth);
            }
        });
    }

    private void handlers(int depth) {
        body.out.u8(TRY).u8(EMPTY_BLOCK);
        body.inside(new int[0], () -> {
            risky(depth);
            handlers.push(body.blocks());
            for (int i = module.random.nextInt(3); i > 0; i--) {
                int tag = tag();
                body.out.u8(CATCH).u32(tag);
                body.dropAll(payload(tag));
                handle(depth);
            }
            if (module.chance(60)) {
                body.out.u8(CATCH_ALL);
                handle(depth);
            }
            handlers.pop();
        });
        body.out.u8(END);
    }

    private void handle(int depth) {
        body.statements(2, depth);
        if (module.chance(40)) {
            maybe(depth, () -> {
                int of = module.chance(70) ? handlers.peek() : module.pick(handlers.stream().toList());
                body.out.u8(RETHROW).u32(body.blocks() - of);
            });
        }
    }

    private void delegate(int depth) {
        int label = module.random.nextInt(body.blocks());
        body.out.u8(TRY).u8(EMPTY_BLOCK);
        body.inside(new int[0], () -> risky(depth));
        body.out.u8(DELEGATE).u32(label);
    }
}
