// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.List;

/** A command the shell runs itself. */
@FunctionalInterface
interface Builtin {
    /**
     * @param arguments its name first
     * @return its status
     */
    int run(Executor shell, List<String> arguments);
}
