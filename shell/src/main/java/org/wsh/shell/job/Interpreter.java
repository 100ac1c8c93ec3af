// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.job;

import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.LineSource;

/** Runs commands. Whoever comes upon one inside something else (a body, a trap's action, {@code eval}'s text) has it run by this. */
public interface Interpreter {
    /** Runs a command. @return its status, which {@code $?} then has */
    int run(Command command);

    /** Runs all commands of a text, as {@code eval} does. @return the last one's status, 0 if there was none */
    int evaluate(LineSource source, int firstLine);
}
