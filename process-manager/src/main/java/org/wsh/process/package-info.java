// SPDX-License-Identifier: Apache-2.0
/**
 * Processes and threads: what POSIX says they are, over the kernel's tasks below.
 *
 * <p>Bottom up:
 * <ul>
 *   <li>below it, a package each: {@code signal}, {@code limit}, {@code descriptor}, and {@code wasm}, which is programs without threads
 *   <li>{@link org.wsh.process.ThreadGroup}, {@code ProcessGroup}, {@code Session}, {@link org.wsh.process.Process}; {@code ProcessTable}: who is who
 *   <li>{@code SignalDelivery}: what a signal does to a process; {@code ControllingTerminal}, {@link org.wsh.process.Groups}, {@code Orphans}, {@link org.wsh.process.Priorities}, {@code Exit}
 *   <li>{@link org.wsh.process.Processes}: all of them, and what they share
 *   <li>what a thread can do: {@link org.wsh.process.ThreadSignals} (what signals do to it), {@code Polling}, {@link org.wsh.process.Waiting} (how it sleeps), {@link org.wsh.process.Wait};
 *       {@code JobControl}, {@link org.wsh.process.Transfers}, {@link org.wsh.process.Sockets}, {@link org.wsh.process.Terminals}, {@link org.wsh.process.ThreadFutexes}
 *   <li>{@link org.wsh.process.ProcessThread}: all that in one, which runs a {@link org.wsh.process.Program}; {@code Life}: what it asks of those who make threads
 *   <li>{@code Spawn}, {@code Exec}, {@code Loader}, {@code Init}: life; {@link org.wsh.process.Launcher}: puts one of each together
 *   <li>above it, a package each: {@code guest} and {@code hosted}, the two kinds of programs; {@code proc}, which is {@code /proc}; {@code strace}
 * </ul>
 *
 * <p>No two of these use each other, directly or through others, but: a process and its group; a thread and the program that it runs, with what that may become.
 *
 * <p>Lock order, outermost first. Nobody sleeps while holding one. The kernel's come after all of these; those of one line are never held together.
 * <pre>
 * ProcessTable.lock: parents and children, groups, sessions
 *   Signals.lock, Session.lock, DescriptorTable.lock, CpuClock's monitor, Tracer's monitor
 *     ThreadGroup's monitor
 * IntervalTimers', ControlGroup's and ThreadLocals' monitors (a parent's ThreadLocals before its child's), ImageCache.entries: none of the others is taken under one
 * </pre>
 */
package org.wsh.process;
