// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

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

    /** A system call begins. {@code arguments} are the raw ones; decoding is the ABI's. */
    record SyscallEnter(long time, Task task, int pid, String name, long[] arguments) implements TraceEvent {}

    /** A system call ends; {@code duration} in nanoseconds. */
    record SyscallExit(long time, Task task, int pid, String name, long result, long duration) implements TraceEvent {}

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
