// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

import org.wsh.process.hosted.HostedProcess;
import org.wsh.vfs.Attributes;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/**
 * One process that is a shell: the process, the state of its own that it executes in, what it has reserved of the memory, what it says, and how deep it is nested. A subshell is another process, with a copy
 * of the {@link ShellState}.
 */
public final class ShellProcess {
    /**
     * Nested commands, function calls, expansions and arithmetic together. Measured without JIT, the worst case takes 600 bytes of stack
     * a level: some 750 KB of the 1 MB that a thread has at least, with what the parser may add.
     */
    public static final int MAX_DEPTH = 1250;

    public static final int MAX_FUNCTION_DEPTH = 500;

    public final HostedProcess self;
    public final ShellState state;
    public final Account account;

    private int depth;

    /** A new shell's. */
    public ShellProcess(HostedProcess self) {
        this.self = self;
        account = new Account(self);
        state = new ShellState(account);
    }

    /** A subshell's: {@code state} is a copy, for which this process has yet to pay ({@link ShellState#chargeTo}). */
    public ShellProcess(HostedProcess self, ShellState state) {
        this.self = self;
        this.state = state;
        account = new Account(self);
    }

    // Nesting: counted so that a script meets its limit before Java's stack does.

    public void enter(int levels) {
        depth += levels;
        if (depth > MAX_DEPTH) {
            depth -= levels;
            throw new ShellError("nested too deeply (more than " + MAX_DEPTH + " levels)");
        }
    }

    public void leave(int levels) {
        depth -= levels;
    }

    public int depth() {
        return depth;
    }

    /** Where an error may have skipped {@link #leave}. */
    public void restoreDepth(int earlier) {
        depth = earlier;
    }

    // State and process together.

    /** Assigns as a script does: with {@code set -a} the variable is exported. */
    public void assign(String name, String value) {
        state.variables.set(name, value);
        if (state.has(Option.ALLEXPORT)) {
            state.variables.export(name, true);
        }
        if (name.equals("OPTIND")) {
            state.optionOffset = 0;
        }
    }

    /** PWD, if it is an absolute path of the working directory; else the physical path. */
    public String workingDirectory() {
        String pwd = state.variables.get("PWD");
        if (pwd != null && pwd.startsWith("/") && !pwd.contains("/./") && !pwd.contains("/../") && !pwd.endsWith("/..") && !pwd.endsWith("/.")) {
            try {
                Attributes named = self.attributes(pwd, true);
                Attributes here = self.attributes(".", true);
                if (named.device() == here.device() && named.inode() == here.inode()) {
                    return pwd;
                }
            } catch (ErrnoException gone) {
                // Then it is not the working directory's path.
            }
        }
        return self.workingDirectory();
    }

    /** Closes a descriptor of the shell's own, from a finally-block. */
    public void close(int fd) {
        if (!account.closed()) {
            self.close(fd);
        }
    }

    // Messages and output.

    /** Writes a message to standard error: {@code wsh: …}, in scripts {@code name: line N: …}. */
    public void warn(String message) {
        error(state.prefix + (state.namesLines ? ": line " + state.line : "") + ": " + message + "\n");
    }

    public void warn(ErrnoException failed) {
        warn(failed.errno() == Errno.ENOMEM ? "cannot allocate memory" : failed.getMessage());
    }

    public void error(String text) {
        byte[] bytes = ByteText.encode(text);
        try {
            self.write(2, bytes, 0, bytes.length);
        } catch (ErrnoException closed) {
            // There is nowhere left to say so.
        }
    }

    /** Writes to standard output; throws what writing throws. */
    public void print(String text) {
        byte[] bytes = ByteText.encode(text);
        self.write(1, bytes, 0, bytes.length);
    }
}
