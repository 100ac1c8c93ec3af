// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.syntax;

/** What a defined type describes. */
public sealed interface CompositeType permits FunctionType, StructType, ArrayType {
    /** The abstract heap type right above all of the kind: func, struct or array. */
    int kind();
}
