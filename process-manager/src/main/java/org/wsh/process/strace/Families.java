// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.strace;

import java.util.HashSet;
import java.util.Set;

/** Which calls are shown: {@code -e trace=}, a list of names and of families ({@code file} or {@code %file}), all others if it begins with an exclamation mark. */
final class Families {
    private final Set<String> listed = new HashSet<>();
    private final boolean others;

    static final Families ALL = new Families("!none");

    Families(String list) {
        others = list.startsWith("!");
        for (String each : (others ? list.substring(1) : list).split(",")) {
            listed.add(each.startsWith("%") ? each.substring(1) : each);
        }
    }

    boolean has(String call) {
        boolean found = listed.contains("all") || listed.contains(call) || listed.contains(family(call)) || listed.contains("desc") && isOfDescriptor(call);
        return found != others;
    }

    /** The names are WASI's, WASIX's, wsh_1's, or POSIX's, of hosted programs. */
    private static String family(String call) {
        return switch (call) {
            case "open", "stat", "lstat", "chdir", "execve", "getdents", "getcwd", "proc_exec", "proc_exec2", "proc_exec3", "exec" -> "file";
            case "fork", "spawn", "wait4", "wait", "wait_info", "proc_fork", "proc_spawn2", "proc_join", "proc_exit", "proc_exit2" -> "process";
            case "kill", "sigaction", "proc_signal", "proc_raise", "proc_raise_interval", "callback_signal", "thread_signal", "itimer" -> "signal";
            default -> call.startsWith("path_") ? "file" : call.startsWith("sock_") ? "network" : call.startsWith("sig_") ? "signal"
                    : call.startsWith("futex_") ? "ipc" : call.startsWith("clock_") ? "clock" : "";
        };
    }

    private static boolean isOfDescriptor(String call) {
        return call.startsWith("fd_") || call.equals("path_open") || call.equals("path_open2") || switch (call) {
            case "open", "close", "read", "write", "dup2", "fcntl", "pipe", "poll_oneoff" -> true;
            default -> false;
        };
    }
}
