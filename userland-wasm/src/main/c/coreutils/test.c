// SPDX-License-Identifier: Apache-2.0
// test, [: evaluate an expression. POSIX: utilities/test.html, whose rules by the number of arguments come first; longer
// expressions have ! ( ) -a -o by precedence. -nt -ot -ef -G -k -N -O and `-l STRING` are GNU's.

#include <fcntl.h>
#include <sys/stat.h>
#include "commands.h"

static const char usage[] =
    "Usage: test EXPRESSION\n"
    "  or:  test\n"
    "  or:  [ EXPRESSION ]\n"
    "  or:  [ ]\n"
    "  or:  [ OPTION\n"
    "Exit with the status determined by EXPRESSION.\n\n"
    "  ( EXPRESSION )   ! EXPRESSION   EXPR1 -a EXPR2   EXPR1 -o EXPR2\n"
    "  -n STRING   -z STRING   STRING1 = STRING2   STRING1 != STRING2\n"
    "  INTEGER1 -eq INTEGER2   and -ge -gt -le -lt -ne; INTEGER may be -l STRING, its length\n"
    "  FILE1 -ef FILE2   same device and inode;   -nt, -ot   newer, older (modification date)\n"
    "  -b -c -d -f -p -S FILE   is a block or character device, directory, regular file, pipe, socket\n"
    "  -h -L FILE   is a symbolic link          -e FILE   exists          -s FILE   is not empty\n"
    "  -r -w -x FILE   may be read, written, executed by the user         -t FD   is a terminal\n"
    "  -g -u -k FILE   has the set-group-ID, set-user-ID, sticky bit\n"
    "  -G -O FILE   is owned by the effective group, user ID              -N FILE   modified since last read\n\n"
    "      --help     display this help and exit ([ only)\n"
    "      --version  output version information and exit ([ only)\n";

static char **words; // of the expression
static int count, at;

static bool is(int i, const char *word) {
    return i < count && strcmp(words[i], word) == 0;
}

static _Noreturn void missing_after_last(void) {
    fatal("missing argument after %s", quote(words[count - 1]));
}

static bool is_unary(const char *word) {
    return word[0] == '-' && word[1] != '\0' && word[2] == '\0' && strchr("bcdefgGhkLnNOprsStuwxz", word[1]);
}

static int find_binary(const char *word) {
    static const char *const names[] = {"=", "==", "!=", "<", ">", "-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-nt", "-ot", "-ef"};
    for (int i = 0; i < (int)(sizeof names / sizeof *names); i++)
        if (strcmp(names[i], word) == 0) return i;
    return -1;
}
enum { EQUAL, SAME, DIFFERENT, BEFORE, AFTER, EQ, NE, LT, LE, GT, GE, NEWER, OLDER, SAME_FILE };

// Integers: any number of digits, blanks around, a sign.
struct integer {
    bool negative;
    const char *digits; // without leading zeros
    size_t length;
};

static struct integer parse_integer(const char *text) {
    struct integer n = {0};
    const char *p = text + strspn(text, " \t\n\v\f\r");
    n.negative = *p == '-';
    if (*p == '-' || *p == '+') p++;
    size_t length = strspn(p, "0123456789");
    const char *end = p + length;
    if (length == 0 || end[strspn(end, " \t\n\v\f\r")] != '\0') fatal("invalid integer %s", quote(text));
    while (length > 0 && *p == '0') p++, length--;
    n.digits = p;
    n.length = length;
    if (length == 0) n.negative = false;
    return n;
}

static int compare_integers(struct integer a, struct integer b) {
    if (a.negative != b.negative) return a.negative ? -1 : 1;
    int result = a.length != b.length ? (a.length < b.length ? -1 : 1) : memcmp(a.digits, b.digits, a.length);
    return a.negative ? -result : result;
}

/** The integer at `at`, or the length of the string after -l. */
static struct integer operand(int i, bool length, char buffer[24]) {
    if (!length) return parse_integer(words[i]);
    snprintf(buffer, 24, "%zu", strlen(words[i]));
    return parse_integer(buffer);
}

static bool newer(const char *a, const char *b) {
    struct stat x, y;
    if (stat(a, &x) < 0) return false;
    if (stat(b, &y) < 0) return true;
    return x.st_mtim.tv_sec != y.st_mtim.tv_sec ? x.st_mtim.tv_sec > y.st_mtim.tv_sec : x.st_mtim.tv_nsec > y.st_mtim.tv_nsec;
}

static bool same_file(const char *a, const char *b) {
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static bool binary(bool left_length) {
    int left = at + left_length, middle = left + 1, right = middle + 1;
    int operator = find_binary(words[middle]);
    bool right_length = right < count - 1 && is(right, "-l");
    right += right_length;
    if (right >= count) missing_after_last();
    at = right + 1;
    const char *a = words[left], *b = words[right];
    char a_buffer[24], b_buffer[24];
    if (operator >= EQ && operator <= GE) {
        int order = compare_integers(operand(left, left_length, a_buffer), operand(right, right_length, b_buffer));
        return operator == EQ ? order == 0 : operator == NE ? order != 0 : operator == LT ? order < 0
             : operator == LE ? order <= 0 : operator == GT ? order > 0 : order >= 0;
    }
    if (operator > GE && (left_length || right_length)) fatal("%s does not accept -l", words[middle]);
    switch (operator) {
    case EQUAL: case SAME: return strcmp(a, b) == 0;
    case DIFFERENT: return strcmp(a, b) != 0;
    case BEFORE: return strcmp(a, b) < 0;
    case AFTER: return strcmp(a, b) > 0;
    case NEWER: return newer(a, b);
    case OLDER: return newer(b, a);
    default: return same_file(a, b);
    }
}

static bool is_terminal(const char *text) {
    struct integer fd = parse_integer(text);
    return !fd.negative && fd.length < 10 && isatty(atoi(fd.digits));
}

static bool file_is(char what, const char *name) {
    struct stat st;
    switch (what) {
    case 'r': return faccessat(AT_FDCWD, name, R_OK, AT_EACCESS) == 0;
    case 'w': return faccessat(AT_FDCWD, name, W_OK, AT_EACCESS) == 0;
    case 'x': return faccessat(AT_FDCWD, name, X_OK, AT_EACCESS) == 0;
    case 'h': case 'L': return lstat(name, &st) == 0 && S_ISLNK(st.st_mode);
    }
    if (stat(name, &st) < 0) return false;
    switch (what) {
    case 'b': return S_ISBLK(st.st_mode);
    case 'c': return S_ISCHR(st.st_mode);
    case 'd': return S_ISDIR(st.st_mode);
    case 'f': return S_ISREG(st.st_mode);
    case 'g': return (st.st_mode & S_ISGID) != 0;
    case 'G': return st.st_gid == getegid();
    case 'k': return (st.st_mode & S_ISVTX) != 0;
    case 'N': return st.st_mtim.tv_sec != st.st_atim.tv_sec ? st.st_mtim.tv_sec > st.st_atim.tv_sec : st.st_mtim.tv_nsec > st.st_atim.tv_nsec;
    case 'O': return st.st_uid == geteuid();
    case 'p': return S_ISFIFO(st.st_mode);
    case 's': return st.st_size > 0;
    case 'S': return S_ISSOCK(st.st_mode);
    case 'u': return (st.st_mode & S_ISUID) != 0;
    default: return true; // e
    }
}

static bool unary(void) {
    if (at + 1 >= count) missing_after_last();
    char operator = words[at][1];
    const char *text = words[at + 1];
    at += 2;
    switch (operator) {
    case 'n': return *text != '\0';
    case 'z': return *text == '\0';
    case 't': return is_terminal(text);
    default: return file_is(operator, text);
    }
}

static bool by_count(int n);

static bool term(void) {
    bool wanted = true;
    while (is(at, "!")) {
        at++;
        wanted = !wanted;
    }
    if (at >= count) missing_after_last();
    bool value;
    if (is(at, "(")) {
        if (++at >= count) missing_after_last();
        int n = 1;
        while (at + n < count && !is(at + n, ")") && n <= 4) n++;
        value = by_count(n > 4 ? count - at : n);
        if (at >= count) fatal("%s expected", quote(")"));
        if (!is(at, ")")) fatal("%s expected, found %s", quote(")"), quote(words[at]));
        at++;
    } else if (count - at >= 4 && is(at, "-l") && find_binary(words[at + 2]) >= 0) {
        value = binary(true);
    } else if (count - at >= 3 && find_binary(words[at + 1]) >= 0) {
        value = binary(false);
    } else if (words[at][0] == '-' && words[at][1] != '\0' && words[at][2] == '\0') {
        if (!is_unary(words[at])) fatal("%s: unary operator expected", quote(words[at]));
        value = unary();
    } else {
        value = words[at++][0] != '\0';
    }
    return value == wanted;
}

static bool conjunction(void) {
    bool value = term();
    while (is(at, "-a")) {
        at++;
        value &= term();
    }
    return value;
}

static bool disjunction(void) {
    bool value = conjunction();
    while (is(at, "-o")) {
        at++;
        value |= conjunction();
    }
    return value;
}

/** POSIX: what n arguments mean. A longer expression, or one that fits none of the forms, is parsed by precedence. */
static bool by_count(int n) {
    bool value;
    switch (n) {
    case 1: return words[at++][0] != '\0';
    case 2:
        if (is(at, "!")) {
            at += 2;
            return words[at - 1][0] == '\0';
        }
        if (words[at][0] != '-' || words[at][1] == '\0' || words[at][2] != '\0') missing_after_last();
        if (!is_unary(words[at])) fatal("%s: unary operator expected", quote(words[at]));
        return unary();
    case 3:
        if (find_binary(words[at + 1]) >= 0) return binary(false);
        if (is(at, "!")) {
            at++;
            return !by_count(2);
        }
        if (is(at, "(") && is(at + 2, ")")) {
            at += 3;
            return words[at - 2][0] != '\0';
        }
        if (is(at + 1, "-a") || is(at + 1, "-o")) break;
        fatal("%s: binary operator expected", quote(words[at + 1]));
    case 4:
        if (is(at, "!")) {
            at++;
            return !by_count(3);
        }
        if (is(at, "(") && is(at + 3, ")")) {
            at++;
            value = by_count(2);
            at++;
            return value;
        }
        break;
    }
    return disjunction();
}

static int evaluate(int n, char **arguments) {
    words = arguments;
    count = n;
    if (count == 0) return 1;
    bool value = by_count(count);
    if (at < count) fatal("extra argument %s", quote(words[at]));
    return !value;
}

static int test_main(int argc, char **argv) {
    return evaluate(argc - 1, argv + 1);
}

static int bracket_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "--version") == 0)) {
        struct options options = {.argc = argc, .argv = argv, .table = none};
        next_option(&options);
    }
    if (argc < 2 || strcmp(argv[argc - 1], "]") != 0) fatal("missing %s", quote("]"));
    return evaluate(argc - 2, argv + 1);
}

const struct command cmd_test = {"test", usage, test_main, 2};
const struct command cmd_bracket = {"[", usage, bracket_main, 2};
