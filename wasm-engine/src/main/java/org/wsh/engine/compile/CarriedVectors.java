// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.SimdOpcode;
import org.wsh.engine.syntax.ValueType;

/**
 * The vectors that an innermost loop carries from one round to the next. The JIT keeps a vector in registers as long as it sees where it was made. When it enters a running
 * loop, it sees objects from elsewhere, and then makes an object of each in every round (which took 10 to 100 times as long). So these also live in an array:
 * every round begins by taking them out of it, and what sets one puts it there. The locals themselves are always right too, and all that counts outside of the loop.
 */
final class CarriedVectors {
    private static final int MOST = 16;     // Instance.vectorFrame holds as many
    private static final ClassDesc FRAME = ClassDesc.of("org.wsh.engine.runtime.simd.VectorFrame");
    private static final MethodTypeDesc GET = MethodTypeDesc.of(Names.VECTOR, Names.LONGS, Names.INT), SET = MethodTypeDesc.of(Names.VOID, Names.LONGS, Names.INT, Names.VECTOR);

    private final MethodContext context;
    private final CodeBuilder code;
    private final int[] locals;
    private final int frame;

    private CarriedVectors(MethodContext context, int[] locals) {
        this.context = context;
        this.code = context.code;
        this.locals = locals;
        this.frame = context.newSlot(TypeKind.REFERENCE);
    }

    /** Those of the innermost loop whose body begins at {@code in}, which is left where it was; null if it has none. */
    static CarriedVectors of(MethodContext context, ByteReader in) {
        int start = in.position;
        int[] locals = carried(in, context.facts.locals());
        boolean cut = context.regions.anyWithin(start, in.position);    // what a region's method sets, it doesn't put into the array
        in.position = start;
        return locals.length == 0 || cut ? null : new CarriedVectors(context, locals);
    }

    /** Vectors that the body reads before it sets them. (If a branch goes around the setting, one may be missed, which costs time only.) */
    private static int[] carried(ByteReader in, int[] types) {
        var read = new int[MOST];
        var set = new int[MOST];
        int reads = 0, sets = 0;
        for (int nesting = 0; nesting >= 0; ) {
            int op = Immediates.opcode(in);
            if (op < LOCAL_GET || op > LOCAL_TEE) {
                if (!isPlain(op)) {
                    return new int[0];
                }
                nesting += op == BLOCK || op == IF ? 1 : op == END ? -1 : 0;
                Immediates.skip(in, op);
                continue;
            }
            int local = in.u32();
            if (types[local] != ValueType.V128) {
                continue;
            }
            if (op != LOCAL_GET) {
                if (sets < MOST && !contains(set, sets, local)) {
                    set[sets++] = local;
                }
            } else if (reads < MOST && !contains(set, sets, local) && !contains(read, reads, local)) {
                read[reads++] = local;
            }
        }
        int n = sets;
        return Arrays.stream(read, 0, reads).filter(local -> contains(set, n, local)).toArray();
    }

    /** Whether nothing else can run meanwhile: instructions that may poll use the array for others. */
    private static boolean isPlain(int op) {
        boolean control = op <= ELSE || op >= END && op <= RETURN || op >= DROP && op <= SELECT_TYPED;
        return control || op > LOCAL_TEE && op < MEMORY_GROW || op > MEMORY_GROW && op <= LAST_NUMERIC || isNumeric(op) || SimdOpcode.isSimd(op);
    }

    private static boolean contains(int[] list, int n, int local) {
        for (int i = 0; i < n; i++) {
            if (list[i] == local) {
                return true;
            }
        }
        return false;
    }

    /** Before the first round, and after a poll, in which other code may have used the array. */
    void enter() {
        context.loadInstance();
        code.invokevirtual(Names.INSTANCE, "vectorFrame", MethodTypeDesc.of(Names.LONGS)).astore(frame);
        for (int local : locals) {
            put(local);
        }
    }

    /** When a round begins; and after the last, so that no object of the loop's is used outside. */
    void take() {
        for (int i = 0; i < locals.length; i++) {
            code.aload(frame).loadConstant(i);
            code.invokestatic(FRAME, "get", GET).astore(context.localSlots[locals[i]]);
        }
    }

    /** After a local was set. */
    void set(int local) {
        if (contains(locals, locals.length, local)) {
            put(local);
        }
    }

    private void put(int local) {
        int i = 0;
        while (locals[i] != local) {
            i++;
        }
        code.aload(frame).loadConstant(i);
        code.aload(context.localSlots[local]).invokestatic(FRAME, "set", SET);
    }
}
