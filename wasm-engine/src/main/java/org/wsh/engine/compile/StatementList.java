// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.util.Arrays;

/** Statements of a body, one after another: see {@link BodyShape}. All that is known of them but the last is in order of position. */
final class StatementList {
    /** No block. */
    static final int NONE = Integer.MAX_VALUE;

    final StatementList parent;
    final int parentStatement;
    int size;
    int[] start = new int[2], end = new int[2], firstEvent = new int[2], lastEvent = new int[2], cost = new int[2];
    boolean[] dispatches = new boolean[2], crossroads = new boolean[2], live = new boolean[2];
    /** It takes or leaves operands: parameters or results of the block whose list this is, what a handler caught. */
    boolean[] operands = new boolean[2];
    /** The outermost block by whose handlers it throws (rethrow, delegate), or {@link #NONE}: it stays in the method that has them. */
    int[] handler = new int[2];

    StatementList(StatementList parent, int parentStatement) {
        this.parent = parent;
        this.parentStatement = parentStatement;
    }

    void add(int from, int to, int event, int pastEvent, int bytes, boolean table, boolean crossroad, boolean liveEnd, boolean moreThanLocals, int itsHandler) {
        if (size == start.length) {
            int n = size * 2;
            start = Arrays.copyOf(start, n);
            end = Arrays.copyOf(end, n);
            firstEvent = Arrays.copyOf(firstEvent, n);
            lastEvent = Arrays.copyOf(lastEvent, n);
            cost = Arrays.copyOf(cost, n);
            dispatches = Arrays.copyOf(dispatches, n);
            crossroads = Arrays.copyOf(crossroads, n);
            live = Arrays.copyOf(live, n);
            operands = Arrays.copyOf(operands, n);
            handler = Arrays.copyOf(handler, n);
        }
        start[size] = from;
        end[size] = to;
        firstEvent[size] = event;
        lastEvent[size] = pastEvent;
        cost[size] = bytes;
        dispatches[size] = table;
        crossroads[size] = crossroad;
        operands[size] = moreThanLocals;
        handler[size] = itsHandler;
        live[size++] = liveEnd;
    }
}
