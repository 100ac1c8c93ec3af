// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.syntax.Declarations;

/**
 * What a Java stack trace doesn't say of the guest's frames: of which module they are, and where in a body the interpreter was. A trap collects it as it unwinds, innermost first.
 */
public final class TraceParts {
    /** More is never shown. */
    private static final int MOST = Backtrace.MOST_FRAMES;

    /** Where an interpreted frame is: an offset in the module's bytes, found when it is asked for. */
    @FunctionalInterface
    public interface Position {
        long offset();
    }

    private final List<Declarations> modules = new ArrayList<>(1);
    private final List<Position> positions = new ArrayList<>(0);

    TraceParts() {}

    /** The trap came to where code of {@code module} was called from the host or another module. */
    void left(Declarations module) {
        if (modules.size() < MOST) {
            modules.add(module);
        }
    }

    void leftInterpreted(Position position) {
        if (positions.size() < MOST) {
            positions.add(position);
        }
    }

    /** The module of the frames inside the {@code n}-th boundary, or null. */
    Declarations module(int n) {
        return n < modules.size() ? modules.get(n) : null;
    }

    Position position(int n) {
        return n < positions.size() ? positions.get(n) : null;
    }
}
