// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.wsh.sandbox.Job;

/** What a thousand processes cost that wait for something in every way there is. */
final class Pollers {
    private static final String[] WAYS = {"poll", "poll-clock", "poll-sockets", "select", "epoll", "sleep", "accept", "pause", "read", "datagram"};

    private final Guests guests;
    private final Report report;

    Pollers(Guests guests, Report report) {
        this.guests = guests;
        this.report = report;
    }

    void measure(boolean quick) throws Exception {
        int each = quick ? 10 : 100;
        int seconds = quick ? 3 : 10;
        report.title(each * WAYS.length + " processes that wait: poll, select, epoll, sleep, accept, ...");
        double before = used(seconds);
        Job job = guests.machine.shell("i=0; while [ $i -lt " + each + " ]; do for way in " + String.join(" ", WAYS) + "; do busy $way > /dev/null & done; i=$((i+1)); done; wait").start();
        Guests.await(300, () -> guests.running("busy").size() == each * WAYS.length);
        guests.awaitAsleep("busy");
        Thread.sleep(2000); // the JIT is done with what they began with
        var switches = new AtomicLong();
        double during;
        try (var listener = guests.machine.processes().kernel().trace().listen(event -> switches.incrementAndGet())) {
            during = used(seconds);
        }
        report.figure("processor time of the JVM in " + seconds + " s without them", before, "ms");
        report.figure("processor time of the JVM in " + seconds + " s with them", during, "ms");
        report.atMost("switches, wakeups and sleeps meanwhile", switches.get(), 0, "");
        guests.end(job);
    }

    private static double used(int seconds) throws InterruptedException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = system.getProcessCpuTime();
        Thread.sleep(seconds * 1000L);
        return (system.getProcessCpuTime() - start) / 1e6;
    }
}
