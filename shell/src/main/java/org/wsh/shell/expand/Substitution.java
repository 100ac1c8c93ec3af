// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import org.wsh.shell.syntax.Command;

/** What expansion needs of execution: <code>$(…)</code>. POSIX XCU 2.6.3. */
public interface Substitution {
    /**
     * @param command null: there is nothing between the parentheses
     * @return what the command wrote, without trailing newlines
     */
    String output(Command command);
}
