// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.BitSet;

/**
 * Addresses in memories off the heap. The JVM checks them against the segment's length, which is the memory's size. 32-bit addresses are zero-extended, and the sum with an offset
 * can't wrap. A 64-bit one that is negative as a long is refused, by the segment or, if an offset is added, by {@code Objects.checkIndex} as in {@link MemoryCode}; after that the sum can
 * only turn negative, which the segment refuses.
 */
final class OffHeapCode {
    private static final MethodTypeDesc CHECK_INDEX = MethodTypeDesc.ofDescriptor("(JJ)J");
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
        if (!wide) {
            code.i2l().loadConstant(0xffff_ffffL);
            code.land();
        } else if (offset < 0) {
            code.pop2().loadConstant(-1L);
            return;
        } else if (offset > 0) {
            boolean local = kind == OperandStack.LOCAL;
            int index = (int) stack.topPayload(down);
            if (!(local && checked.get(index))) {
                code.loadConstant(Long.MAX_VALUE);
                code.invokestatic(OBJECTS_CLASS, "checkIndex", CHECK_INDEX);
            }
            if (local) {
                checked.set(index);
            }
        }
        if (offset > 0) {
            code.loadConstant(offset);
            code.ladd();
        }
    }

    private static long sum(long address, long offset) {
        return (address | offset | address + offset) < 0 ? -1 : address + offset;
    }
}
