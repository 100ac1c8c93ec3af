// SPDX-License-Identifier: Apache-2.0
package org.wsh.wasix;

import org.wsh.vfs.Errno;

/** WASI preview 1's numbers of the errnos: the only place that knows them. */
final class WasiErrno {
    static final int SUCCESS = 0;

    private WasiErrno() {}

    /** Null for success. */
    static Errno of(int number) {
        for (Errno errno : Errno.values()) {
            if (number != SUCCESS && number(errno) == number) {
                return errno;
            }
        }
        return null;
    }

    static int number(Errno errno) {
        return switch (errno) {
            case E2BIG -> 1;
            case EACCES -> 2;
            case EADDRINUSE -> 3;
            case EADDRNOTAVAIL -> 4;
            case EAFNOSUPPORT -> 5;
            case EAGAIN -> 6;
            case EALREADY -> 7;
            case EBADF -> 8;
            case EBADMSG -> 9;
            case EBUSY -> 10;
            case ECANCELED -> 11;
            case ECHILD -> 12;
            case ECONNABORTED -> 13;
            case ECONNREFUSED -> 14;
            case ECONNRESET -> 15;
            case EDEADLK -> 16;
            case EDESTADDRREQ -> 17;
            case EDOM -> 18;
            case EDQUOT -> 19;
            case EEXIST -> 20;
            case EFAULT -> 21;
            case EFBIG -> 22;
            case EHOSTUNREACH -> 23;
            case EIDRM -> 24;
            case EILSEQ -> 25;
            case EINPROGRESS -> 26;
            case EINTR -> 27;
            case EINVAL -> 28;
            case EIO -> 29;
            case EISCONN -> 30;
            case EISDIR -> 31;
            case ELOOP -> 32;
            case EMFILE -> 33;
            case EMLINK -> 34;
            case EMSGSIZE -> 35;
            case EMULTIHOP -> 36;
            case ENAMETOOLONG -> 37;
            case ENETDOWN -> 38;
            case ENETRESET -> 39;
            case ENETUNREACH -> 40;
            case ENFILE -> 41;
            case ENOBUFS -> 42;
            case ENODEV -> 43;
            case ENOENT -> 44;
            case ENOEXEC -> 45;
            case ENOLCK -> 46;
            case ENOLINK -> 47;
            case ENOMEM -> 48;
            case ENOMSG -> 49;
            case ENOPROTOOPT -> 50;
            case ENOSPC -> 51;
            case ENOSYS -> 52;
            case ENOTCONN -> 53;
            case ENOTDIR -> 54;
            case ENOTEMPTY -> 55;
            case ENOTRECOVERABLE -> 56;
            case ENOTSOCK -> 57;
            case ENOTSUP -> 58;
            case ENOTTY -> 59;
            case ENXIO -> 60;
            case EOVERFLOW -> 61;
            case EOWNERDEAD -> 62;
            case EPERM -> 63;
            case EPIPE -> 64;
            case EPROTO -> 65;
            case EPROTONOSUPPORT -> 66;
            case EPROTOTYPE -> 67;
            case ERANGE -> 68;
            case EROFS -> 69;
            case ESPIPE -> 70;
            case ESRCH -> 71;
            case ESTALE -> 72;
            case ETIMEDOUT -> 73;
            case ETXTBSY -> 74;
            case EXDEV -> 75;
            case ENOTCAPABLE -> 76;
        };
    }
}
