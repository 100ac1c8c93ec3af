// SPDX-License-Identifier: Apache-2.0
// od: dump files in octal and other formats. POSIX: utilities/od.html; -w, --endian and the z suffix are GNU's.
// Not there: the offset operand, -S, floats shorter or longer than float and double.

#include <inttypes.h>
#include "commands.h"

static const char usage[] =
    "Usage: od [OPTION]... [FILE]...\n"
    "Write an unambiguous representation, octal bytes by default, of FILE to standard output.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -A, --address-radix=RADIX   output format for file offsets; RADIX is one of [doxn]\n"
    "      --endian={big|little}   swap input bytes according the specified order\n"
    "  -j, --skip-bytes=BYTES      skip BYTES input bytes first\n"
    "  -N, --read-bytes=BYTES      limit dump to BYTES input bytes\n"
    "  -t, --format=TYPE           select output format or formats\n"
    "  -v, --output-duplicates     do not use * to mark line suppression\n"
    "  -w[BYTES], --width[=BYTES]  output BYTES bytes per output line; 32 is implied when not given\n"
    "      --help                  display this help and exit\n"
    "      --version               output version information and exit\n\n"
    "TYPE is made up of one or more of: a (named character), c (character), d[SIZE] (signed decimal), f[SIZE] (floating\n"
    "point), o[SIZE] (octal), u[SIZE] (unsigned decimal), x[SIZE] (hexadecimal). SIZE is 1, 2, 4, 8 or C, S, I, L, for f F or D.\n"
    "z behind a type adds the printable characters. Also -a -t a, -b -t o1, -c -t c, -d -t u2, -f -t fF, -i -t dI, -l -t dL,\n"
    "-o -t o2, -s -t d2, -x -t x2.\n";

enum { ENDIAN = 256 };
static const struct option_spec table[] = {
    {'A', "address-radix", ARGUMENT}, {'j', "skip-bytes", ARGUMENT}, {'N', "read-bytes", ARGUMENT}, {'t', "format", ARGUMENT},
    {'v', "output-duplicates", NO_ARGUMENT}, {'w', "width", OPTIONAL_ARGUMENT}, {ENDIAN, "endian", ARGUMENT},
    {'a', NULL, NO_ARGUMENT}, {'b', NULL, NO_ARGUMENT}, {'c', NULL, NO_ARGUMENT}, {'d', NULL, NO_ARGUMENT}, {'f', NULL, NO_ARGUMENT},
    {'i', NULL, NO_ARGUMENT}, {'l', NULL, NO_ARGUMENT}, {'o', NULL, NO_ARGUMENT}, {'s', NULL, NO_ARGUMENT}, {'x', NULL, NO_ARGUMENT}, {0, NULL, 0}};

struct format {
    char type;    // a c d f o u x
    size_t size;  // of what is read at once
    bool text;    // z
    int width;    // of a field, without the blank before it
    int padding;  // more blanks in a line, so that the lines of all formats are as long
};
static struct format *formats;
static size_t format_count, format_capacity;
static char radix = 'o';
static bool duplicates, swap_bytes;
static size_t line_size;

static int field_width(char type, size_t size) {
    static const unsigned char octal[] = {3, 6, 11, 22}, is_signed[] = {4, 6, 11, 20}, is_unsigned[] = {3, 5, 10, 20}, hexadecimal[] = {2, 4, 8, 16};
    int log = size == 1 ? 0 : size == 2 ? 1 : size == 4 ? 2 : 3;
    switch (type) {
    case 'o': return octal[log];
    case 'd': return is_signed[log];
    case 'u': return is_unsigned[log];
    case 'x': return hexadecimal[log];
    case 'f': return size == 4 ? 15 : 24;
    default: return 3;
    }
}

static void add_format(char type, size_t size) {
    GROW(formats, format_count, format_capacity);
    formats[format_count++] = (struct format){.type = type, .size = size, .width = field_width(type, size)};
}

static void parse_formats(const char *text) {
    const char *at = text;
    if (*at == '\0') fatal("invalid type string %s", quote(text)); // GNU takes it for nothing
    while (*at) {
        char type = *at++;
        size_t size = type == 'f' ? 8 : 4;
        if (!strchr("acdfoux", type)) fatal("invalid character '%c' in type string %s", type, quote(text));
        if (type == 'a' || type == 'c') {
            size = 1;
        } else if (*at >= '0' && *at <= '9') {
            size_t n = strspn(at, "0123456789");
            char *digits = copy_bytes(at, n);
            uintmax_t value;
            parse_unsigned(digits, &value);
            bool known = type == 'f' ? value == 4 || value == 8 : value == 1 || value == 2 || value == 4 || value == 8;
            if (!known) fatal("invalid type string %s;\nthis system doesn't provide a %ju-byte %s type", quote(text), value, type == 'f' ? "floating point" : "integral");
            size = value;
            at += n;
            free(digits);
        } else if (type == 'f' && *at && strchr("FDL", *at)) {
            size = *at++ == 'F' ? 4 : 8;
        } else if (type != 'f' && *at && strchr("CSIL", *at)) {
            size = *at == 'C' ? 1 : *at == 'S' ? 2 : *at == 'I' ? 4 : 8;
            at++;
        }
        add_format(type, size);
        if (*at == 'z') {
            formats[format_count - 1].text = true;
            at++;
        }
    }
}

static const char *const control_names[] = {"nul", "soh", "stx", "etx", "eot", "enq", "ack", "bel", "bs", "ht", "nl", "vt", "ff", "cr", "so", "si", "dle",
                                            "dc1", "dc2", "dc3", "dc4", "nak", "syn", "etb", "can", "em", "sub", "esc", "fs", "gs", "rs", "us", "sp"};

static void out_padded(int width, const char *text) {
    for (int i = (int)strlen(text); i < width; i++) out_char(' ');
    out_string(text);
}

/** The shortest decimal that reads back as the same number. */
static void real_text(char *text, double value, bool single) {
    for (int precision = single ? 6 : 15; precision <= 17; precision++) {
        snprintf(text, 64, "%.*g", precision, value);
        if (single ? strtof(text, NULL) == (float)value : strtod(text, NULL) == value) return;
    }
}

static void field_text(char *text, const struct format *format, const unsigned char *bytes) {
    uint64_t value = 0;
    for (size_t i = 0; i < format->size; i++) value |= (uint64_t)bytes[swap_bytes ? format->size - 1 - i : i] << 8 * i;
    unsigned char c = bytes[0];
    int shift = 64 - 8 * (int)format->size;
    switch (format->type) {
    case 'a':
        c &= 127;
        if (c > ' ' && c < 127) snprintf(text, 64, "%c", c);
        else strcpy(text, c == 127 ? "del" : control_names[c]);
        break;
    case 'c': {
        static const char letters[] = "0......abtnvfr";
        if ((c >= 7 && c <= 13) || c == 0) snprintf(text, 64, "\\%c", letters[c]);
        else snprintf(text, 64, c >= ' ' && c < 127 ? "%c" : "%03o", c);
        break;
    }
    case 'd': snprintf(text, 64, "%jd", (intmax_t)(value << shift) >> shift); break;
    case 'u': snprintf(text, 64, "%ju", (uintmax_t)value); break;
    case 'o': snprintf(text, 64, "%0*jo", format->width, (uintmax_t)value); break;
    case 'x': snprintf(text, 64, "%0*jx", format->width, (uintmax_t)value); break;
    case 'f':
        if (format->size == 4) {
            uint32_t bits = (uint32_t)value;
            float real;
            memcpy(&real, &bits, 4);
            real_text(text, real, true);
        } else {
            double real;
            memcpy(&real, &value, 8);
            real_text(text, real, false);
        }
    }
}

/** `present` bytes are in the file; the rest of the last field is zeros. */
static void dump_line(const struct format *format, const unsigned char *bytes, size_t present) {
    size_t fields = line_size / format->size, used = (present + format->size - 1) / format->size;
    int before = format->padding;
    for (size_t i = 0; i < fields; i++) {
        int left = (int)((size_t)format->padding * (fields - 1 - i) / fields);
        int width = before - left + format->width + 1;
        before = left;
        if (i >= used) {
            if (format->text) out_padded(width, "");
            continue;
        }
        char text[64];
        field_text(text, format, bytes + i * format->size);
        out_padded(width, text);
    }
    if (format->text) {
        out_string("  >");
        for (size_t i = 0; i < present; i++) out_char(bytes[i] >= ' ' && bytes[i] < 127 ? (char)bytes[i] : '.');
        out_char('<');
    }
    out_char('\n');
}

static void out_address(uintmax_t address, char end) {
    if (radix == 'o') out_format("%07jo", address);
    else if (radix == 'd') out_format("%07ju", address);
    else if (radix == 'x') out_format("%06jx", address);
    if (end && (end != '\n' || radix != 'n')) out_char(end);
}

static void dump(const unsigned char *bytes, size_t present, uintmax_t address) {
    for (size_t i = 0; i < format_count; i++) {
        if (i == 0) out_address(address, '\0');
        else for (int n = radix == 'n' ? 0 : radix == 'x' ? 6 : 7; n > 0; n--) out_char(' ');
        dump_line(&formats[i], bytes, present);
    }
}

// The files are one stream.

static struct input input;
static char **names;
static bool is_open, any_opened;

static bool fill(void) {
    for (;;) {
        if (!is_open) {
            if (*names == NULL) return false;
            is_open = input_open(&input, *names++);
            any_opened |= is_open;
            continue;
        }
        if (input.start < input.end || input_fill(&input)) return true;
        input_close(&input);
        is_open = false;
    }
}

static size_t take(unsigned char *to, size_t wanted) {
    size_t got = 0;
    while (got < wanted && fill()) {
        size_t here = input.end - input.start, n = here < wanted - got ? here : wanted - got;
        if (to) memcpy(to + got, input.buffer + input.start, n);
        input.start += n;
        got += n;
    }
    return got;
}

static uintmax_t size_of(const char *text, const char *option) {
    uintmax_t value;
    bool octal = text[0] == '0';
    if (octal) {
        char *end;
        value = strtoumax(text, &end, 0);
        if (*end == '\0') return value;
    }
    if (!parse_size(text, "bkKmMGTPEZY", &value)) fatal("invalid -%s argument %s", option, quote(text));
    return value;
}

static void choose_width(const char *wanted, bool given) {
    size_t common = 1;
    for (size_t i = 0; i < format_count; i++)
        if (formats[i].size > common) common = formats[i].size; // powers of two
    line_size = given ? 32 : 16;
    if (wanted) {
        uintmax_t value;
        if (!parse_size(wanted, "bkKmM", &value)) fatal("invalid -w argument %s", quote(wanted));
        line_size = value;
        if (line_size == 0 || line_size % common != 0) {
            complain("warning: invalid width %zu; using %zu instead", line_size, common);
            line_size = common;
        }
    }
    size_t longest = 0;
    for (size_t i = 0; i < format_count; i++) {
        size_t length = (formats[i].width + 1) * (line_size / formats[i].size);
        if (length > longest) longest = length;
    }
    for (size_t i = 0; i < format_count; i++)
        formats[i].padding = (int)(longest - (formats[i].width + 1) * (line_size / formats[i].size));
}

static int od_main(int argc, char **argv) {
    static char *standard_input[] = {"-", NULL};
    static const char *const orders[] = {"little", "big", NULL};
    uintmax_t skip = 0, limit = UINTMAX_MAX;
    const char *width = NULL;
    bool has_width = false;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'A':
            if (!*options.argument || !strchr("doxn", *options.argument)) fatal("invalid output address radix '%c'; it must be one character from [doxn]", *options.argument);
            radix = *options.argument;
            break;
        case 'j': skip = size_of(options.argument, "j"); break;
        case 'N': limit = size_of(options.argument, "N"); break;
        case 't': parse_formats(options.argument); break;
        case 'v': duplicates = true; break;
        case 'w': has_width = true; width = options.argument; break;
        case ENDIAN: swap_bytes = choose("--endian", options.argument, orders) == 1; break;
        case 'a': add_format('a', 1); break;
        case 'b': add_format('o', 1); break;
        case 'c': add_format('c', 1); break;
        case 'd': add_format('u', 2); break;
        case 'f': add_format('f', 4); break;
        case 'i': add_format('d', 4); break;
        case 'l': add_format('d', 8); break;
        case 'o': add_format('o', 2); break;
        case 's': add_format('d', 2); break;
        case 'x': add_format('x', 2); break;
        }
    }
    if (format_count == 0) add_format('o', 2);
    choose_width(width, has_width);
    names = options.operand_count ? options.operands : standard_input;
    for (uintmax_t left = skip; left > 0;) {
        size_t n = take(NULL, left < BLOCK ? left : BLOCK);
        if (n == 0) {
            if (!status) fatal("cannot skip past end of combined input");
            break;
        }
        left -= n;
    }
    unsigned char *line = allocate(line_size + 8), *last = allocate(line_size);
    uintmax_t address = skip;
    bool starred = false, any = false;
    for (size_t n; limit > 0 && (n = take(line, limit < line_size ? limit : line_size)) > 0; address += n, limit -= n) {
        memset(line + n, 0, line_size + 8 - n);
        bool same = any && n == line_size && !duplicates && memcmp(line, last, n) == 0;
        if (!same) dump(line, n, address);
        else if (!starred) out_string("*\n");
        starred = same;
        memcpy(last, line, n);
        any = n == line_size;
        if (n < line_size) {
            address += n;
            break;
        }
    }
    if (any_opened) out_address(address, '\n');
    return status;
}

const struct command cmd_od = {"od", usage, od_main, 0};
