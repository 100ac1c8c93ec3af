// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.edit;

import java.util.List;

/** Where typed lines are kept between sessions. */
public interface HistoryStore {
    /** The oldest first. */
    List<String> load();

    void append(String line);
}
