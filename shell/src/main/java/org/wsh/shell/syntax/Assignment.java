// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** {@code name=value} before a command name. POSIX XCU 2.9.1. */
public record Assignment(String name, Word value) {}
