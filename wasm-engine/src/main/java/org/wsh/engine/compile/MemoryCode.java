// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import java.util.function.Supplier;
import org.wsh.engine.syntax.Opcode;
import org.wsh.engine.syntax.ValueType;

/**
 * Loads and stores; those of memories off the heap go through {@link OffHeapCode}. The JVM checks the index against the array's length, which is the memory's size, so what remains is that address + offset, both
 * unsigned, must not wrap around into the array. An address that is negative as an int is above 2 GiB, which no array reaches; {@code Objects.checkIndex} (an
 * intrinsic that the JIT hoists and merges as it does array checks) refuses it. After that the sum can only turn negative, which the array check refuses.
 * A local that was checked needn't be again until it is set or control flow joins.
 *
 * <p>Calls of {@link org.wsh.engine.runtime.HeapAccess} are what starts quickly; where the JVM may not have the flags that make the JIT inline them always, the JDK's VarHandles are used. What is called checks once for all accesses around
 * an address ({@link AccessSpans}): the span's begin is below its address by what the program itself added, so it is in the memory if and only if the address is and the sum didn't wrap around.
 */
final class MemoryCode {
    private static final MethodTypeDesc CHECK_INDEX = MethodTypeDesc.ofDescriptor("(II)I");
    private static final ClassDesc OBJECTS_CLASS = ClassDesc.of("java.util.Objects");

    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final BitSet checked = new BitSet();
    private final OffHeapCode offHeap;
    private final boolean handles;
    private final Supplier<AccessSpans> find;
    /** Null until there is a use for it. */
    private AccessSpans spans;
    /** In a counting loop: the JIT moves checks out of it, if they are the JVM's own. */
    private boolean counting;

    /** @param spans finds them in what is compiled */
    MemoryCode(MethodContext context, OperandStack stack, Supplier<AccessSpans> spans) {
        this.find = spans;
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.offHeap = new OffHeapCode(context, stack, checked);
        this.handles = !context.names.memoryCalls;
    }

    void localSet(int local) {
        checked.clear(local);
    }

    void counting(boolean is) {
        counting = is;
    }

    void join() {
        checked.clear();
    }

    void load(int op, int memory, long offset, int place) {
        stack.settle();
        context.freshMemory(memory);
        if (context.onHeap(memory)) {
            var span = span(op, memory, 0, offset, place);
            if (span != null) {
                inSpan(op, span, 0, offset);
            } else {
                address(op, memory, usesHandle(op), 0, offset);
                alone(op);
            }
            read(op, span);
        } else {
            offHeap.address(handleName(op), memory, 0, offset);
            code.invokevirtual(Names.VAR_HANDLE, "get", MethodTypeDesc.of(accessed(op), Names.SEGMENT, Names.LONG));
        }
        extend(op);
        stack.pop();
        stack.pushReal(Opcode.memoryValue(op));
    }

    void store(int op, int memory, long offset, int place) {
        stack.settle();
        context.freshMemory(memory);
        if (stack.topKind(0) == OperandStack.REAL) {
            stack.saveTop(0);
        }
        if (context.onHeap(memory)) {
            var span = span(op, memory, 1, offset, place);
            if (span != null) {
                inSpan(op, span, 1, offset);
            } else {
                address(op, memory, usesHandle(op), 1, offset);
                alone(op);
            }
            stack.loadTop(0);
            cut(op);
            write(op, span);
        } else {
            offHeap.address(handleName(op), memory, 1, offset);
            stack.loadTop(0);
            cut(op);
            if (width(op) == 0) {
                code.i2b();
            }
            code.invokevirtual(Names.VAR_HANDLE, "set", MethodTypeDesc.of(Names.VOID, Names.SEGMENT, Names.LONG, accessed(op)));
        }
        stack.pop(2);
    }

    /** Leaves array or segment, index, and what is above the address, which is {@code down} below the top; pops nothing. Returns whether it is an array. */
    boolean vectorAddress(int memory, int down, long offset) {
        context.freshMemory(memory);
        if (down > 0 && stack.topKind(0) == OperandStack.REAL) {
            stack.saveTop(0);
        }
        boolean heap = context.onHeap(memory);
        if (heap) {
            address(0, memory, false, down, offset);
        } else {
            offHeap.address(null, memory, down, offset);
        }
        if (down > 0) {
            stack.loadTop(0);
        }
        return heap;
    }

    /** The span that an access is checked with, or null: it is checked by itself, as an array's element. */
    private AccessSpans.Span span(int op, int memory, int down, long offset, int place) {
        if (handles || memory != 0) {
            return null;
        }
        if (spans == null) {
            spans = find.get();
        }
        var span = spans.at(place);
        boolean alone = span == null || span.length() == offset + (1 << width(op));
        return alone && (span == null || offset == 0 && width(op) == 0 || stack.topKind(down) == OperandStack.CONSTANT) ? null : span;
    }

    /** Leaves array, the span's begin, where in it the access is, and its last byte. */
    private void inSpan(int op, AccessSpans.Span span, int down, long offset) {
        byte kind = stack.topKind(down);
        if (kind == OperandStack.REAL) {
            code.aload(context.memorySlot(0)).swap();
        } else {
            code.aload(context.memorySlot(0));
            stack.loadTop(down);
            if (kind == OperandStack.LOCAL) {
                checked.set((int) stack.topPayload(down));
            }
        }
        if (span.before() != 0) {
            code.loadConstant(span.before()).isub();
        }
        long at = span.before() + offset;
        if (span.before() < 0 || at + (1 << width(op)) > span.length()) {
            throw new IllegalStateException("an access outside of its span");    // nobody looks again
        }
        code.loadConstant((int) at).loadConstant(span.length() - 1);
    }

    /** The same of a span with nothing else in it, if that is called. */
    private void alone(int op) {
        if (!handles && width(op) > 0) {
            code.iconst_0().loadConstant((1 << width(op)) - 1);
        }
    }

    private boolean usesHandle(int op) {
        return handles && width(op) > 0;
    }

    private static int width(int op) {
        return Opcode.memoryWidth(op);
    }

    /** Leaves the handle (if one is used), the array and the index; the address is the operand {@code down} below the top. */
    private void address(int op, int memory, boolean handle, int down, long offset) {
        byte kind = stack.topKind(down);
        if (kind == OperandStack.REAL) {
            addOffset(offset, false);
            if (handle) {
                handle(op);
                code.swap();
            }
            code.aload(context.memorySlot(memory)).swap();
            return;
        }
        if (handle) {
            handle(op);
        }
        code.aload(context.memorySlot(memory));
        if (kind == OperandStack.CONSTANT) {
            long sum = (stack.topPayload(down) & 0xffff_ffffL) + offset;
            code.loadConstant(sum > Integer.MAX_VALUE ? -1 : (int) sum);
            return;
        }
        stack.loadTop(down);
        boolean local = kind == OperandStack.LOCAL;
        int index = (int) stack.topPayload(down);
        addOffset(offset, local && checked.get(index));
        if (local) {
            checked.set(index);
        }
    }

    private void addOffset(long offset, boolean isChecked) {
        if (offset == 0) {
            return;
        }
        if (offset > Integer.MAX_VALUE) {
            code.iconst_m1().ior();
            return;
        }
        if (!isChecked) {
            code.loadConstant(Integer.MAX_VALUE);
            code.invokestatic(OBJECTS_CLASS, "checkIndex", CHECK_INDEX);
        }
        code.loadConstant((int) offset);
        code.iadd();
    }

    private void handle(int op) {
        code.getstatic(Names.MEMORY, handleName(op), Names.VAR_HANDLE);
    }

    private static String handleName(int op) {
        return switch (op) {
            case F32_LOAD, F32_STORE -> "F32";
            case F64_LOAD, F64_STORE -> "F64";
            default -> switch (width(op)) {
                case 0 -> "I8";
                case 1 -> "I16";
                case 2 -> "I32";
                default -> "I64";
            };
        };
    }

    private static String callName(int op) {
        return switch (op) {
            case F32_LOAD, F32_STORE -> "f32";
            case F64_LOAD, F64_STORE -> "f64";
            default -> switch (width(op)) {
                case 0 -> "i8";
                case 1 -> "i16";
                case 2 -> "i32";
                default -> "i64";
            };
        };
    }

    private static ClassDesc accessed(int op) {
        return switch (op) {
            case F32_LOAD, F32_STORE -> ConstantDescs.CD_float;
            case F64_LOAD, F64_STORE -> ConstantDescs.CD_double;
            default -> switch (width(op)) {
                case 0 -> ConstantDescs.CD_byte;
                case 1 -> ConstantDescs.CD_short;
                case 2 -> ConstantDescs.CD_int;
                default -> ConstantDescs.CD_long;
            };
        };
    }

    private void read(int op, AccessSpans.Span span) {
        if (span != null || !handles && width(op) > 0) {
            code.invokestatic(accesses(span), callName(op), MethodTypeDesc.of(accessed(op), Names.BYTES, Names.INT, Names.INT, Names.INT));
        } else if (width(op) == 0) {
            code.baload();
        } else {
            code.invokevirtual(Names.VAR_HANDLE, "get", MethodTypeDesc.of(accessed(op), Names.BYTES, Names.INT));
        }
    }

    /** From what the JVM reads to what Wasm loads. */
    private void extend(int op) {
        switch (op) {
            case I32_LOAD8_U -> unsignedByte();
            case I32_LOAD16_U -> code.i2c();
            case I64_LOAD8_S, I64_LOAD16_S, I64_LOAD32_S -> code.i2l();
            case I64_LOAD8_U -> {
                unsignedByte();
                code.i2l();
            }
            case I64_LOAD16_U -> code.i2c().i2l();
            case I64_LOAD32_U -> {
                code.i2l().loadConstant(0xffff_ffffL);
                code.land();
            }
            default -> { }
        }
    }

    private void unsignedByte() {
        code.sipush(255).iand();
    }

    /** From what Wasm stores to what the JVM writes. */
    private void cut(int op) {
        if (Opcode.memoryValue(op) == ValueType.I64 && op != I64_STORE) {
            code.l2i();
        }
        if (width(op) == 1) {
            code.i2s();
        }
    }

    private void write(int op, AccessSpans.Span span) {
        if (span != null || !handles && width(op) > 0) {
            if (width(op) == 0) {
                code.i2b();
            }
            code.invokestatic(accesses(span), callName(op), MethodTypeDesc.of(Names.VOID, Names.BYTES, Names.INT, Names.INT, Names.INT, accessed(op)));
        } else if (width(op) == 0) {
            code.bastore();
        } else {
            code.invokevirtual(Names.VAR_HANDLE, "set", MethodTypeDesc.of(Names.VOID, Names.BYTES, Names.INT, accessed(op)));
        }
    }

    /** A lone check of our own would only need more registers (a loop with a call in it kept all its variables on the stack for one), but for an interpreter's loop. */
    private ClassDesc accesses(AccessSpans.Span span) {
        boolean lone = span == null || span.alone();
        return counting || lone && !context.kept.isUsed() ? Names.HEAP_ACCESS : Names.SPAN_ACCESS;
    }
}
