// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.HostedProcess;
import org.wsh.shell.syntax.Redirection;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/**
 * Redirects the shell's own descriptors, so that whatever runs next (a built-in, a function, a program) gets them: POSIX XCU 2.7.
 * {@link #undo} puts back what was there.
 */
final class Redirections {
    /** A here-document up to this size goes into a pipe as it is; a longer one is written by a child. */
    private static final int PIPE_HOLDS = 16 << 10;

    private final Executor shell;
    private final HostedProcess self;
    private final List<Saved> saved = new ArrayList<>();

    /** {@code copy} is −1 when {@code fd} was not open. */
    private record Saved(int fd, int copy) {}

    /** A redirection that failed: the command is not run; its message has the file's name. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message, null, false, false);
        }
    }

    private Redirections(Executor shell) {
        this.shell = shell;
        this.self = shell.self;
    }

    /** Does them in order. When one fails those before it are undone. */
    static Redirections apply(Executor shell, List<Redirection> redirections) {
        Redirections done = new Redirections(shell);
        try {
            for (Redirection redirection : redirections) {
                shell.account.poll(1);
                shell.state.line = redirection.line();
                done.apply(redirection);
            }
            return done;
        } catch (RuntimeException failed) {
            done.undo();
            throw failed;
        }
    }

    void undo() {
        if (shell.account.closed()) {
            return;
        }
        for (int i = saved.size() - 1; i >= 0; i--) {
            Saved one = saved.get(i);
            if (one.copy < 0) {
                closeQuietly(one.fd);
            } else {
                self.duplicateTo(one.copy, one.fd);
                self.close(one.copy);
            }
        }
        saved.clear();
    }

    /** They stay: {@code exec} without a command. */
    void keep() {
        for (Saved one : saved) {
            if (one.copy >= 0) {
                self.close(one.copy);
            }
        }
        saved.clear();
    }

    private void save(int fd) {
        for (Saved one : saved) {
            if (one.fd == fd) {
                return;
            }
        }
        int copy = -1;
        if (self.isOpen(fd)) {
            copy = Descriptors.copy(self, fd);
        }
        saved.add(new Saved(fd, copy));
    }

    private void closeQuietly(int fd) {
        if (self.isOpen(fd)) {
            self.close(fd);
        }
    }

    private void apply(Redirection redirection) {
        if (redirection.fd() > 9999) {
            throw new Failure(redirection.fd() + ": " + Errno.EBADF.message());
        }
        if (redirection instanceof Redirection.ToFile file) {
            toFile(file);
        } else if (redirection instanceof Redirection.Duplicate duplicate) {
            duplicate(duplicate);
        } else if (redirection instanceof Redirection.Here here) {
            here(here);
        }
    }

    private void toFile(Redirection.ToFile file) {
        String path = shell.expander.text(file.path());
        int opened;
        try {
            opened = open(path, file.mode());
        } catch (ErrnoException failed) {
            throw new Failure(path + ": " + failed.errno().message());
        }
        put(opened, file.fd(), path);
    }

    private int open(String path, Redirection.Mode mode) {
        return switch (mode) {
            case READ -> self.open(path, OpenFlags.READ, 0, false);
            case APPEND -> self.open(path, OpenFlags.APPEND, 0666, false);
            case READ_WRITE ->
                self.open(path, new OpenFlags(true, true, true, false, false, false, false, false, false), 0666, false);
            case CLOBBER -> self.open(path, OpenFlags.REWRITE, 0666, false);
            case WRITE -> shell.state.has(Option.NOCLOBBER) ? openNew(path) : self.open(path, OpenFlags.REWRITE, 0666, false);
        };
    }

    /** {@code set -C}: not over a regular file. */
    private int openNew(String path) {
        Attributes attributes = null;
        try {
            attributes = self.attributes(path, true);
        } catch (ErrnoException missing) {
            // Then it is made below, and only if nobody else makes it first.
        }
        if (attributes == null) {
            return self.open(path, new OpenFlags(false, true, true, true, false, false, false, false, false), 0666, false);
        }
        if (attributes.type() == FileType.REGULAR) {
            throw new ErrnoException(Errno.EEXIST);
        }
        return self.open(path, OpenFlags.WRITE, 0, false);
    }

    /** Makes {@code fd} what {@code opened} is. */
    private void put(int opened, int fd, String about) {
        if (opened == fd) {
            saved.add(new Saved(fd, -1));
            return;
        }
        try {
            save(fd);
            self.duplicateTo(opened, fd);
        } catch (ErrnoException failed) {
            throw new Failure(about + ": " + failed.errno().message());
        } finally {
            self.close(opened);
        }
    }

    private void duplicate(Redirection.Duplicate redirection) {
        String from = shell.expander.text(redirection.from());
        int fd = redirection.fd();
        if (from.equals("-")) {
            save(fd);
            closeQuietly(fd);
            return;
        }
        int source = number(from);
        if (source < 0) {
            throw new Failure(from + ": bad descriptor number");
        }
        if (!self.isOpen(source)) {
            throw new Failure(from + ": " + Errno.EBADF.message());
        }
        if (source != fd) {
            try {
                save(fd);
                self.duplicateTo(source, fd);
            } catch (ErrnoException failed) {
                throw new Failure(from + ": " + failed.errno().message());
            }
        }
    }

    private static int number(String text) {
        if (text.isEmpty() || text.length() > 4) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        return Integer.parseInt(text);
    }

    private void here(Redirection.Here redirection) {
        byte[] bytes = ByteText.encode(shell.expander.text(redirection.document().body()));
        int[] ends = Descriptors.pipe(self);
        try {
            if (bytes.length <= PIPE_HOLDS) {
                self.write(ends[1], bytes, 0, bytes.length);
            } else {
                shell.jobs.adopt(shell.jobs.fork(new HereDocumentWriter(ends[0], ends[1], bytes), -1));
            }
        } catch (RuntimeException failed) {
            self.close(ends[0]);
            throw failed;
        } finally {
            self.close(ends[1]);
        }
        put(ends[0], redirection.fd(), "here-document");
    }

    /** A child that feeds a pipe. */
    private record HereDocumentWriter(int unused, int into, byte[] bytes) implements org.wsh.process.HostedProgram {
        @Override
        public int run(HostedProcess child) {
            child.close(unused);
            try {
                child.write(into, bytes, 0, bytes.length);
            } catch (ErrnoException nobodyReads) {
                return 1;
            }
            return 0;
        }
    }
}
