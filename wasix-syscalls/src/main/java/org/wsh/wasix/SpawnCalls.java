// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import java.util.ArrayList;
import java.util.List;
import org.wsh.engine.runtime.Instance;
import org.wsh.engine.runtime.Results;
import org.wsh.process.FileAction;
import org.wsh.process.ProcessThread;
import org.wsh.process.SearchPath;
import org.wsh.process.SpawnAttributes;
import org.wsh.process.SpawnRequest;
import org.wsh.process.Wait;
import org.wsh.process.guest.Captures;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.SignalSet;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/**
 * Starting programs and waiting for them: WASIX's way (strings joined by newlines, WASI rights) and wsh_1's (string blocks, attributes, exact
 * status words).
 */
public final class SpawnCalls {
    private static final int FILE_ACTION = 56;
    private static final int MOST_ACTIONS = 4096;
    private static final int NO_WAIT = 0x1000000;
    private static final String DEFAULT_PATH = "/usr/local/bin:/bin:/usr/bin";

    private SpawnCalls() {}

    // wsh_1.

    public static int spawn(Instance in, int path, int pathLength, int argv, int argvLength, int envp, int envpLength, int actions,
            int actionCount, int attributes, int pid) {
        Guest.requireRange(in, pid, 4);
        SpawnRequest request = new SpawnRequest(Guest.string(in, path, pathLength), Guest.block(in, argv, argvLength, '\0'),
                Guest.block(in, envp, envpLength, '\0'), actions(in, actions, actionCount), attributes(in, attributes));
        Guest.writeInt(in, pid, Guest.thread(in).spawn(request));
        return WasiErrno.SUCCESS;
    }

    public static int exec(Instance in, int path, int pathLength, int argv, int argvLength, int envp, int envpLength) {
        throw Guest.thread(in).exec(Guest.string(in, path, pathLength), Guest.block(in, argv, argvLength, '\0'),
                Guest.block(in, envp, envpLength, '\0'));
    }

    /** wait_result: 0 pid i32, 4 status i32 (Linux's word). */
    public static int wait(Instance in, int pid, int options, int result) {
        Guest.requireRange(in, result, 8);
        if ((options & ~(1 | 2 | 8)) != 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        var found = Guest.thread(in).waitFor(pid, (options & 1) == 0, (options & 2) != 0, (options & 8) != 0);
        Guest.writeInt(in, result, found.pid());
        Guest.writeInt(in, result + 4, found.pid() == 0 ? 0 : found.status().word());
        Guest.thread(in).signals().returning();
        return WasiErrno.SUCCESS;
    }

    /** waitid(): {@code options} WNOHANG 1, WSTOPPED 2, WEXITED 4, WCONTINUED 8, WNOWAIT 0x1000000. The siginfo's signo is 0 when there is nothing yet. */
    public static int wait_info(Instance in, int pid, int options, int info) {
        Guest.requireRange(in, info, SignalCalls.INFO);
        if ((options & ~(1 | 2 | 4 | 8 | NO_WAIT)) != 0 || (options & (2 | 4 | 8)) == 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        var found = Guest.thread(in).waitFor(pid, new Wait.Options((options & 1) == 0, (options & 4) != 0, (options & 2) != 0, (options & 8) != 0,
                (options & NO_WAIT) != 0));
        if (found.pid() == 0) {
            Guest.write(in, info, new byte[SignalCalls.INFO], 0, SignalCalls.INFO);
        } else {
            SignalCalls.writeInfo(in, info, found.info());
        }
        Guest.thread(in).signals().returning();
        return WasiErrno.SUCCESS;
    }

    /** spawn_attr: 0 flags u32 (1 group, 2 mask, 4 defaults, 8 session, 16 real ids), 4 group u32, 8 mask u64, 16 defaults u64. */
    private static SpawnAttributes attributes(Instance in, int at) {
        if (at == 0) {
            return SpawnAttributes.INHERIT;
        }
        Guest.requireRange(in, at, 24);
        int flags = Guest.readInt(in, at);
        int group = (flags & 1) != 0 ? Guest.readInt(in, at + 4) : -1;
        if ((flags & ~31) != 0 || (flags & 1) != 0 && group < 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        SignalSet mask = (flags & 2) != 0 ? new SignalSet(Guest.readLong(in, at + 8)) : null;
        SignalSet defaults = (flags & 4) != 0 ? new SignalSet(Guest.readLong(in, at + 16)) : SignalSet.EMPTY;
        return new SpawnAttributes(group, (flags & 8) != 0, (flags & 16) != 0, mask, defaults, SignalSet.EMPTY);
    }

    /** spawn_fd_op, 56 bytes: see docs/wsh_1.md and WASIX. */
    private static List<FileAction> actions(Instance in, int at, int count) {
        if (count < 0 || count > MOST_ACTIONS) {
            throw new ErrnoException(Errno.E2BIG);
        }
        Guest.requireRange(in, at, count * FILE_ACTION);
        List<FileAction> actions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            actions.add(action(in, at + i * FILE_ACTION));
        }
        return actions;
    }

    private static FileAction action(Instance in, int at) {
        int fd = Guest.readInt(in, at + 4);
        return switch (Guest.readByte(in, at)) {
            case 0 -> new FileAction.Close(fd);
            case 1 -> new FileAction.Duplicate(Guest.readInt(in, at + 8), fd);
            case 2 -> new FileAction.Open(fd, pathOf(in, at), openFlags(in, at), mode(Guest.readInt(in, at + 20)));
            case 3 -> new FileAction.ChangeDirectory(pathOf(in, at));
            case 4 -> new FileAction.ChangeDirectoryTo(fd);
            default -> throw new ErrnoException(Errno.EINVAL);
        };
    }

    private static String pathOf(Instance in, int action) {
        return Guest.string(in, Guest.readInt(in, action + 12), Guest.readInt(in, action + 16));
    }

    private static OpenFlags openFlags(Instance in, int action) {
        long rights = Guest.readLong(in, action + 32);
        return PathCalls.flags((rights & (RightsOf.READ | RightsOf.READDIR)) != 0, (rights & RightsOf.WRITE) != 0,
                Guest.readShort(in, action + 24), Guest.readShort(in, action + 48), Guest.readInt(in, action + 20));
    }

    /** WASIX says no mode; wsh_1 puts it above the lookup flags. */
    private static int mode(int dirflags) {
        int mode = dirflags >>> 16 & 07777;
        return mode == 0 ? 0666 : mode;
    }

    // WASIX.

    public static int proc_spawn2(Instance in, int name, int nameLength, int args, int argsLength, int envs, int envsLength,
            int actions, int actionCount, int dispositions, int dispositionCount, int search, int path, int pathLength, int pid) {
        Guest.requireRange(in, pid, 4);
        ProcessThread thread = Guest.thread(in);
        SpawnRequest request = new SpawnRequest(found(in, Guest.string(in, name, nameLength), search, path, pathLength),
                Guest.block(in, args, argsLength, '\n'), environment(in, envs, envsLength), actions(in, actions, actionCount),
                dispositions(in, dispositions, dispositionCount));
        Guest.writeInt(in, pid, thread.spawn(request));
        return WasiErrno.SUCCESS;
    }

    /** In February 2025, for three days: without search. */
    public static int proc_exec3_2025(Instance in, int name, int nameLength, int args, int argsLength, int envs, int envsLength) {
        return proc_exec3(in, name, nameLength, args, argsLength, envs, envsLength, 0, 0, 0);
    }

    private static final int HANDLES = 28;

    /**
     * process_handles: 0 pid i32; then for each of stdin, stdout and stderr the parent's end of its pipe as an option_fd (0 tag u8, 4 fd u32). A mode is PIPED 0, INHERIT 1, NULL 2,
     * LOG 3 (which is INHERIT here). NOTSUP: another root, or preopens.
     */
    public static int proc_spawn(Instance in, int name, int nameLength, int chroot, int args, int argsLength, int preopen, int preopenLength, int stdin, int stdout,
            int stderr, int directory, int directoryLength, int handles) {
        Guest.requireRange(in, handles, HANDLES);
        if (chroot != 0 || preopenLength != 0 && preopen != 0) {
            throw new ErrnoException(Errno.ENOTSUP);
        }
        String path = Guest.string(in, name, nameLength);
        List<String> arguments = Guest.block(in, args, argsLength, '\n');
        List<FileAction> actions = new ArrayList<>();
        if (directory != 0 && directoryLength != 0) {
            actions.add(new FileAction.ChangeDirectory(Guest.string(in, directory, directoryLength)));
        }
        var streams = new SpawnedStreams(Guest.thread(in));
        int pid;
        try {
            int[] modes = {stdin, stdout, stderr};
            for (int fd = 0; fd < modes.length; fd++) {
                streams.add(fd, modes[fd] & 0xff, actions);
            }
            pid = Guest.thread(in).spawn(new SpawnRequest(path, arguments, Guest.process(in).program().environment(), actions, SpawnAttributes.INHERIT));
        } catch (RuntimeException failed) {
            streams.closeOwn();
            throw failed;
        } finally {
            streams.closeChilds();
        }
        Guest.writeInt(in, handles, pid);
        for (int fd = 0; fd < 3; fd++) {
            Guest.writeInt(in, handles + 4 + 8 * fd, streams.own(fd) < 0 ? 0 : 1);
            Guest.writeInt(in, handles + 8 + 8 * fd, Math.max(0, streams.own(fd)));
        }
        return WasiErrno.SUCCESS;
    }

    public static int proc_exec3(Instance in, int name, int nameLength, int args, int argsLength, int envs, int envsLength, int search,
            int path, int pathLength) {
        throw exec(in, found(in, Guest.string(in, name, nameLength), search, path, pathLength), Guest.block(in, args, argsLength, '\n'), environment(in, envs, envsLength),
                Results.of(WasiErrno.SUCCESS));
    }

    /** In a child of proc_fork_env the call returns, to its parent. */
    private static Error exec(Instance in, String program, List<String> arguments, List<String> environment, Results returned) {
        throw new Captures(Guest.thread(in)).leave(in, returned, () -> Guest.thread(in).exec(program, arguments, environment));
    }

    /** The older ones cannot report why not: the process ends, with the errno as its code. */
    public static void proc_exec2(Instance in, int name, int nameLength, int args, int argsLength, int envs, int envsLength) {
        try {
            throw exec(in, Guest.string(in, name, nameLength), Guest.block(in, args, argsLength, '\n'), environment(in, envs, envsLength), Results.NONE);
        } catch (RuntimeException e) {
            throw Guest.thread(in).exit(Trampoline.number(e));
        }
    }

    public static void proc_exec(Instance in, int name, int nameLength, int args, int argsLength) {
        proc_exec2(in, name, nameLength, args, argsLength, 0, 0);
    }

    /**
     * waitpid(). In and out: option_pid (0 tag u8, 4 pid i32); out: join_status (0 tag u8: 1 exited, 2 killed, 3 stopped; 2 code u16; 4 signal
     * u8; stopped: 2 signal u8).
     */
    public static int proc_join(Instance in, int pid, int flags, int status) {
        Guest.requireRange(in, pid, 8);
        Guest.requireRange(in, status, 6);
        int tag = Guest.readByte(in, pid);
        if (tag > 1) {
            throw new ErrnoException(Errno.EINVAL);
        }
        int which = tag == 0 ? -1 : Guest.readInt(in, pid + 4);
        var found = Guest.thread(in).waitFor(which, (flags & 1) == 0, (flags & 2) != 0, false);
        Guest.writeByte(in, pid, 1);
        Guest.writeInt(in, pid + 4, found.pid());
        writeStatus(in, status, found.status());
        Guest.thread(in).signals().returning();
        return WasiErrno.SUCCESS;
    }

    /** The first generation's, which always waits. In and out: pid i32 (−1 any child); out: the status that its shells' W macros understand. */
    public static int proc_join_2022(Instance in, int pid, int status) {
        Guest.requireRange(in, pid, 4);
        Guest.requireRange(in, status, 4);
        var found = Guest.thread(in).waitFor(Guest.readInt(in, pid), true, false, false);
        Guest.writeInt(in, pid, found.pid());
        Guest.writeInt(in, status, found.status().word());
        Guest.thread(in).signals().returning();
        return WasiErrno.SUCCESS;
    }

    private static void writeStatus(Instance in, int at, WaitStatus status) {
        Guest.writeShort(in, at, 0);
        Guest.writeInt(in, at + 2, 0);
        switch (status) {
            case null -> {}
            case WaitStatus.Exited(int code) -> {
                Guest.writeByte(in, at, 1);
                Guest.writeShort(in, at + 2, code);
            }
            case WaitStatus.Killed(Signal signal, boolean core) -> {
                Guest.writeByte(in, at, 2);
                Guest.writeByte(in, at + 4, signal.number());
            }
            case WaitStatus.Stopped(Signal signal) -> {
                Guest.writeByte(in, at, 3);
                Guest.writeByte(in, at + 2, signal.number());
            }
            case WaitStatus.Continued() -> {}
        }
    }

    /** A null address: the caller's own environment, whatever the length says. INVAL: an entry without {@code =}. */
    private static List<String> environment(Instance in, int envs, int length) {
        if (envs == 0) {
            return Guest.process(in).program().environment();
        }
        List<String> environment = Guest.block(in, envs, length, '\n');
        for (String entry : environment) {
            if (entry.indexOf('=') < 0) {
                throw new ErrnoException(Errno.EINVAL);
            }
        }
        return environment;
    }

    /** {@code 0 signal u8, 1 disposition u8 (0 default, 1 ignore)}; later entries win. */
    private static SpawnAttributes dispositions(Instance in, int at, int count) {
        if (count < 0 || count > MOST_ACTIONS) {
            throw new ErrnoException(Errno.E2BIG);
        }
        Guest.requireRange(in, at, 2 * count);
        SignalSet defaulted = SignalSet.EMPTY;
        SignalSet ignored = SignalSet.EMPTY;
        for (int i = 0; i < count; i++) {
            Signal signal = Signal.of(Guest.readByte(in, at + 2 * i));
            if (signal == null) {
                continue;
            }
            boolean ignore = Guest.readByte(in, at + 2 * i + 1) == 1;
            defaulted = ignore ? defaulted.without(signal) : defaulted.with(signal);
            ignored = ignore ? ignored.with(signal) : ignored.without(signal);
        }
        return new SpawnAttributes(-1, false, false, null, defaulted, ignored);
    }

    /** PATH search as execvp does it, when asked for and the name has no slash. */
    private static String found(Instance in, String name, int search, int path, int pathLength) {
        if (search == 0 || name.indexOf('/') >= 0) {
            return name;
        }
        String folders = path == 0 ? DEFAULT_PATH : Guest.string(in, path, pathLength);
        return SearchPath.find(Guest.thread(in).processes().vfs(), Guest.process(in), name, folders);
    }
}
