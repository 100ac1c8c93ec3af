// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import static org.wsh.engine.syntax.Opcode.*;

/** Tells loops with nothing but plain instructions in them from others: all tiers must agree on it, as they poll differently. */
public final class InnermostLoop {
    private InnermostLoop() {}

    /** Whether the loop whose body begins at {@code in}, which is left where it was, has neither loops, tries nor calls in it. Stops at the first, so that all loops of a function together take linear time. */
    public static boolean begins(ByteReader in) {
        int start = in.position;
        try {
            for (int nesting = 0; nesting >= 0; ) {
                int op = Immediates.opcode(in);
                if (op == LOOP || op >= CALL && op <= LAST_CALL || op == TRY || op == TRY_TABLE) {
                    return false;
                }
                nesting += op == BLOCK || op == IF ? 1 : op == END ? -1 : 0;
                Immediates.skip(in, op);
            }
            return true;
        } finally {
            in.position = start;
        }
    }
}
