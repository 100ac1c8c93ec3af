// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.List;
import org.wsh.process.hosted.HostedProcess;

/** A new shell, as the program that runs a file of commands without {@code #!}: POSIX XCU 2.9.1.6. */
public interface ScriptShell {
    /** @return its exit status */
    int run(HostedProcess self, String path, List<String> fields, List<String> environment);
}
