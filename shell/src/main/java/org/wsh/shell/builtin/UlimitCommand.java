// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.process.limit.ResourceLimits;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.ErrnoException;

/**
 * {@code ulimit [-H|-S] [-a | -LETTER [limit]]}. POSIX 2024 XCU 3, with dash's letters and names, and bash's {@code u}. Without {@code -H} or {@code -S} both limits are
 * set, and the soft one is shown.
 */
record UlimitCommand() implements Builtin {
    /** What {@code -a} lists: letter, name, the resource's number, bytes (or whatever it counts) in a unit. */
    private enum Resource {
        TIME('t', "time(seconds)", ResourceLimits.CPU, 1),
        FILE('f', "file(blocks)", ResourceLimits.FILE_SIZE, 512),
        DATA('d', "data(kbytes)", ResourceLimits.DATA, 1024),
        STACK('s', "stack(kbytes)", ResourceLimits.STACK, 1024),
        CORE('c', "coredump(blocks)", ResourceLimits.CORE, 512),
        MEMORY('m', "memory(kbytes)", 5, 1024),
        LOCKED('l', "locked memory(kbytes)", 8, 1024),
        PROCESSES('u', "process", ResourceLimits.PROCESSES, 1),
        FILES('n', "nofiles", ResourceLimits.DESCRIPTORS, 1),
        VIRTUAL('v', "vmemory(kbytes)", ResourceLimits.ADDRESS_SPACE, 1024),
        LOCKS('x', "locks", 10, 1),
        PENDING('i', "pending signals", 11, 1),
        QUEUES('q', "message queues(bytes)", 12, 1),
        NICE('e', "nice", 13, 1),
        REALTIME('r', "rtprio", 14, 1);

        final char letter;
        final String title;
        final int number;
        final long unit;

        Resource(char letter, String title, int number, long unit) {
            this.letter = letter;
            this.title = title;
            this.number = number;
            this.unit = unit;
        }

        /** Null if there is none. dash says {@code p} for processes. */
        static Resource of(char letter) {
            for (Resource each : values()) {
                if (each.letter == (letter == 'p' ? 'u' : letter)) {
                    return each;
                }
            }
            return null;
        }
    }

    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        boolean hard = false;
        boolean soft = false;
        boolean all = false;
        Resource resource = Resource.FILE;
        int i = 1;
        for (; i < arguments.size() && isOption(arguments.get(i)); i++) {
            String option = arguments.get(i);
            if (option.equals("--")) {
                i++;
                break;
            }
            for (int at = 1; at < option.length(); at++) {
                switch (option.charAt(at)) {
                    case 'H' -> hard = true;
                    case 'S' -> soft = true;
                    case 'a' -> all = true;
                    default -> {
                        resource = Resource.of(option.charAt(at));
                        if (resource == null) {
                            shell.warn("ulimit: -" + option.charAt(at) + ": no such option");
                            return 2;
                        }
                    }
                }
            }
        }
        if (arguments.size() > i + 1 || all && arguments.size() > i) {
            shell.warn("ulimit: too many arguments");
            return 2;
        }
        if (all) {
            for (Resource each : Resource.values()) {
                shell.print(each.title + " ".repeat(Math.max(1, 24 - each.title.length())) + shown(shell, each, hard && !soft) + "\n");
            }
            return 0;
        }
        if (i == arguments.size()) {
            shell.print(shown(shell, resource, hard && !soft) + "\n");
            return 0;
        }
        return set(shell, resource, arguments.get(i), hard, soft);
    }

    private static boolean isOption(String text) {
        return text.length() > 1 && text.charAt(0) == '-';
    }

    private static String shown(ShellProcess shell, Resource resource, boolean hard) {
        long value = shell.self.limit(resource.number)[hard ? 1 : 0];
        return value == ResourceLimits.INFINITY ? "unlimited" : Long.toUnsignedString(Long.divideUnsigned(value, resource.unit));
    }

    private static int set(ShellProcess shell, Resource resource, String text, boolean hard, boolean soft) {
        long[] limits = shell.self.limit(resource.number);
        long value;
        switch (text) {
            case "unlimited" -> value = ResourceLimits.INFINITY;
            case "soft" -> value = limits[0];
            case "hard" -> value = limits[1];
            default -> {
                if (!isNumber(text) || Long.parseLong(text) > Long.MAX_VALUE / resource.unit) {
                    shell.warn("ulimit: " + text + ": bad number");
                    return 2;
                }
                value = Long.parseLong(text) * resource.unit;
            }
        }
        boolean both = hard == soft;
        try {
            shell.self.setLimit(resource.number, both || soft ? value : limits[0], both || hard ? value : limits[1]);
            return 0;
        } catch (ErrnoException e) {
            shell.warn("ulimit: " + resource.title + ": cannot set the limit: " + e.errno().message());
            return 1;
        }
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() < 19;
    }
}
