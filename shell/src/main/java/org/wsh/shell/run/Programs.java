// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.List;
import org.wsh.process.SpawnRequest;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.process.hosted.HostedProgram;
import org.wsh.shell.job.JobControl;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.job.Subshells;
import org.wsh.shell.state.Jump;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Command;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;

/** Runs programs, in a process of their own or in place of this one: POSIX XCU 2.9.1.4, 2.9.1.6. */
public final class Programs {
    private final ShellProcess shell;
    private final CommandSearch search;
    private final JobControl control;
    private final Jobs jobs;
    private final Subshells subshells;
    private final ScriptShell scripts;

    public Programs(ShellProcess shell, CommandSearch search, JobControl control, Jobs jobs, Subshells subshells, ScriptShell scripts) {
        this.shell = shell;
        this.search = search;
        this.control = control;
        this.jobs = jobs;
        this.subshells = subshells;
        this.scripts = scripts;
    }

    /** @param last nothing is to be done after it: the program may take this process over */
    public int run(List<String> fields, boolean last, Command.Simple command) {
        String path = search.find(fields.get(0));
        return path == null ? notFound(fields.get(0)) : spawn(path, fields, last, command);
    }

    /** @param standardPath it is searched where all standard utilities are: {@code command -p} */
    public int run(List<String> fields, boolean standardPath) {
        String name = fields.get(0);
        String path = standardPath ? search.findStandard(name) : search.find(name);
        return path == null ? notFound(name) : spawn(path, fields, false, null);
    }

    private int notFound(String name) {
        if (search.refused() != null) {
            shell.warn(name + ": " + Errno.EACCES.message());
            return 126;
        }
        shell.warn(name + ": command not found");
        return 127;
    }

    private int spawn(String path, List<String> fields, boolean last, Command.Simple command) {
        try {
            if (last) {
                become(path, fields, shell.state.variables.environment());
            }
            if (control.monitors()) {
                return jobs.runForeground(subshells.of(path, fields), command);
            }
            int pid = shell.self.spawn(
                    new SpawnRequest(path, fields, shell.state.variables.environment(), List.of(), control.childAttributes()));
            return jobs.finish(pid);
        } catch (ErrnoException failed) {
            return failed(failed, path, fields, last);
        }
    }

    /** The body of a child that becomes a program. */
    public int become(String path, List<String> fields) {
        return spawn(path, fields, true, null);
    }

    /** Only returns by throwing. */
    private void become(String path, List<String> fields, List<String> environment) {
        shell.account.close(true);
        try {
            shell.self.exec(path, fields, environment);
        } catch (ErrnoException failed) {
            shell.account.close(false);
            throw failed;
        }
    }

    /** {@code exec name …}: only returns when it failed. */
    public int exec(List<String> fields) {
        String path = search.find(fields.get(0));
        if (path == null) {
            return notFound(fields.get(0));
        }
        try {
            control.restoreSignals();
            become(path, fields, shell.state.variables.environment());
            return 0;
        } catch (ErrnoException failed) {
            return failed(failed, path, fields, true);
        }
    }

    private int failed(ErrnoException failed, String path, List<String> fields, boolean last) {
        String name = fields.get(0);
        switch (failed.errno()) {
            case ENOENT, ENOTDIR, ENAMETOOLONG -> {
                shell.warn(name + ": " + failed.errno().message());
                return 127;
            }
            case ENOEXEC -> {
                return ScriptFile.looksLikeText(shell.self, path)
                        ? runScript(path, fields, last)
                        : cannotExecute(name, failed.getMessage());
            }
            case ENOMEM, EAGAIN -> throw Jobs.cannotFork(failed);
            default -> {
                shell.warn(name + ": " + (isDirectory(path) ? Errno.EISDIR.message() : failed.errno().message()));
                return 126;
            }
        }
    }

    private int cannotExecute(String name, String why) {
        shell.warn(name + ": cannot execute: " + why);
        return 126;
    }

    private boolean isDirectory(String path) {
        try {
            Attributes attributes = shell.self.attributes(path, true);
            return attributes.type() == FileType.DIRECTORY;
        } catch (ErrnoException unknown) {
            return false;
        }
    }

    /** A text file without {@code #!} is run by a shell of its own: 2.9.1.6. */
    private int runScript(String path, List<String> fields, boolean last) {
        Script script = new Script(scripts, path, fields, shell.state.variables.environment());
        if (last) {
            throw new Jump.Exit(script.run(shell.self));
        }
        return jobs.finish(jobs.fork(script, -1));
    }

    private record Script(ScriptShell shell, String path, List<String> fields, List<String> environment) implements HostedProgram {
        @Override
        public int run(HostedProcess self) {
            return shell.run(self, path, fields, environment);
        }
    }
}
