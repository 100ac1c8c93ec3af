// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.CapturedStack;
import org.wsh.process.ProcessThread;

/** WASIX context_switch(): the thread's program leaves one of its {@code Contexts} for another. */
record ContextSwitch(long id) implements CapturedCall {
    @Override
    public Runnable perform(ProcessThread thread, CapturedStack stack) {
        return thread.stacks().contexts().go(stack, id);
    }
}
