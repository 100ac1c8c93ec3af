// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;

/**
 * A loop that counts: innermost, without calls, whose only back-edge is a {@code br_if 0} that compares a local, stepped by a constant once an iteration, with a constant or
 * with a local that the loop doesn't set. How many times it goes round is then known when it begins. Clang writes nearly all of its inner loops so.
 *
 * @param counter    the local that is stepped
 * @param stride     by how much
 * @param comparison the opcode of {@code counter ? limit} under which the loop goes on
 * @param limit      the local it is compared with, or -1: {@code constant}
 * @param testAt     where in the module the comparison's operands begin, the counter being stepped already
 * @param testHas    how many of the operands are on the stack by then
 * @param testEnd    behind the back-edge
 * @param length     of the body
 * @param exits      how many other ways out it has
 */
record LoopShape(int counter, int stride, int comparison, int limit, int constant, int testAt, int testHas, int testEnd, int length, int exits) {
    private static final int UNEQUAL = 0, LESS = 1, GREATER = 3, LESS_OR_EQUAL = 5, GREATER_OR_EQUAL = 7;

    /** UNEQUAL, or the signed comparison of this kind. */
    private static int kind(int comparison) {
        int fromUnequal = comparison - I32_NE;
        return fromUnequal == 0 ? UNEQUAL : fromUnequal - (fromUnequal + 1) % 2;
    }

    /** The comparison with its operands the other way round. */
    private static int swapped(int comparison) {
        return switch (kind(comparison)) {
            case LESS, LESS_OR_EQUAL -> comparison + 2;
            case GREATER, GREATER_OR_EQUAL -> comparison - 2;
            default -> comparison;
        };
    }

    boolean isUnequal() {
        return kind(comparison) == UNEQUAL;
    }

    boolean isUnsigned() {
        return (comparison - I32_NE) % 2 == 0;
    }

    boolean orEqual() {
        return kind(comparison) >= LESS_OR_EQUAL;
    }

    /** Whether the comparison ever ends a loop that steps in this direction. */
    private boolean terminates() {
        return switch (kind(comparison)) {
            case LESS, LESS_OR_EQUAL -> stride > 0;
            case GREATER, GREATER_OR_EQUAL -> stride < 0;
            default -> true;
        };
    }

    private LoopShape ending(int length, int exits) {
        return new LoopShape(counter, stride, comparison, limit, constant, testAt, testHas, testEnd, length, exits);
    }

    void loadLimit(MethodContext context) {
        if (limit >= 0) {
            context.code.iload(context.localSlots[limit]);
        } else {
            context.code.loadConstant(constant);
        }
    }

    void loadCounter(MethodContext context) {
        context.code.iload(context.localSlots[counter]);
    }

    /** Where the counter is if it counts up, else where it goes to. */
    void loadFrom(MethodContext context) {
        if (stride > 0) {
            loadCounter(context);
        } else {
            loadLimit(context);
        }
    }

    void loadTo(MethodContext context) {
        if (stride > 0) {
            loadLimit(context);
        } else {
            loadCounter(context);
        }
    }

    /** Whether it is left for good when it has gone round as often as the distance says, without another look. */
    boolean isExact() {
        int step = Math.abs(stride);
        return isUnequal() ? Integer.bitCount(step) == 1 : step == 1 && !orEqual();
    }

    /** What the loop is whose body begins at {@code in}, which is left where it was; null if it is of another shape. */
    static LoopShape of(ByteReader in) {
        int start = in.position;
        try {
            return new Scan(in).loop();
        } finally {
            in.position = start;
        }
    }

    /** One pass over the body, which stops at the first thing that a counting loop doesn't have: so all scans of a function together stay linear. */
    private static final class Scan {
        private static final int MAX_SETS = 32;
        private static final int RECENT = 8;
        private static final int MAX_TAIL = 64;

        private final ByteReader in;
        private final int start;
        private int nesting;
        private int exits;

        // The last instructions, in a ring: code, operand, position.
        private final int[] ops = new int[RECENT];
        private final int[] operands = new int[RECENT];
        private final int[] positions = new int[RECENT];
        private int seen;

        // The locals set so far: by how much if that is all that happens to it, else 0.
        private final int[] set = new int[MAX_SETS];
        private final int[] strides = new int[MAX_SETS];
        private int sets;

        Scan(ByteReader in) {
            this.in = in;
            this.start = in.position;
        }

        LoopShape loop() {
            while (true) {
                int at = in.position;
                int op = Immediates.opcode(in);
                if (op == BR_IF || op == BR) {
                    int label = in.u32();
                    if (label == nesting) {
                        var shape = op == BR_IF && nesting == 0 ? shape(at) : null;
                        return shape != null && shape.terminates() && endsPlainly() ? shape.ending(in.position - start, exits) : null;
                    }
                    if (label > nesting) {
                        exits++;
                    }
                    note(op, label, at);
                } else if (!plain(op, at)) {
                    return null;
                }
            }
        }

        /** Steps over an instruction that may stand in such a loop. */
        private boolean plain(int op, int at) {
            switch (op) {
                case LOCAL_GET -> note(op, in.u32(), at);
                case I32_CONST -> note(op, in.s32(), at);
                case LOCAL_SET, LOCAL_TEE -> {
                    int local = in.u32();
                    if (!set(local)) {
                        return false;
                    }
                    note(op, local, at);
                }
                case BLOCK, IF -> {
                    Immediates.skip(in, op);
                    nesting++;
                    note(op, 0, at);
                }
                case END -> {
                    if (nesting-- == 0) {
                        return false;
                    }
                    note(op, 0, at);
                }
                case NOP, ELSE, DROP, SELECT, I64_CONST, F32_CONST, F64_CONST, GLOBAL_GET, GLOBAL_SET -> {
                    Immediates.skip(in, op);
                    note(op, 0, at);
                }
                default -> {
                    if (!isNumeric(op) && (op < I32_LOAD || op > I64_STORE32)) {
                        return false;
                    }
                    Immediates.skip(in, op);
                    note(op, 0, at);
                }
            }
            return true;
        }

        private void note(int op, int operand, int at) {
            int i = seen++ % RECENT;
            ops[i] = op;
            operands[i] = operand;
            positions[i] = at;
        }

        private int op(int back) {
            return back > seen ? NOP : ops[(seen - back) % RECENT];
        }

        private int operand(int back) {
            return operands[(seen - back) % RECENT];
        }

        private int position(int back) {
            return positions[(seen - back) % RECENT];
        }

        /** Notes that {@code local} is set, and how; false if there are too many. */
        private boolean set(int local) {
            boolean steps = nesting == 0 && (op(1) == I32_ADD || op(1) == I32_SUB) && op(2) == I32_CONST && op(3) == LOCAL_GET && operand(3) == local
                    && operand(2) != Integer.MIN_VALUE;
            int stride = !steps ? 0 : op(1) == I32_ADD ? operand(2) : -operand(2);
            int i = find(local);
            if (i >= 0) {
                strides[i] = 0;
                return true;
            }
            if (sets == MAX_SETS) {
                return false;
            }
            set[sets] = local;
            strides[sets++] = stride;
            return true;
        }

        private int find(int local) {
            for (int i = 0; i < sets; i++) {
                if (set[i] == local) {
                    return i;
                }
            }
            return -1;
        }

        private int stride(int local) {
            int i = find(local);
            return i < 0 ? 0 : strides[i];
        }

        /** What the instructions before a back-edge compare; null if it isn't a counter with something that stays. */
        private LoopShape shape(int branchAt) {
            int op = op(1);
            if (op == LOCAL_TEE || op == LOCAL_GET) {
                return shape(operand(1), I32_NE, false, -1, op == LOCAL_TEE ? branchAt : position(1), op == LOCAL_TEE ? 1 : 0);
            }
            if (op < I32_NE || op > I32_GE_U) {
                return null;
            }
            if (op(2) == LOCAL_TEE) {       // limit, counter stepped, compare
                return isLimit(6) ? shape(operand(2), op, true, 6, position(1), 2) : null;
            }
            if (op(3) == LOCAL_TEE) {       // counter stepped, limit, compare
                return isLimit(2) ? shape(operand(3), op, false, 2, position(2), 1) : null;
            }
            if (op(3) == LOCAL_GET && stride(operand(3)) != 0 && isLimit(2)) {
                return shape(operand(3), op, false, 2, position(3), 0);
            }
            if (op(2) == LOCAL_GET && stride(operand(2)) != 0 && isLimit(3)) {
                return shape(operand(2), op, true, 3, position(3), 0);
            }
            return null;
        }

        private boolean isLimit(int back) {
            return op(back) == I32_CONST || op(back) == LOCAL_GET;
        }

        /** @param limitBack which recent instruction is the limit, or -1: 0 */
        private LoopShape shape(int counter, int comparison, boolean swap, int limitBack, int testAt, int testHas) {
            int stride = stride(counter);
            boolean isLocal = limitBack > 0 && op(limitBack) == LOCAL_GET;
            if (stride == 0 || isLocal && find(operand(limitBack)) >= 0) {
                return null;
            }
            int limit = limitBack < 0 ? 0 : operand(limitBack);
            return new LoopShape(counter, stride, swap ? swapped(comparison) : comparison, isLocal ? limit : -1, limit, testAt, testHas, in.position, 0, 0);
        }

        /** Whether no other back-edge follows the first, as can be told at a glance. */
        private boolean endsPlainly() {
            for (int i = 0; i < MAX_TAIL; i++) {
                int op = Immediates.opcode(in);
                if (op == END) {
                    return true;
                }
                if (op == BLOCK || op == IF || op == LOOP || op == BR_TABLE || op == BR || op == BR_IF || op > LAST_NUMERIC) {
                    return false;
                }
                Immediates.skip(in, op);
            }
            return false;
        }
    }
}
