// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.guest;

import org.wsh.engine.runtime.FunctionRef;
import org.wsh.engine.runtime.HostFrame;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.engine.runtime.StackCapture;
import org.wsh.process.ProcessThread;
import org.wsh.process.SignalHandler;
import org.wsh.process.ThreadSignals;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalAction;
import org.wsh.process.signal.SignalInfo;
import org.wsh.process.signal.SignalSet;

/** Runs caught signals' handlers in the guest, on top of whatever it is doing. */
record GuestSignals(ProcessThread thread, Instance instance) implements SignalHandler {
    @Override
    public void handle(SignalInfo info, SignalAction action, Place place) {
        Signal signal = info.signal();
        FunctionRef handler = action.kind() == SignalAction.Kind.CATCH ? instance.handler(action.handler()) : callback();
        if (handler == null) {
            return;
        }
        ThreadSignals signals = thread.signals();
        SignalSet during = signals.mask().with(action.mask());
        SignalSet before = signals.changeMask(action.has(SignalAction.NO_DEFER) ? during : during.with(signal));
        SignalInfo interrupted = signals.setHandled(info);
        SignalSet maskAfter = signals.setMaskAfter(null); // the handler's own calls may have one
        boolean captured = false;
        try {
            run(handler, new long[] {signal.number()}, place, new Handling(before, maskAfter, interrupted, place));
        } catch (StackCapture later) {
            captured = true; // the handler is not over: its frame sees to the mask
            throw later;
        } catch (StackLeft left) {
            captured = action.kind() == SignalAction.Kind.CATCH; // it was jumped out of, and the mask stays; a callback's program knows of no mask
            throw left;
        } finally {
            if (!captured) {
                signals.setHandled(interrupted);
                signals.setMaskAfter(maskAfter);
                signals.changeMask(before);
            }
        }
    }

    private static void run(FunctionRef handler, long[] number, Place place, Handling frame) {
        if (place.canBeCaptured()) {
            handler.invoke(number, new Object[1], frame);
        } else {
            handler.invoke(number, new Object[1]);
        }
    }

    /** WASIX: one export for all signals. */
    private FunctionRef callback() {
        return instance.export(thread.signals().callback()) instanceof FunctionRef function ? function : null;
    }

    @Override
    public boolean canCallBack(String export) {
        return instance.export(export) instanceof FunctionRef function && function.type().parameterCount() == 1;
    }

    /**
     * A handler that is under way in a captured stack.
     *
     * @param before      the mask that its end restores
     * @param maskAfter   the mask when all handlers have ended; null for {@code before}
     * @param interrupted what came with the signal whose handler it interrupts
     */
    private record Handling(SignalSet before, SignalSet maskAfter, SignalInfo interrupted, Place place) implements HostFrame {
        @Override
        public Results returned(Instance instance, Results results) {
            return ended(instance).signals().deliverAfterAll(place).restarted().in(instance);
        }

        @Override
        public Results failed(Instance instance, Throwable failure) {
            ended(instance);
            return HostFrame.super.failed(instance, failure);
        }

        private ProcessThread ended(Instance instance) {
            var thread = (ProcessThread) instance.host();
            thread.signals().setHandled(interrupted);
            thread.signals().setMaskAfter(maskAfter);
            thread.signals().changeMask(before);
            return thread;
        }

        @Override
        public HostFrame copy(Instance child) {
            return this;
        }
    }
}
