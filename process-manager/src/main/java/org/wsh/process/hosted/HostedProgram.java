// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.hosted;

/**
 * A program whose code is Java: the shell is one. It runs as a process like any other, sees the machine only through the
 * {@link HostedProcess} it is given, and keeps its contract: it calls {@link HostedProcess#poll} wherever it could run for
 * long (every AST node, expansion step, pattern match), reserves what its variables hold with {@link HostedProcess#charge}, never catches
 * {@code Error}, keeps no state outside itself, and starts no threads.
 */
@FunctionalInterface
public interface HostedProgram {
    /** Runs to the end. @return exit status; its low 8 bits count */
    int run(HostedProcess self);
}
