// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.wsh.engine.runtime.Backtrace;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.LinkError;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.engine.runtime.Trap;
import org.wsh.engine.runtime.WasmException;
import org.wsh.engine.syntax.ModuleException;
import org.wsh.process.ProcessThread;
import org.wsh.process.signal.Signal;
import org.wsh.vfs.ErrnoException;

/** A guest's run from here to its end, by whatever way it ends; what a captured stack is wanted for is done in between. */
final class WasmRun {
    private final ProcessThread thread;

    WasmRun(ProcessThread thread) {
        this.thread = thread;
    }

    /** How a guest begins, or goes on. */
    interface Beginning {
        Instance instance();

        /** Runs guest code until it returns, or throws. */
        void run(Instance instance);
    }

    /** @return the exit status of a program that returns */
    int toTheEnd(Beginning beginning) {
        try (Instance instance = beginning.instance()) {
            return onLoan(instance, () -> beginning.run(instance));
        } catch (Trap inStartFunction) {
            throw died(inStartFunction);
        } catch (LinkError | ModuleException broken) {
            tell(broken.getMessage());
            throw thread.process().die(Signal.KILL);
        } finally {
            thread.stacks().clear();
        }
    }

    /** The main thread's instance has the memories that all threads share. */
    private void tellOf(Instance instance) {
        if (thread.member() == thread.process().thread()) {
            thread.process().runsIn(instance);
        }
    }

    /** The same in an instance that is another's, and stays open. */
    int onLoan(Instance instance, Runnable beginning) {
        try {
            thread.signals().setHandler(new GuestSignals(thread, instance));
            tellOf(instance);
            Runnable next = beginning;
            while (next != null) {
                next = stretch(next);
            }
            return 0;
        } catch (Trap trap) {
            throw died(trap);
        } catch (WasmException uncaught) {
            tell(describe("uncaught " + uncaught.getMessage(), uncaught.backtrace()));
            throw thread.process().die(Signal.ABRT);
        } finally {
            tellOf(null);
        }
    }

    /** Until the guest is captured. @return how it goes on; null when it has returned */
    private Runnable stretch(Runnable part) {
        try {
            part.run();
            return thread.stacks().contexts().ended();
        } catch (Trap | WasmException failure) {
            Runnable main = thread.stacks().contexts().ended();
            if (main == null) {
                throw failure;
            }
            return main;
        } catch (StackCapture capture) {
            return ((CapturedCall) capture.request()).perform(thread, capture.stack());
        } catch (StackLeft jump) {
            Runnable next = thread.stacks().checkpoints().restore(jump.checkpoint(), jump.value());
            if (next == null) {
                throw thread.process().die(Signal.KILL); // no memory to go on with
            }
            return next;
        }
    }

    private Error died(Trap trap) {
        tell(describe(trap.getMessage(), trap.backtrace()));
        throw thread.process().die(signalFor(trap));
    }

    /** The signal a native program would have died of. */
    private static Signal signalFor(Trap trap) {
        return switch (trap.kind()) {
            case UNREACHABLE -> Signal.ABRT;
            case INTEGER_DIVIDE_BY_ZERO, INTEGER_OVERFLOW, INVALID_CONVERSION -> Signal.FPE;
            case OUT_OF_BOUNDS_MEMORY_ACCESS, CALL_STACK_EXHAUSTED, OUT_OF_BOUNDS_ARRAY_ACCESS, NULL_REFERENCE, NULL_FUNCTION_REFERENCE,
                 NULL_STRUCTURE_REFERENCE, NULL_ARRAY_REFERENCE, NULL_I31_REFERENCE, NULL_EXCEPTION_REFERENCE -> Signal.SEGV;
            case UNALIGNED_ATOMIC, EXPECTED_SHARED_MEMORY -> Signal.BUS;
            case OUT_OF_MEMORY -> Signal.KILL;
            case CAST_FAILURE, OUT_OF_BOUNDS_TABLE_ACCESS, UNDEFINED_ELEMENT, UNINITIALIZED_ELEMENT, INDIRECT_CALL_TYPE_MISMATCH, UNKNOWN_IMPORT -> Signal.ILL;
        };
    }

    private static String describe(String message, Backtrace where) {
        var lines = where.lines();
        return lines.isEmpty() ? message : message + "\n" + String.join("\n", lines);
    }

    /** A line on the program's standard error, if that takes it: nobody waits for a dying program's last words. */
    private void tell(String words) {
        String line = "wsh: " + thread.process().program().name() + ": " + words + "\n";
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        try (var file = thread.process().descriptors().borrow(2)) {
            file.file().write(ByteBuffer.wrap(bytes));
        } catch (ErrnoException e) {
            // closed, full, or nobody reads it
        }
    }
}
