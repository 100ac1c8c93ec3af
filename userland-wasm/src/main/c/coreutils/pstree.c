// SPDX-License-Identifier: Apache-2.0
// pstree: processes as a tree. Options and drawing are psmisc's, in ASCII unless -U; identical leaves are put together as 3*[name].

#include "commands.h"
#include "processes.h"

static const char usage[] =
    "Usage: pstree [-AaclnpU] [PID]\n"
    "Display a tree of processes.\n\n"
    "  -A  draw with ASCII (default)        -U  with UTF-8 line drawing characters\n"
    "  -a  show command line arguments      -c  do not put identical subtrees together\n"
    "  -l  do not cut long lines            -n  sort by pid instead of name\n"
    "  -p  show pids; implies -c\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static const struct option_spec table[] = {{'A', "ascii", NO_ARGUMENT}, {'U', "unicode", NO_ARGUMENT}, {'a', "arguments", NO_ARGUMENT},
                                           {'c', "compact-not", NO_ARGUMENT}, {'l', "long", NO_ARGUMENT}, {'n', "numeric-sort", NO_ARGUMENT},
                                           {'p', "show-pids", NO_ARGUMENT}, {0, NULL, 0}};

static const struct drawing { const char *only, *first, *more, *last, *down; } ascii = {"---", "-+-", "|-", "`-", "| "},
    unicode = {"───", "─┬─", "├─", "└─", "│ "}, *draw = &ascii;
static bool arguments, separate, by_pid, pids;

static int by_name(const void *left, const void *right) {
    const struct process *a = left, *b = right;
    int order = by_pid ? 0 : strcmp(a->name, b->name);
    return order ? order : (a->pid > b->pid) - (a->pid < b->pid);
}

static const struct process *find(int pid) {
    for (size_t i = 0; i < process_count; i++)
        if (processes[i].pid == pid) return &processes[i];
    return NULL;
}

/** The next child of a process behind one, in order; NULL at the end. Nobody is its own ancestor: parents have ended or are older. */
static const struct process *child_after(const struct process *parent, const struct process *after) {
    for (const struct process *p = after ? after + 1 : processes; p < processes + process_count; p++)
        if (p->ppid == parent->pid && p != parent) return p;
    return NULL;
}

static bool same_leaf(const struct process *a, const struct process *b) {
    return !separate && b && strcmp(a->name, b->name) == 0 && child_after(a, NULL) == NULL && child_after(b, NULL) == NULL;
}

static void print_label(const struct process *p, int count, char *label, size_t size) {
    int n = count > 1 ? snprintf(label, size, "%d*[%s]", count, p->name) : snprintf(label, size, "%s", p->name);
    if (pids) n += snprintf(label + n, size - (size_t)n, arguments ? ",%d" : "(%d)", p->pid);
    if (arguments && p->arguments && count == 1) {
        const char *rest = strchr(p->arguments, ' ');
        if (rest) snprintf(label + n, size - (size_t)n, "%s", rest);
    }
}

/** Columns that a label takes: one a character of UTF-8. */
static int columns(const char *text) {
    int n = 0;
    for (; *text; text++) n += (*text & 0xc0) != 0x80;
    return n;
}

enum { DEEPEST = 2000 };

/** A process and what is below it. `indent` goes before each further line; the first one's is printed already. */
static void print_tree(const struct process *p, int count, char *indent, int depth) {
    char label[512];
    print_label(p, count, label, sizeof label);
    out_string(label);
    const struct process *child = child_after(p, NULL);
    if (child == NULL || depth == DEEPEST) {
        out_char('\n');
        return;
    }
    size_t length = strlen(indent);
    bool below = arguments; // -a: each on a line of its own
    int width = below ? 2 : columns(label) + 1;
    if (below) out_char('\n');
    for (bool first = true; child; first = false) {
        int same = 1;
        const struct process *next = child_after(p, child);
        while (same_leaf(child, next)) same++, next = child_after(p, next);
        if (first && !below) out_string(next ? draw->first : draw->only);
        else {
            out_string(indent);
            for (int i = 0; i < width && !below; i++) out_char(' ');
            if (below) out_string("  ");
            out_string(next ? draw->more : draw->last);
        }
        char *deeper = allocate(length + (size_t)width + 8);
        int n = sprintf(deeper, "%s%*s", indent, width, "");
        strcpy(deeper + n, next ? draw->down : first && !below ? "  " : "  ");
        print_tree(child, same, deeper, depth + 1);
        free(deeper);
        child = next;
    }
}

static int pstree_main(int argc, char **argv) {
    uintmax_t root = 1;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'A': draw = &ascii; break;
        case 'U': draw = &unicode; break;
        case 'a': arguments = true; break;
        case 'c': separate = true; break;
        case 'n': by_pid = true; break;
        case 'p': pids = separate = true; break;
        }
    }
    if (options.operand_count > 1) extra_operand(options.operands[1]);
    if (options.operand_count && (!parse_unsigned(options.operands[0], &root) || root > INT_MAX)) usage_error("invalid pid %s", quote(options.operands[0]));
    read_processes();
    qsort(processes, process_count, sizeof *processes, by_name);
    const struct process *top = find((int)root);
    if (top == NULL) return 1;
    char nothing[1] = "";
    print_tree(top, 1, nothing, 0);
    return 0;
}

const struct command cmd_pstree = {"pstree", usage, pstree_main, 0};
