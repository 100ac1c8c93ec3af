// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;
import org.wsh.engine.syntax.SimdOpcode;

/** The immediates of vector instructions as words of a {@link Body}: a memory access's memory and the two halves of its offset, then a lane; a constant's or shuffle's 16 bytes as four. */
final class SimdWords {
    private SimdWords() {}

    static int count(int op) {
        return switch (SimdOpcode.form(op)) {
            case CONST, SHUFFLE -> 4;
            case LOAD_LANE, STORE_LANE -> 4;
            case LOAD, STORE -> 3;
            case EXTRACT, REPLACE -> 1;
            case SPLAT, SHIFT, TEST, UNARY, BINARY, TERNARY -> 0;
        };
    }

    /** Appends them; returns by how much the instruction changes the stack's height. */
    static int emit(int op, ByteReader in, Body body) {
        switch (SimdOpcode.form(op)) {
            case CONST, SHUFFLE -> {
                for (int i = 0; i < 4; i++) {
                    body.emit(in.fixed32());
                }
            }
            case LOAD, STORE -> offset(in, body);
            case LOAD_LANE, STORE_LANE -> {
                offset(in, body);
                body.emit(in.u8());
            }
            case EXTRACT, REPLACE -> body.emit(in.u8());
            case SPLAT, SHIFT, TEST, UNARY, BINARY, TERNARY -> { }
        }
        return switch (SimdOpcode.form(op)) {
            case CONST -> 1;
            case LOAD, SPLAT, EXTRACT, TEST, UNARY -> 0;
            case LOAD_LANE, SHUFFLE, REPLACE, SHIFT, BINARY -> -1;
            case STORE, STORE_LANE, TERNARY -> -2;
        };
    }

    private static void offset(ByteReader in, Body body) {
        body.emit(Immediates.memory(Immediates.memoryFlags(in)));
        long offset = in.u64();
        body.emit((int) offset);
        body.emit((int) (offset >> 32));
    }
}
