// SPDX-License-Identifier: Apache-2.0
// Options, as getopt_long has them: clusters of letters, --long=value, unique abbreviations, operands anywhere.
// Ours, so that the messages are the same with every C library.

#include "coreutils.h"

enum { HELP = 1000, VERSION };
static const struct option_spec standard[] = {{HELP, "help", NO_ARGUMENT}, {VERSION, "version", NO_ARGUMENT}, {0, NULL, 0}};

static const struct option_spec *find_letter(const struct option_spec *table, char letter) {
    for (; table->key; table++)
        if (table->key == (unsigned char)letter) return table;
    return NULL;
}

static const struct option_spec *find_name(const struct options *options, const char *word, size_t length) {
    const struct option_spec *found = NULL;
    bool ambiguous = false;
    const struct option_spec *const tables[] = {options->table, standard};
    for (int i = 0; i < 2; i++) {
        for (const struct option_spec *option = tables[i]; option->key; option++) {
            if (option->name == NULL || strncmp(option->name, word, length) != 0) continue;
            if (option->name[length] == '\0') return option;
            if (found && found->key != option->key) ambiguous = true;
            if (!found) found = option;
        }
    }
    if (!ambiguous) return found;
    char list[1024];
    size_t n = 0;
    for (int i = 0; i < 2; i++)
        for (const struct option_spec *option = tables[i]; option->key; option++)
            if (option->name && strncmp(option->name, word, length) == 0 && n < sizeof list - 64)
                n += snprintf(list + n, sizeof list - n, " '--%s'", option->name);
    usage_error("option '--%s' is ambiguous; possibilities:%s", word, list);
}

static int long_option(struct options *options, char *word) {
    size_t length = strcspn(word, "=");
    char *value = word[length] == '=' ? word + length + 1 : NULL;
    const struct option_spec *option = find_name(options, word, length);
    if (option == NULL) usage_error("unrecognized option '--%s'", word);
    if (value && option->takes == NO_ARGUMENT) usage_error("option '--%s' doesn't allow an argument", option->name);
    if (option->takes == ARGUMENT && value == NULL) {
        if (options->index >= options->argc) usage_error("option '--%s' requires an argument", option->name);
        value = options->argv[options->index++];
    }
    options->argument = value;
    if (option->key == HELP) {
        out_string(current->usage);
        finish(0);
    }
    if (option->key == VERSION) {
        out_format("%s (wsh coreutils) 0.1\n", current->name);
        finish(0);
    }
    return option->key;
}

static int letter_option(struct options *options) {
    char letter = *options->cluster++;
    const struct option_spec *option = find_letter(options->table, letter);
    if (option == NULL) usage_error("invalid option -- '%c'", letter);
    options->argument = NULL;
    if (option->takes == NO_ARGUMENT) return option->key;
    if (*options->cluster != '\0') options->argument = options->cluster;
    else if (option->takes == ARGUMENT) {
        if (options->index >= options->argc) usage_error("option requires an argument -- '%c'", letter);
        options->argument = options->argv[options->index++];
    }
    options->cluster = NULL;
    return option->key;
}

// Operands are moved to the front of argv, over words already read: there are never more of them than of those.
static void keep_operand(struct options *options, char *word) {
    options->argv[1 + options->operand_count++] = word;
}

int next_option(struct options *options) {
    if (options->index == 0) options->index = 1;
    if (options->cluster && *options->cluster != '\0') return letter_option(options);
    while (options->index < options->argc) {
        char *word = options->argv[options->index++];
        if (word[0] != '-' || word[1] == '\0') {
            keep_operand(options, word);
            if (options->in_order) break;
            continue;
        }
        if (word[1] != '-') {
            options->cluster = word + 1;
            return letter_option(options);
        }
        if (word[2] == '\0') break;
        return long_option(options, word + 2);
    }
    while (options->index < options->argc) keep_operand(options, options->argv[options->index++]);
    options->argv[1 + options->operand_count] = NULL;
    options->operands = options->argv + 1;
    return -1;
}

int choose(const char *option, const char *word, const char *const words[]) {
    int found = -1;
    size_t length = strlen(word);
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], word) == 0) return i;
        if (length > 0 && strncmp(words[i], word, length) == 0) found = found == -1 ? i : -2;
    }
    if (found >= 0) return found;
    complain("%s argument %s for '%s'", found == -2 ? "ambiguous" : "invalid", quote(word), option);
    char list[512];
    size_t n = snprintf(list, sizeof list, "Valid arguments are:\n");
    for (int i = 0; words[i]; i++) n += snprintf(list + n, sizeof list - n, "  - '%s'\n", words[i]);
    if (usage_synopsis) n += snprintf(list + n, sizeof list - n, "%s", usage_synopsis);
    n += snprintf(list + n, sizeof list - n, "Try '%s --help' for more information.\n", current->name);
    write_fully(STDERR_FILENO, list, n);
    finish(current->failure ? current->failure : 1);
}
