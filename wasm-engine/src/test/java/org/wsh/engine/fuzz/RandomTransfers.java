// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.Opcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.syntax.Opcode;

/** What a body does to memory and tables: loads and stores, and the instructions that move much at once. */
final class RandomTransfers {
    private final RandomBody body;
    private final RandomModule module;

    RandomTransfers(RandomBody body, RandomModule module) {
        this.body = body;
        this.module = module;
    }

    void bulk(int depth) {
        switch (module.random.nextInt(5)) {
            case 0 -> {
                threeIndices(4096, depth);
                body.out.op(MEMORY_COPY).u8(0).u8(0);
            }
            case 1 -> {
                threeIndices(8192, depth);
                body.out.op(MEMORY_FILL).u8(0);
            }
            case 2 -> {
                threeIndices(64, depth);
                body.out.op(MEMORY_INIT).u32(module.random.nextInt(RandomModule.DATA_SEGMENTS)).u8(0);
            }
            case 3 -> {
                if (module.chance(20)) {
                    body.out.op(DATA_DROP).u32(module.random.nextInt(RandomModule.DATA_SEGMENTS));
                }
            }
            default -> {
                body.index(2, depth);
                body.out.u8(MEMORY_GROW).u8(0).u8(DROP);
            }
        }
    }

    private void threeIndices(int bound, int depth) {
        for (int i = 0; i < 3; i++) {
            body.index(bound, depth);
        }
    }

    void table(int depth) {
        switch (module.random.nextInt(6)) {
            case 0 -> {
                body.index(RandomModule.TABLE_SIZE, depth);
                body.expression(FUNCREF, depth);
                body.out.u8(TABLE_SET).u8(0);
            }
            case 1 -> {
                threeIndices(4, depth);
                body.out.op(TABLE_COPY).u8(0).u8(0);
            }
            case 2 -> {
                threeIndices(2, depth);
                body.out.op(TABLE_INIT).u32(module.random.nextInt(RandomModule.ELEMENT_SEGMENTS)).u8(0);
            }
            case 3 -> {
                body.index(4, depth);
                body.expression(FUNCREF, depth);
                body.index(4, depth);
                body.out.op(TABLE_FILL).u8(0);
            }
            case 4 -> {
                body.expression(FUNCREF, depth);
                body.index(2, depth);
                body.out.op(TABLE_GROW).u8(0).u8(DROP);
            }
            default -> {
                if (module.chance(20)) {
                    body.out.op(ELEM_DROP).u32(module.random.nextInt(RandomModule.ELEMENT_SEGMENTS));
                }
            }
        }
    }

    void address(int depth) {
        body.expression(I32, depth);
        if (module.chance(97)) {
            body.out.u8(I32_CONST).s64(0xfff).u8(0x71);
        }
    }

    void memoryImmediate(int width) {
        int align = 0;
        while (1 << align < width) {
            align++;
        }
        body.out.u32(module.random.nextInt(align + 1)).u32(module.chance(97) ? module.random.nextInt(16) : module.chance(50) ? module.random.nextInt(100_000) : module.random.nextInt() & 0xffff_ffffL);
    }

    void store(int depth) {
        address(depth);
        if (module.chance(10)) {
            body.expression(V128, depth);
            body.out.u8(PREFIX_SIMD).u32(11);
            memoryImmediate(16);
            return;
        }
        int op = I32_STORE + module.random.nextInt(I64_STORE32 - I32_STORE + 1);
        body.expressions.sink(Opcode.memoryValue(op), depth);
        body.out.u8(op);
        memoryImmediate(1);
    }

    void load(int t, int depth) {
        int op;
        do {
            op = I32_LOAD + module.random.nextInt(I32_STORE - I32_LOAD);
        } while (Opcode.memoryValue(op) != t);
        address(depth);
        body.out.u8(op);
        memoryImmediate(1);
    }
}
