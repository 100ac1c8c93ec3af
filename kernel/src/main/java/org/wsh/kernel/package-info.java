// SPDX-License-Identifier: Apache-2.0
/**
 * The machine below processes: who runs, who sleeps, what time it is, how bytes get from one to the other.
 *
 * <p>Bottom up:
 * <ul>
 *   <li>{@link org.wsh.kernel.Clock}, {@link org.wsh.kernel.Timers}: time, and things to do at a time
 *   <li>{@link org.wsh.kernel.Ledger}: how many bytes the machine may still take
 *   <li>{@link org.wsh.kernel.Trace}, {@link org.wsh.kernel.TraceEvent}: who listens to what happens
 *   <li>{@link org.wsh.kernel.WaitQueue}: whom to wake
 *   <li>{@link org.wsh.kernel.Task}: one guest thread; {@link org.wsh.kernel.Task#await} is the only way to block
 *   <li>{@code RunQueue}, {@link org.wsh.kernel.Scheduler}, {@code FreeScheduler}, {@code DeterministicScheduler}: who runs next
 *   <li>{@link org.wsh.kernel.HostWork}: the host's slow operations, on threads that no guest needs
 *   <li>{@link org.wsh.kernel.Futexes}: sleeping on a word of memory
 *   <li>{@link org.wsh.kernel.Pipe}, {@link org.wsh.kernel.Poll}, {@link org.wsh.kernel.EventPoll}
 *   <li>{@link org.wsh.kernel.Kernel}: puts one of each together
 * </ul>
 *
 * <p>Terminals and the network are packages of their own, which use this one; whoever puts a machine together makes one of each.
 *
 * <p>Lock order, outermost first. Nobody sleeps in {@code await} while holding one, and nothing that belongs to a floor above
 * is called under one but a {@code wake} that was subscribed.
 * <pre>
 * Pipe's write lock
 *   Pipe's read lock
 *     Pipe's ends lock
 * Terminal.lock
 * Futexes' monitor
 *       WaitQueue.lock
 *         FreeScheduler.lock, DeterministicScheduler.lock
 *           Timers.lock
 * Ledger and its accounts: leaves, from anywhere
 * </pre>
 */
package org.wsh.kernel;
