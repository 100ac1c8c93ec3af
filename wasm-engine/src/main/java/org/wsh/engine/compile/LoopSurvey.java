// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;

/** What the loops of a body have in them, found in one pass over an outermost loop, so that deep nesting costs no more than length. */
final class LoopSurvey {
    /**
     * Whether there are in it: calls, which may grow memory; br_tables.
     *
     * @param stepped the locals that are set in it, if there is a large table in it and in none of its loops; else null
     */
    record Kind(boolean calls, boolean tables, BitSet stepped) {}

    /** Loops around loops each with a table of its own would each look at all that is set in them. */
    private static final int MOST_LOOKED_AT = 1_000_000;

    private static final class Open {
        final int start;
        final boolean isLoop;
        final int firstSet;
        boolean calls, tables, large;

        Open(int start, boolean isLoop, int firstSet) {
            this.start = start;
            this.isLoop = isLoop;
            this.firstSet = firstSet;
        }
    }

    private final HashMap<Integer, Kind> known = new HashMap<>();
    /** The locals set so far, in order. */
    private int[] sets = new int[16];
    private int setCount;
    private int lookedAt;

    /** Of the loop whose body begins at {@code in}, which is left where it was. */
    Kind of(ByteReader in) {
        int start = in.position;
        if (!known.containsKey(start)) {
            survey(in);
            in.position = start;
        }
        return known.get(start);
    }

    private void survey(ByteReader in) {
        setCount = 0;
        var open = new ArrayDeque<Open>();
        open.push(new Open(in.position, true, 0));
        while (!open.isEmpty()) {
            int op = Immediates.opcode(in);
            int operands = in.position;
            Immediates.skip(in, op);
            switch (op) {
                case LOOP -> open.push(new Open(in.position, true, setCount));
                case BLOCK, IF -> open.push(new Open(0, false, setCount));
                case TRY, TRY_TABLE -> {
                    open.push(new Open(0, false, setCount));
                    open.peek().calls = true;
                }
                case END -> close(open);
                case DELEGATE -> close(open);
                case BR_TABLE -> {
                    open.peek().tables = true;
                    open.peek().large |= firstOperand(in, operands) >= CaseCopies.LEAST_CASES;
                }
                case LOCAL_SET, LOCAL_TEE -> set(firstOperand(in, operands));
                default -> open.peek().calls |= op >= CALL && op <= LAST_CALL;
            }
        }
    }

    private void close(ArrayDeque<Open> open) {
        Open closed = open.pop();
        if (closed.isLoop) {
            known.put(closed.start, new Kind(closed.calls, closed.tables, closed.large ? setsFrom(closed.firstSet) : null));
        }
        if (!open.isEmpty()) {
            open.peek().calls |= closed.calls;
            open.peek().tables |= closed.tables;
            open.peek().large |= closed.large && !closed.isLoop;
        }
    }

    /** The first operand of the instruction that was just stepped over. */
    private static int firstOperand(ByteReader in, int operands) {
        int next = in.position;
        in.position = operands;
        int operand = in.u32();
        in.position = next;
        return operand;
    }

    private void set(int local) {
        if (setCount == sets.length) {
            sets = Arrays.copyOf(sets, setCount * 2);
        }
        sets[setCount++] = local;
    }

    private BitSet setsFrom(int first) {
        lookedAt += setCount - first;
        if (lookedAt > MOST_LOOKED_AT) {
            return null;
        }
        var locals = new BitSet();
        for (int i = first; i < setCount; i++) {
            locals.set(sets[i]);
        }
        return locals;
    }
}
