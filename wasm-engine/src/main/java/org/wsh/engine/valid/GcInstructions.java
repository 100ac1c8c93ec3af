// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.GcOpcode.*;
import static org.wsh.engine.syntax.ValueType.*;

import org.wsh.engine.binary.GcImmediates;
import org.wsh.engine.syntax.ArrayType;
import org.wsh.engine.syntax.CompositeType;
import org.wsh.engine.syntax.FieldType;
import org.wsh.engine.syntax.GcOpcode;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.StructType;
import org.wsh.engine.syntax.ValueType;

/** The validator's rules for structs, arrays, i31 and casts. */
final class GcInstructions {
    /** How many operands array.new_fixed may take, as engines agreed. */
    private static final int MAX_FIXED = 10_000;

    private final BodyValidator v;
    private final TypeStack stack;

    GcInstructions(BodyValidator v) {
        this.v = v;
        this.stack = v.stack;
    }

    void validate(int op) {
        switch (op) {
            case STRUCT_NEW, STRUCT_NEW_DEFAULT -> newStruct(op == STRUCT_NEW_DEFAULT);
            case STRUCT_GET, STRUCT_GET_S, STRUCT_GET_U -> {
                int type = type();
                FieldType field = field(type);
                checkPacking(op, op != STRUCT_GET, field);
                v.pop(concrete(type));
                stack.push(field.type());
            }
            case STRUCT_SET -> {
                int type = type();
                FieldType field = mutable(field(type), "field");
                v.pop(field.type());
                v.pop(concrete(type));
            }
            case ARRAY_NEW, ARRAY_NEW_DEFAULT, ARRAY_NEW_FIXED, ARRAY_NEW_DATA, ARRAY_NEW_ELEM -> newArray(op);
            case ARRAY_GET, ARRAY_GET_S, ARRAY_GET_U -> {
                int type = type();
                FieldType element = element(type);
                checkPacking(op, op != ARRAY_GET, element);
                v.pop(I32);
                v.pop(concrete(type));
                stack.push(element.type());
            }
            case ARRAY_SET -> {
                int type = type();
                v.pop(mutable(element(type), "array").type());
                v.pop(I32);
                v.pop(concrete(type));
            }
            case ARRAY_LEN -> {
                v.pop(ARRAYREF);
                stack.push(I32);
            }
            case ARRAY_FILL, ARRAY_COPY, ARRAY_INIT_DATA, ARRAY_INIT_ELEM -> bulk(op);
            case REF_TEST, REF_TEST_NULL -> {
                popForCast(GcImmediates.castTarget(v.in, op, v.module.definedTypes()));
                stack.push(I32);
            }
            case REF_CAST, REF_CAST_NULL -> {
                int target = GcImmediates.castTarget(v.in, op, v.module.definedTypes());
                popForCast(target);
                stack.push(target);
            }
            case BR_ON_CAST, BR_ON_CAST_FAIL -> castBranch(op);
            case ANY_CONVERT_EXTERN -> stack.push(nullableAs(popOf(EXTERNREF), ANYREF));
            case EXTERN_CONVERT_ANY -> stack.push(nullableAs(popOf(ANYREF), EXTERNREF));
            case REF_I31 -> {
                v.pop(I32);
                stack.push(nonNull(I31REF));
            }
            default -> {    // i31.get_s, i31.get_u
                v.pop(I31REF);
                stack.push(I32);
            }
        }
    }

    // Types and fields.

    private int type() {
        int t = v.index("type", v.module.definedTypes().size());
        return v.module.definedTypes().canonical(t);
    }

    private CompositeType composite(int type) {
        return v.module.definedTypes().get(type).composite();
    }

    private StructType struct(int type) {
        if (composite(type) instanceof StructType s) {
            return s;
        }
        throw v.invalid("type mismatch: type " + type + " is no struct but " + composite(type));
    }

    private FieldType element(int type) {
        if (composite(type) instanceof ArrayType a) {
            return a.element();
        }
        throw v.invalid("type mismatch: type " + type + " is no array but " + composite(type));
    }

    private FieldType field(int type) {
        StructType s = struct(type);
        return s.field(v.index("field", s.fieldCount()));
    }

    private FieldType mutable(FieldType field, String what) {
        if (!field.mutable()) {
            throw v.invalid(what + " is immutable");
        }
        return field;
    }

    private void checkPacking(int op, boolean extending, FieldType field) {
        if (isPacked(field.storage()) != extending) {
            throw v.invalid("type mismatch: " + GcOpcode.name(op) + " of a field that is " + (extending ? "not packed: " : "packed: ") + field);
        }
    }

    private void requireDefaultable(int op, boolean defaultable, int type) {
        if (!defaultable) {
            throw v.invalid("type mismatch: " + GcOpcode.name(op) + " of type " + type + ", which has no default: " + composite(type));
        }
    }

    // Making.

    private void newStruct(boolean byDefault) {
        int type = type();
        StructType s = struct(type);
        if (byDefault) {
            requireDefaultable(STRUCT_NEW_DEFAULT, s.isDefaultable(), type);
        } else {
            for (int i = s.fieldCount() - 1; i >= 0 && !v.isBottomless(); i--) {
                v.pop(s.field(i).type());
            }
        }
        stack.push(nonNull(concrete(type)));
    }

    private void newArray(int op) {
        int type = type();
        FieldType element = element(type);
        switch (op) {
            case ARRAY_NEW -> {
                v.pop(I32);
                v.pop(element.type());
            }
            case ARRAY_NEW_DEFAULT -> {
                requireDefaultable(op, isDefaultable(element.storage()), type);
                v.pop(I32);
            }
            case ARRAY_NEW_FIXED -> {
                int n = v.in.u32();
                if (n < 0 || n > MAX_FIXED) {
                    throw v.invalid("array.new_fixed of " + Integer.toUnsignedString(n) + " elements, the limit is " + MAX_FIXED);
                }
                for (int i = 0; i < n && !v.isBottomless(); i++) {
                    v.pop(element.type());
                }
            }
            default -> {
                segment(op == ARRAY_NEW_DATA, element);
                v.pop(I32);
                v.pop(I32);
            }
        }
        stack.push(nonNull(concrete(type)));
    }

    /** The segment that elements come from: data if they are numbers or vectors, else references. */
    private void segment(boolean data, FieldType element) {
        if (data) {
            if (v.module.dataCount() < 0) {
                throw new MalformedModule("data count section required", v.in.position);
            }
            v.index("data segment", v.module.dataCount());
            if (isReference(element.storage())) {
                throw v.invalid("type mismatch: array type is not numeric or vector: " + element);
            }
            return;
        }
        int segment = v.index("elem segment", v.module.elements().length);
        int given = v.module.elements()[segment].type();
        if (!v.matches(given, element.storage())) {
            throw v.invalid("type mismatch: elements of " + element + " from a segment of " + ValueType.name(given));
        }
    }

    private void bulk(int op) {
        int type = type();
        FieldType element = mutable(element(type), "array");
        switch (op) {
            case ARRAY_FILL -> {
                v.pop(I32);
                v.pop(element.type());
            }
            case ARRAY_COPY -> {
                int source = type();
                FieldType given = element(source);
                if (!v.matches(given.storage(), element.storage())) {
                    throw v.invalid("type mismatch: array types do not match: " + given + " copied to " + element);
                }
                v.pop(I32);
                v.pop(I32);
                v.pop(concrete(source));
            }
            default -> {
                segment(op == ARRAY_INIT_DATA, element);
                v.pop(I32);
                v.pop(I32);
            }
        }
        v.pop(I32);
        v.pop(concrete(type));
    }

    // Casts and conversions.

    private void popForCast(int target) {
        v.pop(v.module.definedTypes().top(heap(target)));
    }

    private void castBranch(int op) {
        var branch = GcImmediates.CastBranch.read(v.in, v.module.definedTypes());
        if (!v.matches(branch.to(), branch.from())) {
            throw v.invalid("type mismatch: " + GcOpcode.name(op) + " from " + ValueType.name(branch.from()) + " to " + ValueType.name(branch.to())
                    + ", which is not below it");
        }
        int taken = op == BR_ON_CAST ? branch.to() : branch.rest();
        v.pop(branch.from());
        v.control.passLabel(branch.label(), taken);
        stack.push(op == BR_ON_CAST ? branch.rest() : branch.to());
    }

    private int popOf(int expected) {
        int found = v.popReference();
        if (!v.matches(found, expected)) {
            throw v.invalid("type mismatch: " + ValueType.name(expected) + " expected, found " + ValueType.name(found));
        }
        return found;
    }

    private static int nullableAs(int reference, int type) {
        return isNullable(reference) ? type : nonNull(type);
    }
}
