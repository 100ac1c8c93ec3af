// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.process.signal.WaitStatus;
import org.wsh.shell.job.Job;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * A machine just big enough to run a shell in: files in maps, pipes as byte queues, processes as Java threads, programs as lambdas. One
 * lock guards everything; whatever waits, waits on it.
 */
final class MiniMachine {
    final Map<Integer, MiniProcess> processes = new HashMap<>();
    final Map<String, HostedProgram> programs = new HashMap<>();
    final MiniFile root = MiniFile.directory();
    long memoryLimit = 64 << 20;
    long memory;
    int processLimit = 2000;
    private int lastPid = 1;
    long clock = 1_700_000_000_000_000_000L;
    /** What a stack may grow to in each process. */
    long stackBytes = 1 << 20;

    MiniMachine() {
        for (String path : new String[] {"/bin", "/tmp", "/dev", "/etc", "/home", "/home/me", "/work"}) {
            make(path, MiniFile.directory());
        }
        make("/dev/null", new MiniFile(org.wsh.vfs.FileType.CHARACTER_DEVICE, 0666));
        text("/etc/passwd", "root:x:0:0::/root:/bin/sh\nme:x:1000:1000::/home/me:/bin/sh\n", 0644);
        MiniPrograms.install(this);
        program("/bin/sh", new Shell());
    }

    void make(String path, MiniFile file) {
        int slash = path.lastIndexOf('/');
        lookup(slash == 0 ? "/" : path.substring(0, slash), "/").entries.put(path.substring(slash + 1), file);
    }

    void text(String path, String text, int mode) {
        MiniFile file = new MiniFile(org.wsh.vfs.FileType.REGULAR, mode);
        file.replace(text.getBytes(StandardCharsets.UTF_8));
        make(path, file);
    }

    String text(String path) {
        synchronized (this) {
            MiniFile file = lookup(path, "/");
            return new String(file.bytes, 0, file.size, StandardCharsets.UTF_8);
        }
    }

    void program(String path, HostedProgram program) {
        text(path, "\0program", 0755);
        programs.put(path, program);
    }

    MiniFile lookup(String path, String base) {
        if (path.isEmpty()) {
            throw new ErrnoException(Errno.ENOENT);
        }
        MiniFile at = root;
        for (String name : absolute(path, base).split("/")) {
            if (name.isEmpty()) {
                continue;
            }
            if (at.entries == null) {
                throw new ErrnoException(Errno.ENOTDIR, path);
            }
            at = at.entries.get(name);
            if (at == null) {
                throw new ErrnoException(Errno.ENOENT, path);
            }
        }
        if (path.endsWith("/") && at.entries == null) {
            throw new ErrnoException(Errno.ENOTDIR, path);
        }
        return at;
    }

    static String absolute(String path, String base) {
        List<String> parts = new ArrayList<>();
        for (String name : (path.startsWith("/") ? path : base + "/" + path).split("/")) {
            if (name.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.remove(parts.size() - 1);
                }
            } else if (!name.isEmpty() && !name.equals(".")) {
                parts.add(name);
            }
        }
        return "/" + String.join("/", parts);
    }

    synchronized int newPid() {
        return ++lastPid;
    }

    synchronized void start(MiniProcess process, HostedProgram program) {
        if (processes.size() >= processLimit) {
            throw new ErrnoException(Errno.EAGAIN);
        }
        processes.put(process.pid, process);
        Thread thread = new Thread(null, () -> live(process, program), "pid " + process.pid, stackBytes);
        thread.setDaemon(true);
        process.thread = thread;
        thread.start();
    }

    private void live(MiniProcess process, HostedProgram program) {
        WaitStatus status;
        try {
            status = new WaitStatus.Exited(program.run(process) & 0xff);
        } catch (MiniSignals.Death death) {
            status = death.status;
        } catch (Throwable bug) {
            process.failure = bug;
            bug.printStackTrace();
            status = new WaitStatus.Exited(255);
        }
        process.end(status);
    }

    /** What a run left behind. */
    record Result(WaitStatus waitStatus, String out, String err, MiniProcess process) {
        int status() {
            return Job.statusOf(waitStatus);
        }
    }

    Result run(String input, List<String> arguments, String... environment) {
        MiniPipe out = new MiniPipe(Integer.MAX_VALUE);
        MiniPipe err = new MiniPipe(Integer.MAX_VALUE);
        MiniFile stdin = new MiniFile(org.wsh.vfs.FileType.REGULAR, 0644);
        stdin.replace(input.getBytes(StandardCharsets.ISO_8859_1));
        MiniProcess shell = new MiniProcess(this, newPid(), null, arguments, List.of(environment));
        shell.descriptors.put(0, new MiniOpen.OfFile(stdin, true, false, false), false);
        shell.descriptors.put(1, new MiniOpen.OfPipe(out, false), false);
        shell.descriptors.put(2, new MiniOpen.OfPipe(err, false), false);
        shell.workingDirectory = "/work";
        start(shell, new Shell());
        WaitStatus status = await(shell);
        return new Result(status, out.text(), err.text(), shell);
    }

    WaitStatus await(MiniProcess process) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        synchronized (this) {
            while (process.status == null || !process.status.ended()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    StringBuilder stack = new StringBuilder("hangs:");
                    for (StackTraceElement element : process.thread.getStackTrace()) {
                        stack.append("\n  ").append(element);
                    }
                    throw new AssertionError(stack.toString());
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return process.status;
        }
    }

    Result sh(String script, String... arguments) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", script));
        all.addAll(List.of(arguments));
        return run("", all, "PATH=/bin", "HOME=/home/me");
    }
}
