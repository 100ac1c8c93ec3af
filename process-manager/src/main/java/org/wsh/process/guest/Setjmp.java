// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.process.ProcessThread;

/**
 * Notes where the program is, so that it can come back: WASIX stack_checkpoint, of which setjmp is made.
 *
 * @param at      where in memory the number goes
 * @param noted   writes the checkpoint's number there
 * @param answer  what each return of the call leaves in memory
 * @param refused what the call returns instead if there is no memory for a checkpoint; then nothing is noted
 */
record Setjmp(int at, ObjLongConsumer<Instance> noted, BiConsumer<Instance, Long> answer, Results refused) implements CapturedCall {
    @Override
    public Runnable perform(ProcessThread thread, CapturedStack stack) {
        CapturedStack kept = stack.again();
        if (kept == null) {
            return () -> stack.resume(refused);
        }
        noted.accept(stack.instance(), thread.stacks().checkpoints().keep(at, kept, answer));
        answer.accept(stack.instance(), 0L);
        return () -> stack.resume(Results.of(0));
    }
}
