// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import java.util.Arrays;
import org.wsh.engine.valid.FunctionFacts;

/**
 * A body made ready for the interpreter: instructions as ints, branch targets resolved. Positions in it, with locals and operands as plain arrays, are all that a frame is.
 */
final class Body {
    final FunctionFacts facts;
    final int results;
    final int weight;
    int[] code = new int[256];
    int length;

    Body(FunctionFacts facts, int results, int weight) {
        this.facts = facts;
        this.results = results;
        this.weight = weight;
    }

    int emit(int word) {
        if (length == code.length) {
            code = Arrays.copyOf(code, length * 2);
        }
        code[length] = word;
        return length++;
    }
}
