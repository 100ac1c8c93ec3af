// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.job;

import java.util.List;
import org.wsh.shell.syntax.Command;

/** Makes the subshells of a shell, each with a copy of its state as it is now: POSIX XCU 2.13. They are yet to be started. */
public interface Subshells {
    /** One that runs {@code command}. */
    ChildShell of(Command command);

    /** One that becomes the program at {@code path}. */
    ChildShell of(String path, List<String> fields);
}
