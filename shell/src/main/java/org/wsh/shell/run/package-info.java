// SPDX-License-Identifier: Apache-2.0
/**
 * Commands are executed: POSIX XCU 2.7, 2.9.
 *
 * <p>Bottom up: {@code ScriptFile} and {@code DescriptorLines} (where commands come from), {@code CommandSubstitution} (2.6.3), {@code Redirections} (2.7); {@code Builtin} and {@code BuiltinTable},
 * {@code CommandSearch} and {@code Programs} (what a name can mean); a runner for each kind of command: {@code CommandRunner} (simple, 2.9.1), {@code PipelineRunner} (what is made of processes, 2.9.2, 2.9.3.1),
 * {@code CompoundRunner} (the rest, 2.9.3, 2.9.4, 2.9.5); {@code LastCommand}, {@code CommandLoop}.
 */
package org.wsh.shell.run;
