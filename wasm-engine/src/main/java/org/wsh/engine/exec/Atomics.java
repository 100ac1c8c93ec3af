// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.exec;

import static org.wsh.engine.syntax.AtomicOpcode.*;

import java.lang.invoke.VarHandle;
import org.wsh.engine.runtime.AtomicInstructions;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.LinearMemory;
import org.wsh.engine.syntax.AtomicOpcode;
import org.wsh.engine.syntax.ValueType;

/** Atomic instructions. */
final class Atomics {
    private Atomics() {}

    /** Returns the new height. After the code come the memory and the offset's halves, but for a fence. */
    static int execute(int op, int[] code, int pc, Instance i, int depth, long[] v, int top) {
        if (op == FENCE) {
            VarHandle.fullFence();
            return top;
        }
        int index = code[pc], at = top - 1 - AtomicOpcode.values(op);
        long address = MemoryAccess.address(i, index, v[at], code[pc + 1], code[pc + 2]);
        switch (op) {
            case NOTIFY -> v[at] = AtomicInstructions.notify(address, (int) v[at + 1], index, i);
            case WAIT32 -> v[at] = AtomicInstructions.await(address, v[at + 1] & 0xffff_ffffL, v[at + 2], 2, index, i, depth);
            case WAIT64 -> v[at] = AtomicInstructions.await(address, v[at + 1], v[at + 2], 3, index, i, depth);
            default -> {
                return access(op, i.memory(index), address, v, at);
            }
        }
        return at + 1;
    }

    private static int access(int op, LinearMemory memory, long address, long[] v, int at) {
        int group = AtomicOpcode.group(op), width = AtomicOpcode.width(op);
        boolean narrow = AtomicOpcode.value(op) == ValueType.I32;
        long mask = narrow ? 0xffff_ffffL : -1;
        long result = switch (group) {
            case LOAD -> AtomicInstructions.load(address, width, memory);
            case STORE -> {
                AtomicInstructions.store(address, v[at + 1], width, memory);
                yield 0;
            }
            case COMPARE_EXCHANGE -> AtomicInstructions.compareExchange(address, v[at + 1] & mask, v[at + 2] & mask, width, memory);
            default -> AtomicInstructions.update(address, v[at + 1] & mask, group, width, memory);
        };
        if (group == STORE) {
            return at;
        }
        v[at] = narrow ? (int) result : result;
        return at + 1;
    }
}
