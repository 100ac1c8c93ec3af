// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** What an import or export names, in the order of the binary format's codes. */
public enum ExternKind { FUNCTION, TABLE, MEMORY, GLOBAL, TAG }
