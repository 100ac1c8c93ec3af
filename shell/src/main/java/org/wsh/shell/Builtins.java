// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell;

/**
 * The table of built-in commands. Objects, not lambdas, made when asked for: a lambda costs milliseconds the first time, which a short
 * script would notice.
 */
final class Builtins {
    private static final String[] NAMES = {
        ".", ":", "[", "alias", "bg", "break", "cd", "command", "continue", "echo", "eval", "exec", "exit", "export", "false", "fg",
        "getopts", "hash", "help", "jobs", "kill", "local", "printf", "pwd", "read", "readonly", "return", "set", "shift", "test", "times",
        "trap", "true", "type", "ulimit", "umask", "unalias", "unset", "wait"
    };

    private Builtins() {}

    static String[] names() {
        return NAMES.clone();
    }

    /** Special built-in utilities: POSIX XCU 2.15. Found before functions. Null if it is none. */
    static Builtin special(String name) {
        return switch (name) {
            case ":" -> new TrueCommand(0);
            case "." -> new DotCommand();
            case "break" -> new LoopCommand(false);
            case "continue" -> new LoopCommand(true);
            case "eval" -> new EvalCommand();
            case "exec" -> new ExecCommand();
            case "exit" -> new ExitCommand();
            case "export" -> new DeclareCommand(DeclareCommand.Kind.EXPORT);
            case "readonly" -> new DeclareCommand(DeclareCommand.Kind.READONLY);
            case "return" -> new ReturnCommand();
            case "set" -> new SetCommand();
            case "shift" -> new ShiftCommand();
            case "times" -> new TimesCommand();
            case "trap" -> new TrapCommand();
            case "unset" -> new UnsetCommand();
            default -> null;
        };
    }

    /** The other built-ins, found after functions and before PATH. Null if it is none. */
    static Builtin find(String name) {
        return switch (name) {
            case "true" -> new TrueCommand(0);
            case "false" -> new TrueCommand(1);
            case "[", "test" -> new TestCommand();
            case "alias" -> new AliasCommand();
            case "unalias" -> new UnaliasCommand();
            case "bg" -> new ResumeCommand(false);
            case "fg" -> new ResumeCommand(true);
            case "cd" -> new CdCommand();
            case "pwd" -> new PwdCommand();
            case "command" -> new CommandCommand();
            case "type" -> new TypeCommand();
            case "ulimit" -> new UlimitCommand();
            case "hash" -> new HashCommand();
            case "help" -> new HelpCommand();
            case "echo" -> new EchoCommand();
            case "printf" -> new PrintfCommand();
            case "getopts" -> new GetoptsCommand();
            case "jobs" -> new JobsCommand();
            case "kill" -> new KillCommand();
            case "local" -> new DeclareCommand(DeclareCommand.Kind.LOCAL);
            case "read" -> new ReadCommand();
            case "umask" -> new UmaskCommand();
            case "wait" -> new WaitCommand();
            default -> null;
        };
    }
}
