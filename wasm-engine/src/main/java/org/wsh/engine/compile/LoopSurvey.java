// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import static org.wsh.engine.syntax.Opcode.*;

import java.util.ArrayDeque;
import java.util.HashMap;
import org.wsh.engine.binary.ByteReader;
import org.wsh.engine.binary.Immediates;

/** What the loops of a body have in them, found in one pass over an outermost loop, so that deep nesting costs no more than length. */
final class LoopSurvey {
    /** Whether there are in it: calls, which may grow memory; br_tables. */
    record Kind(boolean calls, boolean tables) {}

    private static final class Open {
        final int start;
        final boolean isLoop;
        boolean calls, tables;

        Open(int start, boolean isLoop) {
            this.start = start;
            this.isLoop = isLoop;
        }
    }

    private final HashMap<Integer, Kind> known = new HashMap<>();

    /** Of the loop whose body begins at {@code in}, which is left where it was. */
    Kind of(ByteReader in) {
        int start = in.position;
        if (!known.containsKey(start)) {
            survey(in);
            in.position = start;
        }
        return known.get(start);
    }

    private void survey(ByteReader in) {
        var open = new ArrayDeque<Open>();
        open.push(new Open(in.position, true));
        while (!open.isEmpty()) {
            int op = Immediates.opcode(in);
            Immediates.skip(in, op);
            switch (op) {
                case LOOP -> open.push(new Open(in.position, true));
                case BLOCK, IF -> open.push(new Open(0, false));
                case TRY, TRY_TABLE -> {
                    open.push(new Open(0, false));
                    open.peek().calls = true;
                }
                case END -> close(open);
                case DELEGATE -> close(open);
                case BR_TABLE -> open.peek().tables = true;
                default -> open.peek().calls |= op >= CALL && op <= LAST_CALL;
            }
        }
    }

    private void close(ArrayDeque<Open> open) {
        Open closed = open.pop();
        if (closed.isLoop) {
            known.put(closed.start, new Kind(closed.calls, closed.tables));
        }
        if (!open.isEmpty()) {
            open.peek().calls |= closed.calls;
            open.peek().tables |= closed.tables;
        }
    }
}
