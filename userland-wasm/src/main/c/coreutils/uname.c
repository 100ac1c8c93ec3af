// SPDX-License-Identifier: Apache-2.0
// uname, arch, nproc, hostname: what this machine is. POSIX: utilities/uname.html; the others are GNU's and net-tools'.

#include <fcntl.h>
#include <sys/utsname.h>
#include "commands.h"

static const char uname_usage[] =
    "Usage: uname [OPTION]...\n"
    "Print certain system information. With no OPTION, same as -s.\n\n"
    "  -a, --all               print all information, in the following order, except omit -p and -i if unknown:\n"
    "  -s, --kernel-name       print the kernel name\n"
    "  -n, --nodename          print the network node hostname\n"
    "  -r, --kernel-release    print the kernel release\n"
    "  -v, --kernel-version    print the kernel version\n"
    "  -m, --machine           print the machine hardware name\n"
    "  -p, --processor         print the processor type\n"
    "  -i, --hardware-platform print the hardware platform\n"
    "  -o, --operating-system  print the operating system\n"
    "      --help              display this help and exit\n"
    "      --version           output version information and exit\n";

static const struct option_spec uname_table[] = {
    {'a', "all", NO_ARGUMENT}, {'s', "kernel-name", NO_ARGUMENT}, {'s', "sysname", NO_ARGUMENT}, {'n', "nodename", NO_ARGUMENT},
    {'r', "kernel-release", NO_ARGUMENT}, {'r', "release", NO_ARGUMENT}, {'v', "kernel-version", NO_ARGUMENT},
    {'m', "machine", NO_ARGUMENT}, {'p', "processor", NO_ARGUMENT}, {'i', "hardware-platform", NO_ARGUMENT},
    {'o', "operating-system", NO_ARGUMENT}, {0, NULL, 0}};
static const struct option_spec no_options[] = {{0, NULL, 0}};

static struct utsname names(void) {
    struct utsname result;
    if (uname(&result) < 0) fatal("cannot get system name:");
    return result;
}

static int uname_main(int argc, char **argv) {
    static const char order[] = "snrvmpio";
    bool wanted[sizeof order] = {false}, any = false, all = false;
    struct options options = {.argc = argc, .argv = argv, .table = uname_table};
    for (int key; (key = next_option(&options)) >= 0; any = true) {
        all |= key == 'a';
        for (int i = 0; order[i]; i++) wanted[i] |= key == 'a' || key == order[i];
    }
    if (options.operand_count > 0) extra_operand(options.operands[0]);
    if (!any) wanted[0] = true;
    if (all) wanted[5] = wanted[6] = false;
    struct utsname system = names();
    const char *operating_system = strcmp(system.sysname, "Linux") == 0 ? "GNU/Linux" : system.sysname;
    const char *const values[] = {system.sysname, system.nodename, system.release, system.version, system.machine,
                                  "unknown", "unknown", operating_system};
    bool first = true;
    for (int i = 0; order[i]; i++) {
        if (!wanted[i]) continue;
        out_format(first ? "%s" : " %s", values[i]);
        first = false;
    }
    out_char('\n');
    return 0;
}

static const char arch_usage[] =
    "Usage: arch\n"
    "Print machine architecture.\n\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static int arch_main(int argc, char **argv) {
    struct options options = {.argc = argc, .argv = argv, .table = no_options};
    next_option(&options);
    if (options.operand_count > 0) extra_operand(options.operands[0]);
    out_format("%s\n", names().machine);
    return 0;
}

static const char hostname_usage[] =
    "Usage: hostname [OPTION]...\n"
    "Print the name of this machine.\n\n"
    "  -s, --short    cut it at the first dot\n"
    "  -f, --fqdn     (the whole name anyway)\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static const struct option_spec hostname_table[] = {{'s', "short", NO_ARGUMENT}, {'f', "fqdn", NO_ARGUMENT}, {0, NULL, 0}};

static int hostname_main(int argc, char **argv) {
    bool cut = false;
    struct options options = {.argc = argc, .argv = argv, .table = hostname_table};
    for (int key; (key = next_option(&options)) >= 0;) cut |= key == 's';
    if (options.operand_count > 0) fatal("the name cannot be changed");
    struct utsname system = names();
    out_format("%.*s\n", cut ? (int)strcspn(system.nodename, ".") : (int)sizeof system.nodename, system.nodename);
    return 0;
}

static const char nproc_usage[] =
    "Usage: nproc [OPTION]...\n"
    "Print the number of processing units available to the current process.\n\n"
    "      --all      print the number of installed processors\n"
    "      --ignore=N if possible, exclude N processing units\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static const struct option_spec nproc_table[] = {{'a', "all", NO_ARGUMENT}, {'i', "ignore", ARGUMENT}, {0, NULL, 0}};

/** The lines "processor" of /proc/cpuinfo, or 1. */
static uintmax_t processors(void) {
#ifdef __wsh__
    struct input input = {.fd = open("/proc/cpuinfo", O_RDONLY), .name = "/proc/cpuinfo"};
    uintmax_t count = 0;
    size_t length;
    char *line;
    if (input.fd < 0) return 1;
    while ((line = input_line(&input, '\n', &length)) != NULL) count += length > 9 && memcmp(line, "processor", 9) == 0;
    input_close(&input);
    return count ? count : 1;
#else
    return (uintmax_t)sysconf(_SC_NPROCESSORS_ONLN);
#endif
}

static int nproc_main(int argc, char **argv) {
    uintmax_t ignore = 0;
    struct options options = {.argc = argc, .argv = argv, .table = nproc_table};
    for (int key; (key = next_option(&options)) >= 0;)
        if (key == 'i' && !parse_unsigned(options.argument, &ignore)) fatal("%s: invalid number to ignore", quote(options.argument));
    if (options.operand_count > 0) extra_operand(options.operands[0]);
    uintmax_t count = processors();
    out_format("%ju\n", ignore < count ? count - ignore : 1);
    return 0;
}

const struct command cmd_uname = {"uname", uname_usage, uname_main, 0};
const struct command cmd_arch = {"arch", arch_usage, arch_main, 0};
const struct command cmd_hostname = {"hostname", hostname_usage, hostname_main, 0};
const struct command cmd_nproc = {"nproc", nproc_usage, nproc_main, 0};
