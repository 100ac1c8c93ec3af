// SPDX-License-Identifier: Apache-2.0
// truncate, sync: set a file's size; bring files to the disk. GNU's.

#include <fcntl.h>
#include "commands.h"
#include "lib/files.h"

static const char truncate_usage[] =
    "Usage: truncate OPTION... FILE...\n"
    "Shrink or extend the size of each FILE to the specified size. A FILE argument that does not exist is created.\n\n"
    "  -c, --no-create        do not create any files\n"
    "  -o, --io-blocks        treat SIZE as number of IO blocks instead of bytes\n"
    "  -r, --reference=RFILE  base size on RFILE\n"
    "  -s, --size=SIZE        set or adjust the file size by SIZE bytes\n"
    "      --help             display this help and exit\n"
    "      --version          output version information and exit\n\n"
    "SIZE may be prefixed by one of: '+' extend by, '-' reduce by, '<' at most, '>' at least, '/' round down to multiple\n"
    "of, '%' round up to multiple of; suffixes are K, M, G and so on, KB is 1000.\n";
static const struct option_spec truncate_table[] = {
    {'c', "no-create", NO_ARGUMENT}, {'o', "io-blocks", NO_ARGUMENT}, {'r', "reference", ARGUMENT}, {'s', "size", ARGUMENT}, {0, NULL, 0}};

static bool new_size(char relation, uintmax_t size, uintmax_t old, uintmax_t *result) {
    switch (relation) {
    case '+': *result = old > INT64_MAX - size ? UINTMAX_MAX : old + size; break;
    case '-': *result = old > size ? old - size : 0; break;
    case '<': *result = old < size ? old : size; break;
    case '>': *result = old > size ? old : size; break;
    case '/': *result = old - old % size; break;
    case '%': *result = old % size ? old + size - old % size : old; break;
    default: *result = size;
    }
    return *result <= INT64_MAX;
}

static int truncate_main(int argc, char **argv) {
    bool no_create = false, blocks = false;
    const char *reference = NULL, *text = NULL;
    char relation = '\0';
    uintmax_t size = 0, base = 0;
    struct stat st;
    struct options options = {.argc = argc, .argv = argv, .table = truncate_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'c': no_create = true; break;
        case 'o': blocks = true; break;
        case 'r': reference = options.argument; break;
        case 's': text = options.argument; break;
        }
    }
    if (!reference && !text) usage_error("you must specify either %s or %s", quote("--size"), quote("--reference"));
    if (text) {
        const char *digits = text + strspn(text, " \t");
        if (*digits && strchr("+-<>/%", *digits)) relation = *digits++;
        if (!parse_size(digits, "EgGkKmMPtTYZ", &size)) fatal("Invalid number: %s", quote(text));
        if ((relation == '/' || relation == '%') && size == 0) fatal("division by zero");
        if (reference && !relation) usage_error("you must specify a relative %s with %s", quote("--size"), quote("--reference"));
    }
    if (options.operand_count == 0) usage_error("missing file operand");
    if (reference) {
        if (stat(reference, &st) < 0) fatal("cannot stat %s:", quote(reference));
        base = (uintmax_t)st.st_size;
    }
    for (char **path = options.operands; *path; path++) {
        int fd = open(*path, O_WRONLY | O_NONBLOCK | (no_create ? 0 : O_CREAT), 0666);
        uintmax_t wanted = base;
        if (fd < 0) {
            if (!(no_create && errno == ENOENT)) warn("cannot open %s for writing:", quote(*path));
            continue;
        }
        if (fstat(fd, &st) < 0) warn("cannot fstat %s:", quote(*path));
        else if (text && !new_size(relation, blocks ? size * (uintmax_t)st.st_blksize : size, reference ? base : (uintmax_t)st.st_size, &wanted))
            warn("overflow extending size of file %s", quote(*path));
        else if (ftruncate(fd, (off_t)wanted) < 0) warn("failed to truncate %s at %ju bytes:", quote(*path), wanted);
        close(fd);
    }
    return status;
}

static const char sync_usage[] =
    "Usage: sync [OPTION] [FILE]...\n"
    "Synchronize cached writes to persistent storage: of all files, or of each FILE.\n\n"
    "  -d, --data     sync only file data, no unneeded metadata\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";
static const struct option_spec sync_table[] = {{'d', "data", NO_ARGUMENT}, {'f', "file-system", NO_ARGUMENT}, {0, NULL, 0}};

static int sync_main(int argc, char **argv) {
    bool data = false;
    struct options options = {.argc = argc, .argv = argv, .table = sync_table};
    for (int key; (key = next_option(&options)) >= 0;) data |= key == 'd';
    if (options.operand_count == 0) sync();
    for (char **path = options.operands; *path; path++) {
        int fd = open(*path, O_RDONLY | O_NONBLOCK);
        if (fd < 0) {
            warn("error opening %s:", quote(*path));
            continue;
        }
        if ((data ? fdatasync : fsync)(fd) < 0) warn("error syncing %s:", quote(*path));
        close(fd);
    }
    return status;
}

const struct command cmd_truncate = {"truncate", truncate_usage, truncate_main, 0};
const struct command cmd_sync = {"sync", sync_usage, sync_main, 0};
