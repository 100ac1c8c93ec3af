// SPDX-License-Identifier: Apache-2.0
// vi's commands after a colon: [address[,address]] command [arguments].

#include "vi.h"
#include <ctype.h>
#include <stdlib.h>

/** Lines `from` to `to`, as given: one address is both. */
struct range {
    size_t from, to;
    int given; // addresses
};

static char *skip_blanks(char *at) {
    while (*at == ' ' || *at == '\t') at++;
    return at;
}

static void plus_minus(char **at, long *row) {
    while (*(*at = skip_blanks(*at)) == '+' || **at == '-') {
        int sign = *(*at)++ == '+' ? 1 : -1;
        *row += sign * (isdigit((unsigned char)**at) ? strtol(*at, at, 10) : 1);
    }
}

/** One address; false if there is none, or (`*bad`) it is wrong. Rows count from 0 here; address 0 is row -1. */
static bool address(char **at, long *row, bool *bad) {
    char *text = *at = skip_blanks(*at);
    if (isdigit((unsigned char)*text)) {
        *row = strtol(text, at, 10) - 1;
    } else if (*text == '.') {
        *row = (long)cursor.row;
        *at = text + 1;
    } else if (*text == '$') {
        *row = (long)line_count - 1;
        *at = text + 1;
    } else if (*text == '\'' && text[1] >= 'a' && text[1] <= 'z') {
        if (!mark_set[text[1] - 'a']) {
            set_message("Mark not set");
            *bad = true;
            return false;
        }
        *row = (long)marks[text[1] - 'a'].row;
        *at = text + 2;
    } else if (*text == '/' || *text == '?') {
        char *end = pattern_end(text + 1, *text);
        bool ended = *end != '\0';
        *end = '\0';
        struct place found = {cursor.row, *text == '/' ? line_at(cursor.row)->length : 0};
        if (!search(text[1] ? text + 1 : NULL, *text == '?', &found)) {
            *bad = true;
            return false;
        }
        *row = (long)found.row;
        *at = end + (ended ? 1 : 0);
    } else if (*text == '+' || *text == '-') {
        *row = (long)cursor.row;
    } else {
        return false;
    }
    plus_minus(at, row);
    return true;
}

static bool parse_range(char **at, struct range *range) {
    long rows[2] = {(long)cursor.row, (long)cursor.row};
    bool bad = false;
    *at = skip_blanks(*at);
    range->given = 0;
    if (**at == '%') {
        ++*at;
        *range = (struct range){0, line_count - 1, 2};
        return true;
    }
    if (address(at, &rows[0], &bad)) {
        range->given = 1;
        rows[1] = rows[0];
    }
    *at = skip_blanks(*at);
    if (!bad && (**at == ',' || **at == ';')) {
        if (**at == ';' && rows[0] >= 0 && rows[0] < (long)line_count) cursor.row = (size_t)rows[0];
        ++*at;
        range->given = 2;
        if (!address(at, &rows[1], &bad)) rows[1] = (long)cursor.row;
    }
    if (bad) return false;
    if (rows[0] < -1 || rows[1] < rows[0] || rows[1] >= (long)line_count) {
        set_message("Invalid range");
        return false;
    }
    // Address 0 is "before the first line": from and to then are SIZE_MAX, which + 1 is 0.
    range->from = (size_t)rows[0];
    range->to = (size_t)rows[1];
    return true;
}

static void run_shell(const char *text) {
    screen_end();
    fflush(stdout);
    (void)!system(text);
    screen_begin(STDIN_FILENO);
    wait_for_enter();
}

/** Lines through a command, and its output instead of them. */
static void filter(struct range range, const char *text) {
    char name[] = "/tmp/viXXXXXX", whole[4096];
    int fd = mkstemp(name);
    size_t bytes;
    if (fd < 0 || !write_lines(name, range.from, range.to + 1, false, &bytes)) {
        set_message("%s: %s", name, strerror(errno));
        return;
    }
    close(fd);
    snprintf(whole, sizeof whole, "(%s) < %s > %s.out 2>&1", text, name, name);
    int code = system(whole);
    size_t count;
    snprintf(whole, sizeof whole, "%s.out", name);
    begin_change();
    if (read_lines(whole, range.to + 1, &count, &bytes)) {
        replace_lines(range.from, range.to - range.from + 1, NULL, 0);
        set_message("%zu lines filtered%s", range.to - range.from + 1, code ? ", status not 0" : "");
    } else {
        set_message("%s: %s", text, strerror(errno));
    }
    unlink(name);
    unlink(whole);
    cursor = (struct place){range.from < line_count ? range.from : line_count - 1, 0};
}

static void write_command(char *arguments, struct range range, bool force) {
    char *name = skip_blanks(arguments);
    if (strncmp(name, ">>", 2) == 0) {
        size_t bytes;
        name = skip_blanks(name + 2);
        if (write_lines(name, range.given ? range.from : 0, range.given ? range.to + 1 : line_count, true, &bytes)) set_message("\"%s\" %zuB appended", name, bytes);
        else set_message("\"%s\": %s", name, strerror(errno));
        return;
    }
    save_file(*name ? name : NULL, range.given ? range.from : 0, range.given ? range.to + 1 : line_count, force);
}

static void quit(bool force) {
    if (modified && !force) set_message("No write since last change (:quit! overrides)");
    else leaving = true;
}

static void read_command(char *name, struct range range) {
    size_t count, bytes, row = range.to + 1;
    name = skip_blanks(name);
    if (*name == '!') {
        char whole[4096], out[] = "/tmp/viXXXXXX";
        int fd = mkstemp(out);
        close(fd);
        snprintf(whole, sizeof whole, "(%s) > %s 2>&1 < /dev/null", name + 1, out);
        (void)!system(whole);
        begin_change();
        read_lines(out, row, &count, &bytes);
        unlink(out);
    } else {
        const char *file = *name ? name : file_name;
        begin_change();
        if (file == NULL || !read_lines(file, row, &count, &bytes)) {
            set_message("\"%s\": %s", file ? file : "", file ? strerror(errno) : "No file name");
            return;
        }
        set_message("\"%s\" %zuL, %zuB", file, count, bytes);
    }
    cursor = (struct place){row < line_count ? row : line_count - 1, 0};
}

static void set_command(char *text) {
    static const struct {
        const char *name, *shorter;
        bool *flag;
    } flags[] = {{"number", "nu", &options.number}, {"ignorecase", "ic", &options.ignore_case}, {"autoindent", "ai", &options.auto_indent},
                 {"wrapscan", "ws", &options.wrap_scan}, {"readonly", "ro", &options.read_only}, {"magic", "magic", &options.magic}};
    enum { FLAGS = sizeof flags / sizeof *flags };
    char *word = strtok(text, " \t");
    if (word == NULL || strcmp(word, "all") == 0) {
        char list[256] = "";
        for (size_t i = 0; i < FLAGS; i++) snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s ", *flags[i].flag ? "" : "no", flags[i].name);
        set_message("%sshiftwidth=%d", list, options.shift_width);
        return;
    }
    for (; word; word = strtok(NULL, " \t")) {
        bool off = strncmp(word, "no", 2) == 0, known = false;
        for (size_t i = 0; i < FLAGS; i++) {
            const char *name = off ? word + 2 : word;
            if (strcmp(name, flags[i].name) != 0 && strcmp(name, flags[i].shorter) != 0) continue;
            *flags[i].flag = !off;
            known = true;
        }
        if (sscanf(word, "sw=%d", &options.shift_width) == 1 || sscanf(word, "shiftwidth=%d", &options.shift_width) == 1) known = true;
        if (options.shift_width < 1 || options.shift_width > 64) options.shift_width = 8;
        if (!known) set_message("%s: no such option", word);
    }
}

static void copy_lines(struct range range, char *text, bool remove) {
    long to;
    bool bad = false;
    if (!address(&text, &to, &bad)) {
        if (!bad) set_message("Where to?");
        return;
    }
    size_t count = range.to - range.from + 1, target = (size_t)(to + 1);
    if (to < -1 || target > line_count || (remove && target > range.from && target <= range.to)) {
        set_message("Invalid address");
        return;
    }
    begin_change();
    struct line *lines = allocate(count * sizeof *lines);
    for (size_t i = 0; i < count; i++) lines[i] = *line_at(range.from + i);
    replace_lines(target, 0, lines, count);
    free(lines);
    cursor = (struct place){target + count - 1, 0};
    if (remove) {
        replace_lines(range.from < target ? range.from : range.from + count, count, NULL, 0);
        if (range.from < target) cursor.row -= count;
    }
}

static void global(struct range range, char *text, bool inverse) {
    static bool within;
    char *end = pattern_end(text + 1, *text), *rest = *end ? end + 1 : end;
    *end = '\0';
    if (within || text[0] == '\0') {
        set_message(within ? "Cannot do :global within :global" : "Pattern missing");
        return;
    }
    if (!range.given) range = (struct range){0, line_count - 1, 2};
    begin_change();
    for (size_t row = 0; row < line_count; row++) mark_line(row, row >= range.from && row <= range.to && matches(row, text[1] ? text + 1 : NULL) != inverse);
    within = true;
    for (size_t row = 0; row < line_count;) {
        if (!line_at(row)->marked) {
            row++;
            continue;
        }
        mark_line(row, false);
        cursor = (struct place){row, 0};
        char *again = copy_string(*rest ? rest : "p");
        ex_command(again);
        free(again);
        row = 0; // lines may have come and gone
    }
    within = false;
}

static void with_lines(char command, char *arguments, struct range range) {
    struct place from = {range.from, 0}, to = {range.to, line_at(range.to)->length};
    begin_change();
    switch (command) {
    case 'd':
        yank(*skip_blanks(arguments), from, to, true);
        replace_lines(range.from, range.to - range.from + 1, NULL, 0);
        cursor = (struct place){range.from < line_count ? range.from : line_count - 1, 0};
        break;
    case 'y': yank(*skip_blanks(arguments), from, to, true); break;
    case 'j': join_lines(range.from, range.given == 2 ? range.to - range.from + 1 : 2, true); break;
    case '>': case '<': shift_lines(range.from, range.to - range.from + 1, command == '>' ? 1 : -1); break;
    case 'p': cursor = (struct place){range.to, 0}; set_message("%.*s", (int)line_at(range.to)->length, line_at(range.to)->bytes); break;
    case '=': set_message("%zu", range.given ? range.to + 1 : line_count); break;
    }
}

/** Names and their shortest forms. */
static const struct {
    const char *name;
    size_t least;
    int code;
} names[] = {{"write", 1, 'w'}, {"quit", 1, 'q'}, {"wq", 2, 'W'}, {"xit", 1, 'x'}, {"exit", 3, 'x'}, {"edit", 1, 'e'}, {"file", 1, 'f'},
             {"read", 1, 'r'}, {"set", 2, 'S'}, {"substitute", 1, 's'}, {"delete", 1, 'd'}, {"yank", 1, 'y'}, {"put", 2, 'P'}, {"join", 1, 'j'},
             {"copy", 2, 't'}, {"t", 1, 't'}, {"move", 1, 'm'}, {"global", 1, 'g'}, {"v", 1, 'v'}, {"print", 1, 'p'}, {"mark", 2, 'k'},
             {"k", 1, 'k'}, {"undo", 1, 'u'}, {"redo", 3, 'U'}, {"stop", 2, 'z'}, {"suspend", 3, 'z'}, {"help", 1, 'h'}, {"qall", 2, 'q'}, {"wall", 2, 'w'}};

static int command_code(char **at) {
    char *text = *at;
    if (*text == '\0') return 0;
    if (strchr("<>=!&", *text)) {
        ++*at;
        return *text;
    }
    if (*text == 's' && !isalpha((unsigned char)text[1])) {
        ++*at;
        return 's';
    }
    if (*text == 'k' && isalpha((unsigned char)text[1]) && text[2] == '\0') {
        ++*at;
        return 'k';
    }
    size_t length = 0;
    while (isalpha((unsigned char)text[length])) length++;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (length < names[i].least || strncmp(text, names[i].name, length) != 0 || length > strlen(names[i].name)) continue;
        *at += length;
        return names[i].code;
    }
    return -1;
}

void ex_command(char *text) {
    struct range range;
    char *at = text;
    while (*at == ':') at++;
    if (!parse_range(&at, &range)) return;
    at = skip_blanks(at);
    char *whole = at;
    int code = command_code(&at);
    bool force = *at == '!' && code > 0 && strchr("wqWxef", code) != NULL;
    if (force) at++;
    bool zero = range.from == SIZE_MAX; // address 0
    if (zero && code != 0 && code != 'r' && code != 'P') {
        set_message("Invalid range");
        return;
    }
    char *rest = skip_blanks(at);
    switch (code) {
    case 0:
        if (range.given) {
            remember_jump();
            cursor.row = zero ? 0 : range.to;
            cursor.column = first_nonblank(cursor.row);
        }
        break;
    case 'w': write_command(at, range, force); break;
    case 'q': quit(force); break;
    case 'W': case 'x':
        if (code == 'x' && !modified && *rest == '\0') leaving = true;
        else if (save_file(*rest ? rest : NULL, 0, line_count, force)) leaving = true;
        break;
    case 'e': edit_file(*rest ? rest : file_name, force); break;
    case 'f':
        if (*rest) file_name = copy_string(rest);
        set_message("\"%s\"%s %zu lines", file_name ? file_name : "No file", modified ? " [Modified]" : "", line_count);
        break;
    case 'r': read_command(at, range); break;
    case 'S': set_command(rest); break;
    case 's': case '&': begin_change(); substitute(range.from, range.to, code == '&' ? (char[]){""} : rest); break;
    case 'P':
        begin_change();
        if (!zero) cursor.row = range.to;
        put(*rest, !zero, 1);
        break;
    case 't': copy_lines(range, rest, false); break;
    case 'm': copy_lines(range, rest, true); break;
    case 'g': global(range, *at == '!' ? at + 1 : at, *at == '!'); break;
    case 'v': global(range, at, true); break;
    case 'k':
        if (*rest >= 'a' && *rest <= 'z') {
            marks[*rest - 'a'] = (struct place){range.to, 0};
            mark_set[*rest - 'a'] = true;
        }
        break;
    case 'u': undo(&cursor); break;
    case 'U': redo(&cursor); break;
    case 'z': screen_suspend(); break;
    case '!':
        if (range.given) filter(range, at);
        else run_shell(at);
        break;
    case 'h': set_message("hjkl move, i a o insert (Escape ends), x dd p u, /text searches, :w :q :wq :q! leave"); break;
    case -1: set_message("Not an editor command: %s", whole); break;
    default: with_lines((char)code, at, range);
    }
}
