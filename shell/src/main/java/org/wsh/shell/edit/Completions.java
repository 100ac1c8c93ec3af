// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.edit;

import java.util.List;

/** What could stand where the cursor is. */
public interface Completions {
    /** Names of commands that begin with {@code prefix}. */
    List<String> commands(String prefix);

    /** Paths that begin with {@code prefix}; a directory's ends in a slash. */
    List<String> paths(String prefix);

    /** Whether {@code text} is a whole command; else the editor asks for another line. */
    boolean complete(String text);
}
