// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * The host's slow operations (files of a host folder, class definition, large compilations), done by a few platform threads
 * while the guest sleeps. Such an operation cannot be interrupted; a kill ends the guest's sleep at once, and what the
 * operation then still brings is dropped (and closed, if it can be).
 *
 * <p>On a thread that is no task of this machine the work is simply done; so it is where a run shall be repeatable, as when it ends is up to the host.
 */
public final class HostWork implements BlockingWork, AutoCloseable {
    private static final long IDLE_SECONDS = 5;

    private final Scheduler scheduler;
    private final int threads;
    private ThreadPoolExecutor pool; // guarded by this; made for the first work
    private boolean closed; // guarded by this

    HostWork(Scheduler scheduler, int threads) {
        this.scheduler = scheduler;
        this.threads = threads;
    }

    @Override
    public <T> T run(Callable<T> work) throws Exception {
        var task = scheduler.current();
        return task == null ? work.call() : run(task, work);
    }

    /** As {@link #run(Callable)} for a caller that knows its task. */
    public <T> T run(Task task, Callable<T> work) throws Exception {
        if (scheduler.repeatable()) {
            return work.call();
        }
        var job = new Job<>(work);
        pool().execute(job);
        boolean waited = false;
        try {
            waited = task.awaitUninterruptibly(job, Task.NEVER, "hostwork", job.finished);
        } finally {
            if (!waited) {
                job.abandon();
            }
        }
        return job.result();
    }

    private synchronized ThreadPoolExecutor pool() {
        if (closed) {
            throw new ErrnoException(Errno.EIO, "the machine is shutting down");
        }
        if (pool == null) {
            pool = new ThreadPoolExecutor(
                    threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Threads());
            pool.allowCoreThreadTimeOut(true);
        }
        return pool;
    }

    /** Starts nothing any more. What goes on is left to end; the threads are daemons. */
    @Override
    public synchronized void close() {
        closed = true;
        if (pool != null) {
            pool.shutdown();
        }
    }

    private static final class Threads implements ThreadFactory {
        @Override
        public Thread newThread(Runnable loop) {
            var thread = new Thread(null, loop, "wsh-host", 0, false);
            thread.setDaemon(true);
            return thread;
        }
    }

    /** One operation. Its condition: it is over. */
    private static final class Job<T> implements Runnable, BooleanSupplier {
        private final Callable<T> work;
        final WaitQueue finished = new WaitQueue();

        // Guarded by this job's monitor.
        private T result;
        private Throwable failure;
        private boolean done;
        private boolean abandoned;

        Job(Callable<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            synchronized (this) {
                if (abandoned) {
                    return;
                }
            }
            T value = null;
            Throwable thrown = null;
            try {
                value = work.call();
            } catch (Throwable t) {
                thrown = t;
            }
            boolean late;
            synchronized (this) {
                late = abandoned;
                result = value;
                failure = thrown;
                done = true;
            }
            if (late) {
                drop(value);
            } else {
                finished.wakeAll();
            }
        }

        /** Nobody will ask for the result. */
        void abandon() {
            T unwanted;
            synchronized (this) {
                abandoned = true;
                unwanted = result;
            }
            drop(unwanted);
        }

        private static void drop(Object value) {
            if (value instanceof AutoCloseable resource) {
                try {
                    resource.close();
                } catch (Exception e) {
                    // Its owner is dead: nobody is left who could be told.
                }
            }
        }

        @Override
        public synchronized boolean getAsBoolean() {
            return done;
        }

        synchronized T result() throws Exception {
            if (failure instanceof Exception e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
            return result;
        }
    }
}
