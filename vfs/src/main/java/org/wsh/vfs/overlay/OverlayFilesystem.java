// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.overlay;

import org.wsh.vfs.Filesystem;
import org.wsh.vfs.SpaceBudget;
import org.wsh.vfs.TimeSource;
import org.wsh.vfs.memory.MemoryFilesystem;

/**
 * A lower filesystem that seems writable: changes go to memory and are gone with this object, which is how a machine is reset.
 *
 * <p>It is a memory filesystem whose directories fill themselves from below when first looked into, which makes the hard parts
 * of other overlays vanish:
 * <ul>
 * <li>A merged directory is a table of names in memory. A removed lower name is not in it any more (no whiteout files), a
 *     directory that was removed and made again shows nothing from below (it is opaque), and listing merges nothing, so cookies
 *     are as stable as in memory.
 * <li>Metadata are copied at the first lookup, so a change of mode, owner or time copies no bytes. Bytes are copied up (whole)
 *     by the first write or truncation to more than nothing; it happens at the write, not at the open.
 * <li>An inode keeps its number, its hard links and its identity over a copy-up, and a description opened before sees what is
 *     written after. (Linux's overlayfs gives none of these.)
 * <li>Renaming a lower directory just moves it, with all that is below: no EXDEV, no copying.
 * </ul>
 * The lower filesystem must not change meanwhile, as with Linux's: a name that vanished below answers ESTALE, other changes
 * may or may not show. It is read under the overlay's locks, so it must not wait for a scheduler: a host folder below needs
 * {@link org.wsh.vfs.BlockingWork#DIRECT}. Lower files cost no quota until their bytes are copied up.
 */
public final class OverlayFilesystem extends MemoryFilesystem {
    public OverlayFilesystem(Filesystem lower, SpaceBudget budget, long maximumInodes, TimeSource time) {
        super("overlay", lower.root(), budget, maximumInodes, time);
    }
}
