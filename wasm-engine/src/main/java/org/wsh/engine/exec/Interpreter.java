// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import org.wsh.engine.runtime.Instance;

public final class Interpreter {
    private Interpreter() {}

    public static void run(long[] values, Object[] references, Instance instance, int depth, int function, boolean polls) {
        throw new UnsupportedOperationException("function " + function + " is too large for the compiler");
    }
}
