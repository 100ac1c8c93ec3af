// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.builtin;

import java.util.List;
import org.wsh.shell.job.Interpreter;
import org.wsh.shell.job.JobControl;
import org.wsh.shell.job.Jobs;
import org.wsh.shell.job.Traps;
import org.wsh.shell.run.Builtin;
import org.wsh.shell.run.BuiltinTable;
import org.wsh.shell.run.CommandSearch;
import org.wsh.shell.run.Programs;

/**
 * The table of built-in commands; each gets what it needs. Objects, not lambdas, made when asked for: a lambda costs milliseconds the first time, which a short
 * script would notice.
 */
public final class Builtins implements BuiltinTable {
    private static final String[] NAMES = {
        ".", ":", "[", "alias", "bg", "break", "cd", "command", "continue", "echo", "eval", "exec", "exit", "export", "false", "fg",
        "getopts", "hash", "help", "jobs", "kill", "local", "printf", "pwd", "read", "readonly", "return", "set", "shift", "test", "times",
        "trap", "true", "type", "ulimit", "umask", "unalias", "unset", "wait"
    };

    private final Jobs jobs;
    private final JobControl control;
    private final Traps traps;
    private final CommandSearch search;
    private final Programs programs;
    private final Interpreter interpreter;

    public Builtins(Jobs jobs, JobControl control, Traps traps, CommandSearch search, Programs programs, Interpreter interpreter) {
        this.jobs = jobs;
        this.control = control;
        this.traps = traps;
        this.search = search;
        this.programs = programs;
        this.interpreter = interpreter;
    }

    @Override
    public List<String> names() {
        return List.of(NAMES);
    }

    @Override
    public Builtin special(String name) {
        return switch (name) {
            case ":" -> new TrueCommand(0);
            case "." -> new DotCommand(interpreter, traps);
            case "break" -> new LoopCommand(false);
            case "continue" -> new LoopCommand(true);
            case "eval" -> new EvalCommand(interpreter);
            case "exec" -> new ExecCommand(programs);
            case "exit" -> new ExitCommand();
            case "export" -> new DeclareCommand(DeclareCommand.Kind.EXPORT);
            case "readonly" -> new DeclareCommand(DeclareCommand.Kind.READONLY);
            case "return" -> new ReturnCommand();
            case "set" -> new SetCommand();
            case "shift" -> new ShiftCommand();
            case "times" -> new TimesCommand();
            case "trap" -> new TrapCommand(traps);
            case "unset" -> new UnsetCommand();
            default -> null;
        };
    }

    @Override
    public Builtin find(String name) {
        return switch (name) {
            case "true" -> new TrueCommand(0);
            case "false" -> new TrueCommand(1);
            case "[", "test" -> new TestCommand();
            case "alias" -> new AliasCommand();
            case "unalias" -> new UnaliasCommand();
            case "bg" -> new ResumeCommand(jobs, control, false);
            case "fg" -> new ResumeCommand(jobs, control, true);
            case "cd" -> new CdCommand();
            case "pwd" -> new PwdCommand();
            case "command" -> new CommandCommand(this, search, programs);
            case "type" -> new TypeCommand(this, search);
            case "ulimit" -> new UlimitCommand();
            case "hash" -> new HashCommand(this, search);
            case "help" -> new HelpCommand(this);
            case "echo" -> new EchoCommand();
            case "printf" -> new PrintfCommand();
            case "getopts" -> new GetoptsCommand();
            case "jobs" -> new JobsCommand(jobs);
            case "kill" -> new KillCommand(jobs);
            case "local" -> new DeclareCommand(DeclareCommand.Kind.LOCAL);
            case "read" -> new ReadCommand(traps);
            case "umask" -> new UmaskCommand();
            case "wait" -> new WaitCommand(jobs);
            default -> null;
        };
    }
}
