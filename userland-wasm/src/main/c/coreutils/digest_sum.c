// SPDX-License-Identifier: Apache-2.0
// md5sum, sha1sum, sha224sum, sha256sum, sha384sum, sha512sum: print digests, or check files against a list of them.
// No POSIX page; as GNU's.

#include "commands.h"
#include "lib/digest.h"

#define USAGE(name, what)                                                                        \
    "Usage: " name " [OPTION]... [FILE]...\n"                                                     \
    "Print or check " what " checksums.\n"                                                        \
    "With no FILE, or when FILE is -, read standard input.\n\n"                                   \
    "  -b, --binary         read in binary mode (only a mark in the output)\n"                    \
    "  -c, --check          read checksums from the FILEs and check them\n"                       \
    "      --tag            create a BSD-style checksum\n"                                        \
    "  -t, --text           read in text mode (default)\n"                                        \
    "  -z, --zero           end each output line with NUL, not newline, and disable escaping\n\n" \
    "When checking:\n"                                                                            \
    "      --ignore-missing  don't fail or report status for missing files\n"                     \
    "      --quiet          don't print OK for each successfully verified file\n"                 \
    "      --status         don't output anything, status code shows success\n"                   \
    "      --strict         exit non-zero for improperly formatted checksum lines\n"              \
    "  -w, --warn           warn about improperly formatted checksum lines\n\n"                   \
    "      --help           display this help and exit\n"                                         \
    "      --version        output version information and exit\n"

enum { TAG = 256, IGNORE_MISSING, QUIET, STATUS, STRICT };
static const struct option_spec table[] = {
    {'b', "binary", NO_ARGUMENT}, {'c', "check", NO_ARGUMENT}, {TAG, "tag", NO_ARGUMENT}, {'t', "text", NO_ARGUMENT},
    {'z', "zero", NO_ARGUMENT}, {IGNORE_MISSING, "ignore-missing", NO_ARGUMENT}, {QUIET, "quiet", NO_ARGUMENT},
    {STATUS, "status", NO_ARGUMENT}, {STRICT, "strict", NO_ARGUMENT}, {'w', "warn", NO_ARGUMENT}, {0, NULL, 0}};

static enum digest_kind kind;
static const char *const names[] = {"MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512"};
static bool binary, tag, zero, ignore_missing, be_quiet, only_status, strict, warn_lines;

/** The digest as hexadecimal digits; false after a complaint, or silently for a file that is missing and may be. */
static bool compute(const char *name, char *hex, bool *missing) {
    struct digest digest;
    unsigned char bytes[LONGEST_DIGEST];
    struct input input = {.name = name, .fd = open_or_stdin(name)};
    *missing = false;
    if (input.fd < 0) {
        *missing = errno == ENOENT && ignore_missing;
        if (!*missing) warn("%s:", quote_if_needed(name));
        return false;
    }
    digest_start(&digest, kind);
    while (input_fill(&input)) {
        digest_add(&digest, input.buffer + input.start, input.end - input.start);
        input.start = input.end;
    }
    free(input.buffer);
    input_close(&input);
    if (input.failed) return false;
    digest_finish(&digest, bytes);
    for (size_t i = 0; i < digest_size(kind); i++) sprintf(hex + 2 * i, "%02x", bytes[i]);
    return true;
}

/** Names with a newline, a return or a backslash are escaped, and the line begins with a backslash. */
static bool needs_escapes(const char *name) {
    return !zero && strpbrk(name, "\\\n\r") != NULL;
}

static void out_name(const char *name, bool escaped) {
    if (!escaped) {
        out_string(name);
        return;
    }
    for (; *name; name++) {
        if (*name == '\n') out_string("\\n");
        else if (*name == '\r') out_string("\\r");
        else if (*name == '\\') out_string("\\\\");
        else out_char(*name);
    }
}

static void print(const char *name) {
    char hex[2 * LONGEST_DIGEST + 1];
    bool missing;
    if (!compute(name, hex, &missing)) return;
    bool escaped = needs_escapes(name);
    if (escaped) out_char('\\');
    if (tag) {
        out_format("%s (", names[kind]);
        out_name(name, escaped);
        out_format(") = %s", hex);
    } else {
        out_format("%s %c", hex, binary ? '*' : ' ');
        out_name(name, escaped);
    }
    out_char(zero ? '\0' : '\n');
}

static bool unescape(char *name) {
    char *to = name;
    for (; *name; name++) {
        if (*name != '\\') {
            *to++ = *name;
            continue;
        }
        name++;
        if (*name == 'n') *to++ = '\n';
        else if (*name == 'r') *to++ = '\r';
        else if (*name == '\\') *to++ = '\\';
        else return false;
    }
    *to = '\0';
    return true;
}

/** Takes a line apart: "hex  name", "hex *name" or "NAME (name) = hex". */
static bool parse(char *line, char **hex, char **name) {
    size_t digits = 2 * digest_size(kind);
    bool escaped = *line == '\\';
    line += strspn(line, " \t");
    if (*line == '\\') line++;
    size_t prefix = strlen(names[kind]);
    if (strncmp(line, names[kind], prefix) == 0 && (line[prefix] == ' ' || line[prefix] == '(')) {
        char *open = strchr(line, '('), *close = strrchr(line, ')');
        if (open == NULL || close == NULL || close < open) return false;
        *name = open + 1;
        *close++ = '\0';
        close += strspn(close, " \t");
        if (*close++ != '=') return false;
        close += strspn(close, " \t");
        *hex = close;
        if (strspn(*hex, "0123456789abcdefABCDEF") != digits || (*hex)[digits] != '\0') return false;
    } else {
        *hex = line;
        if (strspn(line, "0123456789abcdefABCDEF") != digits || (line[digits] != ' ' && line[digits] != '\t')) return false;
        char *at = line + digits;
        *at++ = '\0';
        if (*at == ' ' || *at == '*') at++;
        if (*at == '\0') return false;
        *name = at;
    }
    return !escaped || unescape(*name);
}

static void summary(uintmax_t count, const char *one, const char *many) {
    if (count > 0 && !only_status) complain("WARNING: %ju %s", count, count == 1 ? one : many);
}

static void check(const char *list) {
    struct input input = {0};
    uintmax_t lines = 0, formatted = 0, malformed = 0, unreadable = 0, wrong = 0, verified = 0;
    const char *shown = strcmp(list, "-") == 0 ? "standard input" : list;
    size_t length;
    if (!input_open(&input, list)) return;
    for (char *line; (line = input_line(&input, '\n', &length)) != NULL;) {
        char *hex, *name, actual[2 * LONGEST_DIGEST + 1], *text = copy_bytes(line, length - (line[length - 1] == '\n'));
        bool missing;
        lines++;
        if (*text == '#' || *text == '\0') {
            malformed += *text == '\0';
            free(text);
            continue;
        }
        if (!parse(text, &hex, &name)) {
            malformed++;
            if (warn_lines) complain("%s: %ju: improperly formatted %s checksum line", quote_if_needed(shown), lines, names[kind]);
            free(text);
            continue;
        }
        formatted++;
        bool escapes = strchr(name, '\n') != NULL;
        if (!compute(name, actual, &missing)) {
            if (!missing) {
                unreadable++;
                if (!only_status) {
                    if (escapes) out_char('\\');
                    out_name(name, escapes);
                    out_string(": FAILED open or read\n");
                }
            }
        } else {
            bool same = strcasecmp(hex, actual) == 0;
            verified += same;
            wrong += !same;
            if (!only_status && !(same && be_quiet)) {
                if (escapes) out_char('\\');
                out_name(name, escapes);
                out_string(same ? ": OK\n" : ": FAILED\n");
            }
        }
        free(text);
    }
    input_close(&input);
    if (formatted == 0) {
        warn("%s: no properly formatted checksum lines found", quote_if_needed(shown));
    } else {
        summary(malformed, "line is improperly formatted", "lines are improperly formatted");
        summary(unreadable, "listed file could not be read", "listed files could not be read");
        summary(wrong, "computed checksum did NOT match", "computed checksums did NOT match");
        if (ignore_missing && verified == 0 && wrong == 0) {
            if (!only_status) complain("%s: no file was verified", quote_if_needed(shown));
            status = 1;
        }
    }
    if (unreadable || wrong || (strict && malformed)) status = 1;
}

static int sum(int argc, char **argv, enum digest_kind which) {
    bool checking = false, text = false;
    kind = which;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'b': binary = true; break;
        case 't': binary = false; text = true; break;
        case 'c': checking = true; break;
        case TAG: tag = true; binary = true; break;
        case 'z': zero = true; break;
        case IGNORE_MISSING: ignore_missing = true; break;
        case QUIET: be_quiet = true; break;
        case STATUS: only_status = true; break;
        case STRICT: strict = true; break;
        case 'w': warn_lines = true; break;
        }
    }
    if (tag && text) usage_error("--tag does not support --text mode");
    if (zero && checking) usage_error("the --zero option is not supported when verifying checksums");
    if (tag && checking) usage_error("the --tag option is meaningless when verifying checksums");
    if (ignore_missing && !checking) usage_error("the --ignore-missing option is meaningful only when verifying checksums");
    if (only_status && !checking) usage_error("the --status option is meaningful only when verifying checksums");
    if (warn_lines && !checking) usage_error("the --warn option is meaningful only when verifying checksums");
    if (be_quiet && !checking) usage_error("the --quiet option is meaningful only when verifying checksums");
    if (strict && !checking) usage_error("the --strict option is meaningful only when verifying checksums");
    void (*handle)(const char *) = checking ? check : print;
    if (options.operand_count == 0) handle("-");
    for (int i = 0; i < options.operand_count; i++) handle(options.operands[i]);
    return status;
}

#define COMMAND(symbol, kind, text)                                                                  \
    static int symbol##_main(int argc, char **argv) {                                                \
        return sum(argc, argv, kind);                                                                \
    }                                                                                                \
    const struct command cmd_##symbol = {#symbol, USAGE(#symbol, text), symbol##_main, 0};
COMMAND(md5sum, MD5, "MD5 (128-bit)")
COMMAND(sha1sum, SHA1, "SHA1 (160-bit)")
COMMAND(sha224sum, SHA224, "SHA224 (224-bit)")
COMMAND(sha256sum, SHA256, "SHA256 (256-bit)")
COMMAND(sha384sum, SHA384, "SHA384 (384-bit)")
COMMAND(sha512sum, SHA512, "SHA512 (512-bit)")
