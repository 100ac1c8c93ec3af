// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.compile;

import java.lang.classfile.Label;

/**
 * Code whose exceptions go to one handler: an entry of the JVM's exception table, for WasmException only, so that traps and kills pass. It is open while its code is being generated; only
 * when it closes is it known whether it has a handler.
 */
final class TryRegion {
    final TryRegion outer;
    final Label start;
    final Label handler;
    /** Whether anything in it may throw; if not there is no handler. */
    boolean used;
    private boolean handles;
    private TryRegion forward;

    TryRegion(TryRegion outer, Label start, Label handler) {
        this.outer = outer;
        this.start = start;
        this.handler = handler;
        this.forward = outer;
    }

    void handles() {
        handles = true;
    }

    /** It has no handler of its own but uses that of {@code target}; null: exceptions leave the function. */
    void delegate(TryRegion target) {
        forward = target;
    }

    /** Where its exceptions go; null: out of the function. For when all is closed. */
    static Label landing(TryRegion region) {
        TryRegion found = region;
        while (found != null && !found.handles) {
            found = found.forward;
        }
        for (TryRegion r = region; r != found; ) {      // so that long chains are walked once
            TryRegion next = r.forward;
            r.forward = found;
            r = next;
        }
        return found == null ? null : found.handler;
    }
}
