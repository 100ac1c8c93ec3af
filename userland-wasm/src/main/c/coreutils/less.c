// SPDX-License-Identifier: Apache-2.0
// less and more: shows text a screen at a time. As GNU's less in what people press; lines longer than the screen go on in the next row, or are cut with -S.

#include <fcntl.h>
#include "commands.h"
#include "lib/regex.h"
#include "lib/screen.h"

static const char less_usage[] =
    "Usage: less [OPTION]... [FILE]...\n"
    "Show text a screen at a time; with no FILE, or when FILE is -, standard input.\n\n"
    "  -F, --quit-if-one-screen  leave at once if all fits on the screen\n"
    "  -i, --ignore-case         searches ignore case\n"
    "  -N, --LINE-NUMBERS        number the lines\n"
    "  -S, --chop-long-lines     cut long lines\n"
    "      --help                display this help and exit\n"
    "      --version             output version information and exit\n\n"
    "Keys: Space f, b a screen on, back; j k Enter a line; d u half a screen; g G 50% the beginning, the end, a place;\n"
    "/ ? n N searches; :n :p the next file, the one before; = where this is; v edits it; q leaves.\n";
static const char more_usage[] =
    "Usage: more [FILE]...\n"
    "Show text a screen at a time: less, by another name, that leaves at the end.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";
static const struct option_spec table[] = {{'F', "quit-if-one-screen", NO_ARGUMENT}, {'i', "ignore-case", NO_ARGUMENT},
                                           {'N', "LINE-NUMBERS", NO_ARGUMENT}, {'S', "chop-long-lines", NO_ARGUMENT}, {0, NULL, 0}};

struct line {
    char *bytes;
    size_t length;
};
static struct line *lines;
static size_t count, room, top; // top: the first line shown
static struct input input;
static bool ended, one_screen, ignore_case, numbers, chop, leave_at_end;
static char **files;
static int file_count, file;
static int rows, columns;
static struct regex *pattern;
static bool backward;
static char message[300];

/** Reads until there are that many lines, or no more. */
static void read_to(size_t wanted) {
    while (!ended && count <= wanted) {
        size_t length;
        char *text = input_line(&input, '\n', &length);
        if (text == NULL) {
            ended = true;
            break;
        }
        if (length > 0 && text[length - 1] == '\n') length--;
        if (length > 0 && text[length - 1] == '\r') length--;
        GROW(lines, count, room);
        lines[count++] = (struct line){copy_bytes(text, length), length};
    }
}

static bool open_file(int index) {
    const char *name = files[index];
    for (size_t i = 0; i < count; i++) free(lines[i].bytes);
    count = top = 0;
    if (file >= 0) input_close(&input);
    file = index;
    ended = !input_open(&input, name);
    snprintf(message, sizeof message, "%s%s", strcmp(name, "-") == 0 ? "" : name, file_count > 1 ? " (file of several: :n, :p)" : "");
    return !ended;
}

// ---- What is shown.

static int margin(void) {
    return numbers ? 8 : 0;
}

/** Draws a line from a screen row on, if `row` is not negative; returns how many rows it takes. */
static int draw_line(size_t index, int row) {
    const struct line *line = &lines[index];
    const char *at = line->bytes, *end = line->bytes + line->length;
    int width = columns - margin(), column = 0, used = 1, point;
    char text[16];
    struct span found[10] = {{0}};
    bool any = false;
    if (row >= 0 && pattern != NULL) {
        regex_set_line(pattern, at, end);
        any = regex_search(pattern, at, found, 10);
    }
    if (row >= 0 && numbers) {
        screen_move(row, 0);
        screen_put(text, (size_t)snprintf(text, sizeof text, "%7zu ", index + 1));
    }
    if (row >= 0) screen_move(row, margin());
    while (at < end) {
        size_t length = utf8_next(at, end, &point);
        int wide = shown_as(at, length, point, column, text);
        if (column + wide > width) {
            if (chop) break;
            if (row >= 0 && row + used >= rows - 1) break;
            column = 0;
            if (row >= 0) screen_move(row + used, margin());
            used++;
        }
        if (any && row >= 0 && at == found[0].start && found[0].end > at) screen_invert(true);
        if (row >= 0) screen_text(text);
        column += wide;
        at += length;
        if (any && row >= 0 && at >= found[0].end) {
            screen_invert(false);
            if (found[0].end == found[0].start) found[0].end++;
            any = found[0].end <= end && regex_search(pattern, found[0].end, found, 10);
        }
    }
    if (row >= 0) screen_invert(false);
    return used;
}

/** The first line of the last screenful. */
static size_t last_top(void) {
    size_t line = count;
    int used = 0;
    while (line > 0 && (used += draw_line(line - 1, -1)) <= rows - 1) line--;
    return line;
}

static size_t bottom; // the line after the last that is shown

static void draw(void) {
    screen_clear();
    int row = 0;
    read_to(top + (size_t)rows);
    for (bottom = top; row < rows - 1 && bottom < count; bottom++) row += draw_line(bottom, row);
    for (; row < rows - 1; row++) {
        screen_move(row, 0);
        screen_text("~");
    }
    screen_move(rows - 1, 0);
    bool at_end = ended && bottom >= count;
    if (*message || at_end) {
        screen_invert(true);
        screen_text(*message ? message : "(END)");
        screen_invert(false);
    } else {
        screen_text(":");
    }
    message[0] = '\0';
}

// ---- Moving.

static void forward(size_t by) {
    read_to(top + by + (size_t)rows);
    size_t last = ended ? last_top() : SIZE_MAX;
    top = top + by < last ? top + by : last > top ? last : top;
}

static void back(size_t by) {
    top = top > by ? top - by : 0;
}

static bool line_matches(size_t index) {
    const struct line *line = &lines[index];
    struct span found[10];
    regex_set_line(pattern, line->bytes, line->bytes + line->length);
    return regex_search(pattern, line->bytes, found, 10);
}

static void find_again(bool back_now) {
    if (pattern == NULL) {
        snprintf(message, sizeof message, "No previous search pattern");
        return;
    }
    for (size_t line = top;;) {
        if (back_now ? line == 0 : (read_to(line + 1), line + 1 >= count)) break;
        line += back_now ? (size_t)-1 : 1;
        if (!line_matches(line)) continue;
        top = line;
        return;
    }
    snprintf(message, sizeof message, "Pattern not found");
}

static void find(char direction) {
    const char prompt[] = {direction, '\0'};
    char *text = screen_line(rows - 1, prompt, screen_key);
    const char *error = NULL;
    if (text == NULL) return;
    backward = direction == '?';
    if (*text) {
        struct regex *made = regex_compile(text, strlen(text), REGEX_EXTENDED | REGEX_NO_WARNINGS | (ignore_case ? REGEX_IGNORE_CASE : 0), '\n', &error);
        if (made == NULL) {
            snprintf(message, sizeof message, "%s", error ? error : "malformed pattern");
            return;
        }
        pattern = made;
    }
    find_again(backward);
}

static void colon(void) {
    int key = screen_key(), to = file + (key == 'n' ? 1 : key == 'p' ? -1 : 0);
    if (to == file) return;
    if (to < 0 || to >= file_count) snprintf(message, sizeof message, "No %s file", key == 'n' ? "next" : "previous");
    else if (!open_file(to)) snprintf(message, sizeof message, "%s: %s", files[to], strerror(errno));
}

static void where(void) {
    read_to(SIZE_MAX - 1);
    snprintf(message, sizeof message, "%s lines %zu-%zu/%zu", files[file], top + 1, bottom, count);
}

/** False: leave. `number` was typed before the key, 0 if none. */
static bool obey(int key, size_t number) {
    size_t page = rows > 2 ? (size_t)rows - 1 : 1, one = number ? number : 1;
    switch (key) {
    case 'q': case 'Q': case CONTROL('c'): case KEY_NONE: return false;
    case ' ': case 'f': case CONTROL('f'): case CONTROL('v'): case KEY_PAGE_DOWN:
        if (leave_at_end && ended && bottom >= count && file + 1 >= file_count) return false;
        forward(number ? number : bottom > top ? bottom - top : page);
        break;
    case 'b': case CONTROL('b'): case KEY_PAGE_UP: back(number ? number : page); break;
    case 'j': case 'e': case '\r': case '\n': case KEY_DOWN: case CONTROL('e'): case CONTROL('n'): forward(one); break;
    case 'k': case 'y': case KEY_UP: case CONTROL('y'): case CONTROL('p'): back(one); break;
    case 'd': case CONTROL('d'): forward(number ? number : page / 2); break;
    case 'u': case CONTROL('u'): back(number ? number : page / 2); break;
    case 'g': case '<': case KEY_HOME:
        read_to(number);
        top = number > 0 && number <= count ? number - 1 : 0;
        break;
    case 'G': case '>': case KEY_END:
        read_to(SIZE_MAX - 1);
        top = number > 0 && number <= count ? number - 1 : last_top();
        break;
    case '%': case 'p':
        read_to(SIZE_MAX - 1);
        top = count * (number > 100 ? 100 : number) / 100;
        if (top >= count) top = last_top();
        break;
    case '/': case '?': find((char)key); break;
    case 'n': find_again(backward); break;
    case 'N': find_again(!backward); break;
    case ':': colon(); break;
    case '=': case CONTROL('g'): where(); break;
    case '-': {
        int which = screen_key();
        if (which == 'S') chop = !chop;
        if (which == 'N') numbers = !numbers;
        if (which == 'i') ignore_case = !ignore_case;
        break;
    }
    case 'v': {
        char command[4096];
        if (strcmp(files[file], "-") == 0) break;
        screen_end();
        snprintf(command, sizeof command, "vi +%zu -- %s", top + 1, quote(files[file]));
        (void)!system(command);
        int same = file;
        screen_begin(STDOUT_FILENO);
        open_file(same);
        break;
    }
    case CONTROL('z'): screen_suspend(); break;
    case 'h': case 'H': snprintf(message, sizeof message, "Space b j k d u g G /text n N :n :p = v q"); break;
    default: break;
    }
    return true;
}

/** No terminal to show it on: as cat. */
static int copy_all(void) {
    int failed = 0;
    for (int i = 0; i < file_count; i++) {
        struct input from = {0};
        if (!input_open(&from, files[i])) {
            failed = 1;
            continue;
        }
        while (input_fill(&from)) {
            out_bytes(from.buffer + from.start, from.end - from.start);
            from.start = from.end;
        }
        input_close(&from);
    }
    return failed || status;
}

static int show(void) {
    int tty = isatty(STDIN_FILENO) ? STDIN_FILENO : open("/dev/tty", O_RDWR | O_CLOEXEC);
    file = -1;
    if (!open_file(0) && file_count == 1) return 1;
    if (tty < 0 || !screen_begin(tty)) return copy_all();
    screen_size(&rows, &columns);
    if (one_screen) {
        read_to((size_t)rows);
        if (ended && last_top() == 0 && file_count == 1) {
            screen_end();
            for (size_t i = 0; i < count; i++) out_bytes(lines[i].bytes, lines[i].length), out_char('\n');
            return status;
        }
    }
    size_t number = 0;
    int key;
    do {
        if (number == 0) draw();
        key = screen_key();
        if (key >= '0' && key <= '9') {
            number = number > 100000000 ? number : number * 10 + (size_t)(key - '0');
            continue;
        }
        size_t given = number;
        number = 0;
        if (key == KEY_RESIZED) screen_size(&rows, &columns);
        else if (!obey(key, given)) break;
    } while (key != KEY_NONE);
    screen_end();
    return 0;
}

static int less_main(int argc, char **argv) {
    static char *standard[] = {"-", NULL};
    struct options options = {.argc = argc, .argv = argv, .table = table};
    int key;
    while ((key = next_option(&options)) >= 0) {
        if (key == 'F') one_screen = true;
        if (key == 'i') ignore_case = true;
        if (key == 'N') numbers = true;
        if (key == 'S') chop = true;
    }
    files = options.operand_count ? options.operands : standard;
    file_count = options.operand_count ? options.operand_count : 1;
    if (!options.operand_count && isatty(STDIN_FILENO)) usage_error("missing file operand");
    if (!isatty(STDOUT_FILENO)) return copy_all();
    return show();
}

static int more_main(int argc, char **argv) {
    leave_at_end = one_screen = true;
    return less_main(argc, argv);
}

const struct command cmd_less = {"less", less_usage, less_main, 0};
const struct command cmd_more = {"more", more_usage, more_main, 0};
