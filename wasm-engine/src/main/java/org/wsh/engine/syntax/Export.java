// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** Something a module offers; {@code index} is in the index space of its kind. */
public record Export(String name, ExternKind kind, int index, ExternType type) {}
