// SPDX-License-Identifier: Apache-2.0
// basename, dirname: parts of a path. POSIX: utilities/basename.html, dirname.html; -a, -s and -z are GNU's.

#include "commands.h"
#include "lib/files.h"

static const char basename_usage[] =
    "Usage: basename NAME [SUFFIX]\n"
    "  or:  basename OPTION... NAME...\n"
    "Print NAME with any leading directory components removed. If specified, also remove a trailing SUFFIX.\n\n"
    "  -a, --multiple       support multiple arguments and treat each as a NAME\n"
    "  -s, --suffix=SUFFIX  remove a trailing SUFFIX; implies -a\n"
    "  -z, --zero           end each output line with NUL, not newline\n"
    "      --help           display this help and exit\n"
    "      --version        output version information and exit\n";

static const struct option_spec basename_table[] = {
    {'a', "multiple", NO_ARGUMENT}, {'s', "suffix", ARGUMENT}, {'z', "zero", NO_ARGUMENT}, {0, NULL, 0}};

static const char dirname_usage[] =
    "Usage: dirname [OPTION] NAME...\n"
    "Output each NAME with its last non-slash component and trailing slashes removed; if NAME contains no /'s,\n"
    "output '.' (meaning the current directory).\n\n"
    "  -z, --zero     end each output line with NUL, not newline\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static const struct option_spec dirname_table[] = {{'z', "zero", NO_ARGUMENT}, {0, NULL, 0}};

static void print_basename(const char *path, const char *suffix, char end) {
    char *name = copy_string(last_component(path));
    strip_slashes(name);
    if (*name == '\0' && *path == '/') strcpy(name = reallocate(name, 2), "/");
    size_t length = strlen(name), cut = suffix ? strlen(suffix) : 0;
    if (cut > 0 && cut < length && strcmp(name + length - cut, suffix) == 0) name[length - cut] = '\0';
    out_format("%s%c", name, end);
    free(name);
}

static int basename_main(int argc, char **argv) {
    bool multiple = false;
    const char *suffix = NULL;
    char end = '\n';
    struct options options = {.argc = argc, .argv = argv, .table = basename_table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a': multiple = true; break;
        case 's': suffix = options.argument; multiple = true; break;
        case 'z': end = '\0'; break;
        }
    }
    char **names = options.operands;
    if (options.operand_count == 0) missing_operand();
    if (!multiple) {
        if (options.operand_count > 2) extra_operand(names[2]);
        print_basename(names[0], names[1], end);
        return 0;
    }
    for (; *names; names++) print_basename(*names, suffix, end);
    return 0;
}

static int dirname_main(int argc, char **argv) {
    char end = '\n';
    struct options options = {.argc = argc, .argv = argv, .table = dirname_table};
    while (next_option(&options) >= 0) end = '\0';
    if (options.operand_count == 0) missing_operand();
    for (char **name = options.operands; *name; name++) {
        const char *last = last_component(*name);
        size_t length = *last ? (size_t)(last - *name) : strlen(*name);
        while (length > 1 && (*name)[length - 1] == '/') length--;
        if (length == 0) out_string(".");
        else out_bytes(*name, length);
        out_char(end);
    }
    return 0;
}

const struct command cmd_basename = {"basename", basename_usage, basename_main, 0};
const struct command cmd_dirname = {"dirname", dirname_usage, dirname_main, 0};
