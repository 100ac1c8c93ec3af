// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.overlay;

import java.util.List;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.FileRules;
import org.wsh.vfs.Guest;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.Filesystem;
import org.wsh.vfs.image.ImageEntry;
import org.wsh.vfs.image.ImageFilesystem;

/** The rules for files that show through from an image. */
class OverlayFileRulesTest extends FileRules {
    @Override
    protected Filesystem filesystem() {
        return new OverlayFilesystem(ImageFilesystem.of(List.of(
                ImageEntry.directory("/d", 0755),
                ImageEntry.file("/d/f", 0644, "hello"),
                ImageEntry.directory("/d/e", 0755),
                ImageEntry.link("/l", "d/f"),
                ImageEntry.link("/ld", "d"),
                ImageEntry.link("/loop", "loop"),
                ImageEntry.link("/dangling", "nothing"))), SpaceBudget.UNLIMITED, 100_000, new FakeClock());
    }

    @Override
    protected Guest populated() {
        return Guest.root(filesystem());
    }
}
