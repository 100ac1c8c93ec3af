// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.InstanceCopy;
import org.wsh.engine.runtime.Results;
import org.wsh.process.ProcessThread;
import org.wsh.process.Program;
import org.wsh.process.SpawnAttributes;
import org.wsh.process.wasm.WasmImage;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * fork() of a Wasm program: a child process with copies of everything the program can change, stack included, that goes on where the parent was. Both go on from
 * the same captured frames; only what fork returns differs.
 */
record Fork(WasmImage program, ForkAnswer answer) implements CapturedCall {
    @Override
    public Runnable perform(ProcessThread thread, CapturedStack stack) {
        Instance parent = stack.instance();
        Results results;
        try {
            int pid = thread.fork(SpawnAttributes.INHERIT.group(), child -> body(child, thread, stack));
            results = answer.forked(parent, pid);
        } catch (ErrnoException refused) {
            results = answer.refused(refused);
        }
        Results returned = results;
        return () -> stack.resume(returned);
    }

    /** The child's program. ENOMEM: there is no room for the copy. */
    private Program body(ProcessThread child, ProcessThread parent, CapturedStack stack) {
        InstanceCopy copy = InstanceCopy.of(stack.instance(), stack, parent.stacks().checkpoints().stacks(), WasmProgram.options(program, child));
        if (copy == null) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        child.takeAfter(parent);
        parent.process().threadLocals().copyTo(child.process().threadLocals(), parent.member(), child.member());
        child.stacks().checkpoints().takeOver(parent.stacks().checkpoints(), copy.kept());
        return new Child(copy, answer.forked(copy.instance(), 0));
    }

    /** What the child runs. */
    record Child(InstanceCopy copy, Results returned) implements Program, WasmRun.Beginning {
        @Override
        public int run(ProcessThread thread) {
            return new WasmRun(thread).toTheEnd(this);
        }

        @Override
        public Instance instance() {
            return copy.instance();
        }

        @Override
        public void run(Instance instance) {
            copy.stack().resume(returned);
        }
    }
}
