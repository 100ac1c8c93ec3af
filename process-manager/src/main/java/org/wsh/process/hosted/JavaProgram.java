// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.hosted;

import org.wsh.process.ProcessThread;
import org.wsh.process.Program;

/** A hosted program: its code is Java. */
public record JavaProgram(HostedProgram code) implements Program {
    @Override
    public int run(ProcessThread thread) {
        return code.run(new TracedCalls(thread));
    }
}
