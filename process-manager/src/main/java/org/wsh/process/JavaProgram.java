// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

/** A hosted program: its code is Java. */
record JavaProgram(HostedProgram code) implements Program {
    @Override
    public int run(ProcessThread thread) {
        return code.run(new TracedCalls(thread));
    }
}
