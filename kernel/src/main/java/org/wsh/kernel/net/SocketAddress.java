// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel.net;

import org.wsh.vfs.Inode;

/** What a socket is bound to, or talks to. */
public sealed interface SocketAddress {
    /** An address and a port, 0 to 65535. */
    record Ip(IpAddress address, int port) implements SocketAddress {
        @Override
        public String toString() {
            return (address.isV4() ? address : "[" + address + "]") + ":" + port;
        }
    }

    /**
     * A Unix socket's name.
     *
     * @param name  a path as it was given, an abstract name after a NUL, or empty for none
     * @param inode for a path: the socket's inode, by whose identity it is found; else null
     */
    record Unix(String name, Inode inode) implements SocketAddress {
        public static final Unix UNNAMED = new Unix("", null);

        boolean isAbstract() {
            return name.startsWith("\0");
        }
    }

    /** AF_UNSPEC: connect() to it ends a datagram socket's connection. */
    record Unspecified() implements SocketAddress {}
}
