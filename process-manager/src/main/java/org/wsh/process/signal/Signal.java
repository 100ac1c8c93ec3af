// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.signal;

/**
 * The standard signals, with Linux's numbers (which are also WASIX's) and POSIX's default actions. POSIX 2024,
 * {@code <signal.h>}.
 */
public enum Signal {
    HUP(1, Action.TERMINATE, "Hangup"),
    INT(2, Action.TERMINATE, "Interrupt"),
    QUIT(3, Action.CORE, "Quit"),
    ILL(4, Action.CORE, "Illegal instruction"),
    TRAP(5, Action.CORE, "Trace/breakpoint trap"),
    ABRT(6, Action.CORE, "Aborted"),
    BUS(7, Action.CORE, "Bus error"),
    FPE(8, Action.CORE, "Floating point exception"),
    KILL(9, Action.TERMINATE, "Killed"),
    USR1(10, Action.TERMINATE, "User defined signal 1"),
    SEGV(11, Action.CORE, "Segmentation fault"),
    USR2(12, Action.TERMINATE, "User defined signal 2"),
    PIPE(13, Action.TERMINATE, "Broken pipe"),
    ALRM(14, Action.TERMINATE, "Alarm clock"),
    TERM(15, Action.TERMINATE, "Terminated"),
    STKFLT(16, Action.TERMINATE, "Stack fault"),
    CHLD(17, Action.IGNORE, "Child exited"),
    CONT(18, Action.CONTINUE, "Continued"),
    STOP(19, Action.STOP, "Stopped (signal)"),
    TSTP(20, Action.STOP, "Stopped"),
    TTIN(21, Action.STOP, "Stopped (tty input)"),
    TTOU(22, Action.STOP, "Stopped (tty output)"),
    URG(23, Action.IGNORE, "Urgent I/O condition"),
    XCPU(24, Action.CORE, "CPU time limit exceeded"),
    XFSZ(25, Action.CORE, "File size limit exceeded"),
    VTALRM(26, Action.TERMINATE, "Virtual timer expired"),
    PROF(27, Action.TERMINATE, "Profiling timer expired"),
    WINCH(28, Action.IGNORE, "Window changed"),
    POLL(29, Action.TERMINATE, "I/O possible"),
    PWR(30, Action.TERMINATE, "Power failure"),
    SYS(31, Action.CORE, "Bad system call");

    /** What a signal does when its disposition is the default. */
    public enum Action {
        TERMINATE,
        /** As TERMINATE, and the wait status says that a core was or would be dumped. */
        CORE,
        IGNORE,
        STOP,
        CONTINUE
    }

    /** Numbers from 1 up to this one are signals a guest may name; those above SYS are accepted and have no effect. */
    public static final int MAX_NUMBER = 64;

    private static final Signal[] BY_NUMBER = new Signal[32];

    static {
        for (Signal signal : values()) {
            BY_NUMBER[signal.number] = signal;
        }
    }

    private final int number;
    private final Action action;
    private final String description;

    Signal(int number, Action action, String description) {
        this.number = number;
        this.action = action;
        this.description = description;
    }

    public int number() {
        return number;
    }

    /** What the default disposition does. */
    public Action action() {
        return action;
    }

    /** The text of {@code strsignal()}, as a shell reports a job's death. */
    public String description() {
        return description;
    }

    /** Its bit in a {@link SignalSet}. */
    long bit() {
        return 1L << number - 1;
    }

    /** KILL and STOP: cannot be caught, blocked or ignored. */
    public boolean unstoppable() {
        return this == KILL || this == STOP;
    }

    /** The signal of that number, or null if there is none. */
    public static Signal of(int number) {
        return number >= 1 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
