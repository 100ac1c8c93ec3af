// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox.jfr;

import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.wsh.kernel.Trace;

/** Listens to a machine's trace for as long as a recording of the Flight Recorder runs, and hands it on. */
public final class FlightTrace implements FlightRecorderListener, AutoCloseable {
    private final Trace trace;

    // Guarded by this.
    private Trace.Listener listener;
    private boolean closed;

    public FlightTrace(Trace trace) {
        this.trace = trace;
        FlightRecorder.addListener(this);
        if (FlightRecorder.isInitialized()) {
            look();
        }
    }

    @Override
    public void recorderInitialized(FlightRecorder recorder) {
        look();
    }

    /** Also when what it records was changed: a new recording may want more. */
    @Override
    public void recordingStateChanged(Recording recording) {
        look();
    }

    private synchronized void look() {
        boolean wanted = false;
        for (Recording each : FlightRecorder.getFlightRecorder().getRecordings()) {
            wanted |= each.getState() == RecordingState.RUNNING;
        }
        if (listener != null) {
            listener.close();
            listener = null;
        }
        if (wanted && !closed) {
            listener = trace.listen(FlightEvents::commit, FlightEvents.wantsCalls());
        }
    }

    @Override
    public void close() {
        FlightRecorder.removeListener(this);
        synchronized (this) {
            closed = true;
            if (listener != null) {
                listener.close();
                listener = null;
            }
        }
    }
}
