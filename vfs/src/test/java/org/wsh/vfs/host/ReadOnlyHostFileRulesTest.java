// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.FileRules;
import org.wsh.vfs.Guest;
import org.wsh.vfs.ReadOnlyFileRules;

/** The rules for a folder of the host that was granted for reading. */
class ReadOnlyHostFileRulesTest extends ReadOnlyFileRules {
    @TempDir
    Path folder;

    private int made;

    @Override
    public Guest populated() {
        try {
            Path root = Files.createDirectory(folder.resolve("root" + ++made));
            FileRules.populate(Guest.root(new HostFilesystem(root, HostOptions.READ_WRITE, BlockingWork.DIRECT)));
            return Guest.root(new HostFilesystem(root, HostOptions.READ_ONLY, BlockingWork.DIRECT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
