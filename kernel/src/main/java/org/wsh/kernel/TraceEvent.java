// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import org.wsh.vfs.Errno;

/**
 * What can be watched. Each event says when (monotonic nanoseconds) and which task it is about; those of the process manager
 * also say which process.
 */
public sealed interface TraceEvent {
    long time();

    Task task();

    /** A task was given a processor; {@code waited} nanoseconds after it was ready to run. */
    record ContextSwitch(long time, Task task, long waited) implements TraceEvent {}

    /** A task goes to sleep, waiting for {@code wchan}. */
    record Sleep(long time, Task task, String wchan) implements TraceEvent {}

    /** A sleeping task was woken and wants to run. */
    record Wake(long time, Task task) implements TraceEvent {}

    /** A system call begins. */
    record SyscallEnter(long time, Task task, int pid, String name, CallText text) implements TraceEvent {}

    /** A system call ends; {@code duration} in nanoseconds. */
    record SyscallExit(long time, Task task, int pid, String name, Outcome outcome, long duration, CallText text) implements TraceEvent {}

    /** How a system call ended: with a value, with an errno, or not at all, because its caller is gone (exit, a deadly signal). */
    record Outcome(long value, Errno errno, boolean returned) {
        public static final Outcome NEVER = new Outcome(0, null, false);

        public static Outcome of(long value) {
            return new Outcome(value, null, true);
        }

        public static Outcome failed(Errno errno) {
            return new Outcome(-1, errno, true);
        }

        /** As strace writes it. */
        @Override
        public String toString() {
            return !returned ? "?" : errno == null ? Long.toString(value) : "-1 " + errno + " (" + errno.message() + ")";
        }
    }

    /** A call's arguments in words, read from the guest's memory: only within the event's telling, on the thread it happens on. */
    @FunctionalInterface
    interface CallText {
        /**
         * What is known now: at the beginning up to the first argument that the call fills in, at the end the rest.
         *
         * @param mostString of a string's bytes so many are shown
         */
        String text(int mostString);
    }

    /** fork, vfork or spawn made {@code child}. */
    record Fork(long time, Task task, int pid, int child) implements TraceEvent {}

    record Exec(long time, Task task, int pid, String path) implements TraceEvent {}

    /** A process has ended; {@code status} as wait() tells it. */
    record Exit(long time, Task task, int pid, int status) implements TraceEvent {}

    /** A signal was sent to {@code pid}; {@code sender} is 0 when the kernel sent it. */
    record Signal(long time, Task task, int pid, String signal, int sender) implements TraceEvent {}

    /** {@code pid} learnt of the end of {@code child}. */
    record Wait(long time, Task task, int pid, int child, int status) implements TraceEvent {}
}
