// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.image;

import java.nio.charset.StandardCharsets;
import org.wsh.vfs.FileType;

/**
 * A file to put into an image.
 *
 * @param path    absolute, without {@code .}, {@code ..} and doubled slashes
 * @param time    time of modification, ns since 1970
 * @param content of a regular file, not copied; else null
 * @param target  of a symbolic link; else null
 * @param rdev    of a device node; else 0
 */
public record ImageEntry(
        String path, FileType type, int mode, int uid, int gid, long time, byte[] content, String target, long rdev) {
    public ImageEntry {
        if (!path.startsWith("/") || path.contains("//") || path.contains("/./") || path.contains("/../")
                || path.endsWith("/.") || path.endsWith("/..") || (path.length() > 1 && path.endsWith("/"))
                || path.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("path must be absolute and plain, such as /bin/sh: " + path);
        }
        if (type == FileType.REGULAR && content == null) {
            throw new IllegalArgumentException("a regular file needs a content: " + path);
        }
        if (type == FileType.SYMBOLIC_LINK && (target == null || target.isEmpty())) {
            throw new IllegalArgumentException("a symbolic link needs a target: " + path);
        }
        if (type == FileType.SOCKET) {
            throw new IllegalArgumentException("an image holds no sockets: " + path);
        }
    }

    /** Owned by root, of 1970. */
    public static ImageEntry directory(String path, int mode) {
        return new ImageEntry(path, FileType.DIRECTORY, mode, 0, 0, 0, null, null, 0);
    }

    /** Owned by root, of 1970. */
    public static ImageEntry file(String path, int mode, byte[] content) {
        return new ImageEntry(path, FileType.REGULAR, mode, 0, 0, 0, content, null, 0);
    }

    /** Owned by root, of 1970; the text as UTF-8. */
    public static ImageEntry file(String path, int mode, String text) {
        return file(path, mode, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Owned by root, of 1970. */
    public static ImageEntry link(String path, String target) {
        return new ImageEntry(path, FileType.SYMBOLIC_LINK, 0777, 0, 0, 0, null, target, 0);
    }
}
