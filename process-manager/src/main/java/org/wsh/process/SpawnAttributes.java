// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.process.signal.SignalSet;

/**
 * What differs in a spawned child: posix_spawnattr_t.
 *
 * @param group      −1: the parent's; 0: a new group with the child's pid; else that group
 * @param session    a new session (and so a new group, without controlling terminal)
 * @param resetIds   the effective ids become the real ones
 * @param mask       the child's signal mask; null: the parent's
 * @param defaulted  these signals get the default disposition (caught ones do anyway; ignored ones stay ignored otherwise)
 * @param ignored    these are ignored
 */
public record SpawnAttributes(int group, boolean session, boolean resetIds, SignalSet mask, SignalSet defaulted, SignalSet ignored) {
    public static final SpawnAttributes INHERIT = new SpawnAttributes(-1, false, false, null, SignalSet.EMPTY, SignalSet.EMPTY);

    public SpawnAttributes withGroup(int newGroup) {
        return new SpawnAttributes(newGroup, session, resetIds, mask, defaulted, ignored);
    }
}
