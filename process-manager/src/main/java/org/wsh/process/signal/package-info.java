// SPDX-License-Identifier: Apache-2.0
/**
 * Signals: POSIX 2024, 2.4. Bottom up: {@link org.wsh.process.signal.Signal}, {@link org.wsh.process.signal.SignalSet}, {@link org.wsh.process.signal.SignalAction},
 * {@link org.wsh.process.signal.WaitStatus}, {@link org.wsh.process.signal.SignalInfo}; {@code PendingSignals}; {@link org.wsh.process.signal.SignalState}: what they are to a thread;
 * {@link org.wsh.process.signal.Signals}: to a process. It decides who gets what; what happens then is not known here.
 *
 * <p>Locks: that of {@code Signals}; none is taken under it, but for those of the kernel.
 */
package org.wsh.process.signal;
