// SPDX-License-Identifier: Apache-2.0
package org.wsh.bench.scale;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.Task;
import org.wsh.process.Process;
import org.wsh.process.signal.Signal;
import org.wsh.sandbox.Job;
import org.wsh.sandbox.Machine;
import org.wsh.sandbox.Result;

/** A machine of two processors, with the programs of {@code userland-wasm/src/test/c} that do for ever what they do: {@code busy}, {@code threads_busy}, {@code echoes}. */
final class Guests implements AutoCloseable {
    private static final long SECOND = 1_000_000_000;

    final Machine machine;

    Guests(Path clone) throws IOException {
        machine = Machine.builder().processors(2).disk(1L << 30).build();
        for (String name : List.of("busy", "threads_busy", "echoes")) {
            machine.write("/bin/" + name, Files.readAllBytes(clone.resolve("userland-wasm/src/test/resources/org/wsh/userland/programs/" + name + ".wasm")), 0755);
        }
    }

    /** Runs it to its end, which must be a good one. */
    String run(String script) throws InterruptedException {
        Result result = machine.run(script);
        if (result.status() != 0 || !result.errors().isEmpty()) {
            throw new IllegalStateException(script + ": " + result);
        }
        return result.output();
    }

    /** Starts {@code count} of them, as children of one shell that does nothing else, and returns when all run {@code name}. */
    Job crowd(int count, String name, String command) throws InterruptedException {
        Job shell = machine.shell("i=0; while [ $i -lt " + count + " ]; do " + command + " & i=$((i+1)); done; wait").start();
        await(600, () -> running(name).size() == count);
        return shell;
    }

    List<Process> running(String name) {
        var found = new ArrayList<Process>();
        for (Process each : machine.processes().all()) {
            if (each.program().name().equals(name)) {
                found.add(each);
            }
        }
        return found;
    }

    /** Until all that run {@code name} sleep. */
    void awaitAsleep(String name) throws InterruptedException {
        await(600, () -> running(name).stream().allMatch(process -> process.threads().stream().allMatch(thread -> thread.task().state() == Task.State.SLEEPING)));
    }

    /** KILL for the job and all below it; waits until there is nobody but pid 1. */
    void end(Job job) throws InterruptedException {
        job.kill();
        job.await();
        await(120, () -> machine.processes().all().size() == 1);
    }

    static void kill(Machine machine, Process process) throws InterruptedException {
        machine.processes().signal(process.pid(), Signal.KILL);
        process.await();
    }

    interface Condition {
        boolean holds();
    }

    static void await(int seconds, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + seconds * SECOND;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("still not so after " + seconds + " s");
            }
            Thread.sleep(5);
        }
    }

    /** MiB of the heap that are reachable. */
    static double heap() throws InterruptedException {
        System.gc();
        Thread.sleep(100);
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0;
    }

    static int hostThreads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Of the JVM; −1 where there is no such folder. */
    static int hostDescriptors() {
        String[] open = new java.io.File("/proc/self/fd").list();
        return open == null ? -1 : open.length;
    }

    @Override
    public void close() {
        machine.close();
    }
}
