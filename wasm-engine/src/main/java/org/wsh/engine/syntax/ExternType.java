// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** The type of something that can be imported or exported. */
public sealed interface ExternType permits FunctionType, TableType, MemoryType, GlobalType, TagType {}
