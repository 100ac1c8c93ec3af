// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.wsh.vfs.image.ImageEntry;

/** The rules of files, the same on every writable filesystem: a file a concept. What of them holds on a read-only one is in {@link ReadOnlyRules}. */
public abstract class FileRules
        implements WalkingRules, OpeningRules, NameRules, RenamingRules, OffsetRules, ListingRules, PermissionRules, TimeRules, SpecialFileRules, SpaceRules {
    /** The tree that each row starts with, for filesystems that are given it. */
    public static final List<ImageEntry> TREE = List.of(
            ImageEntry.directory("/d", 0755),
            ImageEntry.file("/d/f", 0644, "hello"),
            ImageEntry.directory("/d/e", 0755),
            ImageEntry.link("/l", "d/f"),
            ImageEntry.link("/ld", "d"),
            ImageEntry.link("/loop", "loop"),
            ImageEntry.link("/dangling", "nothing"));

    @Override
    public Guest populated() {
        return populate(Guest.root(filesystem()));
    }

    @Override
    public Guest small(long bytes) {
        Filesystem bounded = filesystem(new FakeBudget(bytes));
        return bounded == null ? null : Guest.root(bounded);
    }

    /** The same, with so much room; null if it has no bounds of its own. */
    protected Filesystem filesystem(SpaceBudget budget) {
        return null;
    }

    public static Guest populate(Guest made) {
        made.mkdir("/d");
        made.write("/d/f", "hello");
        made.mkdir("/d/e");
        made.symlink("d/f", "/l");
        made.symlink("d", "/ld");
        made.symlink("loop", "/loop");
        made.symlink("nothing", "/dangling");
        return made;
    }

    public static void assertFails(Errno errno, Executable action) {
        RuleTable.assertFails(errno, action);
    }
}
