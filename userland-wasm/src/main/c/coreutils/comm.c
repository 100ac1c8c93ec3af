// SPDX-License-Identifier: Apache-2.0
// comm: compare two sorted files line by line. POSIX: utilities/comm.html; the long options and -z are GNU's.

#include "commands.h"

static const char usage[] =
    "Usage: comm [OPTION]... FILE1 FILE2\n"
    "Compare sorted files FILE1 and FILE2 line by line.\n"
    "Column one has lines unique to FILE1, column two lines unique to FILE2, column three lines common to both.\n\n"
    "  -1                      suppress column 1\n"
    "  -2                      suppress column 2\n"
    "  -3                      suppress column 3\n"
    "      --check-order       check that the input is correctly sorted, even if all input lines are pairable\n"
    "      --nocheck-order     do not check that the input is correctly sorted\n"
    "      --output-delimiter=STR  separate columns with STR\n"
    "      --total             output a summary\n"
    "  -z, --zero-terminated   line delimiter is NUL, not newline\n"
    "      --help              display this help and exit\n"
    "      --version           output version information and exit\n";

enum { CHECK_ORDER = 256, NOCHECK_ORDER, OUTPUT_DELIMITER, TOTAL };
static const struct option_spec table[] = {
    {'1', NULL, NO_ARGUMENT}, {'2', NULL, NO_ARGUMENT}, {'3', NULL, NO_ARGUMENT}, {CHECK_ORDER, "check-order", NO_ARGUMENT},
    {NOCHECK_ORDER, "nocheck-order", NO_ARGUMENT}, {OUTPUT_DELIMITER, "output-delimiter", ARGUMENT}, {TOTAL, "total", NO_ARGUMENT},
    {'z', "zero-terminated", NO_ARGUMENT}, {0, NULL, 0}};

static bool hidden[3];
static enum { UNPAIRABLE, ALWAYS, NEVER } check = UNPAIRABLE;
static const char *separator = "\t";
static char delimiter = '\n';
static bool disorder;

struct side {
    struct input input;
    char *line, *last; // `last` is kept to see whether lines are in order
    size_t length, last_length, capacity;
    bool complained, any;
};
static struct side sides[2];

static int compare(const char *a, size_t a_length, const char *b, size_t b_length) {
    int result = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return result ? result : (a_length > b_length) - (a_length < b_length);
}

static void advance(struct side *side, bool unpairable) {
    if (side->line) {
        if (side->length + 1 > side->capacity) side->last = reallocate(side->last, side->capacity = 2 * side->length + 64);
        memcpy(side->last, side->line, side->last_length = side->length);
        side->any = true;
    }
    side->line = input_line(&side->input, delimiter, &side->length);
    if (side->input.failed) finish(1);
    if (side->line == NULL) return;
    if (side->line[side->length - 1] == delimiter) side->length--;
    if (!side->any || side->complained || check == NEVER || (check == UNPAIRABLE && !unpairable)) return;
    if (compare(side->last, side->last_length, side->line, side->length) <= 0) return;
    complain("file %d is not in sorted order", side == sides ? 1 : 2);
    side->complained = disorder = true;
    if (check == ALWAYS) finish(1);
}

static void print(const struct side *side, int column) {
    if (hidden[column]) return;
    for (int i = 0; i < column; i++)
        if (!hidden[i]) out_bytes(separator, *separator ? strlen(separator) : 1);
    out_bytes(side->line, side->length);
    out_char(delimiter);
}

static int comm_main(int argc, char **argv) {
    bool total = false, unpairable = false;
    uintmax_t counts[3] = {0};
    struct options options = {.argc = argc, .argv = argv, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case '1': case '2': case '3': hidden[key - '1'] = true; break;
        case CHECK_ORDER: check = ALWAYS; break;
        case NOCHECK_ORDER: check = NEVER; break;
        case OUTPUT_DELIMITER: separator = options.argument; break;
        case TOTAL: total = true; break;
        case 'z': delimiter = '\0'; break;
        }
    }
    if (options.operand_count == 0) missing_operand();
    if (options.operand_count == 1) missing_operand_after(options.operands[0]);
    if (options.operand_count > 2) extra_operand(options.operands[2]);
    for (int i = 0; i < 2; i++)
        if (!input_open(&sides[i].input, options.operands[i])) return status;
    struct side *a = &sides[0], *b = &sides[1];
    advance(a, false);
    advance(b, false);
    while (a->line || b->line) {
        int order = !a->line ? 1 : !b->line ? -1 : compare(a->line, a->length, b->line, b->length);
        int column = order == 0 ? 2 : order > 0;
        counts[column]++;
        print(order <= 0 ? a : b, column);
        unpairable |= order != 0;
        if (order <= 0) advance(a, unpairable);
        if (order >= 0) advance(b, unpairable);
    }
    if (total) out_format("%ju%s%ju%s%ju%stotal%c", counts[0], separator, counts[1], separator, counts[2], separator, delimiter);
    if (disorder) fatal("input is not in sorted order");
    return status;
}

const struct command cmd_comm = {"comm", usage, comm_main, 0};
