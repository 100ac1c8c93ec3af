// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

/**
 * A loop of a body as code of its own, for an interpreter that has come to its head: it runs until it is left, and says how.
 *
 * @param inputs  the locals that it needs, some of which it takes out of {@link Instance#spill} by their place here
 * @param outputs the locals that it may have set: in spill by their place here when it is left, or when an exception of the guest's leaves it; operands that it leaves with follow them
 * @param exits   where the block begins, as an offset in the body (-1: the function), whose label is branched to when {@link Code#run} returns 1 and more
 */
public record CompiledLoop(Code code, int[] inputs, int[] outputs, int[] exits) {
    /** Generated. */
    public abstract static class Code {
        /** With the locals by index. Returns 0 if it ended, 1 + the index of an exit if it branched. */
        public abstract int run(long[] values, Object[] references, Instance instance, int depth);
    }
}
