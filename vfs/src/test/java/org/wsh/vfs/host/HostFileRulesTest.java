// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.FileRules;
import org.wsh.vfs.Filesystem;

class HostFileRulesTest extends FileRules {
    @TempDir
    Path folder;

    @Override
    public Filesystem filesystem() {
        try {
            return new HostFilesystem(Files.createTempDirectory(folder, "root"), HostOptions.READ_WRITE, BlockingWork.DIRECT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean keepsOwners() {
        return false;
    }

    @Override
    public boolean holds(String name) {
        try {
            return Path.of(name).toString().equals(name);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
