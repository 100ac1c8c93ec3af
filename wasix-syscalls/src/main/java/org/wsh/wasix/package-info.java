// SPDX-License-Identifier: Apache-2.0

/**
 * The ABI: WASI preview 1, WASIX and our own {@code wsh_1} (docs/wsh_1.md). It decodes arguments, calls the process, encodes results, and decides
 * nothing.
 *
 * <p>{@link org.wsh.wasix.SyscallTable} is the table of all calls; a {@code …Calls} class is a family; {@code Guest} reads and writes the guest's
 * memory; {@link org.wsh.wasix.Trampoline} turns what was thrown into an errno, whose numbers are in {@code WasiErrno}. A call's method has its
 * name as the ABI spells it, underscores and all. The families are public because generated code calls their methods directly; they are not for
 * anybody else.
 *
 * <p>A call checks the addresses it will write to before it does anything: memory never shrinks, so there is nothing to undo.
 */
package org.wsh.wasix;
