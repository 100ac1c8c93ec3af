// SPDX-License-Identifier: Apache-2.0
// tail: the last part of files. POSIX: utilities/tail.html. -q -v -z -F -s --pid --retry are GNU's. Files that can seek
// are read from their end; of others the wanted tail is kept in memory. -f looks at each file once a second.

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include "commands.h"

static const char usage[] =
    "Usage: tail [OPTION]... [FILE]...\n"
    "Print the last 10 lines of each FILE to standard output.\n"
    "With more than one FILE, precede each with a header giving the file name.\n\n"
    "  -c, --bytes=[+]NUM       output the last NUM bytes; or use -c +NUM to output\n"
    "                             starting with byte NUM of each file\n"
    "  -f, --follow[={name|descriptor}]  output appended data as the file grows\n"
    "  -F                       same as --follow=name --retry\n"
    "  -n, --lines=[+]NUM       output the last NUM lines, instead of the last 10;\n"
    "                             or use -n +NUM to output starting with line NUM\n"
    "      --max-unchanged-stats=N  (ignored)\n"
    "      --pid=PID            with -f, terminate after process ID, PID dies\n"
    "  -q, --quiet, --silent    never output headers giving file names\n"
    "      --retry              keep trying to open a file if it is inaccessible\n"
    "  -s, --sleep-interval=N   with -f, sleep for N seconds (default 1.0) between looks\n"
    "  -v, --verbose            always output headers giving file names\n"
    "  -z, --zero-terminated    line delimiter is NUL, not newline\n"
    "      --help               display this help and exit\n"
    "      --version            output version information and exit\n\n"
    "NUM may have a multiplier suffix: b 512, kB 1000, K 1024, MB 1000*1000, M 1024*1024, and so on.\n";

enum { PID = 256, RETRY, MAX_UNCHANGED };
static const struct option_spec table[] = {
    {'c', "bytes", ARGUMENT}, {'f', "follow", OPTIONAL_ARGUMENT}, {'F', NULL, NO_ARGUMENT}, {'n', "lines", ARGUMENT},
    {MAX_UNCHANGED, "max-unchanged-stats", ARGUMENT}, {PID, "pid", ARGUMENT}, {'q', "quiet", NO_ARGUMENT},
    {'q', "silent", NO_ARGUMENT}, {RETRY, "retry", NO_ARGUMENT}, {'s', "sleep-interval", ARGUMENT},
    {'v', "verbose", NO_ARGUMENT}, {'z', "zero-terminated", NO_ARGUMENT}, {0, NULL, 0}};

static bool by_bytes, from_start, follow, follow_name, retry, headers;
static uintmax_t wanted = 10;
static char delimiter = '\n';
static double interval = 1.0;
static intmax_t pid;
static struct input input;

struct file {
    const char *name;
    int fd; // -1: not open
    bool missing;
    dev_t device;
    ino_t inode;
    off_t size; // seen so far
};

static const char *pretty(const char *name) {
    return strcmp(name, "-") == 0 ? "standard input" : name;
}

static void header(const char *name) {
    static bool printed;
    out_format("%s==> %s <==\n", printed ? "\n" : "", pretty(name));
    printed = true;
}

static void copy_rest(void) {
    do {
        out_bytes(input.buffer + input.start, input.end - input.start);
        input.start = input.end;
    } while (input_fill(&input));
}

static void skip_bytes(uintmax_t n) {
    off_t end;
    if (n == 0) return;
    if (n <= INT64_MAX && lseek(input.fd, 0, SEEK_CUR) >= 0 && (end = lseek(input.fd, (off_t)n, SEEK_CUR)) >= 0) return;
    while (n > 0 && input_fill(&input)) {
        size_t here = input.end - input.start, skipped = n < here ? n : here;
        input.start += skipped;
        n -= skipped;
    }
}

static void skip_lines(uintmax_t n) {
    while (n > 0 && input_fill(&input)) {
        while (n > 0 && input.start < input.end) {
            char *start = input.buffer + input.start, *found = memchr(start, delimiter, input.end - input.start);
            if (found) n--;
            input.start = found ? (size_t)(found + 1 - input.buffer) : input.end;
        }
    }
}

// Files that cannot seek. What may still be the tail stays in the buffer.

static void last_bytes(void) {
    while (input_fill(&input))
        if (input.end - input.start > wanted) input.start = input.end - wanted;
}

/** Where the last `wanted` lines in the buffer begin. */
static size_t tail_start(void) {
    size_t at = input.end;
    if (at > input.start && input.buffer[at - 1] == delimiter) at--;
    for (uintmax_t left = wanted; left > 0; left--) {
        char *found = memrchr(input.buffer + input.start, delimiter, at - input.start);
        if (found == NULL) return input.start;
        at = found - input.buffer;
    }
    return at + 1;
}

static void last_lines(void) {
    size_t limit = 1 << 20;
    while (input_fill(&input)) {
        if (input.end - input.start < limit) continue;
        input.start = tail_start();
        limit = 2 * (input.end - input.start) + (1 << 20); // so that each byte is looked at a few times only
    }
    if (input.start < input.end && wanted > 0) input.start = tail_start();
    if (wanted == 0) input.start = input.end;
}

// Files that can: `start` is where reading began, nothing before it is shown.

static void seek_bytes(off_t start, off_t end) {
    lseek(input.fd, (uintmax_t)(end - start) > wanted ? end - (off_t)wanted : start, SEEK_SET);
}

static void seek_lines(off_t start, off_t end) {
    char block[8192];
    uintmax_t left = wanted;
    bool at_end = true; // the delimiter at the very end ends the last line, it begins none
    off_t at = end;
    if (wanted == 0) {
        lseek(input.fd, end, SEEK_SET);
        return;
    }
    while (at > start) {
        size_t n = at - start > (off_t)sizeof block ? sizeof block : (size_t)(at - start);
        at -= n;
        if (lseek(input.fd, at, SEEK_SET) < 0) break;
        size_t got = 0;
        for (ssize_t more; got < n && (more = read_some(input.fd, block + got, n - got)) > 0;) got += more;
        for (size_t i = got; i > 0;) {
            if (at_end && block[i - 1] == delimiter) i--;
            at_end = false;
            char *found = memrchr(block, delimiter, i);
            if (found == NULL) break;
            i = found - block;
            if (--left > 0) continue;
            lseek(input.fd, at + (off_t)i + 1, SEEK_SET);
            return;
        }
    }
    lseek(input.fd, start, SEEK_SET);
}

static void find_tail(void) {
    struct stat st;
    off_t start = lseek(input.fd, 0, SEEK_CUR);
    if (from_start) {
        if (by_bytes) skip_bytes(wanted ? wanted - 1 : 0);
        else skip_lines(wanted ? wanted - 1 : 0);
    } else if (start >= 0 && fstat(input.fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) { // not /proc's
        if (st.st_size < start) return;
        if (by_bytes) seek_bytes(start, st.st_size);
        else seek_lines(start, st.st_size);
    } else if (by_bytes) {
        last_bytes();
    } else {
        last_lines();
    }
}

static void remember(struct file *file) {
    struct stat st;
    if (fstat(file->fd, &st) < 0) return;
    file->device = st.st_dev;
    file->inode = st.st_ino;
    file->size = lseek(file->fd, 0, SEEK_CUR);
}

static void tail(struct file *file) {
    file->fd = -1;
    input.name = file->name;
    input.start = input.end = 0;
    input.ended = input.failed = false;
    input.fd = open_or_stdin(file->name);
    if (input.fd < 0) {
        file->missing = true;
        warn("cannot open %s for reading:", quote(pretty(file->name)));
        return;
    }
    struct stat st;
    if (headers) header(file->name);
    if (fstat(input.fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        errno = EISDIR;
        warn("error reading %s:", quote(pretty(file->name)));
        if (follow) complain("%s: cannot follow end of this type of file%s", quote_if_needed(file->name), retry ? "" : "; giving up on this name");
        input_close(&input);
        return;
    }
    find_tail();
    copy_rest();
    if (follow && fstat(input.fd, &st) == 0 && !S_ISFIFO(st.st_mode)) {
        file->fd = input.fd;
        remember(file);
    } else {
        input_close(&input);
    }
}

// -f

static struct file *last_shown;

static void show_new(struct file *file) {
    static char *buffer;
    if (buffer == NULL) buffer = allocate(BLOCK);
    ssize_t n;
    while ((n = read_some(file->fd, buffer, BLOCK)) > 0) {
        if (headers && last_shown != file) header(file->name);
        last_shown = file;
        out_bytes(buffer, n);
        file->size += n;
    }
    out_flush();
}

/** By name: has another file taken the place of ours? */
static void look_again(struct file *file) {
    struct stat st;
    int fd = open(file->name, O_RDONLY);
    if (fd < 0) {
        if (!file->missing) complain("%s has become inaccessible:", quote(file->name));
        file->missing = true;
        if (file->fd >= 0 && !retry) {
            close(file->fd);
            file->fd = -1;
        }
        return;
    }
    if (fstat(fd, &st) == 0 && file->fd >= 0 && st.st_dev == file->device && st.st_ino == file->inode) {
        file->missing = false;
        close(fd);
        return;
    }
    if (file->fd >= 0) {
        show_new(file);
        close(file->fd);
        complain("%s has %s;  following new file", quote(file->name), file->missing ? "appeared" : "been replaced");
    } else {
        complain("%s has appeared;  following new file", quote(file->name));
    }
    file->missing = false;
    file->fd = fd;
    remember(file);
}

static void follow_files(struct file *files, int count) {
    last_shown = &files[count - 1];
    for (bool alive = true;;) {
        int open = 0;
        for (int i = 0; i < count; i++) {
            struct stat st;
            if (follow_name && (retry || !files[i].missing) && strcmp(files[i].name, "-") != 0) look_again(&files[i]);
            if (files[i].fd >= 0 && fstat(files[i].fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size < files[i].size) {
                complain("%s: file truncated", quote_if_needed(pretty(files[i].name)));
                lseek(files[i].fd, files[i].size = 0, SEEK_SET);
            }
            if (files[i].fd >= 0) show_new(&files[i]);
            open += files[i].fd >= 0 || (retry && follow_name);
        }
        if (open == 0) fatal("no files remaining");
        if (!alive) return;
        if (pid && kill((pid_t)pid, 0) < 0 && errno == ESRCH) alive = false; // and look once more
        else sleep_seconds(interval);
    }
}

static void set_count(const char *text, bool bytes) {
    by_bytes = bytes;
    from_start = *text == '+';
    const char *digits = *text == '+' || *text == '-' ? text + 1 : text;
    if (!parse_size(digits, "bkKmMGTPEZY", &wanted)) fatal("invalid number of %s: %s", bytes ? "bytes" : "lines", quote(text));
    errno = EOVERFLOW;
    if (wanted == UINTMAX_MAX) fatal("invalid number of %s: %s:", bytes ? "bytes" : "lines", quote(text));
}

/** tail -5, tail +5, with b c l and f behind: old ways to say it. */
static bool old_count(int argc, char **argv) {
    if (argc < 2 || argc > 4 || (argc == 4 && strcmp(argv[2], "--") != 0)) return false;
    const char *word = argv[1], *digits = word + 1, *end = digits + strspn(digits, "0123456789");
    if (*word != '+' && *word != '-') return false;
    if (*word == '-' && (end == digits || (argc > 3 && argv[2][0] == '-' && argv[2][1]))) return false;
    if (*word == '+' && argc > 3) return false;
    const char *letter = end;
    uintmax_t unit = 1;
    if (*letter == 'b') unit = 512;
    bool bytes = *letter == 'b' || *letter == 'c';
    if (*letter == 'b' || *letter == 'c' || *letter == 'l') letter++;
    bool follows = *letter == 'f';
    if (letter[follows] != '\0') return false;
    char *number = copy_bytes(digits, end - digits);
    if (end == digits) wanted = 10;
    else parse_unsigned(number, &wanted);
    wanted *= unit;
    by_bytes = bytes;
    from_start = *word == '+';
    follow = follows;
    return true;
}

static int tail_main(int argc, char **argv) {
    static const char *const ways[] = {"descriptor", "name", NULL};
    enum { AUTOMATIC, NEVER, ALWAYS } show = AUTOMATIC;
    if (old_count(argc, argv)) {
        argv[1] = argv[0];
        argv++;
        argc--;
    }
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        uintmax_t value;
        switch (key) {
        case 'c': set_count(options.argument, true); break;
        case 'n': set_count(options.argument, false); break;
        case 'f':
            follow = true;
            follow_name = options.argument && choose("--follow", options.argument, ways) == 1;
            break;
        case 'F': follow = follow_name = retry = true; break;
        case 'q': show = NEVER; break;
        case 'v': show = ALWAYS; break;
        case 'z': delimiter = '\0'; break;
        case 's':
            if (!parse_duration(options.argument, &interval)) fatal("invalid number of seconds: %s", quote(options.argument));
            break;
        case PID:
            if (!parse_unsigned(options.argument, &value)) fatal("invalid PID: %s", quote(options.argument));
            pid = (intmax_t)value;
            break;
        case RETRY: retry = true; break;
        }
    }
    if (retry && !follow) complain("warning: --retry ignored; --retry is useful only when following");
    if (pid && !follow) complain("warning: PID ignored; --pid=PID is useful only when following");
    static char *standard_input[] = {"-", NULL};
    char **names = options.operand_count ? options.operands : standard_input;
    int count = options.operand_count ? options.operand_count : 1;
    headers = show == ALWAYS || (show == AUTOMATIC && count > 1);
    struct file *files = allocate_zeroed(count, sizeof *files);
    for (int i = 0; i < count; i++) {
        files[i].name = names[i];
        tail(&files[i]);
    }
    int followed = 0;
    for (int i = 0; i < count; i++) followed += files[i].fd >= 0 || (retry && follow_name);
    if (follow && followed > 0) follow_files(files, count);
    if (follow && followed == 0 && status) fatal("no files remaining");
    return status;
}

const struct command cmd_tail = {"tail", usage, tail_main, 0};
