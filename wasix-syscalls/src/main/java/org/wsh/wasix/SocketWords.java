// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.StringJoiner;
import java.util.function.IntFunction;
import org.wsh.engine.runtime.Instance;
import org.wsh.process.Quoted;

/** Addresses of sockets, and sets of descriptors that are watched, as Linux's strace writes them. */
final class SocketWords {
    static final String[] FAMILIES = {"AF_UNSPEC", "AF_INET", "AF_INET6", "AF_UNIX"};
    private static final String[] POLL = {"POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP", "POLLNVAL", "POLLRDNORM", "POLLRDBAND", "POLLWRNORM", "POLLWRBAND", "0x400", "0x800", "0x1000", "POLLRDHUP"};
    /** WASIX's bits. */
    private static final String[] EPOLL = {"EPOLLIN", "EPOLLOUT", "EPOLLRDHUP", "EPOLLPRI", "EPOLLERR", "EPOLLHUP", "EPOLLET", "EPOLLONESHOT"};
    private static final int MOST_ELEMENTS = 32;
    private static final int POLLFD = 8;
    private static final int EVENT = 32;
    private static final int MOST_PATH = 108;

    private SocketWords() {}

    /** Of the newer generations' form; see {@link SocketAddresses}. */
    static String address(Instance in, int at) {
        if (at == 0) {
            return "NULL";
        }
        int port = Guest.readShort(in, at + 2);
        return switch (Guest.readByte(in, at)) {
            case SocketAddresses.INET4 -> "{sa_family=AF_INET, sin_port=htons(" + port + "), sin_addr=inet_addr(\"" + SocketAddresses.ip(in, at + 4, 4) + "\")}";
            case SocketAddresses.INET6 -> "{sa_family=AF_INET6, sin6_port=htons(" + port + "), sin6_addr=\"" + SocketAddresses.ip(in, at + 4, 16) + "\"}";
            case SocketAddresses.UNIX -> "{sa_family=AF_UNIX" + path(in, at + 2) + "}";
            default -> "{sa_family=AF_UNSPEC}";
        };
    }

    /** An abstract name begins with an @ for its NUL. */
    private static String path(Instance in, int at) {
        boolean isAbstract = Guest.readByte(in, at) == 0;
        int from = isAbstract ? at + 1 : at;
        int length = 0;
        while (length < MOST_PATH && Guest.readByte(in, from + length) != 0) {
            length++;
        }
        return isAbstract && length == 0 ? "" : ", sun_path=" + (isAbstract ? "@" : "") + Quoted.of(Guest.bytes(in, from, length));
    }

    /** @param happened of those to which something has: what; else of all what is asked for */
    static String polled(Instance in, int at, int count, boolean happened) {
        return list(count, i -> {
            int pollfd = at + POLLFD * i;
            int events = Guest.readShort(in, pollfd + (happened ? 6 : 4));
            return happened && events == 0 ? null
                    : "{fd=" + Guest.readInt(in, pollfd) + ", " + (happened ? "revents=" : "events=") + CallArgument.flags(events, POLL) + "}";
        });
    }

    static String event(Instance in, int at) {
        return "{events=" + CallArgument.flags(Integer.toUnsignedLong(Guest.readInt(in, at)), EPOLL) + ", data=0x" + Long.toHexString(Guest.readLong(in, at + 8)) + "}";
    }

    static String events(Instance in, int at, int count) {
        return list(count, i -> event(in, at + EVENT * i));
    }

    private static String list(int count, IntFunction<String> element) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        int shown = 0;
        for (int i = 0; i < count; i++) {
            if (shown == MOST_ELEMENTS) {
                text.add("...");
                break;
            }
            String one = element.apply(i);
            if (one != null) {
                text.add(one);
                shown++;
            }
        }
        return text.toString();
    }
}
