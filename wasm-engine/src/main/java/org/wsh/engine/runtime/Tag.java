// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.FunctionType;

/** What tells kinds of exceptions apart (the spec's tag address): by identity, so two of one type are different. */
public final class Tag {
    final DefinedType definedType;
    private final FunctionType type;

    Tag(DefinedType type) {
        this.definedType = type;
        this.type = (FunctionType) type.composite();
    }

    /** A tag of the host's, to be imported and thrown. The type's parameters are what its exceptions carry; it has no results. */
    public static Tag of(FunctionType type) {
        if (type.resultCount() > 0) {
            throw new IllegalArgumentException("a tag's type has no results, not " + type);
        }
        return new Tag(DefinedType.of(type));
    }

    public FunctionType type() {
        return type;
    }

    @Override
    public String toString() {
        return "tag " + type;
    }
}
