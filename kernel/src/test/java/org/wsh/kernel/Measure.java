// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.nio.ByteBuffer;
import org.wsh.vfs.Credentials;
import org.wsh.vfs.OpenFileDescription;
import org.wsh.vfs.Pollable;

/**
 * Figures of this floor, by hand and roughly; no test. Run: {@code java -cp kernel/target/classes:kernel/target/test-classes:vfs/target/classes
 * org.wsh.kernel.Measure [processors]}.
 */
final class Measure {
    private final Kernel kernel;
    private final Ledger.Account account;

    private Measure(Kernel kernel) {
        this.kernel = kernel;
        this.account = kernel.ledger().account("measure");
    }

    public static void main(String[] arguments) throws Exception {
        var options = KernelOptions.defaults();
        if (arguments.length > 0) {
            options = options.withProcessors(Integer.parseInt(arguments[0]));
        }
        try (var kernel = new Kernel(options)) {
            var measure = new Measure(kernel);
            for (int i = 0; i < 4; i++) {
                measure.roundTrip(200_000);
            }
            for (int size : new int[] {4096, 65536, 1 << 20}) {
                for (int i = 0; i < 3; i++) {
                    measure.bandwidth(size, 4L << 30);
                }
            }
            for (int i = 0; i < 3; i++) {
                measure.startAndEnd(100_000);
            }
            measure.polls(50_000_000);
            measure.amongHogs(0, 1000);
            measure.amongHogs(100, 1000);
        }
    }

    static void writeFully(Task task, OpenFileDescription out, ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (out.write(bytes) == OpenFileDescription.WOULD_BLOCK) {
                task.await(out, Pollable.WRITABLE, Task.NEVER, "pipe");
            }
        }
    }

    static int read(Task task, OpenFileDescription in, ByteBuffer bytes) {
        int count;
        while ((count = in.read(bytes)) == OpenFileDescription.WOULD_BLOCK) {
            task.await(in, Pollable.READABLE, Task.NEVER, "pipe");
        }
        return count;
    }

    private void roundTrip(int rounds) throws Exception {
        var there = kernel.pipe(account, Credentials.ROOT);
        var back = kernel.pipe(account, Credentials.ROOT);
        var out = there.openWriter(false);
        var in = there.openReader(false);
        var backOut = back.openWriter(false);
        var backIn = back.openReader(false);
        var scheduler = kernel.scheduler();
        var echo = scheduler.task("echo", () -> {
            var task = scheduler.current();
            var bytes = ByteBuffer.wrap(new byte[1]);
            while (read(task, in, bytes.clear()) > 0) {
                writeFully(task, backOut, bytes.flip());
            }
        });
        long[] took = new long[1];
        var asker = scheduler.task("asker", () -> {
            var task = scheduler.current();
            var bytes = ByteBuffer.wrap(new byte[1]);
            long began = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                writeFully(task, out, bytes.clear());
                read(task, backIn, bytes.clear());
            }
            took[0] = System.nanoTime() - began;
            out.release();
        });
        echo.start();
        asker.start();
        echo.join();
        asker.join();
        in.release();
        backOut.release();
        backIn.release();
        System.out.println("pipe, 1 byte there and back: " + took[0] / rounds + " ns; cpu "
                + (echo.cpuTime() + asker.cpuTime()) / rounds + " ns");
    }

    private void bandwidth(int size, long total) throws Exception {
        var pipe = kernel.pipe(account, Credentials.ROOT);
        var out = pipe.openWriter(false);
        var in = pipe.openReader(false);
        var scheduler = kernel.scheduler();
        var writer = scheduler.task("writer", () -> {
            var task = scheduler.current();
            var bytes = ByteBuffer.wrap(new byte[size]);
            for (long left = total; left > 0; left -= size) {
                writeFully(task, out, bytes.clear());
            }
            out.release();
        });
        var reader = scheduler.task("reader", () -> {
            var task = scheduler.current();
            var bytes = ByteBuffer.wrap(new byte[size]);
            while (read(task, in, bytes.clear()) > 0) {}
        });
        long began = System.nanoTime();
        writer.start();
        reader.start();
        reader.join();
        long took = System.nanoTime() - began;
        in.release();
        System.out.println("pipe, transfers of " + size + ": " + total * 10 / took / 10.0 + " GB/s");
    }

    private void startAndEnd(int rounds) throws Exception {
        var scheduler = kernel.scheduler();
        var parent = scheduler.task("parent", () -> {
            var task = scheduler.current();
            for (int i = 0; i < rounds; i++) {
                var gone = new WaitQueue();
                boolean[] ended = new boolean[1];
                scheduler.task("child", () -> {
                    synchronized (gone) {
                        ended[0] = true;
                    }
                    gone.wakeAll();
                }).start();
                task.await(() -> {
                    synchronized (gone) {
                        return ended[0];
                    }
                }, Task.NEVER, "wait", gone);
            }
        });
        long began = System.nanoTime();
        parent.start();
        parent.join();
        System.out.println("task start, end, wait: " + (System.nanoTime() - began) / rounds + " ns");
    }

    private void polls(int rounds) throws Exception {
        var scheduler = kernel.scheduler();
        var task = scheduler.task("poller", () -> {
            var self = scheduler.current();
            long began = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                self.poll(1);
            }
            System.out.println("poll: " + (System.nanoTime() - began) * 10 / rounds / 10.0 + " ns");
        });
        task.start();
        task.join();
    }

    /** How late a task that mostly sleeps gets to run while others use all they can; then, how long a kill takes. */
    private void amongHogs(int count, int rounds) throws Exception {
        var scheduler = kernel.scheduler();
        var hogs = new java.util.ArrayList<Task>();
        for (int i = 0; i < count; i++) {
            var hog = scheduler.task("hog", () -> {
                var task = scheduler.current();
                long budget = 1;
                long x = 1;
                while (x != 0) {
                    for (long n = budget; n > 0; n--) {
                        x = x * 6364136223846793005L + 1;
                    }
                    budget = task.poll(budget);
                }
            });
            hog.start();
            hogs.add(hog);
        }
        Thread.sleep(count * 20L);
        var late = new long[rounds];
        var sleeper = scheduler.task("sleeper", () -> {
            var task = scheduler.current();
            for (int i = 0; i < rounds; i++) {
                long deadline = kernel.clock().monotonic() + 1_000_000;
                task.await(() -> false, deadline, "nap");
                late[i] = kernel.clock().monotonic() - deadline;
            }
        });
        sleeper.start();
        sleeper.join();
        java.util.Arrays.sort(late);
        System.out.println("woken among " + count + " hogs, late by: median " + late[rounds / 2] / 1000 + " us, 99 % "
                + late[rounds * 99 / 100] / 1000 + " us, most " + late[rounds - 1] / 1000 + " us");
        long least = Long.MAX_VALUE;
        long most = 0;
        for (var hog : hogs) {
            least = Math.min(least, hog.cpuTime());
            most = Math.max(most, hog.cpuTime());
        }
        long began = System.nanoTime();
        for (var hog : hogs) {
            hog.kill();
        }
        for (var hog : hogs) {
            hog.join();
        }
        if (count > 0) {
            System.out.println("hogs' processor time: " + least / 1000 + " to " + most / 1000 + " us; all killed in "
                    + (System.nanoTime() - began) / 1000 + " us");
        }
    }
}
