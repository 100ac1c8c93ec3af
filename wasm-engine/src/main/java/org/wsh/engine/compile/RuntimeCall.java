// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.compile.Names.INSTANCE;
import static org.wsh.engine.compile.Names.INT;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/** A call of a static method of the runtime, whose parameters are noted in the order in which they come onto the JVM's stack: operands, immediates, the instance, and the depth if it may poll. */
final class RuntimeCall {
    private final MethodContext context;
    private final List<ClassDesc> parameters = new ArrayList<>();

    RuntimeCall(MethodContext context) {
        this.context = context;
    }

    /** What is on the JVM's stack already. */
    RuntimeCall with(ClassDesc... types) {
        parameters.addAll(List.of(types));
        return this;
    }

    /** The same of the last {@code n} operands. */
    RuntimeCall operands(OperandStack stack, int n) {
        for (int down = n - 1; down >= 0; down--) {
            parameters.add(Names.of(stack.topType(down)));
        }
        return this;
    }

    RuntimeCall immediates(int... values) {
        for (int value : values) {
            context.code.loadConstant(value);
            parameters.add(INT);
        }
        return this;
    }

    RuntimeCall instance() {
        context.loadInstance();
        return with(INSTANCE);
    }

    RuntimeCall instanceAndDepth() {
        context.loadInstanceAndDepth();
        return with(INSTANCE, INT);
    }

    void invoke(ClassDesc owner, String method, ClassDesc result) {
        context.code.invokestatic(owner, method, MethodTypeDesc.of(result, parameters));
    }
}
