// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.binary;

import org.wsh.engine.syntax.SimdOpcode;

/** What follows the code of a vector instruction. */
final class SimdImmediates {
    private SimdImmediates() {}

    static void skip(ByteReader in, int op) {
        switch (SimdOpcode.form(op)) {
            case CONST, SHUFFLE -> in.skip(16);
            case LOAD, STORE -> memory(in);
            case LOAD_LANE, STORE_LANE -> {
                memory(in);
                in.skip(1);
            }
            case EXTRACT, REPLACE -> in.skip(1);
            case SPLAT, SHIFT, TEST, UNARY, BINARY, TERNARY -> { }
        }
    }

    private static void memory(ByteReader in) {
        Immediates.memoryFlags(in);
        in.u64();
    }
}
