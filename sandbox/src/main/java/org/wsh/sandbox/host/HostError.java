// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.host;

import java.io.IOException;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** The one place where the host's IOExceptions on its standard streams become errnos. */
final class HostError {
    private HostError() {}

    /** Java tells an errno only in the text of {@code strerror}, which the JVM's own calls never translate. */
    static ErrnoException of(IOException failure) {
        String message = failure.getMessage();
        if (message == null) {
            return new ErrnoException(Errno.EIO);
        }
        for (Errno errno : Errno.values()) {
            if (message.startsWith(errno.message())) {
                return new ErrnoException(errno);
            }
        }
        return new ErrnoException(Errno.EIO, message);
    }
}
