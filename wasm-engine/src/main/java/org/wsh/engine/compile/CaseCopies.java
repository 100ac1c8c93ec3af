// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.util.BitSet;
import org.wsh.engine.runtime.Zeros;
import org.wsh.engine.syntax.ValueType;

/**
 * Each case of a large switch in a loop has its own copy of the locals that the loop steps: of an interpreter's program counter, of its stack pointer. Where many cases compute the same of such a local (its value
 * less four, the address that is, the check of that address) C2 computes all of it ahead of the switch, in every round, and has no registers for so much. So before a case first reads one it
 * adds a zero of its own to it, which is a load that waits for nothing, and to the JIT another value in each case. ({@code script}, an interpreter: 0.44 of V8, so 0.52. Adding
 * the switch's index and subtracting what it is in that case needs no load, but then the program counter waits for the instruction that it points to: 0.33.)
 */
final class CaseCopies {
    /** Of fewer cases C2 keeps in registers what it computes ahead. */
    static final int LEAST_CASES = 8;

    private final MethodContext context;
    private final Blocks blocks;
    private int cases;

    // The case that we are in.
    private BitSet stepped;
    private final BitSet copied = new BitSet();
    /** How many blocks and loops are around its label; MAX_VALUE blocks if we are in none. In a loop within it nothing is copied, as each of its rounds would. */
    private int depth = Integer.MAX_VALUE, loops;

    CaseCopies(MethodContext context, Blocks blocks) {
        this.context = context;
        this.blocks = blocks;
    }

    /** Whether the cases of a table here have copies. */
    boolean serves(int cases) {
        ControlFrame loop = blocks.last().loop;
        return cases >= LEAST_CASES && loop != null && loop.stepped != null && loop.counted == null;
    }

    /** At the label of a block that was just left. */
    void atLabel(ControlFrame block) {
        ControlFrame loop = block.loop;
        if (block.isCase && loop != null && loop.stepped != null) {
            depth = blocks.count();
            loops = blocks.loops();
            stepped = loop.stepped;
            copied.clear();
            cases++;
        } else if (blocks.count() < depth) {
            depth = Integer.MAX_VALUE;
        }
    }

    private boolean inCase() {
        return depth != Integer.MAX_VALUE && blocks.loops() == loops;
    }

    /** Before a local is read. */
    void get(int local) {
        if (inCase() && stepped.get(local) && !copied.get(local) && context.facts.locals()[local] == ValueType.I32) {
            copied.set(local);
            CodeBuilder code = context.code;
            int slot = context.localSlots[local];
            code.getstatic(Names.ZEROS, "BYTES", Names.BYTES).loadConstant(cases % Zeros.COUNT).baload().iload(slot).iadd().istore(slot);
        }
    }

    /** After one was set. */
    void set(int local) {
        if (inCase()) {
            copied.set(local);
        }
    }
}
