// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import java.util.Arrays;
import org.wsh.engine.syntax.FunctionType;

/** The validation algorithm's two stacks: operand types, and control frames as parallel arrays. */
final class TypeStack {
    int[] operands = new int[64];
    int height;

    FunctionType[] type = new FunctionType[32];
    int[] opcode = new int[32];
    int[] base = new int[32];
    boolean[] unreachable = new boolean[32];
    int[] localsMark = new int[32];     // see UnsetLocals
    int[] checkedBy = new int[32];      // the number of the br_table that checked this label last
    int depth;

    void push(int operand) {
        if (height == operands.length) {
            operands = Arrays.copyOf(operands, height * 2);
        }
        operands[height++] = operand;
    }

    void enter(int op, FunctionType blockType, int mark) {
        if (depth == opcode.length) {
            type = Arrays.copyOf(type, depth * 2);
            opcode = Arrays.copyOf(opcode, depth * 2);
            base = Arrays.copyOf(base, depth * 2);
            unreachable = Arrays.copyOf(unreachable, depth * 2);
            localsMark = Arrays.copyOf(localsMark, depth * 2);
            checkedBy = Arrays.copyOf(checkedBy, depth * 2);
        }
        type[depth] = blockType;
        opcode[depth] = op;
        base[depth] = height;
        unreachable[depth] = false;
        localsMark[depth] = mark;
        depth++;
    }

    void clear() {
        height = 0;
        depth = 0;
    }
}
