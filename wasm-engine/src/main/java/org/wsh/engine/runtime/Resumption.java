// SPDX-License-Identifier: Apache-2.0
package org.wsh.engine.runtime;

import java.util.Arrays;

/**
 * Runs captured frames, innermost first: each gets what the one before returned or threw. They are not on the JVM's stack meanwhile, so however many there are, and however often they are
 * captured again, going on takes constant stack, and frames that have not had their turn are handed on as they are.
 */
final class Resumption {
    private final Instance instance;        // of the innermost
    private final Frame[] frames;
    private Instance at;                    // has the budget
    private int savedStack, savedEntries;   // of at, if it isn't the root's
    private long savedBudgets;
    private Instance root;
    private int rest;                       // its stack while nothing of it runs

    Resumption(Instance instance, Frame[] frames) {
        this.instance = instance;
        this.frames = frames;
    }

    Results run(Results results, Throwable failure) {
        root = outermost();
        root.requireOpen();
        at = root;
        int saved = root.enterResumed();
        rest = saved;
        int runner = TailCall.suspend(root);
        try {
            return goOn(results, failure);
        } finally {
            moveTo(root);
            TailCall.restore(root, runner);
            root.leave(saved);
        }
    }

    private Instance outermost() {
        for (int i = frames.length - 1; i >= 0; i--) {
            if (frames[i] instanceof GuestFrame f) {
                return f.instance;
            }
        }
        return instance;
    }

    /** In the order in which they run. */
    private Results goOn(Results results, Throwable failure) {
        Results r = results;
        Throwable thrown = failure;
        int left = 0;       // whose trap it is
        for (int i = 0; i < frames.length; i++) {
            try {
                if (frames[i] instanceof HostFrame) {
                    beAsDeepAs(i + 1);
                }
                r = one(frames[i], r, thrown);
                thrown = null;
            } catch (StackCapture c) {
                throw c.below(Arrays.asList(frames).subList(i + 1, frames.length));
            } catch (Throwable t) {
                left = t == thrown ? left : i;
                thrown = t;
            }
        }
        if (thrown instanceof Trap trap) {
            ResumedTrace.add(trap, trap.parts(), frames, left);
        } else if (thrown instanceof WasmException exception && exception.parts() != null) {
            ResumedTrace.add(exception, exception.parts(), frames, left);
        }
        if (thrown != null) {
            throw sneak(thrown);
        }
        return r;
    }

    /** What was thrown for the pending call goes to who can do something about it, and else further out. */
    private Results one(Frame frame, Results results, Throwable thrown) {
        return switch (frame) {
            case GuestFrame f when thrown == null || thrown instanceof WasmException -> {
                moveTo(f.instance);
                yield f.instance.library.resume(f, results, (WasmException) thrown);
            }
            case GuestFrame f -> throw sneak(thrown);
            case HostFrame f -> thrown == null ? f.returned(at, results) : f.failed(at, thrown);
        };
    }

    /** The budget is one count per thread. */
    private void moveTo(Instance next) {
        if (next == at) {
            return;
        }
        long own = next.budgets();
        at.lendBudget(next);
        int entries = next.enterFrom(root);
        if (at != root) {
            at.stack = savedStack;
            at.leaveTo(savedEntries);
            at.budgets(savedBudgets);
        }
        savedBudgets = own;
        savedStack = next.stack;
        savedEntries = entries;
        at = next;
    }

    /** What a frame of the host's calls is called from as deep as the host was. */
    private void beAsDeepAs(int from) {
        for (int i = from; i < frames.length; i++) {
            if (frames[i] instanceof GuestFrame f) {
                f.instance.stack = f.depth;
                return;
            }
        }
        root.stack = rest;
    }

    /** Throws on what came out of a call, whatever it is. */
    @SuppressWarnings("unchecked")
    static <T extends Throwable> RuntimeException sneak(Throwable t) throws T {
        throw (T) t;
    }
}
