// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.wasm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.GuestFrame;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;

/**
 * The stacks to which a thread's program may return: what setjmp captured and longjmp goes back to, any number of times. Nobody says when one is no longer needed, but who comes
 * by with a higher C stack pointer than one had has left the function that took it, and C forbids to jump there. And who notes a stack in the same place of memory, by the same call in
 * the same depth, has overwritten the last mention of the one before: so a loop with a setjmp in it keeps one, not thousands. (A copy of a jmp_buf stays good: it was made elsewhere, or of another call's.)
 *
 * <p>Belongs to the thread.
 */
public final class Checkpoints {
    /** Global 0 is the C stack's pointer in what clang links; in what it isn't, checkpoints are only dropped when there are too many. */
    private static final int STACK_POINTER = 0;

    private static final int MOST = 4096;

    private final Map<Long, Checkpoint> taken = new LinkedHashMap<>();
    private long last;

    /**
     * @param at      where in memory its number is
     * @param globals as they were; among them the C stack's pointer
     * @param answer  makes the call that took it return once more, with a value
     */
    private record Checkpoint(int at, CapturedStack stack, Results globals, BiConsumer<Instance, Long> answer) {
        long stackPointer() {
            return globals.values().length == 0 ? 0 : Integer.toUnsignedLong((int) globals.values()[STACK_POINTER]);
        }

        /** Whether nobody knows that one any more, now that there is this. */
        boolean replaces(Checkpoint old) {
            return old.stackPointer() < stackPointer() || at == old.at && old.stackPointer() == stackPointer() && isTheCallOf(old);
        }

        private boolean isTheCallOf(Checkpoint old) {
            return stack.frames().getFirst() instanceof GuestFrame a && old.stack.frames().getFirst() instanceof GuestFrame b
                    && a.function == b.function && a.position == b.position && a.depth == b.depth;
        }

        void close() {
            stack.close();
        }
    }

    /** Keeps a stack. @return its number, never 0 */
    public long keep(int at, CapturedStack stack, BiConsumer<Instance, Long> answer) {
        var checkpoint = new Checkpoint(at, stack, stack.instance().globals(), answer);
        forget(checkpoint);
        taken.put(++last, checkpoint);
        return last;
    }

    private void forget(Checkpoint later) {
        var all = taken.values().iterator();
        while (all.hasNext()) {
            Checkpoint old = all.next();
            if (later.replaces(old) || taken.size() >= MOST) {
                all.remove();
                old.close();
            }
        }
    }

    public boolean has(long number) {
        return taken.containsKey(number);
    }

    /** The guest goes on where that checkpoint was taken. @return what makes it; null if there is no memory for it */
    public Runnable restore(long number, long value) {
        Checkpoint checkpoint = taken.get(number);
        CapturedStack stack = checkpoint.stack.again();
        if (stack == null) {
            return null;
        }
        stack.instance().setGlobals(checkpoint.globals);
        checkpoint.answer.accept(stack.instance(), value);
        return () -> stack.resume(Results.of(0));
    }

    /** In the order in which {@link #takeOver} gets their copies. */
    public List<CapturedStack> stacks() {
        var stacks = new ArrayList<CapturedStack>(taken.size());
        for (Checkpoint each : taken.values()) {
            stacks.add(each.stack);
        }
        return stacks;
    }

    /** After a fork: those of the parent, with the copies of their stacks. Numbers in its globals and memory stay good. */
    public void takeOver(Checkpoints parents, List<CapturedStack> copies) {
        int i = 0;
        for (var each : parents.taken.entrySet()) {
            Checkpoint its = each.getValue();
            taken.put(each.getKey(), new Checkpoint(its.at, copies.get(i++), its.globals, its.answer));
        }
        last = parents.last;
    }

    /** The program is gone. */
    void clear() {
        taken.values().forEach(Checkpoint::close);
        taken.clear();
    }
}
