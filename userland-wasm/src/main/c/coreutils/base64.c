// SPDX-License-Identifier: Apache-2.0
// base64, base32: encode bytes as text, and back (RFC 4648). No POSIX page; as GNU's.

#include "commands.h"

#define USAGE(name)                                                                    \
    "Usage: " name " [OPTION]... [FILE]\n"                                             \
    "Encode or decode FILE, or standard input, to standard output.\n\n"                \
    "  -d, --decode          decode data\n"                                            \
    "  -i, --ignore-garbage  when decoding, ignore non-alphabet characters\n"          \
    "  -w, --wrap=COLS       wrap encoded lines after COLS character (default 76);\n"  \
    "                          0: do not\n"                                            \
    "      --help            display this help and exit\n"                             \
    "      --version         output version information and exit\n"

/** `group` bytes are written as `letters` letters of `bits` bits. */
struct code {
    const char *alphabet;
    int group, letters, bits;
};
static const struct code base64 = {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 3, 4, 6};
static const struct code base32 = {"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5, 8, 5};

static struct input input;
static uintmax_t wrap = 76, column;

static void out_letter(char c) {
    if (wrap && column == wrap) {
        out_char('\n');
        column = 0;
    }
    out_char(c);
    column++;
}

static void encode_group(const struct code *code, const unsigned char *bytes, int n) {
    uint64_t value = 0;
    for (int i = 0; i < code->group; i++) value = value << 8 | (i < n ? bytes[i] : 0);
    int used = (8 * n + code->bits - 1) / code->bits;
    for (int i = 0; i < code->letters; i++)
        out_letter(i < used ? code->alphabet[value >> (code->bits * (code->letters - 1 - i)) & ((1u << code->bits) - 1)] : '=');
}

static void encode(const struct code *code) {
    unsigned char group[5];
    int n = 0;
    while (input_fill(&input)) {
        for (; input.start < input.end; input.start++) {
            group[n++] = (unsigned char)input.buffer[input.start];
            if (n < code->group) continue;
            encode_group(code, group, n);
            n = 0;
        }
    }
    if (n > 0) encode_group(code, group, n);
    if (wrap && column > 0) out_char('\n');
}

/** Writes what n letters stand for; false if no bytes end there. */
static bool decode_group(const struct code *code, uint64_t value, int n) {
    int bits = n * code->bits, bytes = bits / 8;
    if (n == 0) return true;
    if (bits - 8 * bytes >= code->bits) return false;
    value <<= code->bits * (code->letters - n);
    for (int i = 0; i < bytes; i++) out_char((char)(value >> (8 * (code->group - 1 - i))));
    return true;
}

static void decode(const struct code *code, bool ignore_garbage) {
    signed char value_of[256];
    memset(value_of, -1, sizeof value_of);
    for (int i = 0; code->alphabet[i]; i++) value_of[(unsigned char)code->alphabet[i]] = (signed char)i;
    uint64_t value = 0;
    int letters = 0, pads = 0;
    while (input_fill(&input)) {
        for (; input.start < input.end; input.start++) {
            unsigned char c = (unsigned char)input.buffer[input.start];
            if (c == '\n') continue;
            if (c == '=' && letters + pads > 0 && letters > 0) {
                if (letters + ++pads < code->letters) continue;
                if (!decode_group(code, value, letters)) fatal("invalid input");
                letters = pads = 0;
                value = 0;
                continue;
            }
            if (value_of[c] < 0 || pads > 0) {
                if (ignore_garbage && value_of[c] < 0 && c != '=') continue;
                if (letters > 1) decode_group(code, value, letters);
                fatal("invalid input");
            }
            value = value << code->bits | (unsigned)value_of[c];
            if (++letters < code->letters) continue;
            decode_group(code, value, letters);
            letters = 0;
            value = 0;
        }
    }
    if (letters > 0) {
        decode_group(code, value, letters);
        fatal("invalid input");
    }
}

static int base_main(int argc, char **argv, const struct code *code) {
    static const struct option_spec table[] = {
        {'d', "decode", NO_ARGUMENT}, {'i', "ignore-garbage", NO_ARGUMENT}, {'w', "wrap", ARGUMENT}, {0, NULL, 0}};
    bool decoding = false, ignore_garbage = false;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'd': decoding = true; break;
        case 'i': ignore_garbage = true; break;
        case 'w':
            if (!parse_unsigned(options.argument, &wrap)) fatal("invalid wrap size: %s", quote(options.argument));
            break;
        }
    }
    if (options.operand_count > 1) extra_operand(options.operands[1]);
    input.silent = true;
    input.name = options.operand_count ? options.operands[0] : "-";
    input.fd = open_or_stdin(input.name);
    if (input.fd < 0) fatal("%s:", quote_if_needed(input.name));
    if (decoding) decode(code, ignore_garbage);
    else encode(code);
    if (input.failed) fatal("read error:");
    return status;
}

static int base64_main(int argc, char **argv) {
    return base_main(argc, argv, &base64);
}

static int base32_main(int argc, char **argv) {
    return base_main(argc, argv, &base32);
}

const struct command cmd_base64 = {"base64", USAGE("base64"), base64_main, 0};
const struct command cmd_base32 = {"base32", USAGE("base32"), base32_main, 0};
