// SPDX-License-Identifier: Apache-2.0
/**
 * The shell at a terminal: prompt, command, prompt.
 *
 * <p>Bottom up: {@code Prompt}; {@code HistoryFile} and {@code ShellCompletions}, which the line editor asks; {@code PromptingLines} and {@code EditedLines}, where lines come from; {@code InteractiveLoop}.
 */
package org.wsh.shell.interactive;
