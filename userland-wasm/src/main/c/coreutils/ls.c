// SPDX-License-Identifier: Apache-2.0
// ls: list directories. POSIX: utilities/ls.html. Names that a shell would misread are quoted only on a terminal, as
// GNU's; columns there, one name a line elsewhere. Times are UTC.

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <grp.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include "commands.h"

static const char usage[] =
    "Usage: ls [OPTION]... [FILE]...\n"
    "List information about the FILEs (the current directory by default).\n\n"
    "  -a, --all                  do not ignore entries starting with .\n"
    "  -A, --almost-all           do not list implied . and ..\n"
    "  -b, --escape               print C-style escapes for nongraphic characters\n"
    "  -B, --ignore-backups       do not list implied entries ending with ~\n"
    "  -c                         with -lt: sort by, and show, ctime; otherwise sort by ctime\n"
    "  -C                         list entries by columns\n"
    "      --color[=WHEN]         color the output WHEN: always, auto, never\n"
    "  -d, --directory            list directories themselves, not their contents\n"
    "  -f                         list all entries in directory order\n"
    "  -F, --classify             append indicator (one of */=>@|) to entries\n"
    "      --full-time            like -l --time-style=full-iso\n"
    "  -g                         like -l, but do not list owner\n"
    "      --group-directories-first  group directories before files\n"
    "  -G, --no-group             in a long listing, don't print group names\n"
    "  -h, --human-readable       with -l and -s, print sizes like 1K 234M 2G etc.\n"
    "  -H, --dereference-command-line  follow symbolic links listed on the command line\n"
    "      --hide=PATTERN         do not list implied entries matching PATTERN (overridden by -a or -A)\n"
    "  -I, --ignore=PATTERN       do not list implied entries matching PATTERN\n"
    "  -i, --inode                print the index number of each file\n"
    "  -k, --kibibytes            (blocks are of 1024 bytes anyway)\n"
    "  -l                         use a long listing format\n"
    "  -L, --dereference          show information for the file a symbolic link references\n"
    "  -m                         fill width with a comma separated list of entries\n"
    "  -n, --numeric-uid-gid      like -l, but list numeric user and group IDs\n"
    "  -N, --literal              print entry names without quoting\n"
    "  -o                         like -l, but do not list group information\n"
    "  -p                         append / indicator to directories\n"
    "  -q, --hide-control-chars   print ? instead of nongraphic characters\n"
    "  -Q, --quote-name           enclose entry names in double quotes\n"
    "  -r, --reverse              reverse order while sorting\n"
    "  -R, --recursive            list subdirectories recursively\n"
    "  -s, --size                 print the allocated size of each file, in blocks\n"
    "  -S                         sort by file size, largest first\n"
    "      --sort=WORD            none, size, time, version, extension\n"
    "      --time-style=STYLE     full-iso, long-iso, iso, +FORMAT\n"
    "  -t                         sort by time, newest first\n"
    "  -u                         with -lt: sort by, and show, access time\n"
    "  -U                         do not sort\n"
    "  -v                         natural sort of (version) numbers within text\n"
    "  -w, --width=COLS           set output width to COLS.  0 means no limit\n"
    "  -x                         list entries by lines instead of by columns\n"
    "  -X                         sort alphabetically by entry extension\n"
    "  -1                         list one file per line\n"
    "      --help                 display this help and exit\n"
    "      --version              output version information and exit\n\n"
    "Exit status: 0 if OK, 1 if minor problems (cannot access subdirectory), 2 if serious trouble\n"
    "(cannot access command-line argument).\n";

enum { COLOR = 256, FULL_TIME, GROUP_DIRECTORIES, HIDE, SORT, TIME_STYLE };
static const struct option_spec table[] = {
    {'a', "all", NO_ARGUMENT}, {'A', "almost-all", NO_ARGUMENT}, {'b', "escape", NO_ARGUMENT}, {'B', "ignore-backups", NO_ARGUMENT}, {'c', NULL, NO_ARGUMENT},
    {'C', NULL, NO_ARGUMENT}, {COLOR, "color", OPTIONAL_ARGUMENT}, {'d', "directory", NO_ARGUMENT}, {'f', NULL, NO_ARGUMENT},
    {'F', "classify", NO_ARGUMENT}, {FULL_TIME, "full-time", NO_ARGUMENT}, {'g', NULL, NO_ARGUMENT},
    {GROUP_DIRECTORIES, "group-directories-first", NO_ARGUMENT}, {'G', "no-group", NO_ARGUMENT},
    {'h', "human-readable", NO_ARGUMENT}, {'H', "dereference-command-line", NO_ARGUMENT}, {HIDE, "hide", ARGUMENT}, {'i', "inode", NO_ARGUMENT}, {'I', "ignore", ARGUMENT},
    {'k', "kibibytes", NO_ARGUMENT}, {'l', NULL, NO_ARGUMENT}, {'L', "dereference", NO_ARGUMENT}, {'m', NULL, NO_ARGUMENT},
    {'n', "numeric-uid-gid", NO_ARGUMENT}, {'N', "literal", NO_ARGUMENT}, {'o', NULL, NO_ARGUMENT}, {'p', NULL, NO_ARGUMENT},
    {'q', "hide-control-chars", NO_ARGUMENT}, {'Q', "quote-name", NO_ARGUMENT}, {'r', "reverse", NO_ARGUMENT},
    {'R', "recursive", NO_ARGUMENT}, {'s', "size", NO_ARGUMENT}, {'S', NULL, NO_ARGUMENT}, {SORT, "sort", ARGUMENT},
    {TIME_STYLE, "time-style", ARGUMENT}, {'t', NULL, NO_ARGUMENT}, {'u', NULL, NO_ARGUMENT}, {'U', NULL, NO_ARGUMENT},
    {'v', NULL, NO_ARGUMENT}, {'w', "width", ARGUMENT}, {'x', NULL, NO_ARGUMENT}, {'X', NULL, NO_ARGUMENT}, {'1', NULL, NO_ARGUMENT}, {0, NULL, 0}};

struct entry {
    char *name;
    char *target; // of a symbolic link, in a long listing
    struct stat st;
    mode_t target_mode; // what the link leads to; 0: nowhere
    unsigned char type; // d_type
    bool has_stat;
    char *shown; // the name as printed
    size_t width;
};
struct list {
    struct entry *entries;
    size_t count, capacity;
};

static enum { LINES, COLUMNS, ROWS, COMMAS, LONG } format;
static enum { BY_NAME, BY_NONE, BY_SIZE, BY_TIME, BY_VERSION, BY_EXTENSION } order;
static enum { MODIFIED, CHANGED, ACCESSED } which_time;
static enum { VISIBLE, ALMOST_ALL, ALL } hidden;
static enum { LITERAL, SHELL, DOUBLE_QUOTES, BACKSLASHES } quoting;
static bool no_backups, color, directories_themselves, classify, slash, show_owner = true, show_group = true, human, follow,
    follow_operands, inode, numeric, question_marks, reverse, recursive, blocks, directories_first;
static const char *time_format;
static size_t line_width = 80;
static time_t now;
static bool first_output = true;

static const struct timespec *time_of(const struct entry *e) {
    return which_time == CHANGED ? &e->st.st_ctim : which_time == ACCESSED ? &e->st.st_atim : &e->st.st_mtim;
}

static bool is_directory(const struct entry *e) {
    return e->has_stat ? S_ISDIR(e->st.st_mode) : e->type == DT_DIR;
}

static int compare(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    int result = 0;
    if (directories_first) {
        bool x = is_directory(a) || S_ISDIR(a->target_mode), y = is_directory(b) || S_ISDIR(b->target_mode);
        if (x != y) return x ? -1 : 1;
    }
    switch (order) {
    case BY_SIZE: result = (a->st.st_size < b->st.st_size) - (a->st.st_size > b->st.st_size); break;
    case BY_TIME: {
        const struct timespec *x = time_of(a), *y = time_of(b);
        result = (x->tv_sec < y->tv_sec) - (x->tv_sec > y->tv_sec);
        if (result == 0) result = (x->tv_nsec < y->tv_nsec) - (x->tv_nsec > y->tv_nsec);
        break;
    }
    case BY_VERSION: result = compare_versions(a->name, strlen(a->name), b->name, strlen(b->name)); break;
    case BY_EXTENSION: {
        const char *x = strrchr(a->name, '.'), *y = strrchr(b->name, '.');
        result = strcmp(x ? x : "", y ? y : "");
        break;
    }
    default: break;
    }
    if (result == 0) result = strcmp(a->name, b->name);
    return reverse ? -result : result;
}

static char *shown_name(const char *name) {
    if (quoting == SHELL) return copy_string(quote_if_needed(name));
    char *shown = allocate(strlen(name) * 4 + 3), *to = shown;
    if (quoting == DOUBLE_QUOTES) *to++ = '"';
    for (; *name; name++) {
        unsigned char c = *name;
        bool special = c < ' ' || c >= 127;
        if (quoting != LITERAL && (c == '\\' || c == (quoting == DOUBLE_QUOTES ? '"' : ' '))) *to++ = '\\', *to++ = (char)c;
        else if (quoting != LITERAL && c >= 7 && c <= 13) to += sprintf(to, "\\%c", "abtnvfr"[c - 7]);
        else if (quoting != LITERAL && special) to += sprintf(to, "\\%03o", c);
        else *to++ = special && question_marks ? '?' : (char)c;
    }
    if (quoting == DOUBLE_QUOTES) *to++ = '"';
    *to = '\0';
    return shown;
}

static char indicator(mode_t mode) {
    if (S_ISDIR(mode)) return slash || classify ? '/' : '\0';
    if (!classify) return '\0';
    return S_ISLNK(mode) ? '@' : S_ISFIFO(mode) ? '|' : S_ISSOCK(mode) ? '=' : S_ISREG(mode) && mode & 0111 ? '*' : '\0';
}

static mode_t mode_of(const struct entry *e) {
    return e->has_stat ? e->st.st_mode : (mode_t)DTTOIF(e->type);
}

static const char *color_of(mode_t mode, bool orphan) {
    if (S_ISDIR(mode)) return "01;34";
    if (S_ISLNK(mode)) return orphan ? "40;31;01" : "01;36";
    if (S_ISFIFO(mode)) return "40;33";
    if (S_ISSOCK(mode)) return "01;35";
    if (S_ISBLK(mode) || S_ISCHR(mode)) return "40;33;01";
    return S_ISREG(mode) && mode & 0111 ? "01;32" : NULL;
}

static void print_name(const struct entry *e) {
    const char *shade = color ? color_of(mode_of(e), S_ISLNK(mode_of(e)) && e->has_stat && e->target_mode == 0) : NULL;
    static bool reset;
    if (shade && !reset) {
        out_string("\033[0m");
        reset = true;
    }
    if (shade) out_format("\033[%sm", shade);
    out_string(e->shown);
    if (shade) out_string("\033[0m");
    if (format == LONG && e->target) {
        char *shown = shown_name(e->target);
        out_format(" -> %s", shown);
        free(shown);
        char mark = e->target_mode ? indicator(e->target_mode) : '\0';
        if (mark) out_char(mark);
    } else {
        char mark = indicator(mode_of(e));
        if (mark) out_char(mark);
    }
}

static uintmax_t block_count(const struct entry *e) {
    return ((uintmax_t)e->st.st_blocks + 1) / 2;
}

static char *size_text(uintmax_t bytes, char *buffer) {
    if (human) return human_size(bytes, buffer);
    sprintf(buffer, "%ju", bytes);
    return buffer;
}

static char *block_text(const struct entry *e, char *buffer) {
    if (human) return human_size((uintmax_t)e->st.st_blocks * 512, buffer);
    sprintf(buffer, "%ju", block_count(e));
    return buffer;
}

static void mode_text(mode_t mode, char text[11]) {
    const char *letters = "rwxrwxrwx";
    text[0] = S_ISDIR(mode) ? 'd' : S_ISLNK(mode) ? 'l' : S_ISCHR(mode) ? 'c' : S_ISBLK(mode) ? 'b' : S_ISFIFO(mode) ? 'p'
            : S_ISSOCK(mode) ? 's' : '-';
    for (int i = 0; i < 9; i++) text[1 + i] = mode & 0400u >> i ? letters[i] : '-';
    if (mode & S_ISUID) text[3] = mode & 0100 ? 's' : 'S';
    if (mode & S_ISGID) text[6] = mode & 0010 ? 's' : 'S';
    if (mode & S_ISVTX) text[9] = mode & 0001 ? 't' : 'T';
    text[10] = '\0';
}

/** The name of an id, looked up once for each run of equal ids. */
static const char *id_name(unsigned id, bool group) {
    static struct { bool known; unsigned id; char name[64]; } last[2];
    if (!last[group].known || last[group].id != id) {
        const char *name = NULL;
        if (!numeric && group) {
            struct group *g = getgrgid(id);
            name = g ? g->gr_name : NULL;
        } else if (!numeric) {
            struct passwd *p = getpwuid(id);
            name = p ? p->pw_name : NULL;
        }
        if (name) snprintf(last[group].name, sizeof last[group].name, "%s", name);
        else snprintf(last[group].name, sizeof last[group].name, "%u", id);
        last[group].id = id;
        last[group].known = true;
    }
    return last[group].name;
}

static void time_text(const struct timespec *t, char *text, size_t size) {
    const char *wanted = time_format;
    if (wanted == NULL) wanted = t->tv_sec > now - 31556952 / 2 && t->tv_sec <= now ? "%b %e %H:%M" : "%b %e  %Y";
    if (strcmp(wanted, "iso") == 0) wanted = t->tv_sec > now - 31556952 / 2 && t->tv_sec <= now ? "%m-%d %H:%M" : "%Y-%m-%d ";
    struct tm *local = localtime(&t->tv_sec);
    if (strcmp(wanted, "full") == 0) {
        size_t n = strftime(text, size, "%Y-%m-%d %H:%M:%S", local);
        n += snprintf(text + n, size - n, ".%09ld ", (long)t->tv_nsec);
        strftime(text + n, size - n, "%z", local);
    } else {
        strftime(text, size, wanted, local);
    }
}

static int longer(int width, const char *text) {
    int length = (int)strlen(text);
    return length > width ? length : width;
}

static void print_long(const struct list *list) {
    int links = 0, owner = 0, group = 0, size = 0, ino = 0, block = 0, majors = 0, minors = 0;
    char text[32];
    for (size_t i = 0; i < list->count; i++) {
        const struct entry *e = &list->entries[i];
        sprintf(text, "%ju", (uintmax_t)e->st.st_nlink);
        links = longer(links, text);
        owner = longer(owner, id_name(e->st.st_uid, false));
        group = longer(group, id_name(e->st.st_gid, true));
        sprintf(text, "%ju", (uintmax_t)e->st.st_ino);
        ino = longer(ino, text);
        block = longer(block, block_text(e, text));
        if (S_ISCHR(e->st.st_mode) || S_ISBLK(e->st.st_mode)) {
            sprintf(text, "%u", (unsigned)major(e->st.st_rdev));
            majors = longer(majors, text);
            sprintf(text, "%u", (unsigned)minor(e->st.st_rdev));
            minors = longer(minors, text);
        } else size = longer(size, size_text((uintmax_t)e->st.st_size, text));
    }
    if (majors && majors + 2 + minors > size) size = majors + 2 + minors;
    for (size_t i = 0; i < list->count; i++) {
        const struct entry *e = &list->entries[i];
        char mode[11], when[128];
        if (inode) out_format("%*ju ", ino, (uintmax_t)e->st.st_ino);
        if (blocks) out_format("%*s ", block, block_text(e, text));
        mode_text(e->st.st_mode, mode);
        out_format("%s %*ju ", mode, links, (uintmax_t)e->st.st_nlink);
        if (show_owner) out_format(numeric ? "%*s " : "%-*s ", owner, id_name(e->st.st_uid, false));
        if (show_group) out_format(numeric ? "%*s " : "%-*s ", group, id_name(e->st.st_gid, true));
        if (S_ISCHR(e->st.st_mode) || S_ISBLK(e->st.st_mode))
            out_format("%*u, %*u ", size - 2 - minors, (unsigned)major(e->st.st_rdev), minors, (unsigned)minor(e->st.st_rdev));
        else out_format("%*s ", size, size_text((uintmax_t)e->st.st_size, text));
        time_text(time_of(e), when, sizeof when);
        out_format("%s ", when);
        print_name(e);
        out_char('\n');
    }
}

// The part before a name in the short formats, and its width.
static size_t print_prefix(const struct entry *e, int ino, int block, bool print) {
    char text[32];
    size_t width = 0;
    if (inode) {
        if (print) out_format("%*ju ", ino, (uintmax_t)e->st.st_ino);
        sprintf(text, "%ju", (uintmax_t)e->st.st_ino);
        width += (ino ? (size_t)ino : strlen(text)) + 1;
    }
    if (blocks) {
        if (print) out_format("%*s ", block, block_text(e, text));
        width += (block ? (size_t)block : strlen(block_text(e, text))) + 1;
    }
    return width;
}

static void pad(size_t from, size_t to) { // GNU pads with tabs where they fit
    while (from < to) {
        if (to / 8 > (from + 1) / 8) {
            out_char('\t');
            from += 8 - from % 8;
        } else {
            out_char(' ');
            from++;
        }
    }
}

/** Prints in as few lines as fit the width. */
static void print_table(const struct list *list, int ino, int block) {
    size_t n = list->count, columns = n;
    size_t *widths = allocate((n ? n : 1) * sizeof *widths);
    if (line_width && columns > line_width / 3 + 1) columns = line_width / 3 + 1;
    for (; columns > 1; columns--) {
        size_t rows = (n + columns - 1) / columns, total = 0;
        for (size_t c = 0; c < columns; c++) widths[c] = 3;
        for (size_t i = 0; i < n; i++) {
            size_t c = format == COLUMNS ? i / rows : i % columns;
            size_t last = c == columns - 1 ? 0 : 2;
            if (list->entries[i].width + last > widths[c]) widths[c] = list->entries[i].width + last;
        }
        for (size_t c = 0; c < columns; c++) total += widths[c];
        if ((line_width == 0 || total < line_width) && (format != COLUMNS || (columns - 1) * rows < n)) break;
    }
    if (columns < 1) columns = 1;
    size_t rows = (n + columns - 1) / columns;
    for (size_t row = 0; row < rows; row++) {
        size_t at = 0, start = 0;
        for (size_t c = 0; c < columns; c++) {
            size_t i = format == COLUMNS ? c * rows + row : row * columns + c;
            if (i >= n) break;
            if (c > 0) pad(at, start);
            print_prefix(&list->entries[i], ino, block, true);
            print_name(&list->entries[i]);
            at = start + list->entries[i].width;
            start += columns > 1 ? widths[c] : 0;
        }
        out_char('\n');
    }
    free(widths);
}

static void print_short(const struct list *list) {
    int ino = 0, block = 0;
    char text[32];
    for (size_t i = 0; i < list->count && format != COMMAS; i++) {
        sprintf(text, "%ju", (uintmax_t)list->entries[i].st.st_ino);
        ino = longer(ino, text);
        block = longer(block, block_text(&list->entries[i], text));
    }
    size_t column = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct entry *e = &list->entries[i];
        e->width = strlen(e->shown) + (indicator(mode_of(e)) != '\0') + print_prefix(e, ino, block, false);
        if (format == LINES) {
            print_prefix(e, ino, block, true);
            print_name(e);
            out_char('\n');
        } else if (format == COMMAS) {
            if (i > 0) {
                bool fits = line_width == 0 || column + 2 + e->width + (i + 1 < list->count) <= line_width - 1 + 0;
                out_string(fits ? ", " : ",\n");
                column = fits ? column + 2 : 0;
            }
            print_prefix(e, 0, 0, true);
            print_name(e);
            column += e->width;
        }
    }
    if (format == COMMAS && list->count > 0) out_char('\n');
    if (format == COLUMNS || format == ROWS) print_table(list, ino, block);
}

static void print_list(struct list *list) {
    if (order != BY_NONE) qsort(list->entries, list->count, sizeof *list->entries, compare);
    for (size_t i = 0; i < list->count; i++) list->entries[i].shown = shown_name(list->entries[i].name);
    if (format == LONG) print_long(list);
    else print_short(list);
    if (list->count > 0) first_output = false;
}

static void free_list(struct list *list) {
    for (size_t i = 0; i < list->count; i++) {
        free(list->entries[i].name);
        free(list->entries[i].target);
        free(list->entries[i].shown);
    }
    free(list->entries);
}

static bool needs_stat(void) {
    return format == LONG || order == BY_SIZE || order == BY_TIME || blocks || classify || inode || color || directories_first || follow;
}

static void complete(struct entry *e, const char *path) {
    struct stat st;
    if (!S_ISLNK(e->st.st_mode)) return;
    char target[PATH_MAX];
    if (format == LONG) {
        ssize_t n = readlink(path, target, sizeof target - 1);
        if (n >= 0) e->target = copy_bytes(target, n);
    }
    if ((classify || slash || color || directories_first) && stat(path, &st) == 0) e->target_mode = st.st_mode;
}

static char *join(const char *directory, const char *name) {
    size_t length = strlen(directory);
    char *path = allocate(length + strlen(name) + 2);
    sprintf(path, "%s%s%s", directory, length > 0 && directory[length - 1] == '/' ? "" : "/", name);
    return path;
}

// -I, and --hide, which is nothing with -a or -A.
static struct { const char *pattern; bool hides; } *ignored;
static size_t ignored_count, ignored_capacity;

static void ignore(const char *pattern, bool hides) {
    GROW(ignored, ignored_count, ignored_capacity);
    ignored[ignored_count].pattern = pattern;
    ignored[ignored_count++].hides = hides;
}

static bool skipped(const char *name) {
    for (size_t i = 0; i < ignored_count; i++)
        if (!(ignored[i].hides && hidden != VISIBLE) && fnmatch(ignored[i].pattern, name, FNM_PERIOD) == 0) return true;
    if (hidden == VISIBLE && name[0] == '.') return true;
    if (hidden == ALMOST_ALL && (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)) return true;
    return no_backups && name[0] && name[strlen(name) - 1] == '~';
}

static void trouble(int code, const char *format_text, const char *path) {
    int before = status;
    warn(format_text, quote(path));
    status = before > code ? before : code;
}

// The directories being listed, from the operand down, to notice a loop made by -L.
struct ancestor {
    dev_t dev;
    ino_t ino;
    const struct ancestor *above;
};

static void list_directory(const char *path, bool header, const struct ancestor *above, int trouble_code) {
    struct list list = {0};
    struct stat self;
    DIR *dir = opendir(path);
    if (dir == NULL) {
        trouble(trouble_code, "cannot open directory %s:", path);
        return;
    }
    struct ancestor here = {.above = above};
    if (recursive && fstat(dirfd(dir), &self) == 0) {
        here.dev = self.st_dev;
        here.ino = self.st_ino;
        for (const struct ancestor *a = above; a; a = a->above) {
            if (a->dev != here.dev || a->ino != here.ino) continue;
            complain("%s: not listing already-listed directory", quote_if_needed(path));
            status = 2;
            closedir(dir);
            return;
        }
    }
    errno = 0;
    for (struct dirent *found; (found = readdir(dir)) != NULL; errno = 0) {
        if (skipped(found->d_name)) continue;
        struct entry e = {.name = copy_string(found->d_name), .type = found->d_type};
        e.st.st_ino = found->d_ino;
        if (needs_stat() || ((recursive || slash) && e.type == DT_UNKNOWN)) {
            char *full = join(path, found->d_name);
            e.has_stat = follow ? stat(full, &e.st) == 0 || lstat(full, &e.st) == 0 : lstat(full, &e.st) == 0;
            if (!e.has_stat) trouble(1, "cannot access %s:", full);
            else complete(&e, full);
            free(full);
        }
        GROW(list.entries, list.count, list.capacity);
        list.entries[list.count++] = e;
    }
    if (errno) trouble(trouble_code, "reading directory %s:", path);
    closedir(dir);
    if (header) {
        char *shown = quoting == SHELL ? copy_string(quote_if_needed(path)) : shown_name(path);
        out_format("%s%s:\n", first_output ? "" : "\n", shown);
        free(shown);
        first_output = false;
    }
    if (format == LONG || blocks) {
        uintmax_t total = 0;
        char text[32];
        for (size_t i = 0; i < list.count; i++) total += (uintmax_t)list.entries[i].st.st_blocks;
        if (human) human_size(total * 512, text);
        else sprintf(text, "%ju", (total + 1) / 2);
        out_format("total %s\n", text);
        first_output = false;
    }
    print_list(&list);
    first_output = first_output && !header;
    for (size_t i = 0; recursive && i < list.count; i++) {
        const char *name = list.entries[i].name;
        if (!is_directory(&list.entries[i]) || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
        char *full = join(path, name);
        list_directory(full, true, &here, 1);
        free(full);
    }
    free_list(&list);
}

static void list_operands(char **operands, int count) {
    struct list files = {0}, directories = {0};
    for (int i = 0; i < count; i++) {
        struct entry e = {.name = copy_string(operands[i]), .has_stat = true};
        bool through = follow || follow_operands || (format != LONG && !classify && !directories_themselves);
        int result = through ? stat(operands[i], &e.st) : lstat(operands[i], &e.st);
        if (result < 0 && through) result = lstat(operands[i], &e.st);
        if (result < 0) {
            trouble(2, "cannot access %s:", operands[i]);
            continue;
        }
        complete(&e, operands[i]);
        struct list *list = S_ISDIR(e.st.st_mode) && !directories_themselves ? &directories : &files;
        GROW(list->entries, list->count, list->capacity);
        list->entries[list->count++] = e;
    }
    if (files.count > 0) print_list(&files);
    if (order != BY_NONE) qsort(directories.entries, directories.count, sizeof *directories.entries, compare);
    for (size_t i = 0; i < directories.count; i++) list_directory(directories.entries[i].name, count > 1 || recursive, NULL, 2);
}

static void set_width(const char *text) {
    uintmax_t value;
    if (!parse_unsigned(text, &value)) {
        complain("invalid line width: %s", quote(text));
        finish(2);
    }
    line_width = value > 100000 ? 100000 : (size_t)value;
}

static void look_at_output(void) {
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (columns && *columns && strspn(columns, "0123456789") == strlen(columns)) line_width = (size_t)atoi(columns);
    else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) line_width = size.ws_col;
}

static int ls_main(int argc, char **argv) {
    static const char *const when[] = {"always", "yes", "force", "never", "no", "none", "auto", "tty", "if-tty", NULL};
    static const char *const sorts[] = {"none", "time", "size", "extension", "version", NULL};
    static const char *const styles[] = {"full-iso", "long-iso", "iso", "locale", NULL};
    bool terminal = isatty(STDOUT_FILENO), order_given = false;
    format = terminal ? COLUMNS : LINES;
    quoting = terminal ? SHELL : LITERAL;
    look_at_output();
    now = time(NULL);
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a': hidden = ALL; break;
        case 'A': hidden = hidden == ALL ? ALL : ALMOST_ALL; break;
        case 'B': no_backups = true; break;
        case 'c': which_time = CHANGED; break;
        case 'C': format = COLUMNS; break;
        case COLOR: {
            int choice = options.argument ? choose("--color", options.argument, when) : 0;
            color = choice < 3 || (choice > 5 && terminal);
            break;
        }
        case 'd': directories_themselves = true; break;
        case 'f': hidden = ALL; order = BY_NONE; order_given = true; color = false; if (format == LONG) format = terminal ? COLUMNS : LINES; break;
        case 'F': classify = true; break;
        case FULL_TIME: format = LONG; time_format = "full"; break;
        case 'g': format = LONG; show_owner = false; break;
        case GROUP_DIRECTORIES: directories_first = true; break;
        case 'G': show_group = false; break;
        case 'h': human = true; break;
        case 'H': follow_operands = true; break;
        case 'i': inode = true; break;
        case 'k': break;
        case 'l': format = LONG; break;
        case 'L': follow = true; break;
        case 'm': format = COMMAS; break;
        case 'n': format = LONG; numeric = true; break;
        case 'b': quoting = BACKSLASHES; break;
        case HIDE: ignore(options.argument, true); break;
        case 'I': ignore(options.argument, false); break;
        case 'N': quoting = LITERAL; break;
        case 'o': format = LONG; show_group = false; break;
        case 'p': slash = true; break;
        case 'q': question_marks = true; break;
        case 'Q': quoting = DOUBLE_QUOTES; break;
        case 'r': reverse = true; break;
        case 'R': recursive = true; break;
        case 's': blocks = true; break;
        case 'S': order = BY_SIZE; order_given = true; break;
        case SORT: order = (int[]){BY_NONE, BY_TIME, BY_SIZE, BY_EXTENSION, BY_VERSION}[choose("--sort", options.argument, sorts)]; order_given = true; break;
        case TIME_STYLE:
            if (*options.argument == '+') time_format = options.argument + 1;
            else time_format = (const char *[]){"full", "%Y-%m-%d %H:%M", "iso", NULL}[choose("--time-style", options.argument, styles)];
            break;
        case 't': order = BY_TIME; order_given = true; break;
        case 'u': which_time = ACCESSED; break;
        case 'U': order = BY_NONE; order_given = true; break;
        case 'v': order = BY_VERSION; order_given = true; break;
        case 'w': set_width(options.argument); break;
        case 'x': format = ROWS; break;
        case 'X': order = BY_EXTENSION; order_given = true; break;
        case '1': if (format != LONG) format = LINES; break;
        }
    }
    if (which_time != MODIFIED && !order_given && format != LONG) order = BY_TIME;
    if (directories_themselves) recursive = false;
    static char *here[] = {".", NULL};
    if (options.operand_count == 0) list_operands(here, 1);
    else list_operands(options.operands, options.operand_count);
    return status;
}

const struct command cmd_ls = {"ls", usage, ls_main, 2};
