// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

/** Where the text of a script comes from. It is asked for one line at a time, and no earlier than the line is needed. */
@FunctionalInterface
public interface LineSource {
    /**
     * The next line with its newline (the last one may lack it), or null at the end.
     *
     * @param continuation whether the line continues a command already begun: then an interactive shell shows PS2
     */
    String nextLine(boolean continuation);

    /** The lines of {@code text}. */
    static LineSource of(String text) {
        return new LineSource() {
            private int position;

            @Override
            public String nextLine(boolean continuation) {
                if (position == text.length()) {
                    return null;
                }
                int end = text.indexOf('\n', position);
                int next = end < 0 ? text.length() : end + 1;
                String line = text.substring(position, next);
                position = next;
                return line;
            }
        };
    }
}
