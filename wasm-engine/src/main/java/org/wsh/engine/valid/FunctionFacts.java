// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.valid;

/**
 * What validation learned of a body, for whoever compiles or interprets it.
 *
 * @param locals      types of parameters and locals
 * @param code        where the instructions start
 * @param maxOperands the deepest operand stack in reachable code
 */
public record FunctionFacts(int[] locals, int code, int maxOperands, boolean makesCalls, boolean loops, boolean accessesMemory) {}
