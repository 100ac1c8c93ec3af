// SPDX-License-Identifier: Apache-2.0
// find's expression: a table of the primaries, and the operators ( ) ! -a -o , by precedence.

#include <inttypes.h>
#include "date.h"
#include "find.h"
#include "lib/files.h"

static char **words;     // what is left
static char **all_words;
static bool has_action;  // otherwise -print is added

// Operators

static bool both(const struct node *node, struct entry *entry) {
    return node->left->evaluate(node->left, entry) && !find.stop && node->right->evaluate(node->right, entry);
}

static bool either(const struct node *node, struct entry *entry) {
    return node->left->evaluate(node->left, entry) || (!find.stop && node->right->evaluate(node->right, entry));
}

static bool one_then_other(const struct node *node, struct entry *entry) {
    node->left->evaluate(node->left, entry);
    return !find.stop && node->right->evaluate(node->right, entry);
}

static bool not(const struct node *node, struct entry *entry) {
    return !node->left->evaluate(node->left, entry);
}

// Arguments

static const char *argument(void) {
    if (words[1] == NULL) fatal("missing argument to `%s'", words[0]);
    return words[1];
}

static void set_text(struct node *node) {
    node->text = argument();
}

/** n, +n or -n. */
static void set_number(struct node *node) {
    const char *text = argument();
    uintmax_t value;
    node->compare = *text == '+' || *text == '-' ? *text : '=';
    if (!parse_unsigned(text + (node->compare != '='), &value)) fatal("invalid argument `%s' to `%s'", text, words[0]);
    node->number = value > INTMAX_MAX ? INTMAX_MAX : (intmax_t)value;
}

/** Which time: the letter of -atime, -cmin, -mtime. */
static void set_age(struct node *node) {
    set_number(node);
    node->unit = words[0][1];
}

static void set_types(struct node *node) {
    const char *text = argument();
    char *letters = allocate(strlen(text) + 1), *to = letters;
    for (const char *at = text; *at; at++) {
        if (!strchr("bcdpflsD", *at)) fatal("Unknown argument to %s: %c", words[0], *at);
        *to++ = *at++;
        if (*at == '\0') break;
        if (*at != ',') fatal("Must separate multiple arguments to %s using: ','", words[0]);
        if (at[1] == '\0') fatal("Last file type in list argument to %s is missing, i.e., list is ending on: ','", words[0]);
    }
    if (to == letters) fatal("Arguments to %s should contain at least one letter", words[0]);
    *to = '\0';
    node->text = letters;
}

static void set_size(struct node *node) {
    const char *text = argument();
    size_t n = strlen(text);
    node->unit = 'b';
    char *digits = copy_string(text);
    if (n > 0 && (text[n - 1] < '0' || text[n - 1] > '9')) {
        if (!strchr("bckwMG", text[n - 1])) fatal("invalid -size type `%c'", text[n - 1]);
        node->unit = text[n - 1];
        digits[n - 1] = '\0';
    }
    uintmax_t value;
    node->compare = *digits == '+' || *digits == '-' ? *digits : '=';
    if (!parse_unsigned(digits + (node->compare != '='), &value)) fatal("Invalid argument `%s' to -size", text);
    node->number = value > INTMAX_MAX ? INTMAX_MAX : (intmax_t)value;
}

static void stat_argument(const char *path, struct stat *st) {
    if (stat_entry(path, st, true) < 0) fatal("%s:", quote(path));
}

static struct timespec time_of(const struct stat *st, char which) {
    return which == 'a' ? st->st_atim : which == 'c' ? st->st_ctim : st->st_mtim;
}

/** -newer, -anewer, -cnewer. */
static void set_newer(struct node *node) {
    struct stat st;
    stat_argument(argument(), &st);
    node->unit = words[0][1] == 'n' ? 'm' : words[0][1];
    node->time = st.st_mtim;
}

/** -newerXY: X of the file, Y of the argument; Y may be t, a time as date -d reads it. */
static void set_newer_than(struct node *node) {
    static const struct zone utc = {0, "UTC"};
    const char *text = argument();
    node->unit = words[0][6];
    if (words[0][7] == 't') {
        if (!parse_date(text, &find.now, &utc, &node->time)) fatal("I cannot figure out how to interpret %s as a date or time", quote(text));
        return;
    }
    struct stat st;
    stat_argument(text, &st);
    node->time = time_of(&st, words[0][7]);
}

static void set_permission(struct node *node) {
    const char *text = argument(), *mode = text;
    node->compare = *text == '-' || *text == '/' ? *text : '=';
    if (node->compare != '=') mode++;
    struct mode_change *change = parse_mode(mode);
    if (change == NULL || *mode == '\0') fatal("invalid mode %s", quote(text));
    node->number = apply_mode(change, 0, false, 0);
}

static void set_user(struct node *node) {
    uid_t uid;
    const char *text = argument();
    if (!parse_user(text, &uid)) fatal("%s is not the name of a known user", quote(text));
    node->compare = '=';
    node->number = uid;
}

static void set_group(struct node *node) {
    gid_t gid;
    const char *text = argument();
    if (!parse_group(text, &gid)) fatal("%s is not the name of an existing group", quote(text));
    node->compare = '=';
    node->number = gid;
}

static void set_same_file(struct node *node) {
    stat_argument(argument(), &node->st);
}

static int regex_flags; // of -regextype, from there on

static void set_regex(struct node *node) {
    const char *text = argument(), *error;
    node->regex = regex_compile(text, strlen(text), regex_flags | (words[0][1] == 'i' ? REGEX_IGNORE_CASE : 0), '\n', &error);
    if (node->regex == NULL) fatal("failed to compile regular expression '%s': %s", text, error);
}

static void set_regex_type(struct node *node) {
    const char *text = argument();
    (void)node;
    static const char *const extended[] = {"posix-extended", "posix-egrep", "egrep", "awk", "gnu-awk", "posix-awk"};
    static const char *const basic[] = {"posix-basic", "posix-minimal-basic", "sed", "ed", "grep", "emacs", "findutils-default"};
    for (size_t i = 0; i < sizeof extended / sizeof *extended; i++)
        if (strcmp(extended[i], text) == 0) {
            regex_flags = REGEX_EXTENDED;
            return;
        }
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++)
        if (strcmp(basic[i], text) == 0) {
            regex_flags = 0;
            return;
        }
    fatal("Unknown regular expression type %s; valid types are 'findutils-default', 'ed', 'emacs', 'gnu-awk', 'grep', 'posix-awk', "
          "'awk', 'posix-basic', 'posix-egrep', 'egrep', 'posix-extended', 'posix-minimal-basic', 'sed'.", quote(text));
}

static void set_access(struct node *node) {
    node->number = words[0][1] == 'r' ? R_OK : words[0][1] == 'w' ? W_OK : X_OK;
}

static void set_case(struct node *node) {
    set_text(node);
    node->unit = words[0][1];
}

// Options within the expression: true, and at work from the beginning

static void set_depth(struct node *node) {
    (void)node;
    find.depth_first = true;
}

static void set_daystart(struct node *node) {
    (void)node;
    if (find.from_midnight) return;
    find.from_midnight = true; // the end of today
    find.day = (struct timespec){find.now.tv_sec - find.now.tv_sec % 86400 + 86400, 0};
}

static void set_limit(struct node *node) {
    const char *text = argument();
    uintmax_t value;
    (void)node;
    if (!parse_unsigned(text, &value)) fatal("Expected a positive decimal integer argument to %s, but got %s", words[0], quote(text));
    intmax_t limit = value > INT_MAX ? INT_MAX : (intmax_t)value;
    if (words[0][2] == 'a') find.most_depth = limit;
    else find.least_depth = limit;
}

static void set_one_filesystem(struct node *node) {
    (void)node;
    find.one_filesystem = true;
}

static void set_follow(struct node *node) {
    (void)node;
    find.follow = LOGICAL;
}

static void set_nothing(struct node *node) {
    (void)node;
}

// Actions

static void set_action(struct node *node) {
    (void)node;
    has_action = true;
}

static void set_prune(struct node *node) {
    (void)node;
}

static void set_delete(struct node *node) {
    set_action(node);
    set_depth(node);
}

static void set_format(struct node *node) {
    set_text(node);
    has_action = true;
}

/** -exec command … ; or … {} +. Leaves `words` on the last word. */
static void set_command(struct node *node) {
    char **start = words + 1, **end = start;
    bool may_batch = strcmp(words[0], "-exec") == 0 || strcmp(words[0], "-execdir") == 0, batches = false;
    for (; *end && strcmp(*end, ";") != 0; end++) {
        if (may_batch && end > start && strcmp(*end, "+") == 0 && strcmp(end[-1], "{}") == 0) {
            batches = true;
            break;
        }
    }
    if (*start && end == start) fatal("invalid argument `%s' to `%s'", *start, words[0]);
    if (*start == NULL || *end == NULL) fatal("missing argument to `%s'", words[0]);
    bool in_directory = strstr(words[0], "dir") != NULL;
    size_t count = end - start - batches;
    if (batches)
        for (size_t i = 0; i < count; i++)
            if (strstr(start[i], "{}")) fatal("Only one instance of {} is supported with %s ... +", words[0]);
    char **command = allocate((count + 1) * sizeof *command);
    memcpy(command, start, count * sizeof *command);
    command[count] = NULL;
    node->command = command;
    node->unit = in_directory ? (may_batch ? 'd' : 'O') : may_batch ? 'e' : 'o';
    if (batches) {
        node->evaluate = execute_all;
        node->batch = new_batch(command, in_directory);
    }
    words = end;
    has_action = true;
}

// The table

static const struct primary {
    const char *name;
    void (*set)(struct node *);
    evaluator *evaluate;
    int arguments; // -1: set() moves `words` itself
} primaries[] = {
    {"-name", set_text, matches_name, 1}, {"-iname", set_text, matches_case_name, 1}, {"-path", set_text, matches_path, 1},
    {"-wholename", set_text, matches_path, 1}, {"-ipath", set_text, matches_case_path, 1}, {"-iwholename", set_text, matches_case_path, 1},
    {"-regex", set_regex, matches_regex, 1}, {"-iregex", set_regex, matches_regex, 1}, {"-regextype", set_regex_type, is_true, 1},
    {"-lname", set_case, matches_link, 1}, {"-ilname", set_case, matches_link, 1}, {"-type", set_types, has_type, 1},
    {"-xtype", set_types, has_target_type, 1}, {"-size", set_size, has_size, 1}, {"-mtime", set_age, has_age, 1},
    {"-atime", set_age, has_age, 1}, {"-ctime", set_age, has_age, 1}, {"-mmin", set_age, has_minutes, 1}, {"-amin", set_age, has_minutes, 1},
    {"-cmin", set_age, has_minutes, 1}, {"-newer", set_newer, is_newer, 1}, {"-anewer", set_newer, is_newer, 1},
    {"-cnewer", set_newer, is_newer, 1}, {"-used", set_number, is_used, 1}, {"-perm", set_permission, has_permission, 1},
    {"-user", set_user, has_user, 1}, {"-group", set_group, has_group, 1}, {"-uid", set_number, has_user, 1}, {"-gid", set_number, has_group, 1},
    {"-nouser", set_nothing, has_no_user, 0}, {"-nogroup", set_nothing, has_no_group, 0}, {"-links", set_number, has_links, 1},
    {"-inum", set_number, has_inode, 1}, {"-samefile", set_same_file, is_same_file, 1}, {"-empty", set_nothing, is_empty, 0},
    {"-readable", set_access, may_access, 0}, {"-writable", set_access, may_access, 0}, {"-executable", set_access, may_access, 0},
    {"-true", set_nothing, is_true, 0}, {"-false", set_nothing, is_false, 0}, {"-depth", set_depth, is_true, 0}, {"-d", set_depth, is_true, 0},
    {"-daystart", set_daystart, is_true, 0}, {"-maxdepth", set_limit, is_true, 1}, {"-mindepth", set_limit, is_true, 1},
    {"-xdev", set_one_filesystem, is_true, 0}, {"-mount", set_one_filesystem, is_true, 0}, {"-follow", set_follow, is_true, 0},
    {"-noleaf", set_nothing, is_true, 0}, {"-warn", set_nothing, is_true, 0}, {"-nowarn", set_nothing, is_true, 0},
    {"-ignore_readdir_race", set_nothing, is_true, 0}, {"-noignore_readdir_race", set_nothing, is_true, 0},
    {"-print", set_action, print_path, 0}, {"-print0", set_action, print_null, 0}, {"-ls", set_action, print_list, 0},
    {"-printf", set_format, print_formatted, 1}, {"-prune", set_prune, prune, 0}, {"-quit", set_action, quit, 0},
    {"-delete", set_delete, remove_it, 0}, {"-exec", set_command, execute, -1}, {"-execdir", set_command, execute, -1},
    {"-ok", set_command, execute, -1}, {"-okdir", set_command, execute, -1}};

static struct node *new_node(evaluator *evaluate, const struct node *left, const struct node *right) {
    struct node *node = allocate_zeroed(1, sizeof *node);
    node->evaluate = evaluate;
    node->left = left;
    node->right = right;
    return node;
}

static bool is_newer_than(const char *word) {
    return strncmp(word, "-newer", 6) == 0 && strlen(word) == 8 && strchr("acmB", word[6]) && strchr("acmtB", word[7]);
}

static const struct node *primary(void) {
    static const struct primary newer_than = {"-newerXY", set_newer_than, is_newer, 1};
    const struct primary *found = is_newer_than(*words) ? &newer_than : NULL;
    for (size_t i = 0; !found && i < sizeof primaries / sizeof *primaries; i++)
        if (strcmp(primaries[i].name, *words) == 0) found = &primaries[i];
    if (found == NULL && **words != '-') {
        complain("paths must precede expression: `%s'", *words);
        if (access(*words, F_OK) == 0 && words > all_words) complain("possible unquoted pattern after predicate `%s'?", words[-(words - 1 > all_words ? 2 : 1)]);
        finish(1);
    }
    if (found == NULL) fatal("unknown predicate `%s'", *words);
    struct node *node = new_node(found->evaluate, NULL, NULL);
    found->set(node);
    words += found->arguments < 0 ? 1 : 1 + found->arguments;
    return node;
}

static bool is(const char *a, const char *b) {
    return *words && (strcmp(*words, a) == 0 || (b && strcmp(*words, b) == 0));
}

static const struct node *list(void);

static const struct node *factor(const char *before) {
    if (*words == NULL) {
        if (strcmp(before, "(") == 0) fatal("invalid expression; expected to find a ')' but didn't see one. Perhaps you need an extra predicate after '%s'", before);
        fatal("expected an expression after '%s'", before);
    }
    if (is("!", "-not")) {
        const char *word = *words++;
        return new_node(not, factor(word), NULL);
    }
    if (is("(", NULL)) {
        words++;
        if (is(")", NULL)) fatal("invalid expression; empty parentheses are not allowed.");
        const struct node *inside = list();
        if (!is(")", NULL)) fatal("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
        words++;
        return inside;
    }
    if (is(")", NULL)) fatal("invalid expression; you have too many ')'");
    if (is("-a", "-and") || is("-o", "-or") || is(",", NULL)) fatal("invalid expression; you have used a binary operator '%s' with nothing before it.", *words);
    return primary();
}

static const struct node *conjunction(const char *before) {
    const struct node *left = factor(before);
    while (*words && !is(")", ",") && !is("-o", "-or")) {
        const char *word = "-a";
        if (is("-a", "-and")) word = *words++;
        left = new_node(both, left, factor(word));
    }
    return left;
}

static const struct node *disjunction(const char *before) {
    const struct node *left = conjunction(before);
    while (is("-o", "-or")) {
        const char *word = *words++;
        left = new_node(either, left, conjunction(word));
    }
    return left;
}

static const struct node *list(void) {
    const struct node *left = disjunction("(");
    while (is(",", NULL)) {
        words++;
        left = new_node(one_then_other, left, disjunction(","));
    }
    return left;
}

const struct node *parse_expression(char **expression) {
    all_words = words = expression;
    if (*words == NULL) return new_node(print_path, NULL, NULL);
    const struct node *root = list();
    if (is(")", NULL)) fatal("you have too many ')'");
    return has_action ? root : new_node(both, root, new_node(print_path, NULL, NULL));
}
