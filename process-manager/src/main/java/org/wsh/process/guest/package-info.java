// SPDX-License-Identifier: Apache-2.0
/**
 * Wasm programs as threads run them. Bottom up: {@code GuestSignals}: handlers run in the guest; {@code GuestFutexes}; {@code CapturedCall}: what a captured stack is wanted for,
 * done by {@code WasmRun}: a run from here to its end, by whatever way it ends. {@link org.wsh.process.guest.WasmProgram}: from the beginning;
 * {@link org.wsh.process.guest.ThreadStart}, {@link org.wsh.process.guest.ThreadEntry}: another thread.
 *
 * <p>Calls that return twice or elsewhere: {@code Fork}, {@code Vfork}, {@code Leaving}, {@code Setjmp}, {@code ContextSwitch}; {@link org.wsh.process.guest.Captures}: all of them, for the system calls.
 */
package org.wsh.process.guest;
