// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import java.util.List;
import org.wsh.kernel.terminal.Terminal;
import org.wsh.process.limit.ControlLimits;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.OpenFileDescription;

/**
 * What the machine's owner starts.
 *
 * @param program     the program; actions and attributes hold
 * @param streams     become descriptors 0, 1, 2 …; a reference on each is taken over
 * @param terminal    becomes the controlling terminal of the new session; null for none
 * @param credentials whose process it is
 * @param directory   absolute path of its working directory
 * @param preopens    what a plain WASI program may reach, and nothing above it; null for all that its user may
 * @param limits      of it and all that descend from it
 */
public record LaunchRequest(SpawnRequest program, List<OpenFileDescription> streams, Terminal terminal, Credentials credentials,
        String directory, List<Preopen> preopens, ControlLimits limits) {
    public LaunchRequest(SpawnRequest program, List<OpenFileDescription> streams, Terminal terminal, Credentials credentials, String directory) {
        this(program, streams, terminal, credentials, directory, null, ControlLimits.UNLIMITED);
    }
}
