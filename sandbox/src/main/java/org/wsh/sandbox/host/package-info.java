// SPDX-License-Identifier: Apache-2.0
/**
 * What joins the host to a machine, and nothing else does: a reviewer of what reaches the host looks here.
 *
 * <p>Streams: {@code StandardStreams}; {@code HostFile} (files), {@code HostInput} and {@code HostOutput} (what may take for ever: a thread of the host's waits, the guest sleeps),
 * {@code SteadyInput} and {@code SteadyOutput} (the deterministic machine stands still instead); {@code OutputLimit}, {@code HostError}. Terminal: {@code HostTty} (its settings), {@code HostTerminal}
 * (bytes and size), {@code HostSignals}. Network: {@code NetworkGrants} (what is allowed), {@code HostNetwork} and its one thread, {@code HostConnection}, {@code HostDatagrams}.
 *
 * <p>Locks: the monitor of a stream or terminal, then {@code OutputLimit}'s and the kernel's.
 */
package org.wsh.sandbox.host;
