// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;

/**
 * What a counting loop does if that is to fill memory: it stores one value at its counter, which it steps by the value's width, as the {@code memset} of a program that was built without bulk instructions does. Once it is known how many
 * rounds come, all but the last are done by one call ({@link org.wsh.engine.runtime.RepeatedStore}). Compiled code is about as fast; but a program begins with clearing its heap, and in the JVM's interpreter,
 * where ruby spent a tenth of a second in it, a call is some hundred times as fast.
 *
 * @param width    of a store, in bytes
 * @param value    the local that is stored, or -1: {@code constant}
 * @param isLong   whether the value is an i64
 */
record FillLoop(int width, int value, long constant, boolean isLong) {
    /** Fewer rounds are not worth a call. */
    private static final int LEAST_ROUNDS = 64;
    private static final ClassDesc OWNER = ClassDesc.of("org.wsh.engine.runtime.RepeatedStore");
    private static final MethodTypeDesc STORE = MethodTypeDesc.ofDescriptor("([BIJII)I");

    /** What the loop fills whose body begins at {@code in}, which is left where it was; null if it does anything else. */
    static FillLoop of(ByteReader in, LoopShape shape) {
        int start = in.position;
        try {
            return scan(in, shape);
        } finally {
            in.position = start;
        }
    }

    private static FillLoop scan(ByteReader in, LoopShape shape) {
        if (Immediates.opcode(in) != LOCAL_GET || in.u32() != shape.counter()) {
            return null;
        }
        int push = Immediates.opcode(in);
        int value = -1;
        long constant = 0;
        switch (push) {
            case LOCAL_GET -> value = in.u32();
            case I32_CONST -> constant = in.s32();
            case I64_CONST -> constant = in.s64();
            default -> {
                return null;
            }
        }
        int store = Immediates.opcode(in);
        int width = width(store);
        if (width != shape.stride() || value == shape.counter()) {
            return null;
        }
        boolean plain = in.u32() < 0x40 && in.u32() == 0;       // of memory 0, at no offset
        boolean steps = plain && Immediates.opcode(in) == LOCAL_GET && in.u32() == shape.counter() && Immediates.opcode(in) == I32_CONST && in.s32() == width
                && Immediates.opcode(in) == I32_ADD && setsCounter(in, shape);
        return steps && in.position == shape.testAt() ? new FillLoop(width, value, constant, store >= I64_STORE && store != I32_STORE8 && store != I32_STORE16) : null;
    }

    private static boolean setsCounter(ByteReader in, LoopShape shape) {
        int op = Immediates.opcode(in);
        return (op == LOCAL_TEE || op == LOCAL_SET) && in.u32() == shape.counter();
    }

    /** Zero if it isn't a store of an integer. */
    private static int width(int store) {
        return switch (store) {
            case I32_STORE8, I64_STORE8 -> 1;
            case I32_STORE16, I64_STORE16 -> 2;
            case I32_STORE, I64_STORE32 -> 4;
            case I64_STORE -> 8;
            default -> 0;
        };
    }

    /**
     * Does all of {@code rounds} but the last if they are many: {@code done} counts them, and the guest's counter is where it is after them. If not all of that is in the memory, nothing is done: the loop itself comes to where it traps.
     *
     * @param inner the loop's head
     */
    void ahead(MethodContext context, LoopShape shape, int rounds, int done, Label inner) {
        CodeBuilder code = context.code;
        int counter = context.localSlots[shape.counter()];
        context.size.jumps(MethodSize.JUMP);
        code.iload(rounds).loadConstant(LEAST_ROUNDS);
        code.if_icmplt(inner);
        context.loadArray(0);
        code.iload(counter);
        if (value < 0) {
            code.loadConstant(constant);
        } else if (isLong) {
            code.lload(context.localSlots[value]);
        } else {
            code.iload(context.localSlots[value]).i2l();
        }
        code.iload(rounds).iconst_1().isub().loadConstant(width);
        code.invokestatic(OWNER, "store", STORE).istore(done);
        code.iload(done).loadConstant(width);
        code.imul().iload(counter).iadd().istore(counter);
    }
}
