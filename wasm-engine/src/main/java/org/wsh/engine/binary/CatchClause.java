// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import org.wsh.engine.syntax.MalformedModule;

/**
 * One of try_table's clauses: which exceptions it takes, and where they go.
 *
 * @param tag   of the exceptions, or -1 for all
 * @param isRef whether the exception itself goes along, after its payload
 * @param label as seen from outside of the try_table
 */
public record CatchClause(int tag, boolean isRef, int label) {
    public static CatchClause[] read(ByteReader in) {
        int n = in.vector("catch clauses", Integer.MAX_VALUE);
        var clauses = new CatchClause[n];
        for (int i = 0; i < n; i++) {
            int at = in.position;
            int kind = in.u8();
            if (kind > 3) {
                throw new MalformedModule("malformed catch clause " + kind, at);
            }
            clauses[i] = new CatchClause(kind < 2 ? in.u32() : -1, kind % 2 != 0, in.u32());
        }
        return clauses;
    }

    public boolean isAll() {
        return tag == -1;
    }
}
