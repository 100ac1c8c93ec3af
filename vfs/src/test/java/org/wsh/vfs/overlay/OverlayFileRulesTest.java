// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.overlay;

import java.util.List;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.FileRules;
import org.wsh.vfs.Guest;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.image.ImageFilesystem;

/** The rules for files that show through from an image. */
class OverlayFileRulesTest extends FileRules {
    @Override
    public Filesystem filesystem() {
        return new OverlayFilesystem(ImageFilesystem.of(List.of()), SpaceBudget.UNLIMITED, 100_000, new FakeClock());
    }

    @Override
    public Guest populated() {
        return Guest.root(new OverlayFilesystem(ImageFilesystem.of(TREE), SpaceBudget.UNLIMITED, 100_000, new FakeClock()));
    }
}
