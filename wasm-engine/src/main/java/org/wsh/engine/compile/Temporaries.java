// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.TypeKind;
import java.util.Arrays;

/** JVM locals that keep operands: one for each height of the operand stack and kind of value, from when it is first asked for. */
final class Temporaries {
    private final MethodContext context;
    private final int[][] slots = new int[5][];     // by kind and height: slot + 1

    Temporaries(MethodContext context) {
        this.context = context;
    }

    /** The local that keeps an operand of that type at that height. */
    int slot(int i, int type) {
        TypeKind kind = Names.kind(type);
        int row = switch (kind) {
            case LONG -> 1;
            case FLOAT -> 2;
            case DOUBLE -> 3;
            case REFERENCE -> 4;
            default -> 0;
        };
        if (slots[row] == null || i >= slots[row].length) {
            slots[row] = slots[row] == null ? new int[Math.max(16, i * 2)] : Arrays.copyOf(slots[row], i * 2);
        }
        if (slots[row][i] == 0) {
            slots[row][i] = context.newSlot(kind) + 1;
        }
        return slots[row][i] - 1;
    }
}
