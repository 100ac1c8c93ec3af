// SPDX-License-Identifier: Apache-2.0
package org.wsh.vfs.host;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;

/** What the host's failures mean to a guest. No host path gets into a message. */
final class HostErrors {
    private HostErrors() {}

    static RuntimeException translate(Exception e, String about) {
        return switch (e) {
            case RuntimeException mine when isOurs(mine) -> mine;
            case AccessDeniedException _, SecurityException _ -> new ErrnoException(Errno.EACCES, about);
            case NoSuchFileException _ -> new ErrnoException(Errno.ENOENT, about);
            case FileAlreadyExistsException _ -> new ErrnoException(Errno.EEXIST, about);
            case DirectoryNotEmptyException _ -> new ErrnoException(Errno.ENOTEMPTY, about);
            case NotDirectoryException _ -> new ErrnoException(Errno.ENOTDIR, about);
            case FileSystemLoopException _ -> new ErrnoException(Errno.ELOOP, about);
            case ReadOnlyFileSystemException _ -> new ErrnoException(Errno.EROFS, about);
            case InvalidPathException _ -> new ErrnoException(Errno.EILSEQ, about);
            case FileSystemException f -> new ErrnoException(fromReason(f.getReason()), about);
            default -> new ErrnoException(fromReason(e.getMessage()), about);
        };
    }

    private static boolean isOurs(RuntimeException e) {
        return e instanceof ErrnoException || e instanceof IllegalStateException;
    }

    /** Java passes strerror()'s text on where it has no exception of its own. */
    private static Errno fromReason(String reason) {
        if (reason != null) {
            for (Errno errno : Errno.values()) {
                if (reason.startsWith(errno.message())) {
                    // An open with O_NOFOLLOW of what became a link meanwhile: it is not what was looked up.
                    return errno == Errno.ELOOP ? Errno.ESTALE : errno;
                }
            }
        }
        return Errno.EIO;
    }
}
