// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import java.io.OutputStream;
import org.wsh.sandbox.Job;
import org.wsh.sandbox.Launch;

/** How long the prompt takes beside programs that want all there is. */
final class Bombs {
    private static final double GOAL = 100;

    private final Guests guests;
    private final Report report;

    Bombs(Guests guests, Report report) {
        this.guests = guests;
        this.report = report;
    }

    void measure(boolean quick) throws Exception {
        int count = quick ? 50 : 300;
        report.title("a line typed to a shell, answered: 99th percentile, and longest");
        beside("nothing", null, count);
        beside("a fork bomb of 500 processes", shell("bomb() { bomb | bomb & }; bomb 2> /dev/null; while :; do sleep 1; done").processes(500), count);
        beside("a memory bomb, a quarter of the machine's", shell("busy grow").memory(512L << 20), count);
        beside("100 tight loops", shell("i=0; while [ $i -lt 100 ]; do busy spin & i=$((i+1)); done; wait"), count);
        beside("20 loops of the shell", shell("i=0; while [ $i -lt 20 ]; do (while :; do :; done) & i=$((i+1)); done; wait"), count);
        beside("4 floods of output", shell("yes & yes & yes & yes"), count);
        beside("4 that copy 512 MiB for ever", shell("for i in 1 2 3 4; do busy copy 512 & done; wait").memory(2300L << 20), count);
    }

    private Launch shell(String script) {
        return guests.machine.shell(script).output(OutputStream.nullOutputStream()).errors(OutputStream.nullOutputStream());
    }

    private void beside(String what, Launch bomb, int count) throws Exception {
        var prompt = new Conversation(guests.machine.program("/bin/sh"));
        prompt.askOften(20, 5, "/bin/echo warm", "warm");
        Job job = bomb == null ? null : bomb.start();
        Thread.sleep(job == null ? 0 : 2000);
        double[] builtin = prompt.askOften(count, 10, "echo x", "x");
        double[] program = prompt.askOften(count, 10, "/bin/echo x", "x");
        report.atMost("echo, beside " + what, builtin[count * 99 / 100], GOAL, "ms");
        report.atMost("/bin/echo, beside " + what, program[count * 99 / 100], GOAL, "ms");
        report.figure("    the longest of both", Math.max(builtin[count - 1], program[count - 1]), "ms");
        prompt.end();
        if (job != null) {
            guests.end(job);
        }
    }
}
