// SPDX-License-Identifier: Apache-2.0
// uptime, free: how long and how busy the machine has been, and what memory there is. Options and formats are procps'. Nobody logs in to this
// machine, so there are 0 users; it has neither buffers nor swap space.

#include "commands.h"
#include "lib/files.h"
#include "processes.h"

static const char uptime_usage[] =
    "Usage: uptime [-ps]\n"
    "Tell how long the system has been running, and how many wanted to run in the last one, five and fifteen minutes.\n\n"
    "  -p, --pretty   show uptime in pretty format\n"
    "  -s, --since    system up since\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static const struct option_spec uptime_table[] = {{'p', "pretty", NO_ARGUMENT}, {'s', "since", NO_ARGUMENT}, {0, NULL, 0}};

void uptime_text(char *text, size_t size) {
    long minutes = (long)machine.uptime / 60, days = minutes / 1440;
    char clock[16];
    strftime(clock, sizeof clock, "%H:%M:%S", localtime(&machine.now));
    int n = snprintf(text, size, "%s up ", clock);
    if (days) n += snprintf(text + n, size - (size_t)n, "%ld %s, ", days, days == 1 ? "day" : "days");
    if (minutes % 1440 >= 60) n += snprintf(text + n, size - (size_t)n, "%2ld:%02ld, ", minutes / 60 % 24, minutes % 60);
    else n += snprintf(text + n, size - (size_t)n, "%ld min, ", minutes % 60);
    snprintf(text + n, size - (size_t)n, " 0 users,  load average: %.2f, %.2f, %.2f", machine.load[0], machine.load[1], machine.load[2]);
}

static void pretty(void) {
    static const struct { long seconds; const char *name; } units[] = {{604800, "week"}, {86400, "day"}, {3600, "hour"}, {60, "minute"}};
    long left = (long)machine.uptime;
    bool any = false;
    out_string("up ");
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        long count = left / units[i].seconds;
        left %= units[i].seconds;
        if (count == 0 && (units[i].seconds > 60 || any)) continue;
        out_format("%s%ld %s%s", any ? ", " : "", count, units[i].name, count == 1 ? "" : "s");
        any = true;
    }
    out_char('\n');
}

static int uptime_main(int argc, char **argv) {
    int form = 0;
    char text[128];
    struct options options = {.argc = argc, .argv = argv, .table = uptime_table};
    for (int key; (key = next_option(&options)) >= 0;) form = key;
    if (options.operand_count) extra_operand(options.operands[0]);
    read_machine();
    if (form == 'p') pretty();
    else if (form == 's') {
        time_t boot = machine.now - (time_t)machine.uptime;
        strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", localtime(&boot));
        out_format("%s\n", text);
    } else {
        uptime_text(text, sizeof text);
        out_format(" %s\n", text);
    }
    return 0;
}

static const char free_usage[] =
    "Usage: free [-bkmght]\n"
    "Display amount of free and used memory in the system.\n\n"
    "  -b, --bytes  -k, --kibi (default)  -m, --mebi  -g, --gibi  -h, --human   units\n"
    "  -t, --total    show a line with the column totals\n"
    "      --help     display this help and exit\n"
    "      --version  output version information and exit\n";

static const struct option_spec free_table[] = {{'b', "bytes", NO_ARGUMENT}, {'k', "kibi", NO_ARGUMENT}, {'m', "mebi", NO_ARGUMENT}, {'g', "gibi", NO_ARGUMENT},
                                                {'h', "human", NO_ARGUMENT}, {'t', "total", NO_ARGUMENT}, {0, NULL, 0}};

static void amount(long long kib, int unit) {
    char text[32];
    switch (unit) {
    case 'b': snprintf(text, sizeof text, "%lld", kib * 1024); break;
    case 'm': snprintf(text, sizeof text, "%lld", kib / 1024); break;
    case 'g': snprintf(text, sizeof text, "%lld", kib / 1048576); break;
    case 'h': {
        static const char units[] = "KMGT";
        double value = (double)kib;
        int i = 0;
        while (value >= 1024 && units[i + 1]) value /= 1024, i++;
        if (kib == 0) snprintf(text, sizeof text, "0B");
        else snprintf(text, sizeof text, value < 9.95 ? "%.1f%ci" : "%.0f%ci", value, units[i]);
        break;
    }
    default: snprintf(text, sizeof text, "%lld", kib);
    }
    out_format(" %11s", text);
}

static void row(const char *name, const long long *values, int count, int unit) {
    out_format("%-7s", name);
    for (int i = 0; i < count; i++) amount(values[i], unit);
    out_char('\n');
}

static int free_main(int argc, char **argv) {
    int unit = 'k';
    bool total = false;
    struct options options = {.argc = argc, .argv = argv, .table = free_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        if (key == 't') total = true;
        else unit = key;
    }
    read_machine();
    long long used = machine.total_memory - machine.free_memory;
    out_string("               total        used        free      shared  buff/cache   available\n");
    row("Mem:", (long long[]){machine.total_memory, used, machine.free_memory, 0, 0, machine.available_memory}, 6, unit);
    row("Swap:", (long long[]){0, 0, 0}, 3, unit);
    if (total) row("Total:", (long long[]){machine.total_memory, used, machine.free_memory}, 3, unit);
    return 0;
}

const struct command cmd_uptime = {"uptime", uptime_usage, uptime_main, 0};
const struct command cmd_free = {"free", free_usage, free_main, 0};
