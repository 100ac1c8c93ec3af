// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** POSIX XCU 2.4 "Reserved Words". */
public final class ReservedWord {
    private ReservedWord() {}

    public static boolean is(String word) {
        return switch (word) {
            case "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then", "until", "while" -> true;
            default -> false;
        };
    }

    /** Those that end a list: a command cannot begin with them. */
    static boolean closes(String word) {
        return switch (word) {
            case "}", "do", "done", "elif", "else", "esac", "fi", "then" -> true;
            default -> false;
        };
    }
}
