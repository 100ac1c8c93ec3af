// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.syntax.DefinedType;

/** A struct or array: what a guest's own heap is made of. Plain data, collected by the JVM. */
public abstract sealed class GcObject permits Struct, Array {
    /** What it was made as; casts look at it. */
    public final DefinedType type;

    GcObject(DefinedType type) {
        this.type = type;
    }
}
