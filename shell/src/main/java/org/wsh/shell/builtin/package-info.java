// SPDX-License-Identifier: Apache-2.0
/**
 * The commands that the shell runs itself, a file each: POSIX XCU 2.15, and those of XCU 3 that must know the shell.
 *
 * <p>Bottom up: {@code Escapes}, {@code FloatText}, {@code BuiltinOptions}; the commands; {@code Builtins}, the table of them, which gives each what it needs.
 */
package org.wsh.shell.builtin;
