// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;
import org.wsh.engine.syntax.MemoryType;

/**
 * Addresses in memories off the heap. The JVM checks them against the segment's length, which is the memory's size. A 32-bit address is zero-extended, and the sum with an offset
 * can't wrap; if the memory can't grow past 2 GiB, {@code Objects.checkIndex} refuses a negative one as in {@link MemoryCode}, so that the JIT sees the sum of an int and moves checks out of
 * loops (a sum over an array took 1.6 times as long as on the heap, and then as long). A 64-bit one that is negative as a long is refused by the segment or, if an offset is
 * added, by {@code checkIndex}; after that the sum can only turn negative, which the segment refuses.
 */
final class OffHeapCode {
    private static final MethodTypeDesc CHECK_INT = MethodTypeDesc.ofDescriptor("(II)I"), CHECK_LONG = MethodTypeDesc.ofDescriptor("(JJ)J");
    private static final ClassDesc OBJECTS_CLASS = ClassDesc.of("java.util.Objects");

    private final MethodContext context;
    private final CodeBuilder code;
    private final OperandStack stack;
    private final BitSet checked;       // locals that are known not to be negative; of both kinds of memory

    OffHeapCode(MethodContext context, OperandStack stack, BitSet checked) {
        this.context = context;
        this.code = context.code;
        this.stack = stack;
        this.checked = checked;
    }

    /** Leaves a handle of NativeMemory (unless that is null), the segment and the address, which is the operand {@code down} below the top. */
    void address(String handle, int memory, int down, long offset) {
        if (stack.topKind(down) == OperandStack.REAL) {
            effective(memory, down, offset);
            if (handle != null) {
                handle(handle);
                code.dup_x2().pop();
            }
            code.aload(context.memorySlot(memory)).dup_x2().pop();
        } else {
            if (handle != null) {
                handle(handle);
            }
            code.aload(context.memorySlot(memory));
            effective(memory, down, offset);
        }
    }

    private void handle(String name) {
        code.getstatic(Names.OFF_HEAP, name, Names.VAR_HANDLE);
    }

    /** Leaves the sum of address and offset as a long; -1 or another negative one if it is too large. */
    void effective(int memory, int down, long offset) {
        byte kind = stack.topKind(down);
        boolean wide = context.module.memories()[memory].is64();
        if (kind == OperandStack.CONSTANT) {
            code.loadConstant(sum(wide ? stack.topPayload(down) : stack.topPayload(down) & 0xffff_ffffL, offset));
            return;
        }
        if (kind != OperandStack.REAL) {
            stack.loadTop(down);
        }
        boolean local = kind == OperandStack.LOCAL;
        int index = (int) stack.topPayload(down);
        if (offset < 0) {       // in a 64-bit memory only
            code.pop2().loadConstant(-1L);
            return;
        }
        if (wide ? offset > 0 : neverNegative(memory)) {
            if (!(local && checked.get(index))) {
                checkIndex(wide);
            }
            if (local) {
                checked.set(index);
            }
        }
        if (!wide) {
            code.i2l();
            if (!neverNegative(memory)) {
                code.loadConstant(0xffff_ffffL);
                code.land();
            }
        }
        if (offset > 0) {
            code.loadConstant(offset);
            code.ladd();
        }
    }

    private void checkIndex(boolean wide) {
        if (wide) {
            code.loadConstant(Long.MAX_VALUE);
        } else {
            code.loadConstant(Integer.MAX_VALUE);
        }
        code.invokestatic(OBJECTS_CLASS, "checkIndex", wide ? CHECK_LONG : CHECK_INT);
    }

    /** Whether all addresses inside of a 32-bit memory are positive ints; the JIT knows more of such sums. */
    private boolean neverNegative(int memory) {
        long maximum = context.module.memories()[memory].maximum();
        return maximum != MemoryType.UNBOUNDED && maximum <= MemoryType.MOST_PAGES_32 / 2;
    }

    private static long sum(long address, long offset) {
        return (address | offset | address + offset) < 0 ? -1 : address + offset;
    }
}
