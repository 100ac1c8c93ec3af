// SPDX-License-Identifier: Apache-2.0
// ls: list directories. POSIX: utilities/ls.html. Names that a shell would misread are quoted only on a terminal, as
// GNU's; columns there, one name a line elsewhere. Times are UTC.

#include <dirent.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sys/ioctl.h>
#include "ls.h"
#include "lib/stack.h"

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

struct ls ls = {.show_owner = true, .show_group = true, .line_width = 80};
static bool first_output = true;

const struct timespec *ls_time_of(const struct entry *e) {
    return ls.which_time == CHANGED ? &e->st.st_ctim : ls.which_time == ACCESSED ? &e->st.st_atim : &e->st.st_mtim;
}

static bool is_directory(const struct entry *e) {
    return e->has_stat ? S_ISDIR(e->st.st_mode) : e->type == DT_DIR;
}

static int compare(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    int result = 0;
    if (ls.directories_first) {
        bool x = is_directory(a) || S_ISDIR(a->target_mode), y = is_directory(b) || S_ISDIR(b->target_mode);
        if (x != y) return x ? -1 : 1;
    }
    switch (ls.order) {
    case BY_SIZE: result = (a->st.st_size < b->st.st_size) - (a->st.st_size > b->st.st_size); break;
    case BY_TIME: {
        const struct timespec *x = ls_time_of(a), *y = ls_time_of(b);
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
    return ls.reverse ? -result : result;
}

char *ls_block_text(const struct entry *e, char *buffer) {
    if (ls.human) return human_size((uintmax_t)e->st.st_blocks * 512, buffer);
    sprintf(buffer, "%ju", ((uintmax_t)e->st.st_blocks + 1) / 2);
    return buffer;
}

int ls_longer(int width, const char *text) {
    int length = (int)strlen(text);
    return length > width ? length : width;
}

static void print_list(struct list *list) {
    if (ls.order != BY_NONE) qsort(list->entries, list->count, sizeof *list->entries, compare);
    for (size_t i = 0; i < list->count; i++) list->entries[i].shown = ls_shown_name(list->entries[i].name);
    if (ls.format == LONG) ls_print_long(list);
    else ls_print_short(list);
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
    return ls.format == LONG || ls.order == BY_SIZE || ls.order == BY_TIME || ls.blocks || ls.classify || ls.inode || ls.color || ls.directories_first || ls.follow;
}

static void complete(struct entry *e, const char *path) {
    struct stat st;
    if (!S_ISLNK(e->st.st_mode)) return;
    char target[PATH_MAX];
    if (ls.format == LONG) {
        ssize_t n = readlink(path, target, sizeof target - 1);
        if (n >= 0) e->target = copy_bytes(target, n);
    }
    if ((ls.classify || ls.slash || ls.color || ls.directories_first) && stat(path, &st) == 0) e->target_mode = st.st_mode;
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
        if (!(ignored[i].hides && ls.hidden != VISIBLE) && fnmatch(ignored[i].pattern, name, FNM_PERIOD) == 0) return true;
    if (ls.hidden == VISIBLE && name[0] == '.') return true;
    if (ls.hidden == ALMOST_ALL && (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)) return true;
    return ls.no_backups && name[0] && name[strlen(name) - 1] == '~';
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
    if (ls.recursive && fstat(dirfd(dir), &self) == 0) {
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
        if (needs_stat() || ((ls.recursive || ls.slash) && e.type == DT_UNKNOWN)) {
            char *full = join(path, found->d_name);
            e.has_stat = ls.follow ? stat(full, &e.st) == 0 || lstat(full, &e.st) == 0 : lstat(full, &e.st) == 0;
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
        char *shown = ls.quoting == SHELL ? copy_string(quote_if_needed(path)) : ls_shown_name(path);
        out_format("%s%s:\n", first_output ? "" : "\n", shown);
        free(shown);
        first_output = false;
    }
    if (ls.format == LONG || ls.blocks) {
        uintmax_t total = 0;
        char text[32];
        for (size_t i = 0; i < list.count; i++) total += (uintmax_t)list.entries[i].st.st_blocks;
        if (ls.human) human_size(total * 512, text);
        else sprintf(text, "%ju", (total + 1) / 2);
        out_format("total %s\n", text);
        first_output = false;
    }
    print_list(&list);
    first_output = first_output && !header;
    for (size_t i = 0; ls.recursive && i < list.count; i++) {
        const char *name = list.entries[i].name;
        if (!is_directory(&list.entries[i]) || strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
        char *full = join(path, name);
        char *stack = begin_deeper();
        list_directory(full, true, &here, 1);
        end_deeper(stack);
        free(full);
    }
    free_list(&list);
}

static void list_operands(char **operands, int count) {
    struct list files = {0}, directories = {0};
    for (int i = 0; i < count; i++) {
        struct entry e = {.name = copy_string(operands[i]), .has_stat = true};
        bool through = ls.follow || ls.follow_operands || (ls.format != LONG && !ls.classify && !ls.directories_themselves);
        int result = through ? stat(operands[i], &e.st) : lstat(operands[i], &e.st);
        if (result < 0 && through) result = lstat(operands[i], &e.st);
        if (result < 0) {
            trouble(2, "cannot access %s:", operands[i]);
            continue;
        }
        complete(&e, operands[i]);
        struct list *list = S_ISDIR(e.st.st_mode) && !ls.directories_themselves ? &directories : &files;
        GROW(list->entries, list->count, list->capacity);
        list->entries[list->count++] = e;
    }
    if (files.count > 0) print_list(&files);
    if (ls.order != BY_NONE) qsort(directories.entries, directories.count, sizeof *directories.entries, compare);
    for (size_t i = 0; i < directories.count; i++) list_directory(directories.entries[i].name, count > 1 || ls.recursive, NULL, 2);
}

static void set_width(const char *text) {
    uintmax_t value;
    if (!parse_unsigned(text, &value)) {
        complain("invalid line width: %s", quote(text));
        finish(2);
    }
    ls.line_width = value > 100000 ? 100000 : (size_t)value;
}

static void look_at_output(void) {
    struct winsize size;
    const char *columns = getenv("COLUMNS");
    if (columns && *columns && strspn(columns, "0123456789") == strlen(columns)) ls.line_width = (size_t)atoi(columns);
    else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) ls.line_width = size.ws_col;
}

static int ls_main(int argc, char **argv) {
    static const char *const when[] = {"always", "yes", "force", "never", "no", "none", "auto", "tty", "if-tty", NULL};
    static const char *const sorts[] = {"none", "time", "size", "extension", "version", NULL};
    static const char *const styles[] = {"full-iso", "long-iso", "iso", "locale", NULL};
    bool terminal = isatty(STDOUT_FILENO), order_given = false;
    ls.format = terminal ? COLUMNS : LINES;
    ls.quoting = terminal ? SHELL : LITERAL;
    look_at_output();
    ls.now = time(NULL);
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a': ls.hidden = ALL; break;
        case 'A': ls.hidden = ls.hidden == ALL ? ALL : ALMOST_ALL; break;
        case 'B': ls.no_backups = true; break;
        case 'c': ls.which_time = CHANGED; break;
        case 'C': ls.format = COLUMNS; break;
        case COLOR: {
            int choice = options.argument ? choose("--color", options.argument, when) : 0;
            ls.color = choice < 3 || (choice > 5 && terminal);
            break;
        }
        case 'd': ls.directories_themselves = true; break;
        case 'f': ls.hidden = ALL; ls.order = BY_NONE; order_given = true; ls.color = false; if (ls.format == LONG) ls.format = terminal ? COLUMNS : LINES; break;
        case 'F': ls.classify = true; break;
        case FULL_TIME: ls.format = LONG; ls.time_format = "full"; break;
        case 'g': ls.format = LONG; ls.show_owner = false; break;
        case GROUP_DIRECTORIES: ls.directories_first = true; break;
        case 'G': ls.show_group = false; break;
        case 'h': ls.human = true; break;
        case 'H': ls.follow_operands = true; break;
        case 'i': ls.inode = true; break;
        case 'k': break;
        case 'l': ls.format = LONG; break;
        case 'L': ls.follow = true; break;
        case 'm': ls.format = COMMAS; break;
        case 'n': ls.format = LONG; ls.numeric = true; break;
        case 'b': ls.quoting = BACKSLASHES; break;
        case HIDE: ignore(options.argument, true); break;
        case 'I': ignore(options.argument, false); break;
        case 'N': ls.quoting = LITERAL; break;
        case 'o': ls.format = LONG; ls.show_group = false; break;
        case 'p': ls.slash = true; break;
        case 'q': ls.question_marks = true; break;
        case 'Q': ls.quoting = DOUBLE_QUOTES; break;
        case 'r': ls.reverse = true; break;
        case 'R': ls.recursive = true; break;
        case 's': ls.blocks = true; break;
        case 'S': ls.order = BY_SIZE; order_given = true; break;
        case SORT: ls.order = (int[]){BY_NONE, BY_TIME, BY_SIZE, BY_EXTENSION, BY_VERSION}[choose("--sort", options.argument, sorts)]; order_given = true; break;
        case TIME_STYLE:
            if (*options.argument == '+') ls.time_format = options.argument + 1;
            else ls.time_format = (const char *[]){"full", "%Y-%m-%d %H:%M", "iso", NULL}[choose("--time-style", options.argument, styles)];
            break;
        case 't': ls.order = BY_TIME; order_given = true; break;
        case 'u': ls.which_time = ACCESSED; break;
        case 'U': ls.order = BY_NONE; order_given = true; break;
        case 'v': ls.order = BY_VERSION; order_given = true; break;
        case 'w': set_width(options.argument); break;
        case 'x': ls.format = ROWS; break;
        case 'X': ls.order = BY_EXTENSION; order_given = true; break;
        case '1': if (ls.format != LONG) ls.format = LINES; break;
        }
    }
    if (ls.which_time != MODIFIED && !order_given && ls.format != LONG) ls.order = BY_TIME;
    if (ls.directories_themselves) ls.recursive = false;
    static char *here[] = {".", NULL};
    if (options.operand_count == 0) list_operands(here, 1);
    else list_operands(options.operands, options.operand_count);
    return status;
}

const struct command cmd_ls = {"ls", usage, ls_main, 2};
