// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.Opcode.*;

import org.wsh.engine.runtime.BulkInstructions;
import org.wsh.engine.runtime.Global;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.MemoryInstructions;
import org.wsh.engine.runtime.References;
import org.wsh.engine.runtime.Table;
import org.wsh.engine.syntax.ValueType;

/** Globals, tables, references and bulk instructions. */
final class Rare {
    private Rare() {}

    /** How many words follow the code. */
    static int words(int op) {
        return switch (op) {
            case REF_NULL, REF_IS_NULL, REF_EQ, REF_AS_NON_NULL -> 0;
            case TABLE_INIT, TABLE_COPY, MEMORY_INIT, MEMORY_COPY -> 2;
            default -> 1;
        };
    }

    static int execute(int op, int[] code, int pc, Instance i, int depth, long[] v, Object[] r, int top) {
        int x = code[pc];
        switch (op) {
            case GLOBAL_GET -> {
                Global g = i.globals[x];
                if (ValueType.isNumber(g.type().type())) {
                    v[top] = g.bits();
                } else {
                    r[top] = g.reference();
                }
                return top + 1;
            }
            case GLOBAL_SET -> {
                Global g = i.globals[x];
                if (ValueType.isNumber(g.type().type())) {
                    g.bits(v[top - 1]);
                } else {
                    g.reference(r[top - 1]);
                }
                return top - 1;
            }
            case REF_NULL -> r[top++] = null;
            case REF_IS_NULL -> v[top - 1] = r[top - 1] == null ? 1 : 0;
            case REF_EQ -> {
                v[top - 2] = References.equal(r[top - 2], r[top - 1]) ? 1 : 0;
                return top - 1;
            }
            case REF_AS_NON_NULL -> References.nonNull(r[top - 1]);
            case REF_FUNC -> r[top++] = i.function(x);
            case MEMORY_SIZE -> v[top++] = MemoryInstructions.memorySize(x, i);
            case MEMORY_GROW -> v[top - 1] = MemoryInstructions.growMemory(address(i, x, v[top - 1]), x, i, depth);
            case TABLE_SIZE -> v[top++] = BulkInstructions.tableSize(x, i);
            case TABLE_GET -> r[top - 1] = BulkInstructions.getTable(i.table(x).index(v[top - 1]), x, i);
            case TABLE_SET -> {
                BulkInstructions.setTable(i.table(x).index(v[top - 2]), r[top - 1], x, i);
                return top - 2;
            }
            case TABLE_GROW -> {
                v[top - 2] = BulkInstructions.growTable(r[top - 2], i.table(x).index(v[top - 1]), x, i, depth);
                return top - 1;
            }
            case DATA_DROP -> BulkInstructions.dropData(x, i);
            case ELEM_DROP -> BulkInstructions.dropElements(x, i);
            default -> {
                three(op, x, words(op) == 2 ? code[pc + 1] : 0, i, depth, v, r, top - 3);
                return top - 3;
            }
        }
        return top;
    }

    private static void three(int op, int x, int y, Instance i, int depth, long[] v, Object[] r, int at) {
        long a = v[at], b = v[at + 1], n = v[at + 2];
        switch (op) {
            case MEMORY_COPY -> MemoryInstructions.copyMemory(address(i, x, a), address(i, y, b), length(i, x, y, n), x, y, i, depth);
            case MEMORY_FILL -> MemoryInstructions.fillMemory(address(i, x, a), (int) b, address(i, x, n), x, i, depth);
            case MEMORY_INIT -> MemoryInstructions.initialiseMemory(address(i, y, a), (int) b, (int) n, x, y, i, depth);
            case TABLE_FILL -> BulkInstructions.fillTable(i.table(x).index(a), r[at + 1], i.table(x).index(n), x, i, depth);
            case TABLE_COPY -> {
                Table to = i.table(x), from = i.table(y);
                BulkInstructions.copyTable(to.index(a), from.index(b), to.type().is64() ? from.index(n) : (int) n, x, y, i, depth);
            }
            case TABLE_INIT -> BulkInstructions.initialiseTable(i.table(y).index(a), (int) b, (int) n, x, y, i, depth);
            default -> throw new IllegalStateException("opcode 0x" + Integer.toHexString(op) + " passed validation");
        }
    }

    /** An address or size of memory {@code memory}, zero-extended. */
    private static long address(Instance i, int memory, long bits) {
        return i.declarations().memories()[memory].is64() ? bits : bits & 0xffff_ffffL;
    }

    /** The length of a copy has the type of the narrower memory. */
    private static long length(Instance i, int to, int from, long bits) {
        return i.declarations().memories()[to].is64() ? address(i, from, bits) : bits & 0xffff_ffffL;
    }
}
