// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.runtime.Trap.Kind;
import org.wsh.engine.syntax.Declarations.ElementSegment;
import org.wsh.engine.syntax.Declarations.Mode;

/** Segments and initial values: what fills globals, tables and memory at instantiation, and table.init and memory.init later. */
final class Segments {
    private Segments() {}

    static void initialise(Instance instance, long[] values, Object[] references) {
        var module = instance.declarations();
        for (int i = 0; i < module.initialisers().length; i++) {
            int g = module.importedGlobals() + i;
            ConstantEvaluation.evaluate(instance, module.initialisers()[i], values, references, g);
        }
        for (int i = 0; i < module.tableInitialisers().length; i++) {
            if (module.tableInitialisers()[i] >= 0) {
                var initial = new Object[1];
                ConstantEvaluation.evaluate(instance, module.tableInitialisers()[i], new long[1], initial, 0);
                Table table = instance.tables[module.importedTables() + i];
                table.fill(0, initial[0], table.size());
            }
        }
        var bits = new long[1];
        var elements = module.elements();
        for (int s = 0; s < elements.length; s++) {
            if (elements[s].mode() == Mode.ACTIVE) {
                ConstantEvaluation.evaluate(instance, elements[s].offset(), bits, new Object[1], 0);
                Table table = instance.tables[elements[s].table()];
                initialiseTable(instance, table, s, table.index(bits[0]), 0, elements[s].length());
            }
            if (elements[s].mode() != Mode.PASSIVE) {
                instance.droppedElements[s] = true;
            }
        }
        for (int i = module.importedTables(); i < instance.tables.length; i++) {
            instance.tables[i].declared();
        }
        var data = module.data();
        for (int s = 0; s < data.length; s++) {
            if (data[s].mode() == Mode.ACTIVE) {
                ConstantEvaluation.evaluate(instance, data[s].offset(), bits, new Object[1], 0);
                boolean wide = module.memories()[data[s].memory()].is64();
                initialiseMemory(instance, data[s].memory(), s, wide ? bits[0] : bits[0] & 0xffff_ffffL, 0, data[s].end() - data[s].start());
                instance.droppedData[s] = true;
            }
        }
    }

    static void initialiseTable(Instance instance, Table table, int segment, int to, int from, int length) {
        table.check(to, length);
        checkElements(instance, segment, from, length);
        for (int i = 0; i < length; i++) {
            table.set(to + i, element(instance, segment, from + i));
        }
    }

    /** Traps if a segment doesn't have these elements. */
    static void checkElements(Instance instance, int segment, int from, int length) {
        int available = instance.droppedElements[segment] ? 0 : instance.declarations().elements()[segment].length();
        if ((from & 0xffff_ffffL) + (length & 0xffff_ffffL) > available) {
            throw new Trap(Kind.OUT_OF_BOUNDS_TABLE_ACCESS);
        }
    }

    /** An element of a segment. An expression that makes an object is evaluated once, as the object's identity shows. */
    static Object element(Instance instance, int segment, int i) {
        var elements = instance.declarations().elements()[segment];
        if (elements.functions() != null) {
            return instance.function(elements.functions()[i]);
        }
        if (elements.mode() != Mode.PASSIVE) {
            return evaluate(instance, elements, i);
        }
        Object[] known = instance.elementValues[segment];
        if (known == null) {
            known = new Object[elements.length()];
            for (int k = 0; k < known.length; k++) {
                known[k] = evaluate(instance, elements, k);
            }
            instance.elementValues[segment] = known;
        }
        return known[i];
    }

    private static Object evaluate(Instance instance, ElementSegment elements, int i) {
        var result = new Object[1];
        ConstantEvaluation.evaluate(instance, elements.expressions()[i], new long[1], result, 0);
        return result[0];
    }

    /** The bytes of a data segment that is not dropped. */
    static int dataLength(Instance instance, int segment) {
        var data = instance.declarations().data()[segment];
        return instance.droppedData[segment] ? 0 : data.end() - data.start();
    }

    /** {@code to} is unsigned, of 64 bits, the other two of 32. */
    static void initialiseMemory(Instance instance, int memory, int segment, long to, int from, int length) {
        var data = instance.declarations().data()[segment];
        int available = dataLength(instance, segment);
        LinearMemory target = instance.memories[memory];
        if ((from & 0xffff_ffffL) + (length & 0xffff_ffffL) > available || to < 0 || to + (length & 0xffff_ffffL) > target.size() || to > target.size()) {
            throw new Trap(Kind.OUT_OF_BOUNDS_MEMORY_ACCESS);
        }
        target.put(to, instance.declarations().bytes(), data.start() + from, length);
    }
}
