// SPDX-License-Identifier: Apache-2.0
/**
 * The shell's language: from characters to commands. POSIX.1-2024, XCU chapter 2.
 *
 * <p>Bottom up: {@link org.wsh.shell.syntax.Meter}, {@link org.wsh.shell.syntax.LineSource}; what is read:
 * {@link org.wsh.shell.syntax.Word} (2.2, 2.6), {@link org.wsh.shell.syntax.Redirection} (2.7),
 * {@link org.wsh.shell.syntax.Command} (2.9); who reads: {@code Characters}, {@code WordLexer}, {@code ParameterLexer}, {@code Lexer} (2.3),
 * {@link org.wsh.shell.syntax.Parser} (2.10). Nothing here runs anything.
 */
package org.wsh.shell.syntax;
