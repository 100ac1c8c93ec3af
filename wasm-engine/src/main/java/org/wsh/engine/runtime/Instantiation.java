// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.ArrayList;
import java.util.function.IntPredicate;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.Declarations.Mode;
import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.ExternKind;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.GlobalType;
import org.wsh.engine.syntax.Import;
import org.wsh.engine.syntax.MemoryType;
import org.wsh.engine.syntax.TableType;
import org.wsh.engine.syntax.TagType;
import org.wsh.engine.syntax.ValueType;

/** The spec's instantiation: match imports, allocate, initialise, start. What was allocated is given back if any of it fails. */
public final class Instantiation {
    /** More are not listed. */
    private static final int MOST_PROBLEMS = 10_000;

    private final Declarations module;
    private final InstanceOptions options;
    private final ArrayList<String> problems = new ArrayList<>();

    // The parts that Instance takes over.
    final FunctionRef[] functions;
    final Table[] tables;
    final Global[] globals;
    final Tag[] tags;
    final long[] values;
    final Object[] references;
    final LinearMemory[] memories;
    int maxResults;
    long reserved;
    boolean ownsAll;            // also what is in the place of imports
    private int retained;       // of the imported memories, so many that are shared have us as an owner

    Instantiation(Declarations module, InstanceOptions options) {
        this.module = module;
        this.options = options;
        this.functions = new FunctionRef[module.functionCount()];
        this.tables = new Table[module.tables().length];
        this.memories = new LinearMemory[module.memories().length];
        this.globals = new Global[module.globals().length];
        this.tags = new Tag[module.tags().length];
        this.values = new long[globals.length];
        this.references = new Object[globals.length];
        for (FunctionType type : module.types()) {
            maxResults = Math.max(maxResults, type == null ? 0 : type.resultCount());
        }
    }

    /** @param bound tells of an imported function's index whether the code has it as a constant */
    public static Instance instantiate(CodeLibrary library, IntPredicate bound, Imports imports, InstanceOptions options) {
        Instance instance = allocate(library, bound, imports, options);
        try {
            instance.runStart();
            return instance;
        } catch (StackCapture c) {
            throw c;        // the instance is whole, and its start function goes on when it is resumed
        } catch (Throwable t) {
            if (!escaped(library.declarations(), true)) {
                instance.close();
            }
            throw t;
        }
    }

    /** All but the start function. */
    public static Instance allocate(CodeLibrary library, IntPredicate bound, Imports imports, InstanceOptions options) {
        Declarations module = library.declarations();
        long reserve = ownBytes(module);
        if (!options.ledger().reserve(reserve)) {
            throw new LinkError("instance of " + reserve + " bytes: refused, not enough memory");
        }
        var parts = new Instantiation(module, options);
        parts.reserved = reserve;
        Instance instance = null;
        try {
            parts.resolve(imports, bound);
            parts.allocate();
            instance = new Instance(library, parts, options);
            Segments.initialise(instance, parts.values, parts.references);
            return instance;
        } catch (Throwable t) {
            if (instance == null) {
                parts.release();
            } else if (!escaped(module, false)) {
                instance.close();
            }
            throw t;
        }
    }

    /** What an instance's own arrays take. */
    static long ownBytes(Declarations module) {
        return 256 + 8L * (module.functionCount() + 3L * module.globals().length + 5L * module.tags().length) + elementBytes(module);
    }

    /** What the instance may keep of passive segments whose elements are expressions. */
    private static long elementBytes(Declarations module) {
        long bytes = 0;
        for (var segment : module.elements()) {
            bytes += segment.mode() == Mode.PASSIVE && segment.expressions() != null ? 16 + 8L * segment.length() : 8;
        }
        return bytes;
    }

    /** Whether something of a failed instance may have been put into an imported table, from where it can still be called. */
    private static boolean escaped(Declarations module, boolean started) {
        if (module.importedTables() == 0) {
            return false;
        }
        for (var segment : module.elements()) {
            if (segment.mode() == Mode.ACTIVE && segment.table() < module.importedTables()) {
                return true;
            }
        }
        return started;
    }

    private void release() {
        options.ledger().release(reserved);
        for (int i = 0; i < memories.length; i++) {
            if (i >= module.importedMemories() || i < retained) {
                letGo(memories[i], i >= module.importedMemories());
            }
        }
        for (int i = module.importedTables(); i < tables.length; i++) {
            if (tables[i] != null) {
                tables[i].close();
            }
        }
    }

    /** Of an imported memory an instance is an owner too if it is shared. */
    static void letGo(LinearMemory memory, boolean own) {
        if (memory != null && (own || memory.type.shared())) {
            memory.close();
        }
    }

    private void retainSharedMemories() {
        for (; retained < module.importedMemories(); retained++) {
            if (memories[retained] instanceof NativeMemory m && m.type.shared() && !m.retain()) {
                throw new LinkError("imported memory " + retained + " is closed");
            }
        }
    }

    // Imports.

    private void resolve(Imports given, IntPredicate bound) {
        int f = 0, t = 0, m = 0, g = 0, e = 0;
        for (Import i : module.imports()) {
            if (i.kind() == ExternKind.FUNCTION && bound.test(f)) {
                f++;
                continue;
            }
            Object value = given.find(i);
            if (value == null && i.kind() == ExternKind.FUNCTION) {
                value = given.stub(i, module.definedType(f));
            }
            if (problems.size() == MOST_PROBLEMS) {
                break;
            }
            if (value == null) {
                problems.add("unknown import " + i);
            } else if (!matches(i, f, value)) {
                problems.add("incompatible import type: " + i + " is given " + describe(value));
            }
            switch (i.kind()) {
                case FUNCTION -> functions[f++] = value instanceof FunctionRef x ? x : null;
                case TABLE -> tables[t++] = value instanceof Table x ? x : null;
                case MEMORY -> memories[m++] = value instanceof LinearMemory x ? x : null;
                case GLOBAL -> globals[g++] = value instanceof Global x ? x : null;
                case TAG -> tags[e++] = value instanceof Tag x ? x : null;
            }
        }
        if (!problems.isEmpty()) {
            throw new LinkError(String.join("\n", problems) + (problems.size() == MOST_PROBLEMS ? "\n… and perhaps more" : ""));
        }
    }

    private boolean matches(Import i, int function, Object value) {
        return switch (i.type()) {
            case FunctionType type -> value instanceof FunctionRef f && f.definedType().isSubtypeOf(module.definedType(function));
            case TableType type -> value instanceof Table t && t.type().is64() == type.is64() && sameType(t.type().element(), t.types(), type.element())
                    && within(t.type().minimum(), t.type().maximum(), type.minimum(), type.maximum());
            // Code for a memory on the heap can't use one off it: then it is one of more than 2 GiB that was declared small.
            case MemoryType type -> value instanceof LinearMemory m && m.type().shared() == type.shared() && m.type().is64() == type.is64()
                    && type.onHeap() == m instanceof HeapMemory
                    && within(m.type().minimum(), m.type().maximum(), type.minimum(), type.maximum());
            case TagType type -> value instanceof Tag x && (x.definedType == type.type() || x.definedType.sameAs(type.type()));
            case GlobalType type -> value instanceof Global x && x.type().mutable() == type.mutable()
                    && (type.mutable() ? sameType(x.type().type(), x.types(), type.type()) : x.types().matches(x.type().type(), type.type(), module.definedTypes()));
        };
    }

    private boolean sameType(int given, DefinedTypes types, int wanted) {
        return types.matches(given, wanted, module.definedTypes()) && module.definedTypes().matches(wanted, given, types);
    }

    private static boolean within(long minimum, long maximum, long wantedMinimum, long wantedMaximum) {
        return minimum >= wantedMinimum && (wantedMaximum < 0 || maximum >= 0 && maximum <= wantedMaximum);
    }

    private static String describe(Object value) {
        return switch (value) {
            case FunctionRef f -> f.toString();
            case Table t -> t.type().toString();
            case LinearMemory m -> m.type().toString();
            case Global g -> g.type().toString();
            default -> value.toString();
        };
    }

    // Allocation.

    private void allocate() {
        for (int i = module.importedTables(); i < tables.length; i++) {
            tables[i] = new Table(module.tables()[i], module.definedTypes(), null, options.ledger());
        }
        retainSharedMemories();
        for (int i = module.importedMemories(); i < memories.length; i++) {
            memories[i] = LinearMemory.of(module.memories()[i], options.ledger(), options.roomyMemory(), options.mostNativeBytes());
        }
        for (int i = module.importedTags(); i < tags.length; i++) {
            tags[i] = new Tag(module.tags()[i].type());
        }
        for (int i = 0; i < globals.length; i++) {
            if (i >= module.importedGlobals()) {
                globals[i] = new Global(module.globals()[i], module.definedTypes(), values, references, i);
            } else if (!module.globals()[i].mutable()) {
                values[i] = ValueType.isNumber(globals[i].type().type()) ? globals[i].bits() : 0;
                references[i] = globals[i].isReference() ? globals[i].reference() : null;
            }
        }
    }
}
