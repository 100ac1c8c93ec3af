// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.wsh.vfs.BlockingWork;
import org.wsh.vfs.FakeClock;
import org.wsh.vfs.Guest;
import org.wsh.vfs.MountOptions;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.memory.MemoryFilesystem;

/** A folder of the host, mounted on {@code /data}, and beside it one that no guest may reach, with a secret. */
abstract class GrantedFolder {
    @TempDir
    Path temporary;

    Path outside;
    Path folder;
    HostFilesystem filesystem;
    Guest guest;

    @BeforeEach
    void grant() throws IOException {
        outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "SECRET");
        folder = Files.createDirectory(temporary.resolve("folder"));
        fill(folder);
        filesystem = new HostFilesystem(folder, HostOptions.READ_WRITE, BlockingWork.DIRECT);
        guest = Guest.root(new MemoryFilesystem(SpaceBudget.UNLIMITED, 1000, new FakeClock()));
        guest.mkdir("/data");
        guest.tree.mount("/data", filesystem, MountOptions.READ_WRITE);
    }

    /** What is in it at first. */
    abstract void fill(Path granted) throws IOException;
}
