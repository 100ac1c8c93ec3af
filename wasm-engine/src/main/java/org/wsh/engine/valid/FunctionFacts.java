// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

/**
 * What validation learned of a body, for whoever compiles or interprets it.
 *
 * @param locals         types of parameters and locals
 * @param code           where the instructions start
 * @param maxOperands    the deepest operand stack in reachable code
 * @param makesCalls     whether it has calls other than tail calls
 * @param makesTailCalls whether it has tail calls other than plain ones of itself, which are loops
 * @param memories       the memories that it loads from and stores to, as {@link #bit}s
 */
public record FunctionFacts(int[] locals, int code, int maxOperands, boolean makesCalls, boolean makesTailCalls, long memories) {
    /** A memory's bit in a set of memories, never the uppermost; those that no set holds have none. */
    public static long bit(int memory) {
        return memory < Long.SIZE - 1 ? 1L << memory : 0;
    }
}
