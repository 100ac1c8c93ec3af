// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.vfs.Caller;
import org.wsh.vfs.Errno;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.FileType;
import org.wsh.vfs.VirtualFilesystem;

/** PATH: where execvp() looks for a name without a slash. POSIX 2024, 8.3. */
public final class SearchPath {
    private SearchPath() {}

    /**
     * The path of the first executable regular file called {@code name} in the colon-separated {@code folders}; an empty folder is the working
     * directory.
     *
     * @throws ErrnoException ENOENT; EACCES when there was one that must not be executed
     */
    public static String find(VirtualFilesystem vfs, Caller caller, String name, String folders) {
        boolean denied = false;
        for (int start = 0; start <= folders.length(); ) {
            int end = folders.indexOf(':', start);
            if (end < 0) {
                end = folders.length();
            }
            String folder = folders.substring(start, end);
            String candidate = folder.isEmpty() ? "./" + name : folder + "/" + name;
            start = end + 1;
            try {
                if (vfs.attributes(caller, null, candidate, true).type() != FileType.REGULAR) {
                    denied = true;
                    continue;
                }
                vfs.access(caller, null, candidate, 1);
                return candidate;
            } catch (ErrnoException e) {
                denied |= e.errno() == Errno.EACCES;
            }
        }
        throw new ErrnoException(denied ? Errno.EACCES : Errno.ENOENT, name);
    }
}
