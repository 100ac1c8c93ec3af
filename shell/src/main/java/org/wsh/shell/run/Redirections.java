// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.expand.Expander;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.state.ByteText;
import org.wsh.shell.state.Descriptors;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Redirection;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.OpenFlags;

/**
 * Redirects the shell's own descriptors, so that whatever runs next (a built-in, a function, a program) gets them: POSIX XCU 2.7.
 * {@link Applied#undo} puts back what was there.
 */
public final class Redirections {
    /** A here-document up to this size goes into a pipe as it is; a longer one is written by a child. */
    private static final int PIPE_HOLDS = 16 << 10;

    private final ShellProcess shell;
    private final HostedProcess self;
    private final Expander expander;
    private final Jobs jobs;

    public Redirections(ShellProcess shell, Expander expander, Jobs jobs) {
        this.shell = shell;
        this.self = shell.self;
        this.expander = expander;
        this.jobs = jobs;
    }

    /** A redirection that failed: the command is not run; its message has the file's name. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure(String message) {
            super(message, null, false, false);
        }
    }

    /** Does them in order. When one fails those before it are undone. */
    Applied apply(List<Redirection> redirections) {
        Applied done = new Applied();
        try {
            for (Redirection redirection : redirections) {
                shell.account.poll(1);
                shell.state.line = redirection.line();
                apply(redirection, done);
            }
            return done;
        } catch (RuntimeException failed) {
            done.undo();
            throw failed;
        }
    }

    /** Redirections that were done, and what was there before. */
    final class Applied {
        private final List<Saved> saved = new ArrayList<>();

        /** {@code copy} is −1 when {@code fd} was not open. */
        private record Saved(int fd, int copy) {}

        /** Puts back what was there. */
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
            saved.add(new Saved(fd, self.isOpen(fd) ? Descriptors.copy(self, fd) : -1));
        }

        /** {@code fd} was not open. */
        private void saveClosed(int fd) {
            saved.add(new Saved(fd, -1));
        }
    }

    private void closeQuietly(int fd) {
        if (self.isOpen(fd)) {
            self.close(fd);
        }
    }

    private void apply(Redirection redirection, Applied done) {
        if (redirection.fd() > 9999) {
            throw new Failure(redirection.fd() + ": " + Errno.EBADF.message());
        }
        if (redirection instanceof Redirection.ToFile file) {
            toFile(file, done);
        } else if (redirection instanceof Redirection.Duplicate duplicate) {
            duplicate(duplicate, done);
        } else if (redirection instanceof Redirection.Here here) {
            here(here, done);
        }
    }

    private void toFile(Redirection.ToFile file, Applied done) {
        String path = expander.text(file.path());
        int opened;
        try {
            opened = open(path, file.mode());
        } catch (ErrnoException failed) {
            throw new Failure(path + ": " + failed.errno().message());
        }
        put(opened, file.fd(), path, done);
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
    private void put(int opened, int fd, String about, Applied done) {
        if (opened == fd) {
            done.saveClosed(fd);
            return;
        }
        try {
            done.save(fd);
            self.duplicateTo(opened, fd);
        } catch (ErrnoException failed) {
            throw new Failure(about + ": " + failed.errno().message());
        } finally {
            self.close(opened);
        }
    }

    private void duplicate(Redirection.Duplicate redirection, Applied done) {
        String from = expander.text(redirection.from());
        int fd = redirection.fd();
        if (from.equals("-")) {
            done.save(fd);
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
                done.save(fd);
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

    private void here(Redirection.Here redirection, Applied done) {
        byte[] bytes = ByteText.encode(expander.text(redirection.document().body()));
        int[] ends = Descriptors.pipe(self);
        try {
            if (bytes.length <= PIPE_HOLDS) {
                self.write(ends[1], bytes, 0, bytes.length);
            } else {
                jobs.adopt(jobs.fork(new HereDocumentWriter(ends[0], ends[1], bytes), -1));
            }
        } catch (RuntimeException failed) {
            self.close(ends[0]);
            throw failed;
        } finally {
            self.close(ends[1]);
        }
        put(ends[0], redirection.fd(), "here-document", done);
    }

    /** A child that feeds a pipe. */
    private record HereDocumentWriter(int unused, int into, byte[] bytes) implements org.wsh.process.hosted.HostedProgram {
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
