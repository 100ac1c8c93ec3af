// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/**
 * The instructions of shared memories, 0xfe00 + their number. Loads, stores and read-modify-write instructions come in nine groups of seven, each the same seven
 * combinations of value type and width.
 */
public final class AtomicOpcode {
    public static final int NOTIFY = 0xfe00, WAIT32 = 0xfe01, WAIT64 = 0xfe02, FENCE = 0xfe03;
    /** The nine groups. */
    public static final int LOAD = 0, STORE = 1, ADD = 2, SUB = 3, AND = 4, OR = 5, XOR = 6, EXCHANGE = 7, COMPARE_EXCHANGE = 8;
    private static final int FIRST = 0xfe10, LAST = 0xfe4e;
    private static final String[] GROUPS = {"load", "store", "add", "sub", "and", "or", "xor", "xchg", "cmpxchg"};

    private AtomicOpcode() {}

    /** Whether it is an atomic instruction at all. */
    public static boolean isAtomic(int op) {
        return op >= NOTIFY && op <= FENCE || isAccess(op);
    }

    /** Whether it is of one of the nine groups. */
    public static boolean isAccess(int op) {
        return op >= FIRST && op <= LAST;
    }

    public static int group(int op) {
        return (op - FIRST) / 7;
    }

    /** The type of the value that is loaded, stored, exchanged. */
    public static int value(int op) {
        return switch ((op - FIRST) % 7) {
            case 0, 2, 3 -> ValueType.I32;
            default -> ValueType.I64;
        };
    }

    /** Base-two logarithm of the bytes touched: the alignment that it must have. Of wait and notify too. */
    public static int width(int op) {
        if (!isAccess(op)) {
            return op == WAIT64 ? 3 : 2;
        }
        return switch ((op - FIRST) % 7) {
            case 2, 4 -> 0;
            case 3, 5 -> 1;
            case 0, 6 -> 2;
            default -> 3;
        };
    }

    /** How many values are taken besides the address. */
    public static int values(int op) {
        return switch (op) {
            case NOTIFY -> 1;
            case WAIT32, WAIT64 -> 2;
            default -> group(op) == LOAD ? 0 : group(op) == COMPARE_EXCHANGE ? 2 : 1;
        };
    }

    static String name(int op) {
        if (!isAccess(op)) {
            return switch (op) {
                case NOTIFY -> "memory.atomic.notify";
                case WAIT32 -> "memory.atomic.wait32";
                case WAIT64 -> "memory.atomic.wait64";
                default -> "atomic.fence";
            };
        }
        int group = group(op);
        int bits = 8 << width(op);
        String narrow = bits == (value(op) == ValueType.I32 ? 32 : 64) ? "" : Integer.toString(bits);
        String name = ValueType.name(value(op)) + ".atomic." + (group > STORE ? "rmw" + narrow + "." + GROUPS[group] : GROUPS[group] + narrow);
        return narrow.isEmpty() || group == STORE ? name : name + "_u";
    }
}
