// SPDX-License-Identifier: Apache-2.0
/**
 * Programs whose code is Java. {@link org.wsh.process.hosted.HostedProgram}: one; {@link org.wsh.process.hosted.HostedProcess}: the machine as it sees it, with the
 * {@link org.wsh.process.hosted.Tracer} that it may have of others; {@code HostedCalls}, {@code TracedCalls}: that over a thread; {@link org.wsh.process.hosted.JavaProgram}: what a thread runs.
 *
 * <p>Locks: the monitor of {@code Tracer}; taken under the process table's, and no other under it.
 */
package org.wsh.process.hosted;
