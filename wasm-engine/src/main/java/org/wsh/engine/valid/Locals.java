// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

import java.util.Arrays;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.ValueTypes;
import org.wsh.engine.syntax.DefinedTypes;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.InvalidModule;
import org.wsh.engine.syntax.MalformedModule;

/** What a body begins with: its locals, in groups of one type. */
final class Locals {
    private static final int MAX_LOCALS = 50_000;

    private Locals() {}

    /** Types of parameters and locals. */
    static int[] read(ByteReader in, FunctionType type, DefinedTypes types) {
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
            int local = ValueTypes.read(in, types);
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
}
