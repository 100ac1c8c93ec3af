// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.memory;

import org.wsh.vfs.FakeClock;
import org.wsh.vfs.FileRules;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.SpaceBudget;

class MemoryFileRulesTest extends FileRules {
    @Override
    public Filesystem filesystem() {
        return new MemoryFilesystem(SpaceBudget.UNLIMITED, 100_000, new FakeClock());
    }

    @Override
    protected Filesystem filesystem(SpaceBudget budget) {
        return new MemoryFilesystem(budget, 100_000, new FakeClock());
    }
}
