// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** How deep what is being read is nested: commands, expansions and quotes together, so that a text meets this limit before Java's stack does. */
final class Nesting {
    /** Far from the end of a stack of 1 MB. */
    static final int MOST = 250;

    private final int outer;
    private int levels;

    /** @param outer how many of the {@link #MOST} levels are used up by what is around it */
    Nesting(int outer) {
        this.outer = outer;
        this.levels = outer;
    }

    /** A new command begins; an error may have skipped {@link #leave} in the one before. */
    void begin() {
        levels = outer;
    }

    int levels() {
        return levels;
    }

    void enter(Characters at) {
        if (++levels > MOST) {
            throw new SyntaxError(at.line(), "nested too deeply (more than " + MOST + " levels)", false);
        }
    }

    void leave() {
        levels--;
    }
}
