// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import org.wsh.engine.syntax.Declarations;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;

/**
 * What generated classes and methods are called. In one package per image there are
 * {@code F<n>}: a group of functions, methods {@code f<index>(parameters…, Instance, int depth)}, and {@code t<index>} for those that make tail calls, see {@link TailCode};
 * {@code I<n>}: imported functions, methods {@code f<index>} of the same shape;
 * {@code T<type>}: a function type, see {@link TypeClass}; {@code E<index>}: a function as an object; {@code A<type>}: an adapter.
 */
final class Names {
    static final ClassDesc INSTANCE = ClassDesc.of("org.wsh.engine.runtime.Instance");
    static final ClassDesc MEMORY = ClassDesc.of("org.wsh.engine.runtime.HeapMemory");
    static final ClassDesc HEAP_ACCESS = ClassDesc.of("org.wsh.engine.runtime.HeapAccess"), SPAN_ACCESS = ClassDesc.of("org.wsh.engine.runtime.SpanAccess");
    static final ClassDesc OFF_HEAP = ClassDesc.of("org.wsh.engine.runtime.NativeMemory");
    static final ClassDesc ANY_MEMORY = ClassDesc.of("org.wsh.engine.runtime.LinearMemory");
    static final ClassDesc SEGMENT = ClassDesc.of("java.lang.foreign.MemorySegment");
    static final ClassDesc MEMORY_INSTRUCTIONS = ClassDesc.of("org.wsh.engine.runtime.MemoryInstructions");
    static final ClassDesc WIDE_TABLES = ClassDesc.of("org.wsh.engine.runtime.WideTables");
    static final ClassDesc ATOMICS = ClassDesc.of("org.wsh.engine.runtime.AtomicInstructions");
    static final ClassDesc ZEROS = ClassDesc.of("org.wsh.engine.runtime.Zeros");
    static final ClassDesc TABLE = ClassDesc.of("org.wsh.engine.runtime.Table");
    static final ClassDesc GLOBAL = ClassDesc.of("org.wsh.engine.runtime.Global");
    static final ClassDesc FUNCTION = ClassDesc.of("org.wsh.engine.runtime.FunctionRef");
    static final ClassDesc CODE = ClassDesc.of("org.wsh.engine.runtime.Code");
    static final ClassDesc WATCH = ClassDesc.of("org.wsh.engine.runtime.Watch");
    static final ClassDesc TAIL_CALL = ClassDesc.of("org.wsh.engine.runtime.TailCall");
    static final ClassDesc TAG = ClassDesc.of("org.wsh.engine.runtime.Tag");
    static final ClassDesc EXCEPTION = ClassDesc.of("org.wsh.engine.runtime.WasmException");
    static final ClassDesc CAPTURE = ClassDesc.of("org.wsh.engine.runtime.StackCapture");
    static final ClassDesc TRAP = ClassDesc.of("org.wsh.engine.runtime.Trap");
    static final ClassDesc NUMERIC = ClassDesc.of("org.wsh.engine.runtime.NumericInstructions");
    static final ClassDesc BULK = ClassDesc.of("org.wsh.engine.runtime.BulkInstructions");
    static final ClassDesc VECTOR = ClassDesc.of("org.wsh.engine.runtime.V128");
    static final ClassDesc REFERENCES = ClassDesc.of("org.wsh.engine.runtime.References");
    static final ClassDesc INTERPRETER = ClassDesc.of("org.wsh.engine.exec.Interpreter");
    static final ClassDesc VAR_HANDLE = ConstantDescs.CD_VarHandle;
    static final ClassDesc OBJECT = ConstantDescs.CD_Object;
    static final ClassDesc INT = ConstantDescs.CD_int;
    static final ClassDesc LONG = ConstantDescs.CD_long;
    static final ClassDesc VOID = ConstantDescs.CD_void;
    static final ClassDesc BYTES = ConstantDescs.CD_byte.arrayType();
    static final ClassDesc LONGS = ConstantDescs.CD_long.arrayType();
    static final ClassDesc OBJECTS = ConstantDescs.CD_Object.arrayType();
    static final MethodTypeDesc APPLY = MethodTypeDesc.of(VOID, LONGS, OBJECTS, INSTANCE, INT);

    final String packageName;
    private final Declarations module;
    private final Grouping groups;
    /** Loads and stores call {@link org.wsh.engine.runtime.HeapAccess}. */
    final boolean memoryCalls;
    /** NaNs that arithmetic makes are made the canonical one. */
    final boolean canonicalNans;
    /** Which calls hand over their frames. */
    final Captures captures;
    private final MethodTypeDesc[] descriptors;     // by canonical type; a race makes equal ones
    private DeclaredTable table;                    // when first asked for; the same

    Names(String packageName, Declarations module, Grouping groups, boolean memoryCalls, boolean canonicalNans, Captures captures) {
        this.captures = captures;
        this.packageName = packageName;
        this.module = module;
        this.groups = groups;
        this.memoryCalls = memoryCalls;
        this.canonicalNans = canonicalNans;
        this.descriptors = new MethodTypeDesc[module.types().length];
    }

    /** What call_indirect finds in table 0. */
    DeclaredTable table() {
        var found = table;
        if (found == null) {
            table = found = DeclaredTable.of(module);
        }
        return found;
    }

    ClassDesc classNamed(char kind, int number) {
        return ClassDesc.of(packageName, kind + Integer.toString(number));
    }

    /** The class that holds a function's method. */
    ClassDesc ownerOf(int function) {
        return function < module.importedFunctions() ? classNamed('I', groups.ofImport(function))
                : classNamed('F', groups.of(function));
    }

    static String method(int function) {
        return "f" + function;
    }

    /** Of a function that makes tail calls: what runs its body until it returns or makes one. */
    static String bodyMethod(int function) {
        return "t" + function;
    }

    /** {@code (parameters…, Instance, int depth) -> first result} of a canonical type. */
    MethodTypeDesc descriptor(int type) {
        var found = descriptors[type];
        if (found == null) {
            descriptors[type] = found = MethodTypeDesc.of(result(module.types()[type]), parameters(module.types()[type], INSTANCE, INT));
        }
        return found;
    }

    /** What a method takes for the type's parameters, then {@code more}. */
    static ClassDesc[] parameters(FunctionType type, ClassDesc... more) {
        var list = new ArrayList<ClassDesc>(type.parameterCount() + more.length);
        if (type.isWide()) {
            list.add(LONGS);
            list.add(OBJECTS);
        } else {
            for (int i = 0; i < type.parameterCount(); i++) {
                list.add(of(type.parameter(i)));
            }
        }
        list.addAll(java.util.Arrays.asList(more));
        return list.toArray(new ClassDesc[0]);
    }

    static ClassDesc result(FunctionType type) {
        return type.resultCount() == 0 ? VOID : of(type.result(0));
    }

    static ClassDesc of(int valueType) {
        return switch (valueType) {
            case ValueType.I32 -> INT;
            case ValueType.I64 -> ConstantDescs.CD_long;
            case ValueType.F32 -> ConstantDescs.CD_float;
            case ValueType.F64 -> ConstantDescs.CD_double;
            default -> OBJECT;
        };
    }

    static TypeKind kind(int valueType) {
        return switch (valueType) {
            case ValueType.I32 -> TypeKind.INT;
            case ValueType.I64 -> TypeKind.LONG;
            case ValueType.F32 -> TypeKind.FLOAT;
            case ValueType.F64 -> TypeKind.DOUBLE;
            default -> TypeKind.REFERENCE;
        };
    }

    /** JVM locals that the type's parameters take. */
    static int slots(FunctionType type) {
        if (type.isWide()) {
            return WideCall.ARRAYS;
        }
        int n = 0;
        for (int i = 0; i < type.parameterCount(); i++) {
            n += kind(type.parameter(i)).slotSize();
        }
        return n;
    }
}
