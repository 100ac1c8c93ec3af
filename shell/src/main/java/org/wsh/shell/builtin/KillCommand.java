// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.process.signal.Signal;
import org.wsh.shell.job.Job;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.state.Numbers;
import org.wsh.shell.state.ShellProcess;
import org.wsh.vfs.ErrnoException;

/** {@code kill [-s signal|-signal] pid|job…}, {@code kill -l [status…]}. POSIX XCU 3. A built-in, since it knows jobs. */
record KillCommand(Jobs jobs) implements Builtin {
    @Override
    public int run(ShellProcess shell, List<String> arguments) {
        int i = 1;
        Signal signal = Signal.TERM;
        if (arguments.size() > 1 && arguments.get(1).startsWith("-") && arguments.get(1).length() > 1) {
            String option = arguments.get(1);
            i = 2;
            if (option.equals("-l")) {
                return list(shell, arguments);
            }
            String name = option.substring(1);
            if (option.equals("-s") || option.equals("-n")) {
                if (arguments.size() < 3) {
                    return usage(shell);
                }
                name = arguments.get(2);
                i = 3;
            }
            if (option.equals("--")) {
                name = "TERM";
            }
            signal = name.equals("0") ? null : TrapCommand.signal(name);
            if (signal == null && !name.equals("0")) {
                shell.warn("kill: " + name + ": unknown signal");
                return 2;
            }
            if (i < arguments.size() && arguments.get(i).equals("--")) {
                i++;
            }
        }
        if (i == arguments.size()) {
            return usage(shell);
        }
        int status = 0;
        for (; i < arguments.size(); i++) {
            status |= send(shell, arguments.get(i), signal);
        }
        return status;
    }

    private static int usage(ShellProcess shell) {
        shell.warn("kill: usage: kill [-s signal | -signal] pid|job ..., or kill -l [status ...]");
        return 2;
    }

    private int send(ShellProcess shell, String operand, Signal signal) {
        int pid;
        boolean stopped = false;
        if (operand.startsWith("%")) {
            Job job = jobs.find("kill", operand);
            if (job == null) {
                return 1;
            }
            pid = job.group() > 0 ? -job.group() : job.lastPid();
            stopped = job.stopped();
        } else if (Numbers.isInteger(operand)) {
            pid = (int) Math.max(-Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, Numbers.integer(operand)));
        } else {
            shell.warn("kill: " + operand + ": not a process or job");
            return 2;
        }
        try {
            shell.self.kill(pid, signal);
            if (stopped && (signal == Signal.TERM || signal == Signal.HUP)) {
                // Or it would only be told when it goes on, which nobody who ends a job means. As bash.
                shell.self.kill(pid, Signal.CONT);
            }
            return 0;
        } catch (ErrnoException failed) {
            shell.warn("kill: " + operand + ": " + failed.errno().message());
            return 1;
        }
    }

    private static int list(ShellProcess shell, List<String> arguments) {
        if (arguments.size() == 2) {
            StringBuilder out = new StringBuilder();
            for (int number = 1; number < 32; number++) {
                out.append(Signal.of(number).name()).append(number == 31 ? "\n" : " ");
            }
            shell.print(out.toString());
            return 0;
        }
        for (int i = 2; i < arguments.size(); i++) {
            int number = Numbers.small(arguments.get(i));
            Signal signal = number >= 0 ? Signal.of(number > 128 ? number - 128 : number) : TrapCommand.signal(arguments.get(i));
            if (signal == null) {
                shell.warn("kill: " + arguments.get(i) + ": unknown signal");
                return 1;
            }
            shell.print((number >= 0 ? signal.name() : Integer.toString(signal.number())) + "\n");
        }
        return 0;
    }
}
