// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.image;

import org.wsh.vfs.FileRules;
import org.wsh.vfs.Guest;
import org.wsh.vfs.ReadOnlyFileRules;

/** The rules for an image without anything above it. */
class ImageFileRulesTest extends ReadOnlyFileRules {
    @Override
    public Guest populated() {
        return Guest.root(ImageFilesystem.of(FileRules.TREE));
    }
}
