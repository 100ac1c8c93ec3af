// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import org.wsh.vfs.FakeClock;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.Guest;
import org.wsh.vfs.ReadOnlyFileRules;
import org.wsh.vfs.SpaceBudget;

/** The rules for a filesystem in memory that is mounted read-only. */
class ReadOnlyMountFileRulesTest extends ReadOnlyFileRules {
    @Override
    public Guest populated() {
        return sealed(memory(), memory());
    }

    private static Filesystem memory() {
        return new MemoryFilesystem(SpaceBudget.UNLIMITED, 100_000, new FakeClock());
    }
}
