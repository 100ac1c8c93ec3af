// SPDX-License-Identifier: Apache-2.0
/**
 * The shell, a hosted program. POSIX.1-2024, XCU chapter 2 and {@code sh}.
 *
 * <p>Bottom up: {@code ByteText} (bytes are text without loss), {@code Account} (pays for memory), {@code ShellState} with
 * {@code Variables} and {@code Option} (what a subshell gets a copy of), {@code ShellProcess}; {@code Pattern} (2.14), {@code PathnameExpansion},
 * {@code Arithmetic} (2.6.4), {@code Expander} with its {@code Sink}s (2.6); {@code Job}, {@code JobTable}, {@code JobControl}, {@code Traps} and {@code Jobs}
 * (2.11, 2.12), {@code ChildShell} (2.13); {@code Redirections} (2.7), {@code Programs}, {@code CommandRunner}, {@code PipelineRunner}, {@code CompoundRunner}, {@code CommandLoop} (2.9);
 * {@code Builtins}, their {@code BuiltinOptions}; {@code Executor}, which puts all of it together; {@code Invocation}, {@link org.wsh.shell.Shell}. The language is in {@code syntax}, the line editor in {@code edit}.
 *
 * <p>What lies below {@code Executor} meets a command inside of something (a body, a trap's action, a substitution) and has it run by what it declares for that: {@code Interpreter}, {@code Subshells},
 * {@code Substitution}, {@code BuiltinTable}, {@code ScriptShell}. So no file uses one that uses it.
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
