// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.Declarations.ElementSegment;
import org.wsh.engine.syntax.Declarations.Mode;
import org.wsh.engine.syntax.Opcode;

/**
 * Which functions table 0 holds once a module is instantiated, as far as the module alone says so: the table is its own and its segments lie at constant places. As long as nobody has changed the table
 * ({@link Table#isAsDeclared}), call_indirect is a switch over them, and the JIT can inline what it calls: see {@link TypeClass}.
 */
final class DeclaredTable {
    /** More functions of a type are not told apart: their switch would take longer to make than it gains. */
    private static final int MOST_FUNCTIONS = 64;
    /** Sparse tables are not looked at. */
    private static final int MOST_HOLES = 4;
    private static final Cases NONE = new Cases(new int[0], new int[0]);

    /** The functions of one type: where they are in the table, ascending, and which they are. */
    record Cases(int[] indices, int[] functions) {
        boolean isEmpty() {
            return indices.length == 0;
        }
    }

    private final Map<Integer, Cases> byType;

    private DeclaredTable(Map<Integer, Cases> byType) {
        this.byType = byType;
    }

    static DeclaredTable of(Declarations module) {
        return new DeclaredTable(byType(module, elements(module)));
    }

    /** Of a canonical type. */
    Cases cases(int type) {
        return byType.getOrDefault(type, NONE);
    }

    /** The function at each index, or -1; empty if the module doesn't say. */
    private static int[] elements(Declarations module) {
        int[] nothing = {};
        if (module.importedTables() > 0 || module.tables().length == 0 || module.tableInitialisers()[0] >= 0) {
            return nothing;
        }
        long end = 0, functions = 0;
        for (var segment : module.elements()) {
            if (fills(segment)) {
                int start = place(module, segment);
                if (start < 0) {
                    return nothing;
                }
                end = Math.max(end, (long) start + segment.length());
                functions += segment.length();
            }
        }
        if (end > functions * MOST_HOLES || end > Table.MAX_SIZE) {
            return nothing;
        }
        var elements = new int[(int) end];
        Arrays.fill(elements, -1);
        for (var segment : module.elements()) {
            if (fills(segment)) {
                int start = place(module, segment);
                if (segment.functions() == null) {
                    Arrays.fill(elements, start, start + segment.length(), -1);
                } else {
                    System.arraycopy(segment.functions(), 0, elements, start, segment.length());
                }
            }
        }
        return elements;
    }

    private static boolean fills(ElementSegment segment) {
        return segment.mode() == Mode.ACTIVE && segment.table() == 0;
    }

    /** Where a segment begins, or -1 if that is not a constant. */
    private static int place(Declarations module, ElementSegment segment) {
        var in = new ByteReader(module.bytes(), segment.offset(), module.bytes().length);
        long place = switch (Immediates.opcode(in)) {
            case Opcode.I32_CONST -> in.s32() & 0xffff_ffffL;
            case Opcode.I64_CONST -> in.s64();
            default -> -1;
        };
        return place >= 0 && place <= Table.MAX_SIZE && Immediates.opcode(in) == Opcode.END ? (int) place : -1;
    }

    private static Map<Integer, Cases> byType(Declarations module, int[] elements) {
        var counts = new int[module.types().length];
        for (int function : elements) {
            if (function >= 0) {
                counts[module.functionTypes()[function]]++;
            }
        }
        var found = new HashMap<Integer, Cases>();
        var filled = new int[counts.length];
        for (int i = 0; i < elements.length; i++) {
            int type = elements[i] < 0 ? -1 : module.functionTypes()[elements[i]];
            if (type >= 0 && counts[type] <= MOST_FUNCTIONS) {
                var cases = found.computeIfAbsent(type, t -> new Cases(new int[counts[t]], new int[counts[t]]));
                cases.indices[filled[type]] = i;
                cases.functions[filled[type]++] = elements[i];
            }
        }
        return found;
    }
}
