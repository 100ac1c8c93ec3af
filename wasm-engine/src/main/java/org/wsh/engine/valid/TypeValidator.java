// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import org.wsh.engine.syntax.ArrayType;
import org.wsh.engine.syntax.DefinedType;
import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.FieldType;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.StructType;

/** Checks that each type that declares a supertype may do so: that one is not final, and says the same or less. */
final class TypeValidator {
    private final DefinedTypes types;

    private TypeValidator(DefinedTypes types) {
        this.types = types;
    }

    static void validate(DefinedTypes types) {
        var validator = new TypeValidator(types);
        for (int i = 0; i < types.size(); i++) {
            checkDepth(types.get(i));       // of all first: matching walks along supertypes
        }
        for (int i = 0; i < types.size(); i++) {
            DefinedType t = types.get(i);
            if (t.index() == i && t.supertype() != null) {
                validator.declaration(t);
            }
        }
    }

    private static void checkDepth(DefinedType t) {
        if (t.depth() > DefinedType.MAX_DEPTH) {
            throw new InvalidModule("type " + t.index() + " has a chain of more than " + DefinedType.MAX_DEPTH + " supertypes", -1);
        }
    }

    private void declaration(DefinedType t) {
        DefinedType s = t.supertype();
        if (s.isFinal() || !matches(t, s)) {
            throw new InvalidModule("sub type " + t.index() + ": " + t + " does not match super type " + s.index() + ": " + s
                    + (s.isFinal() ? ", which is final" : ""), -1);
        }
    }

    private boolean matches(DefinedType t, DefinedType s) {
        return switch (t.composite()) {
            case FunctionType f -> s.composite() instanceof FunctionType g && functionMatches(f, g);
            case StructType a -> s.composite() instanceof StructType b && structMatches(a, b);
            case ArrayType a -> s.composite() instanceof ArrayType b && fieldMatches(a.element(), b.element());
        };
    }

    private boolean functionMatches(FunctionType f, FunctionType g) {
        if (f.parameterCount() != g.parameterCount() || f.resultCount() != g.resultCount()) {
            return false;
        }
        for (int i = 0; i < f.parameterCount(); i++) {
            if (!types.matches(g.parameter(i), f.parameter(i))) {
                return false;
            }
        }
        for (int i = 0; i < f.resultCount(); i++) {
            if (!types.matches(f.result(i), g.result(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean structMatches(StructType a, StructType b) {
        if (a.fieldCount() < b.fieldCount()) {
            return false;
        }
        for (int i = 0; i < b.fieldCount(); i++) {
            if (!fieldMatches(a.field(i), b.field(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean fieldMatches(FieldType a, FieldType b) {
        return a.mutable() == b.mutable() && types.matches(a.storage(), b.storage()) && (!a.mutable() || types.matches(b.storage(), a.storage()));
    }
}
