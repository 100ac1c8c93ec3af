// SPDX-License-Identifier: Apache-2.0
package org.wsh.process;

import org.wsh.vfs.OpenFlags;

/** One step of preparing a spawned child's descriptors: posix_spawn file actions, done in order in the child. */
public sealed interface FileAction {
    /** A descriptor that is not open is no error. */
    record Close(int fd) implements FileAction {}

    /** {@code to} becomes what {@code from} is, without close-on-exec, also when they are equal. */
    record Duplicate(int from, int to) implements FileAction {}

    /** The path is relative to the child's working directory at this point. */
    record Open(int fd, String path, OpenFlags flags, int mode) implements FileAction {}

    record ChangeDirectory(String path) implements FileAction {}

    record ChangeDirectoryTo(int fd) implements FileAction {}
}
