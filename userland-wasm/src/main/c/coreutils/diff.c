// SPDX-License-Identifier: Apache-2.0
// diff: compare files line by line. POSIX: utilities/diff.html; -a -i -N -q -s -w, -L and the long names are GNU's. Where there are several shortest scripts, it may choose another than GNU's.

#include <sys/stat.h>
#include "lib/diff.h"
#include "commands.h"
#include "lib/files.h"
#include "lib/stack.h"

static const char usage[] =
    "Usage: diff [OPTION]... FILE1 FILE2\n"
    "Compare files line by line. If one is a directory, the file of the other's name in it is compared; two directories are compared name by name.\n\n"
    "      --normal               output a normal diff (the default)\n"
    "  -q, --brief                report only when files differ\n"
    "  -s, --report-identical-files  report when two files are the same\n"
    "  -c, -C NUM, --context[=NUM]  output NUM (default 3) lines of copied context\n"
    "  -u, -U NUM, --unified[=NUM]  output NUM (default 3) lines of unified context\n"
    "  -e, --ed                   output an ed script\n"
    "  -f, --forward-ed           output something like an ed script in forward order\n"
    "  -L, --label LABEL          use LABEL instead of file name and timestamp\n"
    "  -r, --recursive            recursively compare any subdirectories found\n"
    "  -N, --new-file             treat absent files as empty\n"
    "  -i, --ignore-case          ignore case differences in file contents\n"
    "  -b, --ignore-space-change  ignore changes in the amount of white space\n"
    "  -w, --ignore-all-space     ignore all white space\n"
    "  -a, --text                 treat all files as text\n"
    "      --help                 display this help and exit\n"
    "      --version              output version information and exit\n\n"
    "Exit status is 0 if inputs are the same, 1 if different, 2 if trouble.\n";

enum { CONTEXT = 256, UNIFIED };
static const struct option_spec table[] = {
    {'a', "text", NO_ARGUMENT}, {'b', "ignore-space-change", NO_ARGUMENT}, {'c', NULL, NO_ARGUMENT}, {'C', NULL, ARGUMENT}, {CONTEXT, "context", OPTIONAL_ARGUMENT}, {'e', "ed", NO_ARGUMENT},
    {'f', "forward-ed", NO_ARGUMENT}, {'i', "ignore-case", NO_ARGUMENT}, {'L', "label", ARGUMENT}, {'N', "new-file", NO_ARGUMENT}, {'q', "brief", NO_ARGUMENT},
    {'r', "recursive", NO_ARGUMENT}, {'s', "report-identical-files", NO_ARGUMENT}, {'u', NULL, NO_ARGUMENT}, {'U', NULL, ARGUMENT}, {UNIFIED, "unified", OPTIONAL_ARGUMENT},
    {'w', "ignore-all-space", NO_ARGUMENT}, {NORMAL, "normal", NO_ARGUMENT}, {0, NULL, 0}};

static bool brief, identical, recursive, new_file, ignore_case, ignore_amount, ignore_space, text;
static int label_count;
static char *options_text; // as given, for what -r says of each pair

static int read_side(struct side *side) {
    side->bytes = NULL;
    side->length = 0;
    if (side->absent) return 0;
    struct input input = {.name = side->name, .silent = true, .fd = open_or_stdin(side->name)};
    if (input.fd >= 0)
        while (input_fill(&input)) continue;
    if (input.fd < 0 || input.failed) {
        complain("%s:", side->name);
        return 2;
    }
    side->length = input.end - input.start;
    side->bytes = copy_bytes(input.buffer + input.start, side->length);
    free(input.buffer);
    if (input.fd > 0) close(input.fd);
    return 0;
}

static void split(struct side *side) {
    size_t count = 0, capacity = 0;
    side->lines = NULL;
    const char *at = side->bytes, *end = side->bytes + side->length;
    for (;;) {
        GROW(side->lines, count + 1, capacity);
        side->lines[count] = at;
        if (at == end) break;
        const char *line_end = memchr(at, '\n', end - at);
        at = line_end ? line_end + 1 : end;
        count++;
    }
    side->sequence = (struct sequence){.count = count, .changed = allocate_zeroed(count + 2, sizeof(bool))};
}

// Lines that count as equal get one number.

static bool blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/** The line as it is compared. A last line without newline is another than the same with one, unless space does not count. */
static size_t normalized(const char *line, const char *end, char *to) {
    size_t n = 0;
    for (; line < end; line++) {
        if ((ignore_space || ignore_amount) && blank(*line)) {
            if (ignore_space) continue;
            while (line + 1 < end && blank(line[1])) line++;
            if (line + 1 < end) to[n++] = ' '; // at the end of a line it does not count
            continue;
        }
        to[n++] = ignore_case && *line >= 'A' && *line <= 'Z' ? *line + 32 : *line;
    }
    return n;
}

struct kind {
    const char *bytes;
    size_t length;
    int number, next;
};
static struct kind *kinds;
static size_t kind_count, kind_capacity;

static void number_lines(struct side sides[2]) {
    size_t total = sides[0].sequence.count + sides[1].sequence.count, size = 64;
    while (size < total) size *= 2;
    int *buckets = allocate(size * sizeof *buckets);
    memset(buckets, -1, size * sizeof *buckets);
    kind_count = 0;
    for (int s = 0; s < 2; s++) {
        int *items = allocate((sides[s].sequence.count + 1) * sizeof *items);
        char *room = allocate(sides[s].length + 1);
        for (size_t i = 0; i < sides[s].sequence.count; i++) {
            size_t length = normalized(sides[s].lines[i], sides[s].lines[i + 1], room);
            uint64_t hash = 14695981039346656037u;
            for (size_t c = 0; c < length; c++) hash = (hash ^ (unsigned char)room[c]) * 1099511628211u;
            int *at = &buckets[(hash ^ hash >> 32) & (size - 1)];
            while (*at >= 0 && (kinds[*at].length != length || memcmp(kinds[*at].bytes, room, length) != 0)) at = &kinds[*at].next;
            if (*at < 0) {
                int made = (int)kind_count;
                *at = made; // before the array may move: at may be in it
                GROW(kinds, kind_count, kind_capacity);
                kinds[kind_count++] = (struct kind){room, length, made, -1};
                items[i] = made;
                room += length;
            } else {
                items[i] = *at;
            }
        }
        sides[s].sequence.items = items;
    }
    free(buckets);
}

// Pairs of files.

static int compare_texts(struct side sides[2], const char *heading) {
    split(&sides[0]);
    split(&sides[1]);
    number_lines(sides);
    find_changes(&sides[0].sequence, &sides[1].sequence, kind_count);
    size_t count;
    struct change *changes = diff_changes(sides, &count);
    if (count == 0) return 0;
    if (brief) {
        out_format("Files %s and %s differ\n", sides[0].name, sides[1].name);
        return 1;
    }
    if (heading) out_format("%s", heading);
    diff_show(sides, changes, count);
    free(changes);
    return 1;
}

static bool binary(const struct side *side) {
    return !text && memchr(side->bytes ? side->bytes : "", '\0', side->length < 4096 ? side->length : 4096) != NULL;
}

static void complete(struct side *side) {
    if (side->length == 0 || side->bytes[side->length - 1] == '\n') return;
    side->bytes = reallocate(side->bytes, side->length + 1);
    side->bytes[side->length++] = '\n';
    side->completed = true;
}

static int compare_files(struct side sides[2], const char *heading) {
    if (read_side(&sides[0]) != 0 || read_side(&sides[1]) != 0) return 2;
    int result = 0;
    bool differ = sides[0].length != sides[1].length || (sides[0].length > 0 && memcmp(sides[0].bytes, sides[1].bytes, sides[0].length) != 0);
    for (int i = 0; i < 2 && (diff_style == 'e' || diff_style == 'f') && !brief; i++) complete(&sides[i]);
    if (differ) {
        if (!binary(&sides[0]) && !binary(&sides[1])) {
            for (int i = 0; i < 2; i++)
                if (!sides[i].bytes) sides[i].bytes = copy_string("");
            result = compare_texts(sides, heading);
        } else {
            out_format("%s %s and %s differ\n", brief ? "Files" : "Binary files", sides[0].name, sides[1].name);
            result = 1;
        }
    }
    for (int i = 0; i < 2; i++) {
        if (!sides[i].completed) continue;
        complain("%s: No newline at end of file\n", sides[i].name);
        result = 2;
    }
    if (result == 0 && identical) out_format("Files %s and %s are identical\n", sides[0].name, sides[1].name);
    free(sides[0].bytes);
    free(sides[1].bytes);
    return result;
}

static int compare_paths(const char *first, const char *second, bool top);

static int worse(int a, int b) {
    return a > b ? a : b;
}

static int one_only(const char *there, const char *not_there, const char *name, bool is_second) {
    if (!new_file) {
        out_format("Only in %s: %s\n", there, name);
        return 1;
    }
    char *a = join_path(is_second ? not_there : there, name), *b = join_path(is_second ? there : not_there, name);
    int result = compare_paths(a, b, false);
    free(a);
    free(b);
    return result;
}

static char **names_in(const char *directory, bool missing) {
    char **names = missing ? allocate_zeroed(1, sizeof *names) : list_directory(directory);
    if (names == NULL) complain("%s:", directory);
    return names;
}

static int compare_directories(const char *first, const char *second, bool no_first, bool no_second) {
    char **a = names_in(first, no_first), **b = names_in(second, no_second);
    int result = a && b ? 0 : 2;
    for (char **x = a, **y = b; a && b && (*x || *y);) {
        int order = !*x ? 1 : !*y ? -1 : strcmp(*x, *y);
        if (order < 0) {
            result = worse(result, one_only(first, second, *x++, false));
        } else if (order > 0) {
            result = worse(result, one_only(second, first, *y++, true));
        } else {
            char *one = join_path(first, *x++), *other = join_path(second, *y++);
            result = worse(result, compare_paths(one, other, false));
            free(one);
            free(other);
        }
    }
    if (a) free_list(a);
    if (b) free_list(b);
    return result;
}

static bool look(struct side *side, const char *name) {
    *side = (struct side){.name = name};
    if ((strcmp(name, "-") == 0 ? fstat(0, &side->st) : stat(name, &side->st)) == 0) return true;
    if (new_file && errno == ENOENT) return side->absent = true;
    complain("%s:", name);
    return false;
}

static int compare_sides(struct side sides[2], const char *first, const char *second, bool top) {
    bool a = look(&sides[0], first), b = look(&sides[1], second);
    if (!a || !b) return 2;
    if (sides[0].absent && sides[1].absent) {
        complain("%s: %s", first, strerror(ENOENT));
        complain("%s: %s", second, strerror(ENOENT));
        return 2;
    }
    bool one = S_ISDIR(sides[0].st.st_mode) || (sides[0].absent && S_ISDIR(sides[1].st.st_mode));
    bool other = S_ISDIR(sides[1].st.st_mode) || (sides[1].absent && S_ISDIR(sides[0].st.st_mode));
    if (one && other) {
        if (top || recursive) return compare_directories(first, second, sides[0].absent, sides[1].absent);
        out_format("Common subdirectories: %s and %s\n", first, second);
        return 0;
    }
    if (one || other) {
        if (!top) {
            out_format("File %s is a %s while file %s is a %s\n", first, file_type(&sides[0].st), second, file_type(&sides[1].st));
            return 1;
        }
        char *inside = one ? join_path(first, last_component(second)) : join_path(second, last_component(first));
        int result = one ? compare_paths(inside, second, true) : compare_paths(first, inside, true);
        free(inside);
        return result;
    }
    if (sides[0].st.st_ino == sides[1].st.st_ino && sides[0].st.st_dev == sides[1].st.st_dev && !sides[0].absent && !sides[1].absent) {
        if (identical) out_format("Files %s and %s are identical\n", first, second);
        return 0;
    }
    char *heading = NULL;
    if (!top && options_text && asprintf(&heading, "diff%s %s %s\n", options_text, quote_if_needed(first), quote_if_needed(second)) < 0) heading = NULL;
    int result = compare_files(sides, heading);
    free(heading);
    return result;
}

/** The sides are not on the stack: directories may be deep. */
static int compare_paths(const char *first, const char *second, bool top) {
    struct side *sides = allocate(2 * sizeof *sides);
    char *here = begin_deeper();
    int result = compare_sides(sides, first, second, top);
    end_deeper(here);
    free(sides);
    return result;
}

static void choose_style(int wanted, const char *lines) {
    if (diff_style != NORMAL && diff_style != wanted) usage_error("conflicting output style options");
    diff_style = wanted;
    if (lines && !parse_unsigned(lines, &diff_context)) usage_error("invalid context length '%s'", lines);
}

/** The options, as they are repeated before each pair of a directory's files. */
static void note_options(char **argv, char **operands) {
    size_t length = 1;
    for (char **word = argv + 1; *word; word++) length += strlen(word[0]) + 1;
    char *to = options_text = allocate(length + 1);
    *to = '\0';
    for (char **word = argv + 1; *word; word++) {
        bool operand = false;
        for (char **each = operands; *each; each++) operand |= *each == *word;
        if (!operand) to += sprintf(to, " %s", *word);
    }
}

static int diff_main(int argc, char **argv) {
    char **given = allocate((argc + 1) * sizeof *given);
    memcpy(given, argv, (argc + 1) * sizeof *given);
    struct options options = {.argc = argc, .argv = argv, .table = table};
    usage_synopsis = "diff: ";
    for (int key; (key = next_option(&options)) != -1;) {
        switch (key) {
        case 'a': text = true; break;
        case 'b': ignore_amount = true; break;
        case 'c': case 'u': choose_style(key, NULL); break;
        case 'C': case CONTEXT: choose_style('c', options.argument); break;
        case 'U': case UNIFIED: choose_style('u', options.argument); break;
        case 'e': case 'f': case NORMAL: choose_style(key, NULL); break;
        case 'i': ignore_case = true; break;
        case 'L':
            if (label_count == 2) fatal("too many file label options");
            diff_labels[label_count++] = options.argument;
            break;
        case 'N': new_file = true; break;
        case 'q': brief = true; break;
        case 'r': recursive = true; break;
        case 's': identical = true; break;
        case 'w': ignore_space = true; break;
        }
    }
    if (options.operand_count == 0) missing_operand_after("diff");
    if (options.operand_count == 1) missing_operand_after(options.operands[0]);
    if (options.operand_count > 2) extra_operand(options.operands[2]);
    note_options(given, options.operands);
    return compare_paths(options.operands[0], options.operands[1], true);
}

const struct command cmd_diff = {"diff", usage, diff_main, 2};
