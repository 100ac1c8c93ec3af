// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.ArrayList;
import java.util.List;
import org.wsh.kernel.terminal.Termios;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.DirectoryEntry;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/** What a process of the {@link MiniMachine} does with files, pipes and terminals; guarded by the machine. How it waits and dies is {@link MiniProcess}'s. */
abstract class MiniFiles implements HostedProcess {
    final MiniMachine machine;
    final MiniDescriptors descriptors = new MiniDescriptors();
    String workingDirectory = "/";
    int umask = 022;

    MiniFiles(MiniMachine machine) {
        this.machine = machine;
    }

    /** Dies if it has been killed. */
    abstract void check();

    /** Waits for the next change in the machine; the caller asks again. */
    abstract void pause(boolean interruptible);

    /** Gets a SIGPIPE. */
    abstract void brokenPipe();

    /** It has become another program: the old one must not touch it any more. */
    abstract boolean isReplaced();

    @Override
    public int umask() {
        return umask;
    }

    @Override
    public void setUmask(int mask) {
        umask = mask;
    }

    private MiniOpen opened(int fd) {
        if (isReplaced()) {
            throw new IllegalStateException("descriptor " + fd + " used after exec");
        }
        return descriptors.get(fd);
    }

    @Override
    public int open(String path, OpenFlags flags, int mode, boolean closeOnExec) {
        synchronized (machine) {
            MiniFile file;
            try {
                file = machine.lookup(path, workingDirectory);
                if (flags.create() && flags.exclusive()) {
                    throw new ErrnoException(Errno.EEXIST, path);
                }
                if (file.type == FileType.DIRECTORY && flags.write()) {
                    throw new ErrnoException(Errno.EISDIR, path);
                }
                if (flags.read() && (file.mode & 0400) == 0 || flags.write() && (file.mode & 0200) == 0) {
                    throw new ErrnoException(Errno.EACCES, path);
                }
            } catch (ErrnoException missing) {
                if (missing.errno() != Errno.ENOENT || !flags.create()) {
                    throw missing;
                }
                String whole = MiniMachine.absolute(path, workingDirectory);
                machine.lookup(whole.lastIndexOf('/') == 0 ? "/" : whole.substring(0, whole.lastIndexOf('/')), "/");
                file = new MiniFile(FileType.REGULAR, mode & ~umask);
                machine.make(whole, file);
            }
            if (flags.truncate()) {
                file.size = 0;
            }
            return descriptors.add(new MiniOpen.OfFile(file, flags.read(), flags.write(), flags.append()), 0, closeOnExec);
        }
    }

    @Override
    public void close(int fd) {
        synchronized (machine) {
            opened(fd);
            descriptors.close(fd);
            machine.notifyAll();
        }
    }

    @Override
    public int duplicate(int fd, int least, boolean closeOnExec) {
        synchronized (machine) {
            return descriptors.add(opened(fd), least, closeOnExec);
        }
    }

    @Override
    public void duplicateTo(int from, int to) {
        synchronized (machine) {
            descriptors.put(to, opened(from), false);
            machine.notifyAll();
        }
    }

    @Override
    public boolean isOpen(int fd) {
        synchronized (machine) {
            return descriptors.contains(fd);
        }
    }

    @Override
    public int[] pipe(boolean closeOnExec) {
        synchronized (machine) {
            MiniPipe pipe = new MiniPipe(65536);
            int read = descriptors.add(new MiniOpen.OfPipe(pipe, true), 0, closeOnExec);
            return new int[] {read, descriptors.add(new MiniOpen.OfPipe(pipe, false), 0, closeOnExec)};
        }
    }

    @Override
    public int read(int fd, byte[] into, int offset, int length) {
        synchronized (machine) {
            MiniOpen open = opened(fd);
            while (true) {
                check();
                int n = open.read(into, offset, length);
                if (n != MiniOpen.WAIT) {
                    machine.notifyAll();
                    return n;
                }
                pause(true);
            }
        }
    }

    @Override
    public void write(int fd, byte[] from, int offset, int length) {
        synchronized (machine) {
            MiniOpen open = opened(fd);
            int done = 0;
            while (done < length) {
                check();
                int n;
                try {
                    n = open.write(from, offset + done, length - done);
                } catch (ErrnoException broken) {
                    if (broken.errno() == Errno.EPIPE) {
                        brokenPipe();
                    }
                    throw broken;
                }
                if (n == MiniOpen.WAIT) {
                    pause(true);
                } else {
                    done += n;
                    machine.notifyAll();
                }
            }
        }
    }

    @Override
    public boolean isTerminal(int fd) {
        synchronized (machine) {
            return descriptors.contains(fd) && descriptors.get(fd) instanceof MiniOpen.OfTerminal;
        }
    }

    @Override
    public Attributes attributes(String path, boolean followLast) {
        synchronized (machine) {
            return machine.lookup(path, workingDirectory).attributes();
        }
    }

    @Override
    public boolean mayAccess(String path, int mask) {
        synchronized (machine) {
            try {
                return (machine.lookup(path, workingDirectory).mode >> 6 & mask) == mask;
            } catch (ErrnoException missing) {
                return false;
            }
        }
    }

    @Override
    public List<DirectoryEntry> directory(String path) {
        synchronized (machine) {
            MiniFile directory = machine.lookup(path, workingDirectory);
            if (directory.entries == null) {
                throw new ErrnoException(Errno.ENOTDIR);
            }
            List<DirectoryEntry> list = new ArrayList<>();
            list.add(new DirectoryEntry(".", 1, FileType.DIRECTORY, 0));
            list.add(new DirectoryEntry("..", 1, FileType.DIRECTORY, 0));
            directory.entries.forEach((name, file) -> list.add(1, new DirectoryEntry(name, file.number, file.type, 0)));
            return list;
        }
    }

    @Override
    public void changeDirectory(String path) {
        synchronized (machine) {
            if (machine.lookup(path, workingDirectory).entries == null) {
                throw new ErrnoException(Errno.ENOTDIR, path);
            }
            workingDirectory = MiniMachine.absolute(path, workingDirectory);
        }
    }

    @Override
    public String workingDirectory() {
        return workingDirectory;
    }

    private MiniOpen.OfTerminal terminal(int fd) {
        if (opened(fd) instanceof MiniOpen.OfTerminal terminal) {
            return terminal;
        }
        throw new ErrnoException(Errno.ENOTTY);
    }

    @Override
    public int foregroundGroup(int fd) {
        synchronized (machine) {
            return terminal(fd).foreground;
        }
    }

    @Override
    public void setForegroundGroup(int fd, int newGroup) {
        synchronized (machine) {
            terminal(fd).foreground = newGroup;
        }
    }

    @Override
    public int[] windowSize(int fd) {
        synchronized (machine) {
            return new int[] {terminal(fd).rows, terminal(fd).columns};
        }
    }

    @Override
    public Termios termios(int fd) {
        synchronized (machine) {
            return terminal(fd).termios;
        }
    }

    @Override
    public void setTermios(int fd, Termios termios) {
        synchronized (machine) {
            terminal(fd).termios = termios;
            machine.notifyAll();
        }
    }
}
