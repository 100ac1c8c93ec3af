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
    int[] code = new int[256];
    int length;

    Body(FunctionFacts facts, FunctionType type, int weight) {
        this.facts = facts;
        this.type = type;
        this.results = type.resultCount();
        this.weight = weight;
        this.vectorLocals = Arrays.stream(facts.locals()).anyMatch(local -> local == ValueType.V128);
    }

    int emit(int word) {
        if (length == code.length) {
            code = Arrays.copyOf(code, length * 2);
        }
        code[length] = word;
        return length++;
    }
}
