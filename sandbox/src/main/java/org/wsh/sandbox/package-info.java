// SPDX-License-Identifier: Apache-2.0
/**
 * A machine put together, for Java programs and for the command line.
 *
 * <p>The Java API: {@link org.wsh.sandbox.MachineBuilder} (what it shall be: {@link org.wsh.sandbox.Grant}, {@link org.wsh.sandbox.NetworkReach}, limits), {@link org.wsh.sandbox.Machine},
 * {@link org.wsh.sandbox.Launch} (a command), {@link org.wsh.sandbox.Job} (one that runs), {@link org.wsh.sandbox.Result}. Behind it {@code Tree} (what is mounted where), {@code Programs} (what a
 * process can be), {@code NetworkPlan}, {@code Capture}, {@code TraceLog}, {@code BugReport}.
 *
 * <p>The command line: {@code CommandLine} with {@code LimitOptions} and {@code NetworkOptions} (its grammar), {@code Invocation} (what was asked for), {@code HostProgram}, {@code HostSession} (from the
 * machine's making to its end), {@link org.wsh.sandbox.Wsh}. What touches the host's streams, terminal, signals and network is in {@code host}.
 */
package org.wsh.sandbox;
