// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.run;

import java.util.ArrayList;
import java.util.List;
import org.wsh.process.FileAction;
import org.wsh.process.SpawnRequest;
import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.expand.Expander;
import org.wsh.shell.job.Job;
import org.wsh.shell.job.JobControl;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.job.Subshells;
import org.wsh.shell.state.Descriptors;
import org.wsh.shell.state.Option;
import org.wsh.shell.state.ShellProcess;
import org.wsh.shell.syntax.Command;
import org.wsh.shell.syntax.Word;
import org.wsh.vfs.ErrnoException;

/**
 * Runs what is made of processes: subshells, asynchronous lists, and pipelines, every stage one (POSIX XCU 2.9.2). A stage that is plainly a program, with words whose expansion changes
 * nothing, is spawned with its pipe ends as file actions; anything else is forked with a copy of the state.
 */
public final class PipelineRunner {
    private final ShellProcess shell;
    private final Expander expander;
    private final CommandSearch search;
    private final BuiltinTable builtins;
    private final JobControl control;
    private final Jobs jobs;
    private final Subshells subshells;

    public PipelineRunner(
            ShellProcess shell, Expander expander, CommandSearch search, BuiltinTable builtins, JobControl control, Jobs jobs,
            Subshells subshells) {
        this.shell = shell;
        this.expander = expander;
        this.search = search;
        this.builtins = builtins;
        this.control = control;
        this.jobs = jobs;
        this.subshells = subshells;
    }

    /** A subshell: 2.9.4.1. */
    int run(Command.Subshell command) {
        return jobs.runForeground(subshells.of(command.body()), command);
    }

    /** Starts an asynchronous list, {@code command &}: 2.9.3.1. */
    void start(Command command) {
        jobs.reap();
        Job job = new Job(command);
        if (command instanceof Command.Pipeline pipeline && !pipeline.negated()) {
            start(job, pipeline.stages(), false);
        } else {
            jobs.launch(job, subshells.of(command), false);
        }
        jobs.started(job);
    }

    int run(List<Command> stages) {
        Job job = new Job(new Command.Pipeline(false, stages));
        start(job, stages, true);
        return jobs.await(job);
    }

    /** Starts all stages as members of {@code job}. */
    private void start(Job job, List<Command> stages, boolean foreground) {
        HostedProcess self = shell.self;
        int input = -1;
        int[] ends = {-1, -1};
        try {
            for (int i = 0; i < stages.size(); i++) {
                shell.account.poll(1);
                if (i + 1 < stages.size()) {
                    ends = Descriptors.pipe(self);
                }
                stage(job, stages.get(i), input, ends, foreground);
                closeIfOpen(input);
                input = -1;
                closeIfOpen(ends[1]);
                input = ends[0];
                ends = new int[] {-1, -1};
            }
        } finally {
            // Only after a failure is anything left; the stages that run see end of file.
            closeIfOpen(input);
            closeIfOpen(ends[0]);
            closeIfOpen(ends[1]);
        }
    }

    private void closeIfOpen(int fd) {
        if (fd >= 0) {
            shell.self.close(fd);
        }
    }

    private void stage(Job job, Command stage, int input, int[] ends, boolean foreground) {
        if (foreground && !control.monitors() && stage instanceof Command.Simple simple && spawn(job, simple, input, ends[1])) {
            return;
        }
        jobs.launch(job, subshells.of(stage).input(input).output(ends[1]).closing(ends[0]), foreground);
    }

    /** Spawns the stage if it is a plain program. False if it must be forked. */
    private boolean spawn(Job job, Command.Simple stage, int input, int output) {
        if (!stage.assignments().isEmpty()
                || !stage.redirections().isEmpty()
                || stage.words().isEmpty()
                || shell.state.has(Option.XTRACE)
                || shell.state.has(Option.NOUNSET)) {
            return false;
        }
        for (Word word : stage.words()) {
            if (!isPure(word.parts())) {
                return false;
            }
        }
        long mark = shell.account.mark();
        try {
            List<String> fields = expander.fields(stage.words());
            String name = fields.isEmpty() ? null : fields.get(0);
            if (name == null
                    || shell.state.functions.containsKey(name)
                    || builtins.special(name) != null
                    || builtins.find(name) != null) {
                return false;
            }
            String path = search.find(name);
            if (path == null) {
                return false;
            }
            List<FileAction> actions = new ArrayList<>(2);
            if (input >= 0) {
                actions.add(new FileAction.Duplicate(input, 0));
            }
            if (output >= 0) {
                actions.add(new FileAction.Duplicate(output, 1));
            }
            int pid = shell.self.spawn(new SpawnRequest(
                    path, fields, shell.state.variables.environment(), actions, control.childAttributes()));
            jobs.joined(job, pid);
            return true;
        } catch (ErrnoException refused) {
            // The forked child meets the same error and says so.
            return false;
        } finally {
            shell.account.release(mark);
        }
    }

    /** Whether expanding it has no effect but its result, and cannot fail or wait. */
    private static boolean isPure(List<Word.Part> parts) {
        for (Word.Part part : parts) {
            boolean pure =
                    part instanceof Word.Literal
                            || part instanceof Word.Quoted
                            || part instanceof Word.Tilde
                            || part instanceof Word.DoubleQuoted quoted && isPure(quoted.parts())
                            || part instanceof Word.Parameter parameter && isPure(parameter);
            if (!pure) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPure(Word.Parameter parameter) {
        return parameter.operator() != Word.Operator.ASSIGN
                && parameter.operator() != Word.Operator.ERROR
                && (parameter.operand() == null || isPure(parameter.operand().parts()));
    }
}
