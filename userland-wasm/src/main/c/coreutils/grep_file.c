// SPDX-License-Identifier: Apache-2.0
// Searching one file. The buffer holds whole lines; before more is read, the unfinished last line, and as many lines as -B
// may still want, move to its front.

#include <sys/stat.h>
#include "grep.h"

// Of the file searched.
static struct input input;
static const char *printed_to;    // what is before it in the buffer has been printed, or is too old
static const char *counted_to;    // lines up to here are counted in `line_number`
static uintmax_t line_number, base_offset; // base_offset: of the buffer's first byte in the file
static intmax_t after_left;       // lines of -A still to print
static intmax_t selected;         // lines so far
static bool printed_any, quiet;   // quiet: what follows is not shown
static bool gap;                  // lines that left the buffer were not printed
static bool is_binary;

static const char *line_after(const char *at, const char *end) {
    return (const char *)memchr(at, grep.line_end, end - at) + 1;
}

/** The number of the line that begins at `line`. */
static uintmax_t number_of(const char *line) {
    for (const char *at = counted_to; at < line; at++) {
        at = memchr(at, grep.line_end, line - at);
        if (at == NULL) break;
        line_number++;
    }
    if (line > counted_to) counted_to = line;
    return line_number + 1;
}

static void show(const char *line, const char *next, bool is_selected) {
    uintmax_t number = grep.line_numbers ? number_of(line) : 0;
    print_line(line, next - 1, is_selected, number, base_offset + (uintmax_t)(line - input.buffer));
    printed_to = next;
}

/** Lines behind a selected one, up to `end`. */
static void show_after(const char *end) {
    while (after_left > 0 && printed_to < end) {
        show(printed_to, line_after(printed_to, end), false);
        after_left--;
    }
}

static void show_with_context(const char *line, const char *next) {
    const char *from = line;
    for (intmax_t i = 0; i < grep.before && from > printed_to; i++) {
        const char *found = from - 1 > printed_to ? memrchr(printed_to, grep.line_end, from - 1 - printed_to) : NULL;
        from = found ? found + 1 : printed_to;
    }
    static bool across_files; // a group was printed before, maybe of another file
    if (grep.has_context && across_files && (!printed_any || gap || from > printed_to)) print_separator();
    gap = false;
    across_files = printed_any = true;
    while (from < line) {
        const char *line_end = line_after(from, line);
        show(from, line_end, false);
        from = line_end;
    }
    show(line, next, true);
    after_left = grep.after;
}

/** False when no more lines are wanted. */
static bool select_line(const char *line, const char *next) {
    selected++;
    if (!quiet) {
        if (grep.has_context) show_after(line);
        show_with_context(line, next);
    }
    return !grep.stop_at_first && !(is_binary && !grep.count) && selected != grep.most;
}

/** Selects among the lines of [from, end). */
static bool search_lines(const char *from, const char *end) {
    while (from < end) {
        const char *at = grep.regex ? regex_find_line(grep.regex, from, end) : NULL, *line = end, *next = end;
        if (at) {
            const char *found = at > from ? memrchr(from, grep.line_end, at - from) : NULL;
            line = found ? found + 1 : from;
            next = line_after(at, end);
        }
        if (grep.invert) {
            if (quiet && !grep.stop_at_first && grep.most == NO_LIMIT) { // only the number is wanted
                for (const char *other = from; other < line; other = line_after(other, line)) selected++;
                if (is_binary && !grep.count && selected > 0) return false;
            } else {
                for (const char *other = from; other < line;) {
                    const char *other_next = line_after(other, line);
                    if (!select_line(other, other_next)) return false;
                    other = other_next;
                }
            }
        } else if (at && !select_line(line, next)) {
            return false;
        }
        from = next;
    }
    return true;
}

/** Keeps [keep, end of input) and reads more behind it. */
static bool read_more(const char *keep) {
    size_t gone = keep - input.buffer;
    number_of(keep); // counts what leaves
    base_offset += gone;
    input.start += gone - input.start;
    gap |= printed_to < keep;
    size_t printed = printed_to > keep ? (size_t)(printed_to - keep) : 0, counted = counted_to > keep ? (size_t)(counted_to - keep) : 0;
    memmove(input.buffer, keep, input.end - gone);
    input.end -= gone;
    input.start = 0;
    if (input.size - input.end < BLOCK) input.buffer = reallocate(input.buffer, input.size = 2 * input.size + BLOCK);
    out_flush_if_terminal();
    ssize_t n = read_some(input.fd, input.buffer + input.end, input.size - input.end - 1); // room for a last line end
    printed_to = input.buffer + printed;
    counted_to = input.buffer + counted;
    if (n > 0) {
        input.end += n;
        return true;
    }
    input.ended = true;
    if (n < 0) {
        input.failed = true;
        if (errno == EISDIR) {
            if (!grep.no_messages) complain("%s: Is a directory", input.name);
        } else if (!grep.no_messages) {
            complain("%s:", input.name);
        }
        status = 2;
    }
    return false;
}

/** Where the lines that -B may want begin. */
static const char *context_start(const char *end) {
    const char *from = end;
    for (intmax_t i = 0; i < grep.before && from > printed_to; i++) {
        const char *found = from - 1 > printed_to ? memrchr(printed_to, grep.line_end, from - 1 - printed_to) : NULL;
        from = found ? found + 1 : printed_to;
    }
    return from;
}

/** A NUL says the file is binary: lines are no longer shown, and a NUL ends a line as well. */
static bool check_binary(char *from, char *end) {
    if (grep.binary == TEXT || grep.line_end == '\0') return true;
    char *found = memchr(from, '\0', end - from);
    if (found == NULL) return true;
    if (!is_binary && grep.binary == WITHOUT_MATCH) return false;
    is_binary = true;
    quiet = true;
    for (; found; found = memchr(found, '\0', end - found)) *found = grep.line_end;
    return true;
}

static bool search(void) {
    char *from = input.buffer; // first byte not searched
    bool more = true, wanted = true;
    while (more && wanted) {
        const char *keep = quiet || !grep.has_context ? from : context_start(from);
        size_t back = from - keep, unread = input.end - (from - input.buffer);
        more = read_more(keep);
        from = input.buffer + back;
        char *end = input.buffer + input.end;
        if (!check_binary(from + unread, end)) {
            selected = 0;
            return true;
        }
        char *last = memrchr(from + (more ? unread : 0), grep.line_end, end - from - (more ? unread : 0));
        if (!more && !input.failed && end > from && end[-1] != grep.line_end) {
            *end++ = grep.line_end;
            last = end - 1;
            input.end++;
        }
        if (last == NULL) continue;
        wanted = search_lines(from, last + 1);
        if (!quiet && grep.has_context && wanted) show_after(last + 1);
        from = last + 1;
    }
    // -m: the lines behind the last one wanted are still context, and stdin is left where it stopped.
    while (!wanted && !quiet && after_left > 0) {
        char *end = input.buffer + input.end, *last = memrchr(printed_to, grep.line_end, end - printed_to);
        if (last) show_after(last + 1);
        if (after_left == 0 || !read_more(printed_to)) break;
    }
    return wanted;
}

static int width_of(intmax_t number) {
    int width = 1;
    while (number /= 10) width++;
    return width;
}

bool grep_file(int fd, const char *name) {
    struct stat in, out;
    bool known = fstat(fd, &in) == 0;
    if (grep.initial_tab) grep.number_width = width_of(known && S_ISREG(in.st_mode) ? in.st_size + grep.line_numbers : INT64_MAX);
    if (known && S_ISREG(in.st_mode) && in.st_size > 0 && !grep.quiet && !grep.list_matching && !grep.list_others && grep.most != 1
        && fstat(STDOUT_FILENO, &out) == 0 && in.st_dev == out.st_dev && in.st_ino == out.st_ino) {
        if (!grep.no_messages) complain("%s: input file is also the output", name);
        status = 2;
        return false;
    }
    if (input.buffer == NULL) input.buffer = allocate(input.size = 2 * BLOCK);
    input.name = name;
    input.fd = fd;
    input.start = input.end = 0;
    input.ended = input.failed = false;
    printed_to = counted_to = input.buffer;
    line_number = base_offset = 0;
    after_left = selected = 0;
    printed_any = is_binary = gap = false;
    quiet = grep.quiet || grep.count || grep.list_matching || grep.list_others;
    set_printed_name(name);
    bool was_quiet = quiet, ended = grep.most == 0 ? true : search();
    if (!ended && fd == STDIN_FILENO && !input.ended && printed_to > input.buffer) // who reads on finds the next line
        lseek(fd, (off_t)(printed_to - input.buffer) - (off_t)input.end, SEEK_CUR);
    if (grep.count) {
        if (grep.with_names) print_name(name, grep.null_after_name ? '\0' : ':');
        out_format("%jd\n", selected);
    }
    if (grep.list_matching && selected > 0) print_name(name, grep.null_after_name ? '\0' : '\n');
    if (grep.list_others && selected == 0) print_name(name, grep.null_after_name ? '\0' : '\n');
    if (is_binary && !was_quiet && selected > 0) complain("%s: binary file matches", name);
    if (grep.line_buffered) out_flush();
    return selected > 0;
}
