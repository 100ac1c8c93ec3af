// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.stream.IntStream;
import org.wsh.engine.valid.FunctionFacts;

/**
 * {@code c_<method>(StackCapture, locals…, Instance, int depth, int position) -> StackCapture}: appends the frame of a function's or region's method. Apart from that, as a method of more than
 * 325 bytes is too large for the JIT to make it part of its caller, and small ones should stay so. What is more than the JVM takes as parameters the method appends itself.
 */
final class CaptureMethod {
    private static final int MOST_SLOTS = 240;

    private final ClassDesc owner;
    private final String name;
    private final int[] types, locals;
    private final int passed;

    private CaptureMethod(ClassDesc owner, String method, int[] types, int[] locals) {
        this.owner = owner;
        this.name = "c_" + method;
        this.types = types;
        this.locals = locals;
        int slots = 0, n = 0;
        while (n < locals.length && slots + 2 <= MOST_SLOTS) {
            slots += kind(types[locals[n++]]).slotSize();
        }
        this.passed = n;
    }

    static CaptureMethod of(ClassDesc owner, String method, FunctionFacts facts, Region region) {
        return new CaptureMethod(owner, method, facts.locals(), region != null ? region.mentioned : IntStream.range(0, facts.locals().length).toArray());
    }

    private MethodTypeDesc descriptor() {
        var parameters = new ArrayList<ClassDesc>();
        parameters.add(CAPTURE);
        for (int i = 0; i < passed; i++) {
            parameters.add(Names.of(types[locals[i]]));
        }
        parameters.add(INSTANCE);
        parameters.add(INT);
        parameters.add(INT);
        return MethodTypeDesc.of(CAPTURE, parameters);
    }

    /** With the capture on the stack, which stays there. */
    void call(MethodContext context, int position) {
        var code = context.code;
        var slots = new int[locals.length];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = context.localSlots[locals[i]];
            if (i < passed) {
                code.loadLocal(kind(types[locals[i]]), slots[i]);
            }
        }
        context.loadInstanceAndDepth();
        code.iload(position).invokestatic(owner, name, descriptor());
        CaptureCode.locals(code, types, locals, passed, locals.length, slots);
    }

    /** @param weight what the depth was less at entry; 0 in a part of a body */
    void build(ClassBuilder cb, int weight, int function) {
        cb.withMethodBody(name, descriptor(), ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC, code -> {
            var slots = new int[passed];
            int slot = 1;
            for (int i = 0; i < passed; i++) {
                slots[i] = slot;
                slot += kind(types[locals[i]]).slotSize();
            }
            code.aload(0).aload(slot).iload(slot + 1).loadConstant(weight);
            code.loadConstant(function);
            code.iload(slot + 2).invokevirtual(CAPTURE, "frame", MethodTypeDesc.of(CAPTURE, INSTANCE, INT, INT, INT, INT));
            CaptureCode.locals(code, types, locals, 0, passed, slots);
            code.areturn();
        });
    }
}
