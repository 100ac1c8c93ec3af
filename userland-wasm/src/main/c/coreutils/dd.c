// SPDX-License-Identifier: Apache-2.0
// dd: copy in blocks. POSIX: utilities/dd.html; ASCII and EBCDIC are not known, iflag and oflag are GNU's.

#include <ctype.h>
#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: dd [OPERAND]...\n"
    "  or:  dd OPTION\n"
    "Copy a file, converting and formatting according to the operands.\n\n"
    "  bs=BYTES        read and write up to BYTES bytes at a time (default: 512); overrides ibs and obs\n"
    "  conv=CONVS      convert the file as per the comma separated symbol list: lcase ucase swab sync noerror notrunc\n"
    "                    excl nocreat fsync fdatasync sparse\n"
    "  count=N         copy only N input blocks\n"
    "  ibs=BYTES       read up to BYTES bytes at a time (default: 512)\n"
    "  if=FILE         read from FILE instead of stdin\n"
    "  iflag=FLAGS     fullblock, count_bytes, skip_bytes\n"
    "  obs=BYTES       write BYTES bytes at a time (default: 512)\n"
    "  of=FILE         write to FILE instead of stdout\n"
    "  oflag=FLAGS     append, seek_bytes\n"
    "  seek=N          skip N obs-sized blocks at start of output\n"
    "  skip=N          skip N ibs-sized blocks at start of input\n"
    "  status=LEVEL    none: only error messages; noxfer: no final transfer statistics; progress: (as default)\n"
    "      --help      display this help and exit\n"
    "      --version   output version information and exit\n\n"
    "N and BYTES may be followed by c=1, w=2, b=512, kB=1000, K=1024, MB=1000*1000, M=1024*1024 and so on, and be\n"
    "products: 2x512. USR1 makes a running dd print its statistics.\n";

enum { LCASE = 1, UCASE = 2, SWAB = 4, SYNC = 8, NOERROR = 16, NOTRUNC = 32, EXCL = 64, NOCREAT = 128, FSYNC = 256, FDATASYNC = 512, SPARSE = 1024 };
enum { FULLBLOCK = 1, COUNT_BYTES = 2, SKIP_BYTES = 4, APPEND = 8, SEEK_BYTES = 16, IGNORED = 32 };
static const struct word {
    const char *name;
    int bit;
} conversions[] = {{"lcase", LCASE}, {"ucase", UCASE}, {"swab", SWAB}, {"sync", SYNC}, {"noerror", NOERROR}, {"notrunc", NOTRUNC}, {"excl", EXCL},
                   {"nocreat", NOCREAT}, {"fsync", FSYNC}, {"fdatasync", FDATASYNC}, {"sparse", SPARSE}, {NULL, 0}},
  flags[] = {{"fullblock", FULLBLOCK}, {"count_bytes", COUNT_BYTES}, {"skip_bytes", SKIP_BYTES}, {"append", APPEND}, {"seek_bytes", SEEK_BYTES},
             {"direct", IGNORED}, {"sync", IGNORED}, {"dsync", IGNORED}, {"nonblock", IGNORED}, {NULL, 0}};

static const char *input = NULL, *output = NULL;
static uintmax_t input_size = 512, output_size = 512, count = UINTMAX_MAX, skip, seek;
static int conversion, input_flags, output_flags, level; // level 0: all, 1: noxfer, 2: none
static uintmax_t full_in, part_in, full_out, part_out, bytes;
static char *pending; // output not yet a whole block
static size_t pending_length;
static struct timespec started;
static volatile sig_atomic_t asked;

static void ask_statistics(int sig) {
    (void)sig;
    asked = 1;
}

/** 12,3 MB, 12 MiB: three digits at most. */
static void amount(double value, int base, char *text, size_t size) {
    static const char units[] = "kMGTPE";
    int power = -1;
    while (value >= base && power < 5) value /= base, power++;
    if (power < 0) snprintf(text, size, "%.0f B", value);
    else snprintf(text, size, value < 10 ? "%.1f %c%sB" : "%.0f %c%sB", value, base == 1024 && power == 0 ? 'K' : units[power], base == 1024 ? "i" : "");
}

static void print_statistics(void) {
    char text[512], si[32], iec[32], rate[32];
    if (level == 2) return;
    int n = snprintf(text, sizeof text, "%ju+%ju records in\n%ju+%ju records out\n", full_in, part_in, full_out, part_out);
    if (level == 0) {
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        double seconds = (double)(now.tv_sec - started.tv_sec) + (double)(now.tv_nsec - started.tv_nsec) / 1e9;
        amount((double)bytes, 1000, si, sizeof si);
        amount((double)bytes, 1024, iec, sizeof iec);
        amount(seconds > 0 ? (double)bytes / seconds : 0, 1000, rate, sizeof rate);
        n += snprintf(text + n, sizeof text - (size_t)n, "%ju byte%s%s%s%s%s%s copied, %g s, %s/s\n", bytes, bytes == 1 ? "" : "s", bytes >= 1000 ? " (" : "",
                      bytes >= 1000 ? si : "", bytes >= 1024 ? ", " : "", bytes >= 1024 ? iec : "", bytes >= 1000 ? ")" : "", seconds, rate);
    }
    write_fully(STDERR_FILENO, text, (size_t)n);
}

static uintmax_t number(const char *text) {
    uintmax_t product = 1, value;
    char *copy = copy_string(text), *rest, *factor = strtok_r(copy, "x", &rest);
    if (factor == NULL || *text == 'x') fatal("invalid number: %s", quote(text));
    for (; factor; factor = strtok_r(NULL, "x", &rest)) {
        if (!isdigit((unsigned char)*factor) || !parse_size(factor, "cwbkKmMGTPE", &value)) fatal("invalid number: %s", quote(text));
        if (value && product > INT64_MAX / value) {
            errno = EOVERFLOW;
            fatal("invalid number: %s:", quote(text));
        }
        product *= value;
    }
    free(copy);
    return product;
}

static int words(char *list, const struct word *known, const char *what) {
    int bits = 0;
    char *rest;
    for (char *word = strtok_r(list, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
        const struct word *found = known;
        while (found->name && strcmp(found->name, word) != 0) found++;
        if (found->name == NULL) usage_error("invalid %s: %s", what, quote(word));
        bits |= found->bit;
    }
    return bits;
}

static void read_operand(char *word) {
    char *value = strchr(word, '=');
    if (value == NULL) usage_error("unrecognized operand %s", quote(word));
    size_t n = (size_t)(value++ - word);
#define IS(name) (n == sizeof name - 1 && memcmp(word, name, n) == 0)
    if (IS("if")) input = value;
    else if (IS("of")) output = value;
    else if (IS("conv")) conversion |= words(value, conversions, "conversion");
    else if (IS("iflag")) input_flags |= words(value, flags, "input flag");
    else if (IS("oflag")) output_flags |= words(value, flags, "output flag");
    else if (IS("status")) {
        if (strcmp(value, "none") == 0) level = 2;
        else if (strcmp(value, "noxfer") == 0) level = 1;
        else if (strcmp(value, "progress") != 0) usage_error("invalid status level: %s", quote(value));
    } else if (IS("bs") || IS("ibs") || IS("obs")) {
        uintmax_t size = number(value);
        if (size == 0) fatal("invalid number: %s", quote(value));
        if (size > 1 << 30) fatal("memory exhausted");
        if (*word != 'o') input_size = size;
        if (*word != 'i') output_size = size;
    } else if (IS("count")) {
        count = number(value);
        if (value[strlen(value) - 1] == 'B' && isdigit((unsigned char)value[strlen(value) - 2])) input_flags |= COUNT_BYTES;
    } else if (IS("skip") || IS("iseek")) skip = number(value);
    else if (IS("seek") || IS("oseek")) seek = number(value);
    else usage_error("unrecognized operand %s", quote(word));
}

static void write_block(const char *block, size_t length) {
    bool zeros = conversion & SPARSE && length > 0 && block[0] == 0 && memcmp(block, block + 1, length - 1) == 0;
    if (!(zeros && lseek(STDOUT_FILENO, (off_t)length, SEEK_CUR) >= 0) && !write_fully(STDOUT_FILENO, block, length)) {
        complain("error writing %s:", output ? quote(output) : "'standard output'");
        print_statistics();
        _exit(1);
    }
    bytes += length;
    if (length == output_size) full_out++;
    else part_out++;
}

static void put(const char *block, size_t length) {
    while (length > 0) {
        if (pending_length == 0 && length >= output_size) {
            write_block(block, output_size);
            block += output_size, length -= output_size;
            continue;
        }
        size_t part = output_size - pending_length < length ? output_size - pending_length : length;
        memcpy(pending + pending_length, block, part);
        pending_length += part, block += part, length -= part;
        if (pending_length == output_size) {
            write_block(pending, output_size);
            pending_length = 0;
        }
    }
}

static void convert(char *block, size_t length) {
    if (conversion & SWAB)
        for (size_t i = 0; i + 1 < length; i += 2) {
            char c = block[i];
            block[i] = block[i + 1], block[i + 1] = c;
        }
    if (conversion & (LCASE | UCASE))
        for (size_t i = 0; i < length; i++) block[i] = (char)(conversion & LCASE ? tolower : toupper)((unsigned char)block[i]);
}

static ssize_t read_block(char *block, size_t wanted) {
    size_t length = 0;
    for (;;) {
        ssize_t n = read(STDIN_FILENO, block + length, wanted - length);
        if (n < 0 && errno == EINTR) {
            if (asked) asked = 0, print_statistics();
            continue;
        }
        if (n < 0) return n;
        length += (size_t)n;
        if (n == 0 || length == wanted || !(input_flags & FULLBLOCK)) return (ssize_t)length;
    }
}

static void skip_input(char *block) {
    uintmax_t left = input_flags & SKIP_BYTES ? skip : skip * input_size;
    struct stat st;
    if (left == 0) return;
    if (fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode)) {
        if ((uintmax_t)st.st_size < left) complain("%s: cannot skip to specified offset", input ? quote_if_needed(input) : "'standard input'");
        lseek(STDIN_FILENO, (off_t)left, SEEK_CUR);
        return;
    }
    while (left > 0) {
        ssize_t n = read_some(STDIN_FILENO, block, left < input_size ? (size_t)left : (size_t)input_size);
        if (n <= 0) {
            complain("%s: cannot skip to specified offset", input ? quote_if_needed(input) : "'standard input'");
            return;
        }
        left -= (uintmax_t)n;
    }
}

static void open_files(void) {
    if (input) {
        int fd = open(input, O_RDONLY);
        if (fd < 0) fatal("failed to open %s:", quote(input));
        dup2(fd, STDIN_FILENO);
        if (fd != STDIN_FILENO) close(fd);
    }
    uintmax_t start = output_flags & SEEK_BYTES ? seek : seek * output_size;
    if (output) {
        int how = O_WRONLY | (conversion & NOCREAT ? 0 : O_CREAT) | (conversion & EXCL ? O_EXCL : 0) | (output_flags & APPEND ? O_APPEND : 0)
                | (seek == 0 && !(conversion & NOTRUNC) ? O_TRUNC : 0);
        int fd = open(output, how, 0666);
        if (fd < 0) fatal("failed to open %s:", quote(output));
        dup2(fd, STDOUT_FILENO);
        if (fd != STDOUT_FILENO) close(fd);
        if (seek && !(conversion & NOTRUNC) && ftruncate(STDOUT_FILENO, (off_t)start) < 0) {
            struct stat st;
            if (fstat(STDOUT_FILENO, &st) == 0 && S_ISREG(st.st_mode)) fatal("failed to truncate to %ju bytes in output file %s:", start, quote(output));
        }
    }
    if (start && lseek(STDOUT_FILENO, (off_t)start, SEEK_CUR) < 0) fatal("%s: cannot seek:", output ? quote(output) : "'standard output'");
}

static int dd_main(int argc, char **argv) {
    static const struct option_spec none[] = {{0, NULL, 0}};
    struct options options = {.argc = argc, .argv = argv, .table = none};
    next_option(&options);
    for (char **word = options.operands; *word; word++) read_operand(*word);
    if ((conversion & (LCASE | UCASE)) == (LCASE | UCASE)) fatal("cannot combine lcase and ucase");
    if ((conversion & (EXCL | NOCREAT)) == (EXCL | NOCREAT)) fatal("cannot combine excl and nocreat");
    clock_gettime(CLOCK_MONOTONIC, &started);
    open_files();
    struct sigaction action = {.sa_handler = ask_statistics};
    sigaction(SIGUSR1, &action, NULL);
    char *block = allocate(input_size);
    pending = allocate(output_size);
    skip_input(block);
    bool direct = input_size == output_size && !(conversion & (SYNC | SWAB)); // bs=: short reads are short writes
    uintmax_t left = count;
    while (left > 0) {
        size_t wanted = input_flags & COUNT_BYTES && left < input_size ? (size_t)left : (size_t)input_size;
        if (asked) asked = 0, print_statistics();
        ssize_t n = read_block(block, wanted);
        if (n == 0) break;
        if (n < 0) {
            warn("error reading %s:", input ? quote(input) : "'standard input'");
            if (!(conversion & NOERROR)) break;
            n = 0;
        }
        if (count != UINTMAX_MAX) left -= input_flags & COUNT_BYTES ? (uintmax_t)n : 1;
        if ((uintmax_t)n == input_size) full_in++;
        else part_in++;
        if (conversion & SYNC && (uintmax_t)n < input_size) {
            memset(block + n, 0, input_size - (size_t)n);
            n = (ssize_t)input_size;
        }
        convert(block, (size_t)n);
        if (direct && pending_length == 0) {
            if (n > 0) write_block(block, (size_t)n);
        } else put(block, (size_t)n);
    }
    if (pending_length > 0) write_block(pending, pending_length);
    if (conversion & SPARSE) {
        off_t at = lseek(STDOUT_FILENO, 0, SEEK_CUR);
        struct stat st;
        if (at >= 0 && fstat(STDOUT_FILENO, &st) == 0 && S_ISREG(st.st_mode) && st.st_size < at && ftruncate(STDOUT_FILENO, at) < 0) warn("failed to truncate:");
    }
    if (conversion & (FSYNC | FDATASYNC) && (conversion & FSYNC ? fsync : fdatasync)(STDOUT_FILENO) < 0) warn("fsync failed for %s:", output ? quote(output) : "'standard output'");
    print_statistics();
    return status;
}

const struct command cmd_dd = {"dd", usage, dd_main, 0};
