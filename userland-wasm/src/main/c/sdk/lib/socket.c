// SPDX-License-Identifier: Apache-2.0
// Sockets, over WASIX's calls.

#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>
#include "socket_address.h"

enum { RECV_PEEK = 1, RECV_WAITALL = 2, RECV_TRUNC = 4, RECV_DONTWAIT = 8, SEND_DONTWAIT = 1, SEND_NOSIGNAL = 0x4000, ACCEPT_NONBLOCK = 4 };

static int flagged(int fd, int type) {
    if (type & SOCK_CLOEXEC) wasix_fd_fdflags_set(fd, FD_CLOEXEC);
    if (type & SOCK_NONBLOCK) (void)!__wasi_fd_fdstat_set_flags(fd, O_NONBLOCK);
    return fd;
}

/** Stream 1, datagram 2, as C has them; -1 with errno for others. */
static int plain_type(int type) {
    int plain = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (plain != SOCK_STREAM && plain != SOCK_DGRAM) return posix_result(plain == SOCK_RAW ? EPERM : ENOTSUP);
    return plain;
}

int socket(int family, int type, int protocol) {
    int fd, plain = plain_type(type);
    if (plain < 0) return -1;
    int number = wasix_family(family);
    int error = number <= 0 ? EAFNOSUPPORT : wasix_sock_open(number, plain, protocol, &fd);
    return error ? posix_result(error) : flagged(fd, type);
}

int socketpair(int family, int type, int protocol, int ends[2]) {
    int plain = plain_type(type);
    if (plain < 0) return -1;
    int number = wasix_family(family);
    int error = number <= 0 ? EAFNOSUPPORT : wasix_sock_pair(number, plain, protocol, &ends[0], &ends[1]);
    if (error) return posix_result(error);
    flagged(ends[0], type);
    flagged(ends[1], type);
    return 0;
}

int bind(int fd, const struct sockaddr *name, socklen_t length) {
    struct wasix_address address;
    int error = to_wasix_address(&address, name, length);
    return posix_result(error ? error : wasix_sock_bind(fd, &address));
}

int listen(int fd, int backlog) {
    return posix_result(wasix_sock_listen(fd, backlog));
}

int accept4(int fd, struct sockaddr *restrict name, socklen_t *restrict length, int flags) {
    struct wasix_address address;
    int accepted;
    cancellation_point();
    if (flags & ~(SOCK_NONBLOCK | SOCK_CLOEXEC)) return posix_result(EINVAL);
    int error = wasix_sock_accept_v2(fd, flags & SOCK_NONBLOCK ? ACCEPT_NONBLOCK : 0, &accepted, &address);
    if (error) return posix_result(error);
    if (flags & SOCK_CLOEXEC) wasix_fd_fdflags_set(accepted, FD_CLOEXEC);
    if (name) from_wasix_address(name, length, &address);
    return accepted;
}

int accept(int fd, struct sockaddr *restrict name, socklen_t *restrict length) {
    return accept4(fd, name, length, 0);
}

int connect(int fd, const struct sockaddr *name, socklen_t length) {
    struct wasix_address address;
    cancellation_point();
    int error = to_wasix_address(&address, name, length);
    return posix_result(error ? error : wasix_sock_connect(fd, &address));
}

int getsockname(int fd, struct sockaddr *restrict name, socklen_t *restrict length) {
    struct wasix_address address;
    int error = wasix_sock_addr_local(fd, &address);
    if (error) return posix_result(error);
    from_wasix_address(name, length, &address);
    return 0;
}

int getpeername(int fd, struct sockaddr *restrict name, socklen_t *restrict length) {
    struct wasix_address address;
    int error = wasix_sock_addr_peer(fd, &address);
    if (error) return posix_result(error);
    from_wasix_address(name, length, &address);
    return 0;
}

int shutdown(int fd, int how) {
    if (how < SHUT_RD || how > SHUT_RDWR) return posix_result(EINVAL);
    return posix_result(__wasi_sock_shutdown(fd, (__wasi_sdflags_t)(how + 1)));
}

// Transfers: all by two calls.

static ssize_t receive(int fd, const struct iovec *pieces, size_t count, int flags, struct wasix_address *from, uint16_t *result) {
    cancellation_point();
    if (flags & MSG_OOB) return posix_result(EINVAL);
    int wanted = (flags & MSG_PEEK ? RECV_PEEK : 0) | (flags & MSG_WAITALL ? RECV_WAITALL : 0) | (flags & MSG_TRUNC ? RECV_TRUNC : 0)
               | (flags & MSG_DONTWAIT ? RECV_DONTWAIT : 0);
    size_t received;
    int error = wasix_sock_recv_from(fd, pieces, count, wanted, &received, result, from);
    return error ? posix_result(error) : (ssize_t)received;
}

static ssize_t transmit(int fd, const struct iovec *pieces, size_t count, int flags, const struct sockaddr *to, socklen_t length) {
    cancellation_point();
    if (flags & MSG_OOB) return posix_result(ENOTSUP);
    struct wasix_address address;
    if (to) {
        int error = to_wasix_address(&address, to, length);
        if (error) return posix_result(error);
    }
    int wanted = (flags & MSG_DONTWAIT ? SEND_DONTWAIT : 0) | (flags & MSG_NOSIGNAL ? SEND_NOSIGNAL : 0);
    size_t sent;
    int error = wasix_sock_send_to(fd, pieces, count, wanted, to ? &address : NULL, &sent);
    return error ? posix_result(error) : (ssize_t)sent;
}

/** As Linux: a Unix sender without a name has none at all. */
static void sender(struct sockaddr *name, socklen_t *length, const struct wasix_address *from) {
    from_wasix_address(name, length, from);
    if (from->family == WASIX_UNIX && *length == sizeof name->sa_family) *length = 0;
}

ssize_t recvfrom(int fd, void *restrict bytes, size_t size, int flags, struct sockaddr *restrict name, socklen_t *restrict length) {
    struct iovec piece = {bytes, size};
    struct wasix_address address;
    uint16_t result;
    ssize_t received = receive(fd, &piece, 1, flags, name ? &address : NULL, &result);
    if (received >= 0 && name) sender(name, length, &address);
    return received;
}

ssize_t recv(int fd, void *bytes, size_t size, int flags) {
    return recvfrom(fd, bytes, size, flags, NULL, NULL);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags) {
    struct wasix_address address;
    uint16_t result;
    ssize_t received = receive(fd, message->msg_iov, message->msg_iovlen, flags, message->msg_name ? &address : NULL, &result);
    if (received < 0) return -1;
    if (message->msg_name) sender(message->msg_name, &message->msg_namelen, &address);
    message->msg_controllen = 0;
    message->msg_flags = result & 1 ? MSG_TRUNC : 0;
    return received;
}

ssize_t sendto(int fd, const void *bytes, size_t size, int flags, const struct sockaddr *to, socklen_t length) {
    struct iovec piece = {(void *)bytes, size};
    return transmit(fd, &piece, 1, flags, to, length);
}

ssize_t send(int fd, const void *bytes, size_t size, int flags) {
    return sendto(fd, bytes, size, flags, NULL, 0);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    if (message->msg_controllen) return posix_result(ENOTSUP);
    return transmit(fd, message->msg_iov, message->msg_iovlen, flags, message->msg_name, message->msg_namelen);
}

ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
    off_t from = offset ? *offset : lseek(in, 0, SEEK_CUR);
    if (from < 0) return posix_result(offset ? EINVAL : errno);
    u64 sent;
    int error = wasix_sock_send_file(out, in, (u64)from, count, &sent);
    if (error) return posix_result(error);
    from += (off_t)sent;
    if (offset) *offset = from;
    else lseek(in, from, SEEK_SET);
    return (ssize_t)sent;
}
