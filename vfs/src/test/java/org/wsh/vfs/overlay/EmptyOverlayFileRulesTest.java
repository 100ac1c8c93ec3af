// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.overlay;

import java.util.List;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.FileRules;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.image.ImageFilesystem;

/** The rules for files made in an overlay. */
class EmptyOverlayFileRulesTest extends FileRules {
    @Override
    public Filesystem filesystem() {
        return new OverlayFilesystem(ImageFilesystem.of(List.of()), SpaceBudget.UNLIMITED, 100_000, new FakeClock());
    }

    @Override
    protected Filesystem filesystem(SpaceBudget budget) {
        return new OverlayFilesystem(ImageFilesystem.of(List.of()), budget, 100_000, new FakeClock());
    }
}
