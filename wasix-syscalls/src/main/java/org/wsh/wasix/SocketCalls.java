// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.engine.runtime.Instance;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** WASI preview 1's calls on sockets, as far as there are sockets: no descriptor is one, so each says so. */
public final class SocketCalls {
    private SocketCalls() {}

    public static int sock_accept(Instance in, int fd, int flags, int result) {
        throw notASocket(in, fd);
    }

    public static int sock_recv(Instance in, int fd, int iovs, int count, int flags, int nread, int resultFlags) {
        throw notASocket(in, fd);
    }

    public static int sock_send(Instance in, int fd, int iovs, int count, int flags, int nwritten) {
        throw notASocket(in, fd);
    }

    public static int sock_shutdown(Instance in, int fd, int how) {
        throw notASocket(in, fd);
    }

    private static ErrnoException notASocket(Instance in, int fd) {
        Guest.process(in).descriptors().get(fd);
        return new ErrnoException(Errno.ENOTSOCK);
    }
}
