// SPDX-License-Identifier: Apache-2.0
package org.wsh.process.signal;

/** What became of a child: what {@code waitpid} reports. */
public sealed interface WaitStatus {
    /** It returned or called exit; {@code code} is 0 to 255. */
    record Exited(int code) implements WaitStatus {}

    /** A signal ended it. */
    record Killed(Signal signal, boolean core) implements WaitStatus {}

    record Stopped(Signal signal) implements WaitStatus {}

    record Continued() implements WaitStatus {}

    /** Whether the child has gone; the others can be followed by more. */
    default boolean ended() {
        return this instanceof Exited || this instanceof Killed;
    }

    /** Linux's status word. */
    default int word() {
        return switch (this) {
            case Exited(int code) -> code << 8;
            case Killed(Signal signal, boolean core) -> signal.number() | (core ? 0x80 : 0);
            case Stopped(Signal signal) -> signal.number() << 8 | 0x7f;
            case Continued() -> 0xffff;
        };
    }

    /** What a shell puts into {@code $?}: the code, or 128 + the signal's number. */
    default int shellStatus() {
        return switch (this) {
            case Exited(int code) -> code;
            case Killed(Signal signal, boolean core) -> 128 + signal.number();
            case Stopped(Signal signal) -> 128 + signal.number();
            case Continued() -> 0;
        };
    }

    /** A status word in the words of C's macros, as strace shows it. */
    static String described(int word) {
        int signal = word & 0x7f;
        if (word == 0xffff) {
            return "{WIFCONTINUED(s)}";
        }
        if (signal == 0x7f) {
            return "{WIFSTOPPED(s) && WSTOPSIG(s) == SIG" + Signal.of(word >> 8 & 0xff) + "}";
        }
        return signal == 0 ? "{WIFEXITED(s) && WEXITSTATUS(s) == " + (word >> 8 & 0xff) + "}" : "{WIFSIGNALED(s) && WTERMSIG(s) == SIG" + Signal.of(signal) + "}";
    }
}
