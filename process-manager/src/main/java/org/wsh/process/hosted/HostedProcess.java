// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.hosted;

import java.util.List;
import org.wsh.process.SpawnRequest;
import org.wsh.process.signal.Signal;
import org.wsh.process.signal.WaitStatus;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/**
 * The machine as a hosted program sees it: system calls as Java methods. All throw {@link org.wsh.vfs.ErrnoException} with POSIX's
 * errnos, EINTR included when a caught signal arrived. Only the program's own thread may call them.
 */
public interface HostedProcess {
    // The contract.

    /**
     * Spends {@code cost} units (about a simple AST node each) of this process's budget. Kill, stop and the time slice take
     * effect here; it does not return in a killed process.
     */
    void poll(int cost);

    /** Reserves memory that the program's state takes (negative: gives back). ENOMEM when the limit is reached; nothing is reserved then. */
    void charge(long bytes);

    // Who I am.

    int pid();

    int parentPid();

    /** argv, the name included. */
    List<String> arguments();

    /** {@code NAME=VALUE} texts as given at exec. */
    List<String> environment();

    int uid();

    int effectiveUid();

    int umask();

    void setUmask(int mask);

    // Descriptors.

    /** The lowest free descriptor, open on {@code path}; close-on-exec if asked. */
    int open(String path, OpenFlags flags, int mode, boolean closeOnExec);

    void close(int fd);

    /** F_DUPFD: the lowest free descriptor not below {@code least}. */
    int duplicate(int fd, int least, boolean closeOnExec);

    /** dup2: {@code to} is closed first if open, and gets no close-on-exec. */
    void duplicateTo(int from, int to);

    boolean isOpen(int fd);

    /** Read end, write end. */
    int[] pipe(boolean closeOnExec);

    /** Waits for at least one byte. @return bytes read, 0 at end of file */
    int read(int fd, byte[] into, int offset, int length);

    /** Writes all of it, waiting as needed. EPIPE also raises SIGPIPE. */
    void write(int fd, byte[] from, int offset, int length);

    boolean isTerminal(int fd);

    // Files.

    Attributes attributes(String path, boolean followLast);

    /** Whether the effective user may read (4), write (2), execute (1) it. */
    boolean mayAccess(String path, int mask);

    /** All entries, {@code .} and {@code ..} included, in no particular order. */
    List<DirectoryEntry> directory(String path);

    void changeDirectory(String path);

    /** The absolute path of the working directory, without symbolic links. */
    String workingDirectory();

    // Processes.

    /**
     * A child that is a copy of this process (descriptors shared, working directory, umask, ids, group, mask; dispositions kept, pending
     * signals not) and runs {@code body}, which must hold its own copy of the program's state.
     *
     * @param group as in {@code SpawnAttributes}
     * @return the child's pid
     */
    int fork(HostedProgram body, int group);

    /** Starts a program as a child. ENOENT, EACCES, ENOEXEC and what the actions throw; there is no child then. */
    int spawn(SpawnRequest request);

    /**
     * Becomes another program under the same pid. Only returns by throwing: an ErrnoException when it cannot; else an Error that unwinds this program, whose
     * {@code finally} blocks must not touch the process any more: it is the new program's.
     */
    void exec(String path, List<String> arguments, List<String> environment);

    /** What {@link #wait} found. {@code pid} 0: nothing yet. */
    record Waited(int pid, WaitStatus status) {}

    /**
     * Waits for a child to change state.
     *
     * @param pid      &gt; 0 that one, −1 any, 0 any of the own group, &lt; −1 any of group −pid
     * @param block    false: answer pid 0 at once when nothing has happened
     * @param untraced stopped children count too
     * @throws org.wsh.vfs.ErrnoException ECHILD, EINTR
     */
    Waited wait(int pid, boolean block, boolean untraced);

    /** kill(): pid as in POSIX; a null signal only asks whether it could be sent. */
    void kill(int pid, Signal signal);

    int group();

    int groupOf(int pid);

    void setGroup(int pid, int group);

    int session();

    // Terminal.

    /** tcgetpgrp. ENOTTY. */
    int foregroundGroup(int fd);

    /** tcsetpgrp. */
    void setForegroundGroup(int fd, int group);

    /** Rows and columns. ENOTTY. */
    int[] windowSize(int fd);

    org.wsh.kernel.terminal.Termios termios(int fd);

    /** tcsetattr, at once. */
    void setTermios(int fd, org.wsh.kernel.terminal.Termios termios);

    // Signals.

    /** What happens on {@code signal}. CATCH makes it show up in {@link #takePendingSignal}. */
    enum Disposition {
        DEFAULT,
        IGNORE,
        CATCH
    }

    void setDisposition(Signal signal, Disposition disposition);

    Disposition disposition(Signal signal);

    /** The next caught signal that has arrived, and forgets it; null if there is none. */
    Signal takePendingSignal();

    /**
     * To see what other processes do. The caller closes it.
     *
     * @param follow     children of traced processes are traced, too
     * @param mostString so many bytes of what calls pass are shown
     */
    default Tracer trace(boolean follow, int mostString) {
        throw new ErrnoException(Errno.ENOSYS);
    }

    // Limits, as ResourceLimits numbers them.

    /** Soft and hard limit. EINVAL: no such resource. */
    long[] limit(int resource);

    /** setrlimit(). EINVAL, EPERM. */
    void setLimit(int resource, long soft, long hard);

    // Time.

    /** Nanoseconds since 1970. */
    long realtime();

    long monotonic();

    /** CPU time in ns: own user, own system, ended and waited-for children's user, system. */
    long[] times();

    /** Sleeps; EINTR when a caught signal arrives. */
    void sleep(long nanos);
}
