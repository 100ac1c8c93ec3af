// SPDX-License-Identifier: Apache-2.0
/**
 * Processes and threads: what POSIX says they are, over the kernel's tasks below.
 *
 * <p>Bottom up:
 * <ul>
 *   <li>values: {@link org.wsh.process.Signal}, {@link org.wsh.process.SignalSet}, {@link org.wsh.process.WaitStatus}, {@link org.wsh.process.Ids},
 *       {@link org.wsh.process.ResourceLimits}, {@link org.wsh.process.ControlLimits}
 *   <li>{@link org.wsh.process.DescriptorTable}: small numbers to open files
 *   <li>{@code Signals} with {@code SignalState} and {@code PendingSignals}: who blocks, ignores and handles what, and what is pending
 *   <li>{@link org.wsh.process.Process}, {@link org.wsh.process.ProcessThread}, {@code ThreadGroup}, {@code ProcessGroup}, {@code Session}, {@code ControlGroup};
 *       {@code ProcessTable}: who is who
 *   <li>{@code SignalDelivery}: what a signal does to a process; {@link org.wsh.process.ThreadSignals}: to the thread itself; {@link org.wsh.process.Waiting}: how a thread sleeps
 *   <li>calls that may wait: {@link org.wsh.process.Transfers}, {@link org.wsh.process.Sockets}, {@link org.wsh.process.Terminals}, {@link org.wsh.process.GuestFutexes}
 *   <li>{@code Loader}, {@code ImageCache}: from a path to a {@code Program}, which is a {@code WasmProgram} or a {@code JavaProgram}
 *   <li>life: {@code Spawn}, {@code Exec}, {@code Exit}, {@code Wait}, {@code Orphans}, {@code Init}; {@link org.wsh.process.Threads}
 *   <li>calls that return twice or elsewhere: {@link org.wsh.process.Captures}, {@code Fork}, {@code Vfork}, {@code Setjmp}, {@code Checkpoints}, {@link org.wsh.process.Contexts};
 *       {@code WasmRun} does them
 *   <li>{@link org.wsh.process.HostedProgram}, {@link org.wsh.process.HostedProcess}: a program whose code is Java, and the machine as it sees it
 *   <li>{@link org.wsh.process.Processes}: puts one of each together
 * </ul>
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
