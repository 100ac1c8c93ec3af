// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import static org.wsh.engine.syntax.ValueType.V128;
import static org.wsh.engine.syntax.ValueType.isNumber;
import static org.wsh.engine.syntax.ValueType.isReference;

import java.util.Arrays;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;

/** What a body begins with: its locals, in groups of one type. */
final class Locals {
    private static final int MAX_LOCALS = 50_000;

    private Locals() {}

    /** Types of parameters and locals. */
    static int[] read(ByteReader in, FunctionType type) {
        int n = type.parameterCount();
        var locals = new int[n];
        for (int i = 0; i < n; i++) {
            locals[i] = type.parameter(i);
        }
        long total = n;
        for (int groups = in.count("local groups"); groups > 0; groups--) {
            int at = in.position;
            long count = in.u32() & 0xffff_ffffL;
            total += count;
            if (total > 0xffff_ffffL) {
                throw new MalformedModule("too many locals", at);
            }
            int local = valueType(in);
            if (total > MAX_LOCALS) {
                throw new InvalidModule("too many locals: " + total + ", the limit is " + MAX_LOCALS, at);
            }
            if (total > locals.length) {
                locals = Arrays.copyOf(locals, (int) Math.max(total, locals.length * 2L));
            }
            Arrays.fill(locals, (int) (total - count), (int) total, local);
        }
        return locals.length == total ? locals : Arrays.copyOf(locals, (int) total);
    }

    static int valueType(ByteReader in) {
        int at = in.position;
        int t = in.u8();
        if (!isNumber(t) && t != V128 && !isReference(t)) {
            if (t >= 0x63 && t <= 0x74) {
                throw new InvalidModule("value type 0x" + Integer.toHexString(t) + " is not supported yet", at);
            }
            throw new MalformedModule("malformed value type 0x" + Integer.toHexString(t), at);
        }
        return t;
    }
}
