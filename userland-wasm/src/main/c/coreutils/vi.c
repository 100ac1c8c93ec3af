// SPDX-License-Identifier: Apache-2.0
// vi: a screen editor. POSIX: utilities/vi.html and ex.html, as far as people type it: no ex mode, one level of windows, no tags, no maps. Undo goes back to
// the beginning, as with others of today.

#include "commands.h"
#include "vi.h"
#include <sys/stat.h>

static const char usage[] =
    "Usage: vi [OPTION]... [FILE]\n"
    "Edit a file on the whole screen. Begin with i, end that with Escape, leave with :wq (or :q! to forget it all).\n\n"
    "  +[NUM]             start at line NUM, or the last\n"
    "  +/PATTERN          start at the first match\n"
    "  -c COMMAND         run an ex COMMAND after loading the file\n"
    "  -R                 read-only\n"
    "      --help         display this help and exit\n"
    "      --version      output version information and exit\n";
static const struct option_spec table[] = {{'c', NULL, ARGUMENT}, {'R', NULL, NO_ARGUMENT}, {0, NULL, 0}};

struct place cursor;
const char *file_name;
bool leaving;
struct vi_options options = {.wrap_scan = true, .magic = true, .shift_width = 8};

static int *fed;
static size_t fed_count, fed_next;

int next_key(void) {
    if (fed_next < fed_count) return fed[fed_next++];
    return record_key(screen_key());
}

void feed_keys(const int *keys, size_t count) {
    fed = reallocate(fed, (count + 1) * sizeof *fed);
    memcpy(fed, keys, count * sizeof *fed);
    fed_count = count;
    fed_next = 0;
}

bool edit_file(const char *name, bool discard) {
    size_t lines, bytes;
    if (modified && !discard) {
        set_message("No write since last change (:edit! overrides)");
        return false;
    }
    forget_text();
    cursor = (struct place){0, 0};
    top = 0;
    if (name == NULL) return true;
    if (name != file_name) file_name = copy_string(name);
    if (read_lines(name, 0, &lines, &bytes)) {
        if (lines > 0) replace_lines(line_count - 1, 1, NULL, 0); // the empty one
        forget_changes();
        bool protected = access(name, W_OK) < 0;
        set_message("\"%s\"%s %zuL, %zuB", name, protected ? " [readonly]" : "", lines, bytes);
        options.read_only |= protected;
        return true;
    }
    if (errno == ENOENT) {
        set_message("\"%s\" [New]", name);
        return true;
    }
    set_message("\"%s\": %s", name, strerror(errno));
    return false;
}

bool save_file(const char *name, size_t from, size_t to, bool force) {
    size_t bytes;
    struct stat st;
    bool own = name == NULL || (file_name && strcmp(name, file_name) == 0), whole = from == 0 && to == line_count;
    if (own) name = file_name;
    if (name == NULL) {
        set_message("No file name");
        return false;
    }
    if (!force && own && options.read_only) {
        set_message("'readonly' option is set (add ! to override)");
        return false;
    }
    bool is_new = stat(name, &st) < 0;
    if (!force && !own && !is_new) {
        set_message("File exists (add ! to override)");
        return false;
    }
    if (!write_lines(name, from, to, false, &bytes)) {
        set_message("\"%s\": %s", name, strerror(errno));
        return false;
    }
    if (file_name == NULL) {
        file_name = copy_string(name);
        own = true;
    }
    if (own && whole) modified = false;
    set_message("\"%s\"%s %zuL, %zuB written", name, is_new ? " [New]" : "", to - from, bytes);
    return true;
}

/** +, +NUM, +/PATTERN and -c. */
static void start_at(const char *where) {
    char *text = copy_string(*where ? where : "$");
    ex_command(text);
    free(text);
}

static int vi_main(int argc, char **argv) {
    const char *commands[16];
    int count = 0, key, kept = 1;
    for (int i = 1; i < argc; i++) { // +COMMAND is no option to next_option()
        if (argv[i][0] == '+' && count < 16) commands[count++] = argv[i] + 1;
        else argv[kept++] = argv[i];
    }
    argv[kept] = NULL;
    struct options given = {.argc = kept, .argv = argv, .table = table};
    while ((key = next_option(&given)) >= 0) {
        if (key == 'R') options.read_only = true;
        else if (count < 16) commands[count++] = given.argument;
    }
    if (given.operand_count > 1) extra_operand(given.operands[1]);
    if (!isatty(STDOUT_FILENO) || !screen_begin(STDIN_FILENO)) fatal("standard input and output must be a terminal");
    forget_text();
    view_resize();
    if (given.operand_count) edit_file(given.operands[0], true);
    for (int i = 0; i < count; i++) start_at(commands[i]);
    while (!leaving) {
        draw(false);
        command();
    }
    screen_end();
    return 0;
}

const struct command cmd_vi = {"vi", usage, vi_main, 0};
