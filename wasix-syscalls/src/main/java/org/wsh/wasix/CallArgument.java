// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import org.wsh.engine.runtime.Instance;
import org.wsh.process.Quoted;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalSet;
import org.wsh.process.signal.WaitStatus;

/** The kinds of arguments that calls have, and how strace writes each. A kind's name in {@link CallFormats} is in small letters. */
enum CallArgument {
    I32(1, given -> Integer.toString((int) given.number()), given -> "[" + Guest.readInt(given.in, given.address()) + "]"),
    I64(1, given -> Long.toString(given.number()), given -> "[" + Guest.readLong(given.in, given.address()) + "]"),
    U8(1, given -> Long.toString(given.number()), given -> "[" + Guest.readByte(given.in, given.address()) + "]"),
    U16(1, given -> Long.toString(given.number()), given -> "[" + Guest.readShort(given.in, given.address()) + "]"),
    HEX(1, given -> hex(given.number())),
    PTR(1, given -> address(given.number())),
    FD(1, given -> given.number() == Guest.WORKING_DIRECTORY ? "AT_FDCWD" : Long.toString(given.number())),
    MODE(1, given -> (given.number() == 0 ? "" : "0") + Integer.toOctalString((int) given.number())),
    PATH(2, given -> given.quoted(given.address(), given.length(), Integer.MAX_VALUE)),
    BYTES(2, given -> given.quoted(given.address(), given.length(), given.mostString) + ", " + given.length(),
            given -> given.quoted(given.address(), (int) Math.min(given.value, given.length()), given.mostString) + ", " + given.length()),
    CSTRING(1, PTR.plain, given -> given.terminated()),
    PIECES(2, given -> given.pieces(Long.MAX_VALUE), given -> given.pieces(given.value)),
    BLOCK(2, given -> given.strings('\0')),
    LINES(2, given -> given.strings('\n')),
    VARS(2, given -> "[/* " + given.block('\0').size() + " vars */]"),
    VARLINES(2, given -> given.number() == 0 ? "NULL" : "[/* " + given.block('\n').size() + " vars */]"),
    LOOKUP(1, given -> flags(given.number(), "LOOKUP_FOLLOW", "AT_EACCESS")),
    OFLAGS(1, given -> flags(given.number(), "O_CREAT", "O_DIRECTORY", "O_EXCL", "O_TRUNC")),
    OPENING(1, given -> switch ((int) given.number() & 3) {
        case 3 -> "O_RDWR";
        case 2 -> "O_WRONLY";
        default -> "O_RDONLY";
    } + ((given.number() & 4) != 0 ? "|O_CLOEXEC" : "")),
    FDFLAGS(1, given -> flags(given.number(), "O_APPEND", "O_DSYNC", "O_NONBLOCK", "O_RSYNC", "O_SYNC")),
    RIGHTS(1, given -> hex(given.number())),
    ACCESS(1, given -> given.number() == 0 ? "F_OK" : flags(given.number(), "X_OK", "W_OK", "R_OK")),
    WHENCE(1, given -> one(given.number(), "SEEK_SET", "SEEK_CUR", "SEEK_END")),
    CLOCK(1, given -> one(given.number(), "CLOCK_REALTIME", "CLOCK_MONOTONIC", "CLOCK_PROCESS_CPUTIME_ID", "CLOCK_THREAD_CPUTIME_ID")),
    TIMER(1, given -> one(given.number(), "ITIMER_REAL", "ITIMER_VIRTUAL", "ITIMER_PROF")),
    PRIO(1, given -> one(given.number(), "PRIO_PROCESS", "PRIO_PGRP", "PRIO_USER")),
    HOW(1, given -> one(given.number(), "SIG_BLOCK", "SIG_UNBLOCK", "SIG_SETMASK")),
    WAITING(1, given -> flags(given.number(), "WNOHANG", "WUNTRACED", "4", "WCONTINUED")),
    RESOURCE(1, given -> one(given.number(), "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_DATA", "RLIMIT_STACK", "RLIMIT_CORE", "RLIMIT_RSS", "RLIMIT_NPROC",
            "RLIMIT_NOFILE", "RLIMIT_MEMLOCK", "RLIMIT_AS")),
    SIGNAL(1, given -> signal((int) given.number())),
    SET(1, given -> given.set(), given -> given.set()),
    TIMES(1, given -> given.pair(), given -> given.pair()),
    STAT(1, PTR.plain, given -> given.stat(Guest.readInt(given.in, given.address() + 16), Guest.readLong(given.in, given.address() + 40))),
    FILESTAT(1, PTR.plain, given -> given.stat(FileTypes.modeOf(Guest.readByte(given.in, given.address() + 16)), Guest.readLong(given.in, given.address() + 32))),
    STATUS(1, PTR.plain, given -> "[" + WaitStatus.described(given.value == 0 ? 0 : Guest.readInt(given.in, given.address() + 4)) + "]"),
    WINSIZE(1, given -> given.winsize(), given -> given.winsize()),
    SUBSCRIPTIONS(1, given -> given.subscriptions()),
    FAMILY(1, given -> one(given.number(), SocketWords.FAMILIES)),
    SOCKTYPE(1, given -> one(given.number(), "0", "SOCK_STREAM", "SOCK_DGRAM")),
    SHUTDOWN(1, given -> one(given.number(), "0", "SHUT_RD", "SHUT_WR", "SHUT_RDWR")),
    SOCKADDR(1, given -> SocketWords.address(given.in, given.address()), given -> SocketWords.address(given.in, given.address())),
    POLLFDS(2, given -> SocketWords.polled(given.in, given.address(), given.length(), false) + ", " + given.length()),
    /** poll()'s count, which is its value: shown is what has happened to the descriptors, the first arguments. */
    READY(1, PTR.plain, given -> SocketWords.polled(given.in, (int) given.arguments[0], (int) given.arguments[1], true)),
    EPOLLOP(1, given -> one(given.number(), "EPOLL_CTL_ADD", "EPOLL_CTL_MOD", "EPOLL_CTL_DEL", "EPOLL_CTL_MOD")),
    EPOLLEVENT(1, given -> given.number() == 0 ? "NULL" : SocketWords.event(given.in, given.address())),
    EPOLLEVENTS(2, PTR.plain, given -> SocketWords.events(given.in, given.address(), (int) Math.min(given.value, given.length())) + ", " + given.length());

    private static final int MOST_ELEMENTS = 32;
    private static final int MOST_TEXT = 4096;

    /** Arguments of the call that it is made of. */
    final int takes;
    /** What goes in. */
    final Function<Given, String> plain;
    /** What came out. */
    final Function<Given, String> filledIn;

    CallArgument(int takes, Function<Given, String> plain) {
        this(takes, plain, plain);
    }

    CallArgument(int takes, Function<Given, String> plain, Function<Given, String> filledIn) {
        this.takes = takes;
        this.plain = plain;
        this.filledIn = filledIn;
    }

    static CallArgument named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    static String address(long number) {
        return (int) number == 0 ? "NULL" : "0x" + Integer.toHexString((int) number);
    }

    private static String hex(long number) {
        return number == 0 ? "0" : "0x" + Long.toHexString(number);
    }

    /** Names by bit. */
    static String flags(long bits, String... names) {
        StringJoiner text = new StringJoiner("|");
        for (int i = 0; i < names.length; i++) {
            if ((bits & 1L << i) != 0) {
                text.add(names[i]);
            }
        }
        long unknown = bits >> names.length << names.length;
        if (unknown != 0) {
            text.add(hex(unknown));
        }
        return text.length() == 0 ? "0" : text.toString();
    }

    private static String one(long number, String... names) {
        return number >= 0 && number < names.length ? names[(int) number] : hex(number);
    }

    private static String signal(int number) {
        Signal signal = Signal.of(number);
        return signal == null ? Integer.toString(number) : "SIG" + signal;
    }

    /**
     * An argument of a call that is being made, or is over. Reading what is not there throws what {@link Guest} does.
     *
     * @param value how much of a buffer the call has filled
     */
    record Given(Instance in, long[] arguments, int at, int mostString, long value) {
        long number() {
            return arguments[at];
        }

        int address() {
            return (int) arguments[at];
        }

        /** Of what begins at the address: the next argument. */
        int length() {
            return (int) arguments[at + 1];
        }

        String quoted(int address, int length, int most) {
            int shown = Math.min(Math.max(length, 0), Math.min(most, MOST_TEXT));
            String text = Quoted.of(Guest.bytes(in, address, shown));
            return shown < length ? text + "..." : text;
        }

        private String terminated() {
            int length = 0;
            while (length < MOST_TEXT && Guest.readByte(in, address() + length) != 0) {
                length++;
            }
            return quoted(address(), length, MOST_TEXT);
        }

        /** An iovec array, of which so many bytes were transferred. */
        private String pieces(long transferred) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            long left = transferred;
            for (int i = 0; i < length() && i >= 0; i++) {
                if (i == MOST_ELEMENTS) {
                    text.add("...");
                    break;
                }
                int length = Guest.readInt(in, address() + 8 * i + 4);
                int filled = (int) Math.min(left, Integer.toUnsignedLong(length));
                text.add("{iov_base=" + quoted(Guest.readInt(in, address() + 8 * i), filled, mostString) + ", iov_len=" + Integer.toUnsignedString(length) + "}");
                left -= filled;
            }
            return text + ", " + length();
        }

        private List<String> block(char end) {
            return Guest.block(in, address(), length(), end);
        }

        private String strings(char end) {
            StringJoiner text = new StringJoiner(", ", "[", "]");
            int shown = 0;
            for (String each : block(end)) {
                if (shown++ == MOST_ELEMENTS) {
                    text.add("...");
                    break;
                }
                byte[] bytes = each.getBytes(StandardCharsets.UTF_8);
                text.add(bytes.length <= mostString ? Quoted.of(bytes) : Quoted.of(java.util.Arrays.copyOf(bytes, mostString)) + "...");
            }
            return text.toString();
        }

        private String set() {
            if (number() == 0) {
                return "NULL";
            }
            SignalSet set = new SignalSet(Guest.readLong(in, address()));
            StringJoiner text = new StringJoiner(" ", "[", "]");
            for (Signal each : Signal.values()) {
                if (set.contains(each)) {
                    text.add(each.name());
                }
            }
            return text.toString();
        }

        /** Two numbers: a limit, a timer. */
        private String pair() {
            return number() == 0 ? "NULL" : "{" + unlimited(Guest.readLong(in, address())) + ", " + unlimited(Guest.readLong(in, address() + 8)) + "}";
        }

        private static String unlimited(long number) {
            return number == -1 ? "INFINITY" : Long.toUnsignedString(number);
        }

        private String stat(int mode, long size) {
            return "{st_mode=" + FileTypes.modeName(mode) + "|0" + Integer.toOctalString(mode & 07777) + ", st_size=" + size + ", ...}";
        }

        private String winsize() {
            return "{ws_row=" + Guest.readShort(in, address()) + ", ws_col=" + Guest.readShort(in, address() + 2) + "}";
        }

        /** poll_oneoff's: the count is the argument after the next. */
        private String subscriptions() {
            long count = arguments[at + 2];
            StringJoiner text = new StringJoiner(", ", "[", "]");
            for (int i = 0; i < count; i++) {
                if (i == MOST_ELEMENTS) {
                    text.add("...");
                    break;
                }
                int from = address() + 48 * i;
                text.add(switch (Guest.readByte(in, from + 8)) {
                    case 0 -> "{clock, timeout=" + Guest.readLong(in, from + 24) + "}";
                    case 1 -> "{fd=" + Guest.readInt(in, from + 16) + ", events=POLLIN}";
                    case 2 -> "{fd=" + Guest.readInt(in, from + 16) + ", events=POLLOUT}";
                    default -> "{?}";
                });
            }
            return text.toString();
        }
    }
}
