// SPDX-License-Identifier: Apache-2.0
// mkfifo, mknod: make FIFOs and other special files. POSIX: utilities/mkfifo.html; mknod is GNU's. Devices can be named, but none has a driver here.

#include <sys/sysmacros.h>
#include "commands.h"
#include "lib/files.h"

static const char mkfifo_usage[] =
    "Usage: mkfifo [OPTION]... NAME...\n"
    "Create named pipes (FIFOs) with the given NAMEs.\n\n"
    "  -m, --mode=MODE  set file permission bits to MODE, not a=rw - umask\n"
    "      --help       display this help and exit\n"
    "      --version    output version information and exit\n";

static const char mknod_usage[] =
    "Usage: mknod [OPTION]... NAME TYPE [MAJOR MINOR]\n"
    "Create the special file NAME of the given TYPE.\n\n"
    "  -m, --mode=MODE  set file permission bits to MODE, not a=rw - umask\n"
    "      --help       display this help and exit\n"
    "      --version    output version information and exit\n\n"
    "TYPE may be:\n\n"
    "  b      create a block (buffered) special file\n"
    "  c, u   create a character (unbuffered) special file\n"
    "  p      create a FIFO\n";

static const struct option_spec table[] = {{'m', "mode", ARGUMENT}, {0, NULL, 0}};

// The permission bits asked for; wanted says whether any were.
static mode_t permissions(struct options *options, bool *wanted) {
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = 0666;
    for (int key; (key = next_option(options)) >= 0;) {
        struct mode_change *change = parse_mode(options->argument);
        if (change == NULL) fatal("invalid mode");
        mode = apply_mode(change, 0666, false, mask);
        if (mode & ~0777u) fatal("mode must specify only file permission bits");
        *wanted = true;
    }
    return mode;
}

// Exactly these bits, if they were asked for: the umask is not for them.
static void settle(const char *path, mode_t mode, bool wanted) {
    if (wanted && chmod(path, mode) < 0) warn("cannot set permissions of %s:", quote(path));
}

static int mkfifo_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = table};
    bool wanted = false;
    mode_t mode = permissions(&options, &wanted);
    if (options.operand_count == 0) missing_operand();
    for (char **path = options.operands; *path; path++) {
        if (mkfifo(*path, mode) < 0) {
            warn("cannot create fifo %s:", quote(*path));
        } else {
            settle(*path, mode, wanted);
        }
    }
    return status;
}

static unsigned device_number(const char *text, const char *which) {
    char *end;
    errno = 0;
    unsigned long number = strtoul(text, &end, 0);
    if (*text == '\0' || *end != '\0' || errno || number > 0xfffff) fatal("invalid %s device number %s", which, quote(text));
    return number;
}

static int mknod_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = table};
    bool wanted = false;
    mode_t mode = permissions(&options, &wanted);
    char **operands = options.operands;
    if (options.operand_count == 0) missing_operand();
    bool fifo = options.operand_count > 1 && operands[1][0] == 'p';
    int needed = fifo ? 2 : 4;
    if (options.operand_count < needed) {
        missing_operand_after(operands[options.operand_count - 1]);
    }
    if (options.operand_count > needed) extra_operand(operands[needed]);
    mode_t type = S_IFIFO;
    dev_t device = 0;
    if (!fifo) {
        switch (operands[1][0]) {
        case 'b': type = S_IFBLK; break;
        case 'c': case 'u': type = S_IFCHR; break;
        default: fatal("invalid device type %s", quote(operands[1]));
        }
        device = makedev(device_number(operands[2], "major"), device_number(operands[3], "minor"));
    }
    if (mknod(operands[0], type | mode, device) < 0) fatal("%s:", operands[0]);
    settle(operands[0], mode, wanted);
    return status;
}

const struct command cmd_mkfifo = {"mkfifo", mkfifo_usage, mkfifo_main, 0};
const struct command cmd_mknod = {"mknod", mknod_usage, mknod_main, 0};
