// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** One redirection of descriptor {@code fd}. POSIX XCU 2.7. */
public sealed interface Redirection {
    int fd();

    int line();

    /** How a file is opened. */
    enum Mode {
        READ("<"),
        WRITE(">"),
        CLOBBER(">|"),
        APPEND(">>"),
        READ_WRITE("<>");

        private final String sign;

        Mode(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /** {@code < > >| >> <>}. */
    record ToFile(int line, int fd, Mode mode, Word path) implements Redirection {}

    /**
     * {@code <&} and {@code >&}; the word expands to a descriptor's number, or {@code -} to close.
     *
     * @param input which of the two was written
     */
    record Duplicate(int line, int fd, boolean input, Word from) implements Redirection {}

    /** {@code <<} and {@code <<-}. */
    record Here(int line, int fd, HereDocument document) implements Redirection {}
}
