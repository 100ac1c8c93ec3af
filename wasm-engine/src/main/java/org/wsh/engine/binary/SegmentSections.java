// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import org.wsh.engine.syntax.Declarations.DataSegment;
import org.wsh.engine.syntax.Declarations.ElementSegment;
import org.wsh.engine.syntax.Declarations.Mode;
import org.wsh.engine.syntax.Limits;
import org.wsh.engine.syntax.MalformedModule;
import org.wsh.engine.syntax.ValueType;

/** The element and data sections. */
final class SegmentSections {
    private final ByteReader in;
    private final Limits limits;
    private final TypeSections types;

    ElementSegment[] elements = {};
    DataSegment[] data = {};

    SegmentSections(ByteReader in, Limits limits, TypeSections types) {
        this.in = in;
        this.limits = limits;
        this.types = types;
    }

    void elements() {
        int n = in.vector("element segments", limits.segments());
        elements = new ElementSegment[n];
        for (int i = 0; i < n; i++) {
            elements[i] = element();
        }
    }

    /** The flag's bits: 1 = not active; 2 = declarative, or an explicit table; 4 = expressions instead of indices. */
    private ElementSegment element() {
        int at = in.position;
        int flags = in.u32();
        if (flags < 0 || flags > 7) {
            throw new MalformedModule("malformed elements segment kind", at);
        }
        Mode mode = (flags & 1) == 0 ? Mode.ACTIVE : (flags & 2) == 0 ? Mode.PASSIVE : Mode.DECLARATIVE;
        int table = mode == Mode.ACTIVE && (flags & 2) != 0 ? in.u32() : 0;
        int offset = mode == Mode.ACTIVE ? ConstantExpressions.skip(in) : -1;
        int type = (flags & 4) == 0 ? ValueType.nonNull(ValueType.FUNCREF) : ValueType.FUNCREF;
        if ((flags & 3) != 0) {
            if ((flags & 4) != 0) {
                type = ValueTypes.reference(in, types.defined);
            } else if (in.u8() != 0) {
                throw new MalformedModule("malformed element kind", in.position - 1);
            }
        }
        int n = in.vector("elements", Integer.MAX_VALUE);
        var list = new int[n];
        boolean expressions = (flags & 4) != 0;
        for (int i = 0; i < n; i++) {
            list[i] = expressions ? ConstantExpressions.skip(in) : in.count("function");
        }
        return new ElementSegment(mode, table, offset, type, expressions ? null : list, expressions ? list : null, at);
    }

    void data(int count) {
        int n = in.vector("data segments", limits.segments());
        if (count >= 0 && n != count) {
            throw new MalformedModule("data count and data section have inconsistent lengths", in.position);
        }
        data = new DataSegment[n];
        for (int i = 0; i < n; i++) {
            int at = in.position;
            int flags = in.u32();
            if (flags < 0 || flags > 2) {
                throw new MalformedModule("malformed data segment kind", at);
            }
            int memory = flags == 2 ? in.u32() : 0;
            int offset = flags == 1 ? -1 : ConstantExpressions.skip(in);
            int size = in.count("data segment");
            int start = in.position;
            in.skip(size);
            data[i] = new DataSegment(flags == 1 ? Mode.PASSIVE : Mode.ACTIVE, memory, offset, start, in.position, at);
        }
    }
}
