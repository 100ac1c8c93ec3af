// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import static org.wsh.engine.syntax.Opcode.PREFIX_SIMD;
import static org.wsh.engine.syntax.ValueType.*;

/** Integer SIMD instructions by shape; those on floats could show the bits of a NaN. */
final class RandomVectors {
    private static final int[] UNARY = {0x4d, 0x60, 0x61, 0x62, 0x80, 0x81, 0xa0, 0xa1, 0xc0, 0xc1, 0x87, 0x88, 0x89, 0x8a, 0xa7, 0xa8, 0xa9, 0xaa,
            0xc7, 0xc8, 0xc9, 0xca, 0x7c, 0x7d, 0x7e, 0x7f};
    private static final int[] BINARY = {0x0e, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36,
            0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x40, 0xd6, 0xd7, 0xd8, 0xd9, 0xda, 0xdb, 0x4e, 0x4f, 0x50, 0x51, 0x65, 0x66,
            0x6e, 0x6f, 0x70, 0x71, 0x72, 0x73, 0x76, 0x77, 0x78, 0x79, 0x7b, 0x82, 0x85, 0x86, 0x8e, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x95, 0x96, 0x97, 0x98, 0x99,
            0x9b, 0x9c, 0x9d, 0x9e, 0x9f, 0xae, 0xb1, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbc, 0xbd, 0xbe, 0xbf, 0xce, 0xd1, 0xd5, 0xdc, 0xdd, 0xde, 0xdf};
    private static final int[] SHIFTS = {0x6b, 0x6c, 0x6d, 0x8b, 0x8c, 0x8d, 0xab, 0xac, 0xad, 0xcb, 0xcc, 0xcd};
    private static final int[] TO_I32 = {0x53, 0x63, 0x64, 0x83, 0x84, 0xa3, 0xa4, 0xc3, 0xc4};
    private static final int[] LOADS = {0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x5c, 0x5d};
    private static final int[] EXTRACT = {0x15, 0x16, 0x18, 0x19, 0x1b}, EXTRACT_LANES = {16, 16, 8, 8, 4};
    private static final int[] REPLACE = {0x17, 0x1a, 0x1c}, REPLACE_LANES = {16, 8, 4};

    private final RandomBody body;
    private final RandomModule module;

    RandomVectors(RandomBody body, RandomModule module) {
        this.body = body;
        this.module = module;
    }

    private CodeWriter op(int op) {
        return body.out.u8(PREFIX_SIMD).u32(op);
    }

    private int one(int[] of) {
        return of[module.random.nextInt(of.length)];
    }

    void write(int type, int depth) {
        if (type == I32) {
            body.expression(V128, depth);
            if (module.chance(50)) {
                op(one(TO_I32));
            } else {
                int i = module.random.nextInt(EXTRACT.length);
                op(EXTRACT[i]).u8(module.random.nextInt(EXTRACT_LANES[i]));
            }
        } else if (type == I64) {
            body.expression(V128, depth);
            op(0x1d).u8(module.random.nextInt(2));
        } else {
            vector(depth);
        }
    }

    private void vector(int depth) {
        switch (module.random.nextInt(10)) {
            case 0 -> {
                body.expression(V128, depth);
                op(one(UNARY));
            }
            case 1, 2, 3 -> {
                body.expression(V128, depth);
                body.expression(V128, depth);
                op(one(BINARY));
            }
            case 4 -> {
                body.expression(V128, depth);
                body.expression(I32, depth);
                op(one(SHIFTS));
            }
            case 5 -> {
                body.expression(I32, depth);
                op(0x0f + module.random.nextInt(3));
            }
            case 6 -> {
                int i = module.random.nextInt(REPLACE.length);
                body.expression(V128, depth);
                body.expression(I32, depth);
                op(REPLACE[i]).u8(module.random.nextInt(REPLACE_LANES[i]));
            }
            case 7 -> {
                body.transfers.address(depth);
                op(one(LOADS));
                body.transfers.memoryImmediate(1);
            }
            case 8 -> {
                body.expression(V128, depth);
                body.expression(V128, depth);
                op(0x0d);
                for (int i = 0; i < 16; i++) {
                    body.out.u8(module.random.nextInt(32));
                }
            }
            default -> {
                body.expression(V128, depth);
                body.expression(V128, depth);
                body.expression(V128, depth);
                op(0x52);
            }
        }
    }
}
