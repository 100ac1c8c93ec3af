// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.syntax;

import java.util.List;

/** Reads what words hold that only a parser can read. */
interface NestedCommands {
    /** What follows {@code $(}, up to and with its parenthesis; null if there is nothing. */
    Command substituted(int opened);

    /** {@code text} from between backquotes, which began on that line; null if there is no command in it. */
    Command backquoted(String text, int line);

    /** The body of an unquoted here-document, which began on that line. */
    List<Word.Part> hereDocument(String body, int line);
}
