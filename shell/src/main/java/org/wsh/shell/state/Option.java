// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.state;

/** The options of {@code set}. POSIX XCU 2.15, {@code set}. */
public enum Option {
    ALLEXPORT('a', "allexport"),
    NOTIFY('b', "notify"),
    NOCLOBBER('C', "noclobber"),
    ERREXIT('e', "errexit"),
    NOGLOB('f', "noglob"),
    HASHALL('h', "hashall"),
    IGNOREEOF('\0', "ignoreeof"),
    INTERACTIVE('i', "interactive"),
    MONITOR('m', "monitor"),
    NOEXEC('n', "noexec"),
    NOLOG('\0', "nolog"),
    PIPEFAIL('\0', "pipefail"),
    STDIN('s', "stdin"),
    NOUNSET('u', "nounset"),
    VERBOSE('v', "verbose"),
    VI('\0', "vi"),
    XTRACE('x', "xtrace");

    private static final Option[] ALL = values();

    private final char letter;
    private final String text;

    Option(char letter, String text) {
        this.letter = letter;
        this.text = text;
    }

    /** NUL if there is none. */
    char letter() {
        return letter;
    }

    /** The name {@code set -o} knows it by. */
    public String text() {
        return text;
    }

    int bit() {
        return 1 << ordinal();
    }

    /** Whether {@code set} may change it. */
    public boolean settable() {
        return this != INTERACTIVE && this != STDIN;
    }

    /** Whether a group of letters like {@code -eo} has an option's name after it. */
    public static boolean takesName(String letters) {
        return letters.indexOf('o') > 0;
    }

    static Option of(char letter) {
        for (Option option : ALL) {
            if (option.letter == letter && letter != 0) {
                return option;
            }
        }
        return null;
    }

    static Option of(String text) {
        for (Option option : ALL) {
            if (option.text.equals(text)) {
                return option;
            }
        }
        return null;
    }

    public static Option[] all() {
        return ALL;
    }
}
