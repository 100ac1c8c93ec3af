// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.fuzz;

import java.util.function.LongConsumer;
import org.wsh.engine.link.Capturing;
import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.Imports;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceCopy;
import org.wsh.engine.runtime.InstanceOptions;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.Import;

/** What host functions and polls do to the stack of the guest that called them: nothing; or they have it captured, and it goes on, each time, in the same instance or in a copy. None of it may be seen. */
enum Forking {
    NEVER, IN_PLACE, IN_A_COPY, BY_TURNS;

    private int captures;

    void declare(Imports imports, Import function) {
        if (this != NEVER) {
            imports.capturing(function.module(), function.name(), Capturing.ASKS);
        }
    }

    void atCall(Instance caller, FunctionType type, Object[] results) {
        if (this != NEVER && caller != null && caller.canBeCaptured()) {
            throw StackCapture.of(caller, Results.of(type, results));
        }
    }

    void atPoll(Instance instance) {
        if (this != NEVER && captures++ % 3 == 0 && instance.canBeCaptured()) {
            throw StackCapture.of(instance, Results.NONE);
        }
    }

    /** How it ended, in which instance. */
    record End(Instance instance, Results results, Throwable failure) {}

    End goOn(StackCapture first, InstanceOptions options, LongConsumer spent) {
        StackCapture capture = first;
        Instance instance = capture.instance();
        while (true) {
            CapturedStack stack = capture.stack();
            if (this == IN_A_COPY || this == BY_TURNS && captures++ % 2 == 0) {
                spent.accept(instance.spent());
                var copy = InstanceCopy.of(instance, stack, options);
                stack.close();
                instance.close();
                instance = copy.instance();
                stack = copy.stack();
            }
            try {
                return new End(instance, stack.resume((Results) capture.request()), null);
            } catch (StackCapture next) {
                capture = next;
            } catch (Trap | WasmException e) {
                return new End(instance, null, e);
            }
        }
    }
}
