// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import java.util.Arrays;
import org.wsh.engine.syntax.FunctionType;
import org.wsh.engine.syntax.ValueType;
import org.wsh.engine.valid.FunctionFacts;

/**
 * A body made ready for the interpreter: instructions as ints, branch targets resolved. Positions in it, with locals and operands as plain arrays, are all that a frame is.
 */
final class Body {
    final FunctionFacts facts;
    final FunctionType type;
    final int results;
    final int weight;
    /** Whether there are locals that don't start as 0 or null. */
    final boolean vectorLocals;
    /** How many caught exceptions are kept at once. */
    int exceptions;
    int[] handlers = {};
    final Sites sites = new Sites();
    private final int function;
    /** By loop: how often an interpreter was at its head (about: threads share it), and how it goes on in compiled code there. */
    private int[] visits = {};
    private LoopEntry[] entries = {};
    int[] code = new int[256];
    int length;

    Body(int function, FunctionFacts facts, FunctionType type, int weight) {
        this.function = function;
        this.facts = facts;
        this.type = type;
        this.results = type.resultCount();
        this.weight = weight;
        this.vectorLocals = Arrays.stream(facts.locals()).anyMatch(local -> local == ValueType.V128);
    }

    void loops(int n) {
        visits = new int[n];
        entries = new LoopEntry[n];
    }

    /** At the head of a loop: the compiled one, if it is hot by now and can be compiled. @param head where it is in the code */
    LoopEntry loop(int loop, int head, Interpreter f) {
        LoopEntry entry = entries[loop];
        if (entry == null) {
            if (++visits[loop] < f.instance.library().hotLoop()) {
                return null;
            }
            entries[loop] = entry = LoopEntry.of(f, function, sites.offset(sites.at(head, true)));
        }
        return entry == LoopEntry.NONE ? null : entry;
    }

    int emit(int word) {
        if (length == code.length) {
            code = Arrays.copyOf(code, length * 2);
        }
        code[length] = word;
        return length++;
    }
}
