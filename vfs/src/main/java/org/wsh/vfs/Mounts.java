// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

import java.util.ArrayList;
import java.util.List;

/**
 * The table of mounts: immutable, replaced as a whole when one is added, so that walks need no lock. It is searched only where
 * an inode says that something covers it.
 */
final class Mounts {
    /** In order of mounting; the first is the root. */
    private final List<Mount> all;

    Mounts(List<Mount> all) {
        this.all = List.copyOf(all);
    }

    Mount root() {
        return all.getFirst();
    }

    List<Mount> all() {
        return all;
    }

    Mounts with(Mount mount) {
        List<Mount> more = new ArrayList<>(all);
        more.add(mount);
        return new Mounts(more);
    }

    Mounts without(Mount mount) {
        List<Mount> fewer = new ArrayList<>(all);
        fewer.remove(mount);
        return new Mounts(fewer);
    }

    /** What one sees at a directory: the root of the topmost mount that covers it, or itself. */
    Location over(Mount mount, Inode directory) {
        Location here = new Location(mount, directory, null, null);
        for (Mount above = covering(here); above != null; above = covering(here)) {
            here = above.root();
        }
        return here;
    }

    /** Where {@code ..} leads: up through mount points, never above {@code limit}. */
    Location parent(Location directory, Location limit) {
        Location here = directory;
        while (here.isMountRoot()) {
            if (here.samePlace(limit) || here.mount().point() == null) {
                return here;
            }
            here = here.mount().point();
        }
        if (here.samePlace(limit)) {
            return here;
        }
        Inode parent = here.inode().parent();
        return parent.covered ? over(here.mount(), parent) : new Location(here.mount(), parent, null, null);
    }

    /** The path from {@code root} to {@code place}; see {@link VirtualFilesystem#pathOf}. */
    static String path(Location place, Location root) {
        StringBuilder path = new StringBuilder();
        Location here = place;
        if (!place.isDirectory()) {
            if (place.name() == null) {
                throw new ErrnoException(Errno.ENOENT);
            }
            path.append('/').append(place.name());
            here = new Location(place.mount(), place.directory(), null, null);
        }
        while (!here.samePlace(root)) {
            if (here.isMountRoot()) {
                if (here.mount().point() == null) {
                    return path.insert(0, path.isEmpty() ? "(unreachable)/" : "(unreachable)").toString();
                }
                here = here.mount().point();
            } else if (here.inode().removed()) {
                throw new ErrnoException(Errno.ENOENT);
            } else {
                path.insert(0, here.inode().name()).insert(0, '/');
                here = new Location(here.mount(), here.inode().parent(), null, null);
                if (path.length() > PathWalk.PATH_MAX) {
                    throw new ErrnoException(Errno.ENAMETOOLONG);
                }
            }
        }
        return path.isEmpty() ? "/" : path.toString();
    }

    private Mount covering(Location place) {
        if (!place.inode().covered) {
            return null;
        }
        for (Mount mount : all) {
            if (place.samePlace(mount.point())) {
                return mount;
            }
        }
        return null;
    }
}
