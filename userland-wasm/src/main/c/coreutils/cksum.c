// SPDX-License-Identifier: Apache-2.0
// cksum: POSIX's CRC and the size of files (utilities/cksum.html); sum: the older sums of BSD (-r) and System V (-s).
// GNU's `cksum -a` is not there: see md5sum and its kin.

#include "commands.h"

static const char cksum_usage[] =
    "Usage: cksum [FILE]...\n"
    "Print CRC checksum and byte counts of each FILE.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";
static const char sum_usage[] =
    "Usage: sum [OPTION]... [FILE]...\n"
    "Print checksum and block counts for each FILE.\n"
    "With no FILE, or when FILE is -, read standard input.\n\n"
    "  -r             use BSD sum algorithm (the default), use 1K blocks\n"
    "  -s, --sysv     use System V sum algorithm, use 512 bytes blocks\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static uint32_t crc_of[8][256]; // [k][b]: of byte b followed by k zero bytes

static void make_table(void) {
    for (uint32_t b = 0; b < 256; b++) {
        uint32_t crc = b << 24;
        for (int i = 0; i < 8; i++) crc = crc & 0x80000000 ? crc << 1 ^ 0x04c11db7 : crc << 1;
        crc_of[0][b] = crc;
    }
    for (int k = 1; k < 8; k++)
        for (int b = 0; b < 256; b++) crc_of[k][b] = crc_of[k - 1][b] << 8 ^ crc_of[0][crc_of[k - 1][b] >> 24];
}

/** Eight bytes at a time. */
static uint32_t add_crc(uint32_t crc, const unsigned char *at, size_t n) {
    for (; n >= 8; at += 8, n -= 8)
        crc = crc_of[7][at[0] ^ crc >> 24] ^ crc_of[6][at[1] ^ (crc >> 16 & 0xff)] ^ crc_of[5][at[2] ^ (crc >> 8 & 0xff)]
            ^ crc_of[4][at[3] ^ (crc & 0xff)] ^ crc_of[3][at[4]] ^ crc_of[2][at[5]] ^ crc_of[1][at[6]] ^ crc_of[0][at[7]];
    for (; n > 0; n--) crc = crc << 8 ^ crc_of[0][crc >> 24 ^ *at++];
    return crc;
}

static uint32_t add_bsd(uint32_t sum, const unsigned char *at, size_t n) {
    for (; n > 0; n--) sum = ((sum >> 1) + ((sum & 1) << 15) + *at++) & 0xffff;
    return sum;
}

static uint32_t add_system_v(uint32_t sum, const unsigned char *at, size_t n) {
    for (; n > 0; n--) sum += *at++;
    return sum;
}

static bool read_all(const char *name, uint32_t (*add)(uint32_t, const unsigned char *, size_t), uint32_t *sum, uintmax_t *length) {
    static struct input input;
    *sum = 0;
    *length = 0;
    if (!input_open(&input, name)) return false;
    while (input_fill(&input)) {
        *sum = add(*sum, (unsigned char *)input.buffer + input.start, input.end - input.start);
        *length += input.end - input.start;
        input.start = input.end;
    }
    input_close(&input);
    return !input.failed;
}

static void cksum(const char *name, bool with_name) {
    uint32_t crc;
    uintmax_t length;
    if (!read_all(name, add_crc, &crc, &length)) return;
    for (uintmax_t rest = length; rest > 0; rest >>= 8) {
        unsigned char byte = (unsigned char)rest;
        crc = add_crc(crc, &byte, 1);
    }
    out_format("%u %ju", ~crc, length);
    if (with_name) out_format(" %s", name);
    out_char('\n');
}

static int cksum_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    struct options options = {.argc = argc, .argv = argv, .table = none};
    next_option(&options);
    make_table();
    if (options.operand_count == 0) cksum("-", false);
    for (int i = 0; i < options.operand_count; i++) cksum(options.operands[i], true);
    return status;
}

static void print_sum(const char *name, bool system_v, bool with_name) {
    uint32_t sum;
    uintmax_t length;
    if (!read_all(name, system_v ? add_system_v : add_bsd, &sum, &length)) return;
    if (system_v) {
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        out_format("%u %ju", sum, (length + 511) / 512);
    } else {
        out_format("%05u %5ju", sum, (length + 1023) / 1024);
    }
    if (with_name) out_format(" %s", name);
    out_char('\n');
}

static int sum_main(int argc, char **argv) {
    static const struct option_spec table[] = {{'r', NULL, NO_ARGUMENT}, {'s', "sysv", NO_ARGUMENT}, {0, NULL, 0}};
    bool system_v = false;
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) system_v = key == 's';
    if (options.operand_count == 0) print_sum("-", system_v, false);
    for (int i = 0; i < options.operand_count; i++) print_sum(options.operands[i], system_v, true);
    return status;
}

const struct command cmd_cksum = {"cksum", cksum_usage, cksum_main, 0};
const struct command cmd_sum = {"sum", sum_usage, sum_main, 0};
