// SPDX-License-Identifier: Apache-2.0
// env, printenv: show the environment, run a program in a changed one. POSIX: utilities/env.html; the long names, -0, -C, -S
// and -v are GNU's.

#include "commands.h"

extern char **environ;

static const char env_usage[] =
    "Usage: env [OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]\n"
    "Set each NAME to VALUE in the environment and run COMMAND. If no COMMAND, print the resulting environment.\n\n"
    "  -i, --ignore-environment  start with an empty environment\n"
    "  -0, --null                end each output line with NUL, not newline\n"
    "  -u, --unset=NAME          remove variable from the environment\n"
    "  -C, --chdir=DIR           change working directory to DIR\n"
    "  -S, --split-string=S      process and split S into separate arguments; used on shebang lines\n"
    "  -v, --debug               print verbose information for each processing step\n"
    "      --help                display this help and exit\n"
    "      --version             output version information and exit\n\n"
    "A mere - implies -i. Exit status: COMMAND's; 125 if env itself fails, 126 if COMMAND is found but cannot be\n"
    "invoked, 127 if it cannot be found.\n";

static const struct option_spec env_table[] = {
    {'i', "ignore-environment", NO_ARGUMENT}, {'0', "null", NO_ARGUMENT}, {'u', "unset", ARGUMENT}, {'C', "chdir", ARGUMENT},
    {'S', "split-string", ARGUMENT}, {'v', "debug", NO_ARGUMENT}, {0, NULL, 0}};

/** -S: words as a shell splits them, with quotes, backslashes, ${NAME} and comments. */
static char **split(const char *text, size_t *count) {
    char **words = NULL, *word = NULL;
    size_t capacity = 0, length = 0, room = 0;
    char quoted = '\0';
    bool inside = false;
    *count = 0;
#define PUT(c) do { GROW(word, length, room); word[length++] = (c); inside = true; } while (0)
#define END_WORD() do { PUT('\0'); GROW(words, *count, capacity); words[(*count)++] = word; word = NULL; length = room = 0; inside = false; } while (0)
    for (; *text; text++) {
        char c = *text;
        if (c == '\\' && !(quoted == '\'' && text[1] != '\\' && text[1] != '\'')) {
            static const char from[] = "fnrtv#$_\"'\\ ", to[] = "\f\n\r\t\v#$ \"'\\ ";
            c = *++text;
            if (c == '\0') fatal("invalid backslash at end of string in -S");
            if (c == 'c' && quoted == '\0') break;
            const char *found = strchr(from, c);
            if (found == NULL) fatal("invalid sequence '\\%c' in -S", c);
            if (c == '_' && quoted == '\0') {
                if (inside) END_WORD();
            } else PUT(to[found - from]);
        } else if (quoted == '\0' && strchr(" \t\n\v\f\r", c)) {
            if (inside) END_WORD();
        } else if ((c == '\'' || c == '"') && (quoted == '\0' || quoted == c)) {
            quoted = quoted ? '\0' : c;
            inside = true;
        } else if (c == '$' && quoted != '\'') {
            const char *end = text[1] == '{' ? strchr(text, '}') : NULL;
            if (end == NULL) fatal("only ${VARNAME} expansion is supported, error at: %s", text);
            char *name = copy_bytes(text + 2, end - text - 2);
            for (const char *value = getenv(name); value && *value; value++) PUT(*value);
            free(name);
            text = end;
        } else if (c == '#' && !inside && quoted == '\0') {
            break;
        } else PUT(c);
    }
    if (quoted) fatal("no terminating quote in -S string");
    if (inside) END_WORD();
    return words;
}

/** argv with -S's words in its place, so that they are read as options too. */
static char **expand(int *argc, char **argv) {
    for (int i = 1; i < *argc && argv[i][0] == '-' && argv[i][1]; i++) {
        char *text = NULL, *cluster = argv[i] + 1;
        int used = 1;
        if (strcmp(argv[i], "--") == 0) break;
        if (strncmp(argv[i], "--split-string=", 15) == 0) text = argv[i] + 15;
        else if (strcmp(argv[i], "--split-string") == 0 && i + 1 < *argc) text = argv[i + 1], used = 2;
        else if (*cluster != '-') {
            while (*cluster && strchr("i0v", *cluster)) cluster++;
            if (*cluster == 'S' && cluster[1]) text = cluster + 1;
            else if (*cluster == 'S' && i + 1 < *argc) text = argv[i + 1], used = 2;
            else if ((*cluster == 'u' || *cluster == 'C') && cluster[1] == '\0') i++;
        }
        if (text == NULL) continue;
        size_t count;
        char **words = split(text, &count);
        int before = *cluster == 'S' && cluster > argv[i] + 1; // -iS...: the rest of the cluster stays
        char **longer = allocate((size_t)(*argc + (int)count + 2) * sizeof *longer);
        memcpy(longer, argv, (size_t)i * sizeof *argv);
        if (before) longer[i] = copy_bytes(argv[i], cluster - argv[i]);
        for (size_t w = 0; w < count; w++) longer[i + before + (int)w] = words[w];
        memcpy(longer + i + before + count, argv + i + used, (size_t)(*argc - i - used + 1) * sizeof *argv);
        *argc += before + (int)count - used;
        return longer;
    }
    return argv;
}

static int env_main(int argc, char **argv) {
    char end = '\n';
    const char *directory = NULL;
    bool debug = false, ignore = false;
    char **unset = NULL;
    size_t unset_count = 0, capacity = 0;
    argv = expand(&argc, argv);
    struct options options = {.argc = argc, .argv = argv, .table = env_table, .in_order = true};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'i': ignore = true; break;
        case '0': end = '\0'; break;
        case 'u': GROW(unset, unset_count, capacity); unset[unset_count++] = options.argument; break;
        case 'C': directory = options.argument; break;
        case 'v': debug = true; break;
        }
    }
    char **words = options.operands;
    if (*words && strcmp(*words, "-") == 0) {
        ignore = true;
        words++;
    }
    if (ignore) {
        static char *nothing[] = {NULL};
        if (debug) complain("cleaning environ");
        environ = nothing;
    }
    for (size_t i = 0; i < unset_count; i++) {
        if (debug) complain("unset:    %s", unset[i]);
        if (unsetenv(unset[i]) < 0) fatal("cannot unset %s:", quote(unset[i]));
    }
    for (char *equals; *words && (equals = strchr(*words, '=')) != NULL; words++) {
        if (debug) complain("setenv:   %s", *words);
        if (equals == *words) { // the C library wants a name: GNU puts it in as it is
            errno = EINVAL;
            fatal("cannot set %s:", quote(""));
        }
        if (putenv(*words) != 0) fatal("cannot set %s:", quote(copy_bytes(*words, equals - *words)));
    }
    if (*words == NULL) {
        if (directory) usage_error("must specify command with --chdir (-C)");
        for (char **variable = environ; *variable; variable++) out_format("%s%c", *variable, end);
        return 0;
    }
    if (end == '\0') usage_error("cannot specify --null (-0) with command");
    if (directory && chdir(directory) < 0) fatal("cannot change directory to %s:", quote(directory));
    if (debug) complain("executing: %s", *words);
    out_flush();
    execvp(words[0], words);
    int error = errno;
    complain("%s:", quote(words[0]));
    if (error == ENOENT && strchr(words[0], ' ')) complain("use -[v]S to pass options in shebang lines");
    return error == ENOENT ? 127 : 126;
}

static const char printenv_usage[] =
    "Usage: printenv [OPTION]... [VARIABLE]...\n"
    "Print the values of the specified environment VARIABLE(s). If no VARIABLE is specified, print name and value\n"
    "pairs for them all.\n\n"
    "  -0, --null     end each output line with NUL, not newline\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static const struct option_spec printenv_table[] = {{'0', "null", NO_ARGUMENT}, {0, NULL, 0}};

static int printenv_main(int argc, char **argv) {
    char end = '\n';
    struct options options = {.argc = argc, .argv = argv, .table = printenv_table, .in_order = true};
    while (next_option(&options) >= 0) end = '\0';
    if (options.operand_count == 0)
        for (char **variable = environ; *variable; variable++) out_format("%s%c", *variable, end);
    for (char **name = options.operands; *name; name++) {
        const char *value = strchr(*name, '=') ? NULL : getenv(*name);
        if (value) out_format("%s%c", value, end);
        else status = 1;
    }
    return status;
}

const struct command cmd_env = {"env", env_usage, env_main, 125};
const struct command cmd_printenv = {"printenv", printenv_usage, printenv_main, 2};
