// SPDX-License-Identifier: Apache-2.0
// sed: edit streams by a script. POSIX: utilities/sed.html, whole; with most of GNU's additions. Not there: the e command and
// the flags e and M.

#include <inttypes.h>
#include "commands.h"
#include "sed.h"

static const char usage[] =
    "Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n\n"
    "  -n, --quiet, --silent      suppress automatic printing of pattern space\n"
    "  -e script, --expression=script  add the script to the commands to be executed\n"
    "  -f script-file, --file=script-file  add the contents of script-file to the commands to be executed\n"
    "  -E, -r, --regexp-extended  use extended regular expressions in the script\n"
    "  -i[SUFFIX], --in-place[=SUFFIX]  edit files in place (makes backup if SUFFIX supplied)\n"
    "  -l N, --line-length=N      specify the desired line-wrap length for the `l' command\n"
    "      --posix                disable some GNU extensions\n"
    "  -s, --separate             consider files as separate rather than as a single continuous long stream\n"
    "  -u, --unbuffered           flush the output after each line\n"
    "  -z, --null-data            separate lines by NUL characters\n"
    "      --help                 display this help and exit\n"
    "      --version              output version information and exit\n";

enum { POSIX = 256 };
static const struct option_spec table[] = {
    {'n', "quiet", NO_ARGUMENT}, {'n', "silent", NO_ARGUMENT}, {'e', "expression", ARGUMENT}, {'f', "file", ARGUMENT},
    {'E', "regexp-extended", NO_ARGUMENT}, {'r', NULL, NO_ARGUMENT}, {'i', "in-place", OPTIONAL_ARGUMENT}, {'l', "line-length", ARGUMENT},
    {POSIX, "posix", NO_ARGUMENT}, {'s', "separate", NO_ARGUMENT}, {'u', "unbuffered", NO_ARGUMENT}, {'z', "null-data", NO_ARGUMENT},
    {'z', "zero-terminated", NO_ARGUMENT}, {0, NULL, 0}};

struct sed sed = {.line_end = '\n', .wrap = 70};

static void add_script_file(const char *name) {
    struct input input = {.name = name, .fd = open_or_stdin(name)};
    if (input.fd < 0) {
        complain("couldn't open file %s:", name);
        finish(4);
    }
    while (input_fill(&input)) continue;
    if (input.failed) finish(1);
    sed_add_script(input.buffer + input.start, input.end - input.start, name);
    input_close(&input);
}

static int sed_main(int argc, char **argv) {
    static char *standard_input[] = {"-", NULL};
    bool has_script = false;
    write_failure = 4;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'n': sed.quiet = true; break;
        case 'e':
            sed_add_script(options.argument, strlen(options.argument), NULL);
            has_script = true;
            break;
        case 'f':
            add_script_file(options.argument);
            has_script = true;
            break;
        case 'E': case 'r': sed.extended = true; break;
        case 'i':
            sed.in_place = true;
            sed.suffix = options.argument;
            break;
        case 'l': {
            uintmax_t value;
            if (!parse_unsigned(options.argument, &value)) fatal("invalid line length");
            sed.wrap = (intmax_t)value;
            break;
        }
        case POSIX: sed.posix = true; break;
        case 's': sed.separate = true; break;
        case 'u': sed.unbuffered = true; break;
        case 'z': sed.line_end = '\0'; break;
        }
    }
    char **files = options.operands;
    if (!has_script) {
        if (*files == NULL) usage_error("no script");
        sed_add_script(*files, strlen(*files), NULL);
        files++;
    }
    sed_parse();
    sed_run(*files ? files : standard_input);
    return status;
}

const struct command cmd_sed = {"sed", usage, sed_main, 0};
