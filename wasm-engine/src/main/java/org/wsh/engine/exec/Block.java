// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import org.wsh.engine.binary.CatchClause;
import org.wsh.engine.syntax.FunctionType;

/** A block, loop, if or try that is being decoded, and who waits to learn where it ends. */
final class Block {
    int opcode;
    int loopsAround;
    int slack;          // of a loop
    final FunctionType type;
    final int base;
    final int head;
    int end;            // where what follows begins
    int elsePatch = -1;
    int patches = -1;       // positions that get the block's end: each holds the one before it
    // The region that the block began in; of a try, while in its body, its own; of a handler: where the exception is kept, and the patch for where others go on.
    Handlers.Region around, region;
    CatchClause[] clauses;
    int exceptionSlot;
    int next = -1;

    Block(int opcode, FunctionType type, int base, int head) {
        this.opcode = opcode;
        this.type = type;
        this.base = base;
        this.head = head;
    }

    /** {@code position} shall hold where the block ends. */
    void patchAtEnd(Body body, int position) {
        body.code[position] = patches;
        patches = position;
    }

    /** The block ends here. Returns whether anybody goes to its end. */
    boolean patch(Body body) {
        for (int patch = patches; patch >= 0; ) {
            int before = body.code[patch];
            body.code[patch] = body.length;
            patch = before;
        }
        return patches >= 0;
    }
}
