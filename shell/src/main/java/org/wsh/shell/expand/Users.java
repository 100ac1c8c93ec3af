// SPDX-License-Identifier: Apache-2.0
package org.wsh.shell.expand;

import org.wsh.process.hosted.HostedProcess;
import org.wsh.shell.state.ByteText;
import org.wsh.vfs.ErrnoException;
import org.wsh.vfs.OpenFlags;

/** The user database, as far as a shell asks it: {@code /etc/passwd}. */
public final class Users {
    private final HostedProcess self;

    public Users(HostedProcess self) {
        this.self = self;
    }

    /** The home directory of a user; null if there is no such user. */
    String home(String user) {
        return field(0, user, 5);
    }

    /** The name of a user id; null if it has none. */
    public String name(int uid) {
        return field(2, Integer.toString(uid), 0);
    }

    private String field(int key, String value, int wanted) {
        int fd;
        try {
            fd = self.open("/etc/passwd", OpenFlags.READ, 0, true);
        } catch (ErrnoException none) {
            return null;
        }
        byte[] bytes = new byte[16 << 10];
        int length = 0;
        try {
            for (int n = 1; n > 0 && length < bytes.length; length += n) {
                n = self.read(fd, bytes, length, bytes.length - length);
            }
        } catch (ErrnoException unreadable) {
            return null;
        } finally {
            self.close(fd);
        }
        String text = ByteText.decode(bytes, 0, length);
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            String line = text.substring(from, end < 0 ? text.length() : end);
            if (value.equals(column(line, key))) {
                return column(line, wanted);
            }
            from = end < 0 ? text.length() : end + 1;
        }
        return null;
    }

    private static String column(String line, int number) {
        int from = 0;
        for (int i = 0; i < number; i++) {
            int colon = line.indexOf(':', from);
            if (colon < 0) {
                return null;
            }
            from = colon + 1;
        }
        int end = line.indexOf(':', from);
        return line.substring(from, end < 0 ? line.length() : end);
    }
}
