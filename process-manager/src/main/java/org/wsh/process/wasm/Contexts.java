// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.wasm;

import java.util.HashMap;
import java.util.Map;
import org.wsh.engine.runtime.CapturedStack;
import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.Trap;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * WASIX contexts: stacks of one thread among which its program switches itself, of which one runs. The others are captured, or a function that has not been called yet. The program's
 * globals are all contexts' alike, the C stack's pointer too: who makes a context sees to its C stack.
 *
 * <p>Belongs to the thread. A fork's child has only the context that forked.
 */
public final class Contexts {
    private static final long MAIN = 0;
    private static final int MOST = 4096;

    private sealed interface Context {}

    private record New(FunctionRef entry) implements Context {}

    private record Suspended(CapturedStack stack) implements Context {}

    /** All but the one that runs. */
    private final Map<Long, Context> waiting = new HashMap<>();
    private long running = MAIN;
    private long last = MAIN;

    /** ENOMEM: there are too many. */
    public long create(FunctionRef entry) {
        if (waiting.size() >= MOST) {
            throw new ErrnoException(Errno.ENOMEM);
        }
        waiting.put(++last, new New(entry));
        return last;
    }

    /** Unknown ones are no error. EINVAL: the main one, or that which runs. */
    public void destroy(long id) {
        if (id == MAIN || id == running) {
            throw new ErrnoException(Errno.EINVAL);
        }
        close(waiting.remove(id));
    }

    /** Whether that one runs: then there is nothing to switch. EINVAL: there is none. */
    public boolean isRunning(long id) {
        if (id != running && !waiting.containsKey(id)) {
            throw new ErrnoException(Errno.EINVAL);
        }
        return id == running;
    }

    /** @return how the guest goes on, when its stack up to now is that of the context it leaves */
    public Runnable go(CapturedStack left, long id) {
        waiting.put(running, new Suspended(left));
        running = id;
        return switch (waiting.remove(id)) {
            case New(FunctionRef entry) -> entry::callVoid;
            case Suspended(CapturedStack stack) -> () -> stack.resume(Results.of(0));
        };
    }

    /** The one that runs is at its end. @return what happens then: the main one goes on, with a trap; null if it was that itself */
    public Runnable ended() {
        if (running == MAIN) {
            return null;
        }
        running = MAIN;
        if (!(waiting.remove(MAIN) instanceof Suspended(CapturedStack stack))) {
            return null;
        }
        return () -> stack.resumeThrowing(new Trap(Trap.Kind.UNREACHABLE, "unreachable: the function of a context has ended"));
    }

    /** The program is gone. */
    void clear() {
        waiting.values().forEach(Contexts::close);
        waiting.clear();
        running = MAIN;
    }

    private static void close(Context context) {
        if (context instanceof Suspended(CapturedStack stack)) {
            stack.close();
        }
    }
}
