// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.*;
import static org.wsh.engine.syntax.ValueType.I32;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;

/**
 * Hands over the frame when a StackCapture comes by. A site is a call (or poll) that is covered by an entry of the JVM's exception table for that class alone; before it the method notes in a local where it is.
 * All sites share one handler, which has the Wasm locals appended to the capture ({@link CaptureMethod}) and throws it on. As a handler finds the JVM's stack empty, operands below a call's arguments are in temporaries or constant at a
 * site; if there are any, a stub of the site's own appends them first. A stub also clears the locals that are dead there, so that the JIT needn't keep them for the handler, as far as code may grow for that. To the JIT a handler that was never entered is no code, and what is only kept for it costs next to nothing.
 */
final class CaptureCode {
    /** The note at the call of a region's method, which begins the frame. */
    static final int IN_A_REGION = -1;
    private static final int[] NONE = {};
    /** Bytes of a stub, and of a local that it clears. */
    private static final int STUB = 8, KILL = 3;
    /** For the sake of the locals; those for operands don't count. */
    private static final int MOST_STUB_BYTES = 1_500;

    private final MethodContext context;
    private final CodeBuilder code;
    private final Label handler;
    private final int position;
    private final ArrayList<Runnable> stubs = new ArrayList<>();
    private LiveLocals live;
    private int allowance = MOST_STUB_BYTES;
    private int sites;

    CaptureCode(MethodContext context) {
        this.context = context;
        this.code = context.code;
        this.handler = code.newLabel();
        this.position = context.newSlot(TypeKind.INT);
    }

    /** @param locals what is known of them, or null */
    void live(LiveLocals locals) {
        live = locals;
    }

    /**
     * Emits a call or poll that may be captured. None of the operands below its arguments is REAL.
     *
     * @param at    offset in the body, 0 for its entry, or {@link #IN_A_REGION}
     * @param place in the module
     * @param below the operands that stay
     */
    void site(int at, int place, SavedOperands below, Runnable call) {
        context.size.spend(++sites);
        int outside = context.handlersOutside(), exceptions = context.handlers - outside;
        int[] dead = live == null ? NONE : live.deadAt(place);
        int bytes = STUB + KILL * dead.length;
        boolean exact = dead.length > 0 && bytes <= allowance;
        if (exact) {
            allowance -= bytes;
        } else {
            code.loadConstant(at);
            code.istore(position);
        }
        Label start = code.newBoundLabel();
        call.run();
        Label end = code.newBoundLabel();
        if (below.size() == 0 && exceptions == 0 && !exact) {
            code.exceptionCatch(start, end, handler, CAPTURE);
            return;
        }
        context.size.spend((long) MethodSize.MOVE * (below.size() + exceptions));
        Label stub = context.newTarget();
        code.exceptionCatch(start, end, stub, CAPTURE);
        stubs.add(() -> {
            code.labelBinding(stub);
            for (int i = 0; i < below.size(); i++) {
                below.load(i, context);
                append(code, "operand", 1, below.type(i));
            }
            for (int i = outside; i < outside + exceptions; i++) {
                code.aload(context.exceptionSlot(i)).loadConstant(i);
                code.invokevirtual(CAPTURE, "exception", MethodTypeDesc.of(CAPTURE, OBJECT, INT));
            }
            if (exact) {
                for (int x : dead) {
                    if (context.localSlots[x] >= 0) {
                        context.clearLocal(x);
                    }
                }
                code.loadConstant(at);
                code.istore(position);
            }
        });
    }

    private static void append(CodeBuilder code, String method, int n, int type) {
        code.invokevirtual(CAPTURE, method, MethodTypeDesc.of(CAPTURE, Collections.nCopies(n, Names.of(type))));
    }

    /** At the method's very end. @param locals those that it has */
    void end(CaptureMethod locals) {
        if (sites == 0) {
            return;
        }
        for (int i = 0; i < stubs.size(); i++) {
            stubs.get(i).run();
            if (i < stubs.size() - 1) {
                code.goto_(handler);
            }
        }
        code.labelBinding(handler);
        locals.call(context, position);
        code.athrow();
    }

    /** With a capture on the stack: appends locals, from the JVM's locals that {@code slots} has for them. */
    static void locals(CodeBuilder code, int[] types, int[] locals, int from, int to, int[] slots) {
        int next = 0;
        for (int i = from; i < to; ) {
            int x = locals[i], type = types[x], run = 1;
            if (x != next) {
                code.loadConstant(x);
                code.invokevirtual(CAPTURE, "from", MethodTypeDesc.of(CAPTURE, ConstantDescs.CD_int));
            }
            while (type == I32 && run < 4 && i + run < to && locals[i + run] == x + run && types[x + run] == I32) {
                run++;
            }
            for (int k = i; k < i + run; k++) {
                code.loadLocal(kind(type), slots[k]);
            }
            append(code, "local", run, type);
            i += run;
            next = x + run;
        }
    }
}
