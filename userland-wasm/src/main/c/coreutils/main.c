// SPDX-License-Identifier: Apache-2.0
// One module, many commands: the one whose name is the last part of argv[0] runs, so that each command is a hard link
// to it. `coreutils NAME [ARGUMENT]...` runs it too; `coreutils --list` prints the names.

#include "commands.h"

const struct command *current;
int status, write_failure;

#define DECLARE(symbol) extern const struct command cmd_##symbol;
#define ENTRY(symbol) &cmd_##symbol,
COMMANDS(DECLARE)
static const struct command *const commands[] = {COMMANDS(ENTRY)};
enum { COUNT = sizeof commands / sizeof *commands };

static const char coreutils_usage[] =
    "Usage: coreutils COMMAND [ARGUMENT]...\n"
    "Run one of the commands this program holds.\n\n"
    "  --list     print their names\n"
    "  --help     display this help and exit\n"
    "  --version  output version information and exit\n";
static const struct command cmd_coreutils = {"coreutils", coreutils_usage, NULL, 0};

static int status_after_write_error(void) {
    return write_failure ? write_failure : current->failure ? current->failure : 1;
}

void write_failed(void) {
    complain("write error:");
    _exit(status_after_write_error());
}

void finish(int code) {
    out_flush();
    // A full disk may only show when the last descriptor is closed. A stdout closed from the start is no error.
    if (close(STDOUT_FILENO) < 0 && errno != EBADF) {
        complain("write error:");
        code = status_after_write_error();
    }
    _exit(code);
}

static const struct command *find(const char *path) {
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    for (int i = 0; i < COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

int main(int argc, char **argv) {
    current = argc > 0 ? find(argv[0]) : NULL;
    if (current == NULL) {
        static const struct option_spec table[] = {{'l', "list", NO_ARGUMENT}, {0, NULL, 0}};
        struct options options = {.argc = argc, .argv = argv, .table = table, .in_order = true};
        current = &cmd_coreutils;
        if (argc < 2) usage_error("missing command");
        if (argv[1][0] == '-' && next_option(&options) == 'l') {
            for (int i = 0; i < COUNT; i++) out_format("%s\n", commands[i]->name);
            finish(0);
        }
        const struct command *named = find(argv[1]);
        if (named == NULL) fatal("%s: no such command", argv[1]);
        current = named;
        argc--;
        argv++;
    }
    finish(current->run(argc, argv));
}
