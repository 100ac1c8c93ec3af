// SPDX-License-Identifier: Apache-2.0
// mktemp: make a temporary file or directory. GNU's.

#include <fcntl.h>
#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: mktemp [OPTION]... [TEMPLATE]\n"
    "Create a temporary file or directory, safely, and print its name. TEMPLATE must contain at least 3 consecutive\n"
    "'X's in last component. If TEMPLATE is not specified, use tmp.XXXXXXXXXX, and --tmpdir is implied.\n\n"
    "  -d, --directory     create a directory, not a file\n"
    "  -u, --dry-run       do not create anything; merely print a name (unsafe)\n"
    "  -q, --quiet         suppress diagnostics about file/dir-creation failure\n"
    "      --suffix=SUFF   append SUFF to TEMPLATE; SUFF must not contain a slash\n"
    "  -p DIR, --tmpdir[=DIR]  interpret TEMPLATE relative to DIR; if DIR is not specified, use $TMPDIR if set, else /tmp\n"
    "      --help          display this help and exit\n"
    "      --version       output version information and exit\n";

enum { SUFFIX = 256, TMPDIR };
static const struct option_spec table[] = {
    {'d', "directory", NO_ARGUMENT}, {'u', "dry-run", NO_ARGUMENT}, {'q', "quiet", NO_ARGUMENT}, {SUFFIX, "suffix", ARGUMENT},
    {'p', NULL, ARGUMENT}, {TMPDIR, "tmpdir", OPTIONAL_ARGUMENT}, {'t', NULL, NO_ARGUMENT}, {0, NULL, 0}};

static void fill(char *x, size_t count) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    for (size_t i = 0; i < count;) {
        unsigned char random;
        if (getentropy(&random, 1) < 0) fatal("cannot get random bytes:");
        if (random < 248) x[i++] = letters[random % 62]; // 4 * 62: no letter comes more often
    }
}

static int mktemp_main(int argc, char **argv) {
    bool directory = false, dry_run = false, quiet = false, below = false, deprecated = false;
    const char *suffix = NULL, *parent = NULL;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'd': directory = true; break;
        case 'u': dry_run = true; break;
        case 'q': quiet = true; break;
        case SUFFIX: suffix = options.argument; break;
        case 't': deprecated = below = true; break;
        case 'p': case TMPDIR: below = true, parent = options.argument; break;
        }
    }
    if (options.operand_count > 1) usage_error("too many templates");
    const char *template = options.operands[0];
    if (template == NULL) template = "tmp.XXXXXXXXXX", below = true;
    char *name = allocate(strlen(template) + (suffix ? strlen(suffix) : 0) + 1);
    strcpy(name, template);
    const char *last_x = strrchr(name, 'X');
    if (suffix && (*name == '\0' || name[strlen(name) - 1] != 'X')) fatal("with --suffix, template %s must end in X", quote(template));
    if (suffix) {
        if (strchr(suffix, '/')) fatal("invalid suffix %s, contains directory separator", quote(suffix));
        last_x = name + strlen(name) - 1;
        strcat(name, suffix);
    } else if (last_x && strchr(last_x, '/')) fatal("invalid suffix %s, contains directory separator", quote(last_x + 1));
    size_t count = 0;
    while (last_x && last_x - count >= name && last_x[-(ptrdiff_t)count] == 'X') count++;
    if (count < 3) fatal("too few X's in template %s", quote(template));
    if (below) {
        const char *environment = getenv("TMPDIR");
        if (parent == NULL || *parent == '\0' || (deprecated && environment && *environment)) parent = environment && *environment ? environment : parent && *parent ? parent : "/tmp";
        if (deprecated && strchr(name, '/')) fatal("invalid template, %s, contains directory separator", quote(template));
        if (*name == '/') fatal("invalid template, %s; with --tmpdir, it may not be absolute", quote(template));
    }
    size_t at = (size_t)(last_x - name) + 1 - count;
    char *path = below ? join_path(parent, name) : name;
    char *x = path + (below ? strlen(path) - strlen(name) : 0) + at;
    for (int tries = 0; tries < 1000; tries++) {
        struct stat st;
        int fd = 0;
        fill(x, count);
        bool made = dry_run ? lstat(path, &st) < 0 : directory ? mkdir(path, 0700) == 0 : (fd = open(path, O_RDWR | O_CREAT | O_EXCL, 0600)) >= 0;
        if (made) {
            if (fd > 0) close(fd);
            out_format("%s\n", path);
            return 0;
        }
        if (!dry_run && errno != EEXIST) break;
    }
    memset(x, 'X', count);
    if (!quiet) warn("failed to create %s via template %s:", directory ? "directory" : "file", quote(path));
    return 1;
}

const struct command cmd_mktemp = {"mktemp", usage, mktemp_main, 0};
