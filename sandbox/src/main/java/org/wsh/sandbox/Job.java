// SPDX-License-Identifier: Apache-2.0
package org.wsh.sandbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.wsh.process.Process;
import org.wsh.process.Processes;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.sandbox.host.HostOutput;

/** A command that was started: the first process of a session of its own, and what has come of it since. Thread-safe. */
public final class Job {
    private final Processes processes;
    private final Process process;
    private final List<HostOutput> outputs;

    Job(Processes processes, Process process, List<HostOutput> outputs) {
        this.processes = processes;
        this.process = process;
        this.outputs = outputs;
    }

    /** In the machine. It is also the number of its session and of its first process group. */
    public int pid() {
        return process.pid();
    }

    /**
     * Waits for the end, and until the host has taken what was written.
     *
     * @return the status as {@code $?} has it: the exit status, or 128 + n if signal n ended it
     */
    public int await() throws InterruptedException {
        WaitStatus status = process.await();
        for (HostOutput output : outputs) {
            output.drain();
        }
        return shellStatus(status);
    }

    /** What a shell would say of it, if a signal has ended it: with {@code -c} there may be no shell left to say it. Null if there is nothing to say. */
    String death() throws InterruptedException {
        if (!(process.await() instanceof WaitStatus.Killed killed) || killed.signal() == Signal.INT || killed.signal() == Signal.PIPE) {
            return null;
        }
        return killed.signal().description() + (killed.core() ? " (core dumped)" : "");
    }

    /** As {@link WaitStatus#shellStatus}, whose switch over types would cost every start 4 ms. */
    private static int shellStatus(WaitStatus status) {
        if (status instanceof WaitStatus.Exited exited) {
            return exited.code();
        }
        return status.shellStatus();
    }

    /**
     * Completed with the status when the command has ended. A deterministic machine only runs while somebody waits for it in
     * {@link #await}: the future alone does not make it go on.
     */
    public CompletableFuture<Integer> ended() {
        return process.ended().thenApply(WaitStatus::shellStatus);
    }

    /** Sends a signal to every process of the command's own group. */
    public void signal(Signal signal) {
        processes.signal(-process.pid(), signal);
    }

    /** Sends a signal to the group that is in front of its terminal; without a terminal, to its own. */
    void signalForeground(Signal signal) {
        int front = processes.kinship(process).foreground();
        processes.signal(front > 0 ? -front : -process.pid(), signal);
    }

    /** Sends a signal to every process of its session, background jobs included. */
    void signalSession(Signal signal) {
        for (Process each : processes.all()) {
            if (processes.kinship(each).session() == process.pid()) {
                processes.signal(each.pid(), signal);
            }
        }
    }

    /** Kills it and all that descend from it, whatever sessions they made. Returns at once; {@link #await} follows soon. */
    public void kill() {
        processes.signalTree(process, Signal.KILL);
    }

    /** Waits at most so long. @return whether it has ended */
    boolean awaitEnd(long nanoseconds) throws InterruptedException {
        long now = processes.kernel().clock().monotonic();
        return process.awaitUntil(nanoseconds > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanoseconds);
    }
}
