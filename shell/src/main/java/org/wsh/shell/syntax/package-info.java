// SPDX-License-Identifier: Apache-2.0
/**
 * The shell's language: from characters to commands. POSIX.1-2024, XCU chapter 2.
 *
 * <p>Bottom up: {@link org.wsh.shell.syntax.Meter}, {@link org.wsh.shell.syntax.LineSource}; what is read:
 * {@link org.wsh.shell.syntax.Word} (2.2, 2.6), {@link org.wsh.shell.syntax.Redirection} (2.7),
 * {@link org.wsh.shell.syntax.Command} (2.9); who reads: {@code Characters}, {@code Nesting}, {@code ParameterLexer} and {@code WordLexer}, {@code Lexer} (2.3), {@code Tokens},
 * {@code Compounds} and {@code Grammar}, {@link org.wsh.shell.syntax.Parser} (2.10). What the lexer of words finds that is for the parser it has read by {@code NestedCommands}. Nothing here runs anything.
 */
package org.wsh.shell.syntax;
