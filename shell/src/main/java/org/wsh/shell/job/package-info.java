// SPDX-License-Identifier: Apache-2.0
/**
 * A shell's children, and its signals: POSIX XCU 2.9.3.1, 2.11, 2.12, 2.13.
 *
 * <p>Bottom up: {@code Job}, {@code JobTable}; {@code JobControl} (the terminal, and the signals that come from there), {@code Traps}; {@code ChildShell}, made by who implements {@code Subshells};
 * {@code Jobs} (starting, waiting, telling). The actions of traps are run by who implements {@code Interpreter}.
 */
package org.wsh.shell.job;
