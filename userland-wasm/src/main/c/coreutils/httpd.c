// SPDX-License-Identifier: Apache-2.0
// httpd: serve files over HTTP. No POSIX page; -p, -h, -f and -v as busybox's. GET and HEAD; one answer a connection; stays in the foreground.
// One process and one epoll for all connections: none waits for a slow one.

#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <dirent.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include "commands.h"
#include "lib/net.h"

static const char usage[] =
    "Usage: httpd [OPTION]...\n"
    "Serve the files below a directory over HTTP.\n\n"
    "  -f              stay in the foreground (it always does)\n"
    "  -h DIR          the directory (the working directory unless said)\n"
    "  -n COUNT        end after so many requests\n"
    "  -p [ADDR:]PORT  where to listen (8080 unless said)\n"
    "  -v              say what is asked for\n"
    "      --help      display this help and exit\n"
    "      --version   output version information and exit\n";

static const struct option_spec table[] = {
    {'f', NULL, NO_ARGUMENT}, {'h', NULL, ARGUMENT}, {'n', NULL, ARGUMENT}, {'p', NULL, ARGUMENT}, {'v', NULL, NO_ARGUMENT}, {0, NULL, 0}};

enum { REQUEST = 8192, EVENTS = 64, PIECE = 1 << 20 };

struct connection {
    int fd;
    size_t asked;
    char request[REQUEST + 1];
    char *answer; // the head, and the body unless that is a file
    size_t answer_length, sent;
    int file; // -1: none
    off_t offset, size;
};

static bool verbose;
static int epoll;
static uintmax_t answered;

static void close_connection(struct connection *connection) {
    close(connection->fd);
    if (connection->file >= 0) close(connection->file);
    free(connection->answer);
    free(connection);
    answered++;
}

static const char *type_of(const char *path) {
    static const char *const types[][2] = {{".html", "text/html"}, {".htm", "text/html"}, {".txt", "text/plain"}, {".css", "text/css"}, {".js", "text/javascript"},
                                           {".json", "application/json"}, {".png", "image/png"}, {".jpg", "image/jpeg"}, {".gif", "image/gif"}, {".svg", "image/svg+xml"},
                                           {".wasm", "application/wasm"}};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof types / sizeof *types; i++)
        if (strcmp(dot, types[i][0]) == 0) return types[i][1];
    return "application/octet-stream";
}

static void begin_answer(struct connection *connection, const char *status_line, const char *type, uintmax_t length, const char *extra) {
    size_t size = 256 + strlen(extra);
    connection->answer = allocate(size);
    connection->answer_length = (size_t)snprintf(connection->answer, size, "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %ju\r\nConnection: close\r\n%s\r\n",
                                                 status_line, type, length, extra);
}

static void append(struct connection *connection, const char *text, size_t length) {
    connection->answer = reallocate(connection->answer, connection->answer_length + length + 1);
    memcpy(connection->answer + connection->answer_length, text, length);
    connection->answer_length += length;
}

static void answer_error(struct connection *connection, const char *status_line) {
    begin_answer(connection, status_line, "text/plain", strlen(status_line) + 1, "");
    append(connection, status_line, strlen(status_line));
    append(connection, "\n", 1);
}

/** Undoes %XX in place; false if what comes out could lead out of the directory, or is no name. */
static bool decode(char *path) {
    char *out = path;
    for (char *in = path; *in; in++) {
        if (*in != '%') {
            *out++ = *in;
            continue;
        }
        char hex[3] = {in[1], in[1] ? in[2] : 0, 0};
        if (!isxdigit((unsigned char)hex[0]) || !isxdigit((unsigned char)hex[1])) return false;
        char c = (char)strtol(hex, NULL, 16);
        if (!c) return false;
        *out++ = c;
        in += 2;
    }
    *out = '\0';
    for (char *part = path; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || !part[2])) return false;
    }
    return true;
}

static void append_escaped(char **text, size_t *length, size_t *capacity, const char *name) {
    for (; *name; name++) {
        char one[8];
        const char *put = *name == '<' ? "&lt;" : *name == '&' ? "&amp;" : *name == '"' ? "&quot;" : (one[0] = *name, one[1] = '\0', one);
        for (; *put; put++) {
            GROW(*text, *length, *capacity);
            (*text)[(*length)++] = *put;
        }
    }
}

static void append_plain(char **text, size_t *length, size_t *capacity, const char *plain) {
    for (; *plain; plain++) {
        GROW(*text, *length, *capacity);
        (*text)[(*length)++] = *plain;
    }
}

/** A directory without index.html is listed. */
static void answer_listing(struct connection *connection, const char *path, bool head) {
    struct dirent **names;
    int count = scandir(path, &names, NULL, alphasort);
    if (count < 0) {
        answer_error(connection, "403 Forbidden");
        return;
    }
    char *text = NULL;
    size_t length = 0, capacity = 0;
    append_plain(&text, &length, &capacity, "<!DOCTYPE html>\n<ul>\n");
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name, *slash = names[i]->d_type == DT_DIR ? "/" : "";
        if (strcmp(name, ".") == 0) continue;
        append_plain(&text, &length, &capacity, "<li><a href=\"");
        append_escaped(&text, &length, &capacity, name);
        append_plain(&text, &length, &capacity, slash);
        append_plain(&text, &length, &capacity, "\">");
        append_escaped(&text, &length, &capacity, name);
        append_plain(&text, &length, &capacity, slash);
        append_plain(&text, &length, &capacity, "</a>\n");
    }
    append_plain(&text, &length, &capacity, "</ul>\n");
    begin_answer(connection, "200 OK", "text/html", length, "");
    if (!head) append(connection, text, length);
    free(text);
}

static void answer_file(struct connection *connection, const char *path, bool head) {
    struct stat stat;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &stat) < 0 || !S_ISREG(stat.st_mode)) {
        if (file >= 0) close(file);
        answer_error(connection, file < 0 && errno == ENOENT ? "404 Not Found" : "403 Forbidden");
        return;
    }
    begin_answer(connection, "200 OK", type_of(path), (uintmax_t)stat.st_size, "");
    if (head) {
        close(file);
        return;
    }
    connection->file = file;
    connection->size = stat.st_size;
}

static void answer_path(struct connection *connection, char *target, bool head) {
    static char *path;
    size_t room = REQUEST + 16;
    if (path == NULL) path = allocate(room);
    target[strcspn(target, "?#")] = '\0';
    if (*target != '/' || !decode(target)) {
        answer_error(connection, *target == '/' ? "403 Forbidden" : "400 Bad Request");
        return;
    }
    struct stat stat_of;
    snprintf(path, room, ".%s", target);
    if (stat(path, &stat_of) == 0 && S_ISDIR(stat_of.st_mode)) {
        if (target[strlen(target) - 1] != '/') {
            if (strpbrk(target, "\r\n")) {
                answer_error(connection, "400 Bad Request");
                return;
            }
            size_t length = strlen(target) + sizeof "Location: /\r\n";
            char *location = allocate(length);
            snprintf(location, length, "Location: %s/\r\n", target);
            begin_answer(connection, "301 Moved Permanently", "text/plain", 0, location);
            free(location);
            return;
        }
        size_t length = strlen(path);
        strcpy(path + length, "index.html");
        if (access(path, F_OK) < 0) {
            path[length] = '\0';
            answer_listing(connection, path, head);
            return;
        }
    }
    answer_file(connection, path, head);
}

/** The request is whole. */
static void answer(struct connection *connection) {
    char method[16], target[REQUEST + 1];
    int major;
    if (sscanf(connection->request, "%15s %8192s HTTP/%d.", method, target, &major) != 3) {
        answer_error(connection, "400 Bad Request");
        return;
    }
    if (verbose) fprintf(stderr, "%s %s\n", method, target);
    bool head = strcmp(method, "HEAD") == 0;
    if (head || strcmp(method, "GET") == 0) answer_path(connection, target, head);
    else answer_error(connection, "501 Not Implemented");
}

/** Sends what can be sent; true while there is more. */
static bool send_some(struct connection *connection) {
    while (connection->sent < connection->answer_length) {
        ssize_t sent = send(connection->fd, connection->answer + connection->sent, connection->answer_length - connection->sent, MSG_NOSIGNAL);
        if (sent < 0) return errno == EAGAIN;
        connection->sent += (size_t)sent;
    }
    while (connection->file >= 0 && connection->offset < connection->size) {
        off_t left = connection->size - connection->offset;
        ssize_t sent = sendfile(connection->fd, connection->file, &connection->offset, left < PIECE ? (size_t)left : PIECE);
        if (sent < 0) return errno == EAGAIN;
        if (sent == 0) return false; // the file has become shorter
    }
    return false;
}

static void serve(struct connection *connection) {
    if (!connection->answer) {
        ssize_t count = recv(connection->fd, connection->request + connection->asked, REQUEST - connection->asked, 0);
        if (count < 0 && errno == EAGAIN) return;
        if (count <= 0) {
            close_connection(connection);
            return;
        }
        connection->asked += (size_t)count;
        connection->request[connection->asked] = '\0';
        if (strstr(connection->request, "\r\n\r\n") || strstr(connection->request, "\n\n")) answer(connection);
        else if (connection->asked == REQUEST) answer_error(connection, "431 Request Header Fields Too Large");
        else return;
        struct epoll_event writable = {.events = EPOLLOUT, .data.ptr = connection};
        epoll_ctl(epoll, EPOLL_CTL_MOD, connection->fd, &writable);
    }
    if (!send_some(connection)) close_connection(connection);
}

static void admit(int door) {
    int fd = accept4(door, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    struct connection *connection = allocate_zeroed(1, sizeof *connection);
    connection->fd = fd;
    connection->file = -1;
    struct epoll_event readable = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &readable) < 0) close_connection(connection);
}

static int httpd_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = table};
    const char *place = "8080", *directory = NULL;
    uintmax_t most = UINTMAX_MAX;
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'h': directory = options.argument; break;
        case 'p': place = options.argument; break;
        case 'v': verbose = true; break;
        case 'n':
            if (!parse_unsigned(options.argument, &most)) usage_error("invalid number %s", quote(options.argument));
            break;
        }
    }
    if (options.operand_count) extra_operand(options.operands[0]);
    if (directory && chdir(directory) < 0) fatal("%s:", quote_if_needed(directory));
    const char *colon = strrchr(place, ':');
    char *host = colon ? copy_bytes(place, (size_t)(colon - place)) : NULL;
    int door = net_listen(host, colon ? colon + 1 : place, SOCK_STREAM);
    signal(SIGPIPE, SIG_IGN); // sendfile has no MSG_NOSIGNAL
    fcntl(door, F_SETFL, O_NONBLOCK);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, door, &event) < 0) fatal("epoll:");
    while (answered < most) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr) serve(events[i].data.ptr);
            else admit(door);
        }
    }
    return status;
}

const struct command cmd_httpd = {"httpd", usage, httpd_main, 0};
