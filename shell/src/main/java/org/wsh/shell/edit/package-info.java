// SPDX-License-Identifier: Apache-2.0
/**
 * The line editor of an interactive shell: JLine over the kernel's terminal. Loaded only when a shell has a terminal to talk to.
 *
 * <p>JLine reads and writes through {@link org.wsh.process.hosted.HostedProcess} on the process's own thread: there is no pump thread, and
 * the host's terminal is never seen. Bottom up: {@code KernelReader}, {@code KernelTerminal}; what the shell provides:
 * {@link org.wsh.shell.edit.Completions}, {@link org.wsh.shell.edit.HistoryStore}; {@link org.wsh.shell.edit.LineEditor}.
 */
package org.wsh.shell.edit;
