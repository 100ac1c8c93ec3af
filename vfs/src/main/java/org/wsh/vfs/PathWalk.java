// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs;

/**
 * One walk from a path to a place. POSIX 2024, 4.16 "Pathname Resolution"; Linux path_resolution(7).
 *
 * <p>Search permission is checked in every directory before a name is looked up in it. Afterwards {@link #directory} and
 * {@link #name} tell the last step, {@link #found} where it led (null: nothing there). When the path ends in {@code .},
 * {@code ..} or is a root, {@link #name} is null and {@link #last} says which.
 */
final class PathWalk {
    /** Symbolic links followed in one walk before ELOOP, as Linux has it. */
    static final int SYMLINK_LIMIT = 40;
    /** Bytes in a name, in UTF-8. */
    static final int NAME_MAX = 255;
    /** Bytes in a path, in UTF-8, with the terminating null that C callers need. */
    static final int PATH_MAX = 4096;

    /** What kind of component a path ended in. */
    enum Last {
        NAME,
        DOT,
        DOT_DOT,
        ROOT
    }

    private final Mounts mounts;
    private final Caller caller;
    private final Credentials who;
    private final String path;
    /** What it must not leave; null if it may go where it likes. */
    private final Location limit;

    private Location current;
    private String rest;
    private int at;
    private int linksLeft = SYMLINK_LIMIT;

    Location directory;
    String name;
    Location found;
    Last last = Last.ROOT;
    /** The path ended in a slash: what it names must be a directory. */
    boolean trailingSlash;

    private PathWalk(Mounts mounts, Caller caller, Location base, String path) {
        this.mounts = mounts;
        this.caller = caller;
        this.path = path;
        who = caller.credentials();
        requireValidPath(path);
        rest = path;
        Location start = base != null ? base : caller.workingDirectory();
        limit = caller.confined() ? start : null;
        requireConfined(path);
        current = path.charAt(0) == '/' ? caller.root() : start;
        found = current;
    }

    /** To the file itself; a symbolic link at the end is followed if {@code followLast} or when a slash comes after it. */
    static PathWalk toFile(Mounts mounts, Caller caller, Location base, String path, boolean followLast) {
        PathWalk walk = new PathWalk(mounts, caller, base, path);
        walk.run(followLast, true);
        return walk;
    }

    /** To a name that is to be made, removed or moved: a link at the end is never followed. */
    static PathWalk toName(Mounts mounts, Caller caller, Location base, String path) {
        PathWalk walk = new PathWalk(mounts, caller, base, path);
        walk.run(false, false);
        return walk;
    }

    /** The place found. ENOENT if there is none; ENOTDIR if a slash demanded a directory. */
    Location require() {
        if (found == null) {
            throw fail(Errno.ENOENT);
        }
        requireDirectoryIfSlash();
        return found;
    }

    void requireDirectoryIfSlash() {
        if (trailingSlash && found != null && !found.isDirectory()) {
            throw fail(Errno.ENOTDIR);
        }
    }

    /** EROFS, EACCES: names in {@link #directory} may be made, removed, moved. */
    void requireChangeable() {
        directory.mount().requireWritable(path);
        Permissions.require(who, directory.inode(), Permissions.WRITE | Permissions.EXECUTE, path);
    }

    /** EEXIST if something is there; ENOENT if a slash asks for a directory where something else is to be made. */
    void requireNew() {
        if (found != null) {
            throw fail(Errno.EEXIST);
        }
        if (trailingSlash) {
            throw fail(Errno.ENOENT);
        }
    }

    /**
     * Makes what was not found.
     *
     * @param mode   permission bits, before the umask
     * @param rdev   for device nodes, else 0
     * @param target for symbolic links, else null
     * @throws ErrnoException EEXIST, EILSEQ, EROFS, EACCES, and what the filesystem says
     */
    Location create(FileType type, int mode, long rdev, String target) {
        if (found != null || name == null) {
            throw fail(Errno.EEXIST);
        }
        requireEncodable();
        requireChangeable();
        Inode made = directory.inode().create(caller, name, NewInode.by(caller, directory.inode(), type, mode, rdev, target));
        return Location.below(directory.mount(), directory.inode(), name, made);
    }

    /** EBUSY if what was found covers what is in {@link #directory}. */
    void requireNoMountPoint() {
        if (found != null && found.mount() != directory.mount()) {
            throw fail(Errno.EBUSY);
        }
    }

    /** EILSEQ if a file of that name could not be named in UTF-8: half a surrogate pair stands for a byte that is none. */
    void requireEncodable() {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isSurrogate(name.charAt(i))) {
                boolean pair = Character.isHighSurrogate(name.charAt(i)) && i + 1 < name.length()
                        && Character.isLowSurrogate(name.charAt(i + 1));
                if (!pair) {
                    throw fail(Errno.EILSEQ);
                }
                i++;
            }
        }
    }

    ErrnoException fail(Errno errno) {
        return new ErrnoException(errno, path);
    }

    private void run(boolean followLast, boolean slashFollows) {
        while (true) {
            skipSlashes();
            if (at == rest.length()) {
                return;
            }
            int start = at;
            int slash = rest.indexOf('/', start);
            at = slash < 0 ? rest.length() : slash;
            int end = at;
            skipSlashes();
            boolean isLast = at == rest.length();
            trailingSlash = isLast && end != at;
            if (!step(rest, start, end, isLast)) {
                return;
            }
            if (found.inode().type() == FileType.SYMBOLIC_LINK
                    && (!isLast || followLast || (trailingSlash && slashFollows))) {
                boolean slashSeen = trailingSlash;
                followLink(isLast);
                if (isLast && at == rest.length()) {
                    trailingSlash |= slashSeen;
                    return;
                }
            } else if (isLast) {
                return;
            } else {
                current = found;
            }
        }
    }

    private void skipSlashes() {
        while (at < rest.length() && rest.charAt(at) == '/') {
            at++;
        }
    }

    /** Goes one component from {@link #current} to {@link #found}. False if that was the last and leads nowhere. */
    private boolean step(String text, int start, int end, boolean isLast) {
        if (!current.isDirectory()) {
            throw fail(Errno.ENOTDIR);
        }
        Permissions.require(who, current.inode(), Permissions.EXECUTE, path);
        int length = end - start;
        directory = current;
        if (length == 1 && text.charAt(start) == '.') {
            last = Last.DOT;
            name = null;
            found = current;
            return true;
        }
        if (length == 2 && text.charAt(start) == '.' && text.charAt(start + 1) == '.') {
            last = Last.DOT_DOT;
            name = null;
            found = mounts.parent(current, caller.root());
            requireBelowLimit(found);
            return true;
        }
        requireValidName(text, start, end);
        last = Last.NAME;
        name = start == 0 && end == text.length() ? text : text.substring(start, end);
        Inode inode = current.inode().lookup(caller, name);
        if (inode == null) {
            found = null;
            if (!isLast) {
                throw fail(Errno.ENOENT);
            }
            return false;
        }
        found = inode.covered ? mounts.over(current.mount(), inode) : Location.below(current.mount(), current.inode(), name, inode);
        return true;
    }

    /** Follows the link at {@link #found}: puts its text before what is left, or jumps. */
    private void followLink(boolean isLast) {
        if (linksLeft-- == 0) {
            throw fail(Errno.ELOOP);
        }
        LinkTarget target = found.inode().follow(caller);
        // No pattern switch: the first one of a JVM costs some 10 ms, and this is on every start's way.
        if (target instanceof LinkTarget.Text text) {
            splice(text.path(), isLast);
        } else if (target instanceof LinkTarget.Place place) {
            jump(place.location());
        } else if (target instanceof LinkTarget.Node node) {
            jump(Location.below(found.mount(), directory.inode(), name, node.inode()));
        }
    }

    /** Goes on with a link's text, then with what is left. */
    private void splice(String target, boolean isLast) {
        if (target.isEmpty()) {
            throw fail(Errno.ENOENT);
        }
        requireConfined(target);
        if (isLast) {
            rest = trailingSlash ? target + "/" : target;
        } else {
            rest = target + "/" + rest.substring(at);
        }
        at = 0;
        if (target.charAt(0) == '/') {
            current = caller.root();
            found = current;
            last = Last.ROOT;
            name = null;
        }
    }

    /** After a jump there is no name to create or remove: only what was found. */
    private void jump(Location place) {
        if (limit != null) {
            throw fail(Errno.EPERM);
        }
        current = place;
        found = place;
        last = Last.ROOT;
        name = null;
    }

    private void requireConfined(String text) {
        if (limit != null && text.charAt(0) == '/') {
            throw fail(Errno.EPERM);
        }
    }

    /** Looks all the way up: another guest may have moved what was walked through. */
    private void requireBelowLimit(Location place) {
        if (limit == null) {
            return;
        }
        Location up = place;
        while (!up.samePlace(limit)) {
            Location above = mounts.parent(up, caller.root());
            if (above.samePlace(up)) {
                throw fail(Errno.EPERM);
            }
            up = above;
        }
    }

    private static void requireValidPath(String path) {
        if (path.isEmpty()) {
            throw new ErrnoException(Errno.ENOENT, path);
        }
        if (path.indexOf('\0') >= 0) {
            throw new ErrnoException(Errno.EINVAL);
        }
        if (path.length() * 3L >= PATH_MAX && utf8Length(path, 0, path.length()) >= PATH_MAX) {
            throw new ErrnoException(Errno.ENAMETOOLONG);
        }
    }

    private void requireValidName(String text, int start, int end) {
        if ((end - start) * 3 > NAME_MAX && utf8Length(text, start, end) > NAME_MAX) {
            throw fail(Errno.ENAMETOOLONG);
        }
    }

    private static int utf8Length(String text, int start, int end) {
        int bytes = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800 || Character.isSurrogate(c)) {
                bytes += 2;   // a pair is four bytes: two for each half
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
