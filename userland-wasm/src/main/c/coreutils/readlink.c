// SPDX-License-Identifier: Apache-2.0
// readlink, realpath: where links lead. POSIX: utilities/readlink.html, realpath.html; most options are GNU's.

#include "commands.h"
#include "lib/files.h"

static const char readlink_usage[] =
    "Usage: readlink [OPTION]... FILE...\n"
    "Print value of a symbolic link or canonical file name\n\n"
    "  -f, --canonicalize           canonicalize by following every symlink in every component of the given name\n"
    "                                 recursively; all but the last component must exist\n"
    "  -e, --canonicalize-existing  all components must exist\n"
    "  -m, --canonicalize-missing   without requirements on components existence\n"
    "  -n, --no-newline             do not output the trailing delimiter\n"
    "  -q, --quiet, -s, --silent    suppress most error messages (on by default)\n"
    "  -v, --verbose                report error messages\n"
    "  -z, --zero                   end each output line with NUL, not newline\n"
    "      --help                   display this help and exit\n"
    "      --version                output version information and exit\n";
static const struct option_spec readlink_table[] = {
    {'f', "canonicalize", NO_ARGUMENT}, {'e', "canonicalize-existing", NO_ARGUMENT}, {'m', "canonicalize-missing", NO_ARGUMENT},
    {'n', "no-newline", NO_ARGUMENT}, {'q', "quiet", NO_ARGUMENT}, {'s', "silent", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT},
    {'z', "zero", NO_ARGUMENT}, {0, NULL, 0}};

static const char realpath_usage[] =
    "Usage: realpath [OPTION]... FILE...\n"
    "Print the resolved absolute file name; all but the last component must exist\n\n"
    "  -e, --canonicalize-existing  all components of the path must exist\n"
    "  -m, --canonicalize-missing   no path components need exist or be a directory\n"
    "  -L, --logical                resolve '..' components before symlinks\n"
    "  -P, --physical               resolve symlinks as encountered (default)\n"
    "  -q, --quiet                  suppress most error messages\n"
    "      --relative-to=DIR        print the resolved path relative to DIR\n"
    "  -s, --strip, --no-symlinks   don't expand symlinks\n"
    "  -z, --zero                   end each output line with NUL, not newline\n"
    "      --help                   display this help and exit\n"
    "      --version                output version information and exit\n";
enum { RELATIVE_TO = 256 };
static const struct option_spec realpath_table[] = {
    {'e', "canonicalize-existing", NO_ARGUMENT}, {'m', "canonicalize-missing", NO_ARGUMENT}, {'L', "logical", NO_ARGUMENT},
    {'P', "physical", NO_ARGUMENT}, {'q', "quiet", NO_ARGUMENT}, {RELATIVE_TO, "relative-to", ARGUMENT}, {'s', "strip", NO_ARGUMENT},
    {'s', "no-symlinks", NO_ARGUMENT}, {'z', "zero", NO_ARGUMENT}, {0, NULL, 0}};

enum missing { LAST_MAY_BE_MISSING, NONE_MISSING, ANY_MISSING };

/** The absolute name without ., .. and, if `links`, symbolic links; to be freed. NULL and errno if it cannot be. */
static char *resolve(const char *path, enum missing missing, bool links) {
    char rest[2 * PATH_MAX], done[2 * PATH_MAX], target[PATH_MAX];
    size_t length = 0;
    int count = 0;
    if (*path == '\0') return errno = ENOENT, NULL;
    if (strlen(path) >= PATH_MAX) return errno = ENAMETOOLONG, NULL;
    strcpy(rest, path);
    if (*path != '/') {
        if (getcwd(done, PATH_MAX) == NULL) return NULL;
        length = strcmp(done, "/") == 0 ? 0 : strlen(done);
    }
    for (char *next = rest;;) {
        while (*next == '/') next++;
        if (*next == '\0') break;
        size_t n = strcspn(next, "/");
        bool last = next[n + strspn(next + n, "/")] == '\0', slash = next[n] == '/';
        if (n == 1 && *next == '.') {
            next += n;
            continue;
        }
        if (n == 2 && next[0] == '.' && next[1] == '.') {
            while (length > 0 && done[--length] != '/') continue;
            next += n;
            continue;
        }
        if (length + n + 2 > PATH_MAX) return errno = ENAMETOOLONG, NULL;
        done[length] = '/';
        memcpy(done + length + 1, next, n);
        done[length + 1 + n] = '\0';
        next += n;
        struct stat st;
        if (lstat(done, &st) < 0) {
            if (missing != ANY_MISSING && !(missing == LAST_MAY_BE_MISSING && errno == ENOENT && last)) return NULL;
        } else if (S_ISLNK(st.st_mode) && links) {
            ssize_t size = readlink(done, target, sizeof target);
            if (size < 0) return NULL;
            if (++count > 40) return errno = ELOOP, NULL;
            size_t tail = strlen(next);
            if ((size_t)size + tail + 1 > PATH_MAX) return errno = ENAMETOOLONG, NULL;
            memmove(rest + size, next, tail + 1);
            memcpy(rest, target, (size_t)size);
            next = rest;
            if (*rest == '/') length = 0;
            continue;
        } else if (slash && missing != ANY_MISSING && !S_ISDIR(st.st_mode)
                   && !(S_ISLNK(st.st_mode) && stat(done, &st) == 0 && S_ISDIR(st.st_mode))) return errno = ENOTDIR, NULL;
        length += n + 1;
    }
    if (length == 0) done[length++] = '/';
    return copy_bytes(done, length);
}

static char *relative(const char *path, const char *base) {
    size_t common = 0, i = 0;
    if (strcmp(base, "/") == 0) base = "";
    if (strcmp(path, "/") == 0) path = "";
    for (;; i++) {
        bool x = path[i] == '\0' || path[i] == '/', y = base[i] == '\0' || base[i] == '/';
        if (x && y) common = i;
        if (path[i] != base[i] || path[i] == '\0') break;
    }
    char *result = copy_string("");
    for (const char *at = base + common; *at; at++) {
        if (*at != '/') continue;
        char *longer = join_path(result, "..");
        free(result);
        result = longer;
    }
    const char *tail = path + common;
    while (*tail == '/') tail++;
    if (*tail) {
        char *whole = join_path(result, tail);
        free(result);
        result = whole;
    }
    return *result ? result : copy_string(".");
}

static int readlink_main(int argc, char **argv) {
    bool canonical = false, verbose = false, newline = true;
    enum missing missing = LAST_MAY_BE_MISSING;
    char end = '\n';
    struct options options = {.argc = argc, .argv = argv, .table = readlink_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'f': canonical = true, missing = LAST_MAY_BE_MISSING; break;
        case 'e': canonical = true, missing = NONE_MISSING; break;
        case 'm': canonical = true, missing = ANY_MISSING; break;
        case 'n': newline = false; break;
        case 'q': case 's': verbose = false; break;
        case 'v': verbose = true; break;
        case 'z': end = '\0'; break;
        }
    }
    if (options.operand_count == 0) missing_operand();
    if (!newline && options.operand_count > 1) {
        complain("ignoring --no-newline with multiple arguments");
        newline = true;
    }
    for (char **path = options.operands; *path; path++) {
        char target[PATH_MAX], *value = NULL;
        if (canonical) value = resolve(*path, missing, true);
        else {
            ssize_t n = readlink(*path, target, sizeof target);
            if (n >= 0) value = copy_bytes(target, (size_t)n);
        }
        if (value == NULL) {
            status = 1;
            if (verbose) warn("%s:", quote_if_needed(*path));
            continue;
        }
        out_string(value);
        if (newline) out_char(end);
        free(value);
    }
    return status;
}

static int realpath_main(int argc, char **argv) {
    bool quiet = false, links = true, logical = false;
    enum missing missing = LAST_MAY_BE_MISSING;
    char end = '\n', *base = NULL;
    const char *base_name = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = realpath_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'e': missing = NONE_MISSING; break;
        case 'm': missing = ANY_MISSING; break;
        case 'L': logical = links = true; break;
        case 'P': logical = false, links = true; break;
        case 's': links = false; break;
        case 'q': quiet = true; break;
        case 'z': end = '\0'; break;
        case RELATIVE_TO: base_name = options.argument; break;
        }
    }
    if (options.operand_count == 0) missing_operand();
    if (base_name && (base = resolve(base_name, missing, links)) == NULL) fatal("%s:", quote_if_needed(base_name));
    for (char **path = options.operands; *path; path++) {
        char *value = resolve(*path, logical ? ANY_MISSING : missing, links && !logical);
        if (value && logical) value = resolve(value, missing, true);
        if (value == NULL) {
            status = 1;
            if (!quiet) warn("%s:", quote_if_needed(*path));
            continue;
        }
        out_format("%s%c", base ? relative(value, base) : value, end);
        free(value);
    }
    return status;
}

const struct command cmd_readlink = {"readlink", readlink_usage, readlink_main, 0};
const struct command cmd_realpath = {"realpath", realpath_usage, realpath_main, 0};
