// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import static org.wsh.engine.syntax.Opcode.END;
import static org.wsh.engine.syntax.Opcode.REF_FUNC;

import java.util.BitSet;

/** Steps over constant expressions; what may stand in them is the validator's business. */
final class ConstantExpressions {
    private ConstantExpressions() {}

    /** Returns where the expression starts, and moves behind its end. */
    static int skip(ByteReader in) {
        int start = in.position;
        int op;
        do {
            op = Immediates.opcode(in);
            Immediates.skip(in, op);
        } while (op != END);
        return start;
    }

    static void declare(byte[] bytes, int[] starts, BitSet declared) {
        for (int start : starts) {
            if (start < 0) {
                continue;
            }
            var in = new ByteReader(bytes, start, bytes.length);
            int op;
            while ((op = Immediates.opcode(in)) != END) {
                if (op == REF_FUNC) {
                    int f = in.u32();
                    if (f >= 0 && f < bytes.length) {
                        declared.set(f);
                    }
                } else {
                    Immediates.skip(in, op);
                }
            }
        }
    }
}
