// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/** The instructions of tables with i64 indices: an index that doesn't fit an int is one that no table has. */
public final class WideTables {
    private WideTables() {}

    public static Object getTable(long index, int table, Instance instance) {
        return BulkInstructions.getTable(Table.narrow(index), table, instance);
    }

    public static void setTable(long index, Object value, int table, Instance instance) {
        BulkInstructions.setTable(Table.narrow(index), value, table, instance);
    }

    public static long tableSize(int table, Instance instance) {
        return BulkInstructions.tableSize(table, instance);
    }

    public static long growTable(Object value, long delta, int table, Instance instance, int depth) {
        return BulkInstructions.growTable(value, Table.narrow(delta), table, instance, depth);
    }

    public static void fillTable(long to, Object value, long length, int table, Instance instance, int depth) {
        BulkInstructions.fillTable(Table.narrow(to), value, Table.narrow(length), table, instance, depth);
    }

    /** Either table may be the 64-bit one; the operands are zero-extended. */
    public static void copyTable(long to, long from, long length, int toTable, int fromTable, Instance instance, int depth) {
        BulkInstructions.copyTable(Table.narrow(to), Table.narrow(from), Table.narrow(length), toTable, fromTable, instance, depth);
    }

    public static void initialiseTable(long to, int from, int length, int segment, int table, Instance instance, int depth) {
        BulkInstructions.initialiseTable(Table.narrow(to), from, length, segment, table, instance, depth);
    }
}
