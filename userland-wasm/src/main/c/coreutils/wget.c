// SPDX-License-Identifier: Apache-2.0
// wget: fetch files over HTTP. No POSIX page; options, file names and statuses as GNU's; http only, as there is no TLS here.
// Status: 4 for failures of the network, 8 when the server answers with an error.

#include <ctype.h>
#include <fcntl.h>
#include <inttypes.h>
#include <strings.h>
#include "commands.h"
#include "lib/net.h"

static const char usage[] =
    "Usage: wget [OPTION]... URL...\n"
    "Fetch each URL (http://HOST[:PORT][/PATH]) into a file named after its last part.\n\n"
    "  -O, --output-document=FILE   write everything to FILE; - is standard output\n"
    "  -q, --quiet                  say nothing\n"
    "  -S, --server-response        print the server's headers\n"
    "  -T, --timeout=SECS           give up when nothing comes for so long\n"
    "      --max-redirect=N         follow at most N redirections (20)\n"
    "      --help                   display this help and exit\n"
    "      --version                output version information and exit\n";

enum { MAX_REDIRECT = 256, NETWORK_FAILURE = 4, SERVER_ERROR = 8, LINE = 8192 };
static const struct option_spec table[] = {
    {'O', "output-document", ARGUMENT}, {'q', "quiet", NO_ARGUMENT}, {'S', "server-response", NO_ARGUMENT}, {'T', "timeout", ARGUMENT},
    {MAX_REDIRECT, "max-redirect", ARGUMENT}, {0, NULL, 0}};

static const char *document;
static bool quiet, show_headers;
static uintmax_t most_redirects = 20;
static int patience = -1;

struct url {
    char *host, *port, *path;
};

/** False if it is none of ours. */
static bool parse_url(const char *text, struct url *url) {
    const char *scheme = strstr(text, "://");
    if (scheme && strncasecmp(text, "http://", 7) != 0) return false;
    const char *start = scheme ? scheme + 3 : text;
    size_t length = strcspn(start, "/?#");
    const char *path = start + length, *colon = memchr(start, ':', length), *end = start + length;
    if (*start == '[') {
        const char *close = memchr(start, ']', length);
        if (!close) return false;
        url->host = copy_bytes(start + 1, (size_t)(close - start - 1));
        colon = close[1] == ':' ? close + 1 : NULL;
    } else {
        url->host = copy_bytes(start, (size_t)((colon ? colon : end) - start));
    }
    url->port = colon ? copy_bytes(colon + 1, (size_t)(end - colon - 1)) : copy_string("80");
    size_t path_length = strcspn(path, "#");
    url->path = allocate(path_length + 2);
    snprintf(url->path, path_length + 2, "%s%.*s", *path == '/' ? "" : "/", (int)path_length, path);
    return *url->host != '\0';
}

/** What a redirection leads to, seen from `from`. */
static char *resolve(const struct url *from, const char *to) {
    if (strstr(to, "://")) return copy_string(to);
    size_t size = strlen(from->host) + strlen(from->port) + strlen(from->path) + strlen(to) + 16;
    char *url = allocate(size);
    bool v6 = strchr(from->host, ':');
    int folder = *to == '/' ? 0 : (int)(strrchr(from->path, '/') - from->path + 1);
    snprintf(url, size, "http://%s%s%s:%s%.*s%s", v6 ? "[" : "", from->host, v6 ? "]" : "", from->port, folder, from->path, to);
    return url;
}

/** Bytes of the connection, buffered. */
struct stream {
    int fd;
    char bytes[BLOCK];
    size_t start, end;
};

static bool fill(struct stream *in) {
    ssize_t count = read_some(in->fd, in->bytes, sizeof in->bytes);
    in->start = 0;
    in->end = count > 0 ? (size_t)count : 0;
    return count > 0;
}

/** A line without its end; false if the connection ends first, or the line has none. */
static bool read_line(struct stream *in, char line[LINE]) {
    for (size_t length = 0; length < LINE;) {
        if (in->start == in->end && !fill(in)) return false;
        char c = in->bytes[in->start++];
        if (c == '\n') {
            line[length - (length > 0 && line[length - 1] == '\r')] = '\0';
            return true;
        }
        line[length++] = c;
    }
    return false;
}

/** Copies so many bytes (UINTMAX_MAX: all there are) to `out`; false if the connection ends first. */
static bool copy(struct stream *in, int out, uintmax_t count) {
    for (bool all = count == UINTMAX_MAX; all || count > 0;) {
        if (in->start == in->end && !fill(in)) return all;
        size_t some = in->end - in->start;
        if (!all && some > count) some = (size_t)count;
        if (out >= 0 && !write_fully(out, in->bytes + in->start, some)) fatal("write error:");
        in->start += some;
        if (!all) count -= some;
    }
    return true;
}

static bool copy_chunks(struct stream *in, int out) {
    char line[LINE], *end;
    while (read_line(in, line)) {
        uintmax_t size = strtoumax(line, &end, 16);
        if (end == line) return false;
        if (size == 0) {
            while (read_line(in, line) && *line) {}
            return true;
        }
        if (!copy(in, out, size) || !read_line(in, line)) return false;
    }
    return false;
}

struct answer {
    int code;
    char reason[128], *location;
    uintmax_t length;
    bool chunked;
};

static const char *header(const char *line, const char *name) {
    size_t length = strlen(name);
    if (strncasecmp(line, name, length) != 0 || line[length] != ':') return NULL;
    for (line += length + 1; isspace((unsigned char)*line); line++) {}
    return line;
}

static bool read_answer(struct stream *in, struct answer *answer) {
    char line[LINE];
    const char *value;
    *answer = (struct answer){.length = UINTMAX_MAX};
    if (!read_line(in, line)) return false;
    if (show_headers) fprintf(stderr, "  %s\n", line);
    if (sscanf(line, "HTTP/%*d.%*d %d %127[^\n]", &answer->code, answer->reason) < 1) return false;
    while (read_line(in, line)) {
        if (!*line) return true;
        if (show_headers) fprintf(stderr, "  %s\n", line);
        if ((value = header(line, "Content-Length")) && !parse_unsigned(value, &answer->length)) return false;
        if ((value = header(line, "Location")) && !answer->location) answer->location = copy_string(value);
        if ((value = header(line, "Transfer-Encoding"))) answer->chunked = strcasecmp(value, "chunked") == 0;
    }
    return false;
}

static bool network_failed(void) {
    status = NETWORK_FAILURE;
    return false;
}

/** Sends the request and reads the head of the answer; false if that failed. */
static bool ask(const struct url *url, struct stream *in, struct answer *answer) {
    const char *why;
    if (!quiet) fprintf(stderr, "Connecting to %s:%s... ", url->host, url->port);
    in->fd = net_connect(url->host, url->port, SOCK_STREAM, patience, &why);
    if (in->fd < 0) {
        if (quiet) complain("%s: %s", url->host, why ? why : strerror(errno));
        else fprintf(stderr, "failed: %s.\n", why ? why : strerror(errno));
        return network_failed();
    }
    if (patience >= 0) {
        struct timeval limit = {patience / 1000, patience % 1000 * 1000};
        setsockopt(in->fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    size_t size = strlen(url->path) + strlen(url->host) + strlen(url->port) + 128;
    char *request = allocate(size);
    bool standard = strcmp(url->port, "80") == 0;
    int length = snprintf(request, size, "GET %s HTTP/1.1\r\nHost: %s%s%s\r\nUser-Agent: wget (wsh)\r\nAccept: */*\r\nConnection: close\r\n\r\n", url->path,
                          url->host, standard ? "" : ":", standard ? "" : url->port);
    if (!quiet) fprintf(stderr, "connected.\nHTTP request sent, awaiting response... ");
    if (show_headers) fputc('\n', stderr);
    bool answered = write_fully(in->fd, request, (size_t)length) && read_answer(in, answer);
    free(request);
    if (!answered) {
        complain("%s: no answer that could be understood", url->host);
        return network_failed();
    }
    if (!quiet && !show_headers) fprintf(stderr, "%d %s\n", answer->code, answer->reason);
    return true;
}

static const char *name_of(const struct url *url) {
    char *path = copy_bytes(url->path, strcspn(url->path, "?"));
    const char *name = strrchr(path, '/') + 1;
    return *name ? name : "index.html";
}

static bool save(const struct url *url, struct stream *in, const struct answer *answer) {
    const char *name = document ? document : name_of(url);
    bool to_stdout = strcmp(name, "-") == 0;
    static int shared = -1; // -O: all goes to one file
    int out = to_stdout ? STDOUT_FILENO : document && shared >= 0 ? shared : open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (out < 0) fatal("%s:", quote_if_needed(name));
    if (document) shared = out;
    bool whole = answer->chunked ? copy_chunks(in, out) : copy(in, out, answer->length);
    if (!document && close(out) < 0) fatal("%s:", quote_if_needed(name));
    if (!whole) {
        complain("%s: the connection ended too early", url->host);
        return network_failed();
    }
    if (!quiet && !to_stdout) fprintf(stderr, "%s saved\n", quote(name));
    return true;
}

static bool is_redirection(int code) {
    return code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
}

static void fetch(const char *text) {
    static struct stream *in;
    if (in == NULL) in = allocate(sizeof *in);
    char *target = copy_string(text);
    for (uintmax_t redirects = 0;; redirects++) {
        struct url url;
        struct answer answer;
        if (!parse_url(target, &url)) {
            warn("%s: not a URL that can be fetched", quote(target));
            return;
        }
        in->start = in->end = 0;
        if (!ask(&url, in, &answer)) {
            if (in->fd >= 0) close(in->fd);
            return;
        }
        if (!is_redirection(answer.code) || !answer.location) {
            if (answer.code >= 200 && answer.code < 300) {
                save(&url, in, &answer);
            } else {
                if (!quiet) complain("ERROR %d: %s.", answer.code, answer.reason);
                status = SERVER_ERROR;
            }
            close(in->fd);
            return;
        }
        close(in->fd);
        if (redirects == most_redirects) {
            complain("%ju redirections exceeded.", most_redirects);
            status = SERVER_ERROR;
            return;
        }
        if (!quiet) fprintf(stderr, "Location: %s\n", answer.location);
        target = resolve(&url, answer.location);
    }
}

static int wget_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = table};
    double seconds;
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'O': document = options.argument; break;
        case 'q': quiet = true; break;
        case 'S': show_headers = true; break;
        case 'T':
            if (!parse_duration(options.argument, &seconds)) usage_error("invalid time %s", quote(options.argument));
            patience = seconds > INT_MAX / 1000 ? INT_MAX : (int)(seconds * 1000);
            break;
        case MAX_REDIRECT:
            if (!parse_unsigned(options.argument, &most_redirects)) usage_error("invalid number %s", quote(options.argument));
            break;
        }
    }
    if (!options.operand_count) missing_operand();
    for (int i = 0; i < options.operand_count; i++) fetch(options.operands[i]);
    return status;
}

const struct command cmd_wget = {"wget", usage, wget_main, 0};
