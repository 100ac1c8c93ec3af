// SPDX-License-Identifier: Apache-2.0
/**
 * What a shell is: the shell execution environment, POSIX XCU 2.13, and the process that has it.
 *
 * <p>Bottom up: {@code ByteText} (bytes are text without loss), {@code Quoting}, {@code Numbers}; {@code ShellError} and {@code Jump}, by which a command ends early; {@code Account} (pays for memory);
 * {@code Option}, {@code Variables}, {@code ShellState} (what a subshell gets a copy of); {@code ShellProcess} (what is only this process's); {@code Descriptors} that the shell keeps for itself.
 */
package org.wsh.shell.state;
