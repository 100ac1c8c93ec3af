// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.LinkError;
import org.wsh.process.ProcessThread;
import org.wsh.process.Program;
import org.wsh.process.ThreadEnded;
import org.wsh.process.wasm.WasmImage;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * What a thread beside the main one runs, and how there comes to be one. Each has an instance of its own: the same code on the same shared memory, with its own globals (the C stack's
 * pointer) and tables.
 *
 * @param made its instance, whose start function has not run
 */
public record ThreadStart(Instance made, ThreadEntry entry) implements Program, WasmRun.Beginning {
    /**
     * A new thread of the caller's process. It is made whole here, so what can be refused is refused to the caller; its module's start function and all that follows runs on the new thread.
     *
     * @param caller the instance that asks; the new one shares its memories
     * @return the new thread's number
     * @throws ErrnoException ENOTSUP (no such entry, or a memory that cannot be shared), EAGAIN (too many), ENOMEM
     */
    public static int spawn(ProcessThread thread, Instance caller, ThreadEntry entry) {
        WasmImage program = thread.wasm();
        if (!entry.existsIn(caller) || !program.canShareMemory()) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        ProcessThread made = thread.sibling();
        Instance instance = null;
        try {
            instance = program.allocateBeside(caller, WasmProgram.options(program, made));
            made.enter(new ThreadStart(instance, entry));
        } catch (RuntimeException | ThreadEnded refused) {
            if (instance != null) {
                instance.close();
            }
            made.drop();
            if (refused instanceof LinkError) {
                throw new ErrnoException(Errno.ENOMEM, refused.getMessage());
            }
            throw refused;
        }
        int number = made.tid(); // when it runs, exec may make it the main thread
        made.start(thread);
        return number;
    }

    @Override
    public int run(ProcessThread thread) {
        new WasmRun(thread).toTheEnd(this);
        throw new ThreadEnded();
    }

    @Override
    public Instance instance() {
        return made;
    }

    @Override
    public void run(Instance instance) {
        instance.runStart();
        entry.run((ProcessThread) instance.host(), instance);
    }
}
