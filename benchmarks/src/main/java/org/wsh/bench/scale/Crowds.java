// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import org.wsh.sandbox.Job;

/** What thousands of processes cost, at once and one after the other. */
final class Crowds {
    private final Guests guests;
    private final Report report;

    Crowds(Guests guests, Report report) {
        this.guests = guests;
        this.report = report;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    void readers(boolean quick) throws Exception {
        int count = quick ? 1000 : 10_000;
        report.title(count + " processes at once, each blocked in read");
        blocked(count, "echoes", "echoes <&3");
        blocked(quick ? 500 : 5000, "cat", "cat <&3");
    }

    private void blocked(int count, String name, String command) throws Exception {
        double before = Guests.heap();
        long reserved = guests.machine.memoryUsed();
        int threads = Guests.hostThreads();
        guests.run("mkfifo fifo");
        long start = System.nanoTime();
        Job job = guests.machine.shell("exec 3<> fifo; i=0; while [ $i -lt " + count + " ]; do " + command + " & i=$((i+1)); done; wait").start();
        Guests.await(900, () -> guests.running(name).size() == count);
        guests.awaitAsleep(name);
        String what = count + " " + name + ": ";
        report.figure(what + "until all are there", seconds(start), "s");
        report.atMost(what + "heap", Guests.heap() - before, 3072, "MiB");
        report.figure(what + "reserved for each", (guests.machine.memoryUsed() - reserved) / 1024.0 / count, "KiB");
        report.figure(what + "more threads of the host", Guests.hostThreads() - threads, "");
        start = System.nanoTime();
        guests.end(job);
        report.figure(what + "killed and gone", seconds(start), "s");
        guests.run("rm fifo");
    }

    void pipeline(boolean quick) throws Exception {
        int stages = quick ? 100 : 1000;
        report.title("a pipeline of " + stages + " cat, 100 MB through it");
        long start = System.nanoTime();
        String count = guests.run("head -c 100000000 /dev/zero" + " | cat".repeat(stages) + " | wc -c").strip();
        if (!count.equals("100000000")) {
            throw new IllegalStateException(count + " bytes came");
        }
        report.figure("time", seconds(start), "s");
    }

    void spawns(boolean quick) throws Exception {
        int count = quick ? 10_000 : 100_000;
        report.title(count + " times /bin/true, one after the other");
        String loop = "i=0; while [ $i -lt %d ]; do /bin/true; i=$((i+1)); done";
        guests.run(loop.formatted(count / 10));
        double heap = Guests.heap();
        long reserved = guests.machine.memoryUsed();
        int threads = Guests.hostThreads();
        int descriptors = Guests.hostDescriptors();
        long start = System.nanoTime();
        guests.run(loop.formatted(count));
        report.figure("time", seconds(start), "s");
        report.atMost("growth of the heap", Guests.heap() - heap, 5, "MiB");
        report.atMost("growth of what is reserved", (guests.machine.memoryUsed() - reserved) / 1024.0, 64, "KiB");
        report.atMost("growth of the host's threads", Guests.hostThreads() - threads, 2, "");
        report.atMost("growth of the host's descriptors", Guests.hostDescriptors() - descriptors, 2, "");
        report.atMost("growth of the process table", guests.machine.processes().all().size() - 1, 0, "");
    }

    void jobs(boolean quick) throws Exception {
        int count = quick ? 1000 : 3000;
        report.title(count + " background jobs of one shell: sleep");
        String output = guests.run("""
                a=$(date +%%s%%N); i=0; while [ $i -lt %d ]; do sleep 1000 & i=$((i+1)); done
                b=$(date +%%s%%N); ps | wc -l; c=$(date +%%s%%N); kill $(jobs -p); d=$(date +%%s%%N); wait
                echo $((b-a)) $((c-b)) $((d-c)) $(($(date +%%s%%N)-d))""".formatted(count)).lines().toList().getLast();
        String[] names = {"started", "listed by ps", "killed by kill $(jobs -p)", "waited for"};
        for (int i = 0; i < 4; i++) {
            report.figure(names[i], Long.parseLong(output.split(" ")[i]) / 1e9, "s");
        }
    }
}
