// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.engine.runtime.Instance;

/**
 * What a thread beside the main one runs.
 *
 * @param made its instance, whose start function has not run
 */
record ThreadStart(Instance made, ThreadEntry entry) implements Program, WasmRun.Beginning {
    @Override
    public int run(ProcessThread thread) {
        new WasmRun(thread).toTheEnd(this);
        throw new ThreadEnded();
    }

    @Override
    public Instance instance() {
        return made;
    }

    @Override
    public void run(Instance instance) {
        instance.runStart();
        entry.run((ProcessThread) instance.host(), instance);
    }
}
