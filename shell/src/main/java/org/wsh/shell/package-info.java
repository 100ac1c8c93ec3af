// SPDX-License-Identifier: Apache-2.0
/**
 * The shell, a hosted program. POSIX.1-2024, XCU chapter 2 and {@code sh}.
 *
 * <p>Its packages, bottom up; none uses one further down this list, and within them no file uses one that uses it, but for a few that are one thing ({@code HouseTest} has them):
 * <ol>
 * <li>{@code syntax}: the language (2.2, 2.3, 2.10), from characters to commands. Nothing in it runs anything.
 * <li>{@code state}: what a shell is (2.13): variables, options, functions; and the process that has it, with its memory account, its messages.
 * <li>{@code expand}: words to fields, texts and patterns (2.6, 2.14).
 * <li>{@code job}: its children and its signals (2.11, 2.12): jobs, the terminal, traps, and what a subshell begins with.
 * <li>{@code run}: commands are executed (2.7, 2.9).
 * <li>{@code builtin}: the commands that the shell is itself (2.15 and XCU 3), a file each.
 * <li>{@code edit}: the line editor, which knows a terminal but no shell.
 * <li>{@code interactive}: prompt, command, prompt.
 * <li>here: {@code Executor} puts the parts of one shell together; {@code Invocation}, {@code StartUp}, and {@link org.wsh.shell.Shell}, the program.
 * </ol>
 *
 * <p>A command may hold any other: in a body, a trap's action, a substitution, a text for {@code eval}. Who comes upon one has it run through an interface of its own floor, which {@code Executor} and
 * {@code Builtins} implement: {@code Interpreter} and {@code Subshells} ({@code job}), {@code Substitution} ({@code expand}), {@code BuiltinTable} and {@code ScriptShell} ({@code run}).
 *
 * <p>There are no locks: a shell is one thread, a subshell is another process with its own copy of everything.
 *
 * <p>Messages: {@code wsh: what: why}; in a script {@code name: line N: what: why}; a syntax error always says its line.
 *
 * <p>Where POSIX leaves a choice it is dash's: {@code echo} takes {@code -n} and always replaces escapes, assignments before a function
 * last for its call, {@code break} outside a loop does nothing, {@code return} outside a function ends the script. Where dash
 * differs from POSIX.1-2024 it is POSIX's: {@code $'…'}, {@code ;&}, {@code pipefail}, {@code export x=$y} unsplit, {@code read -d},
 * characters instead of bytes. {@code local}, {@code ++}, {@code .} with arguments are extensions.
 */
package org.wsh.shell;
