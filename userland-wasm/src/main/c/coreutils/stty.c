// SPDX-License-Identifier: Apache-2.0
// stty: show and change a terminal's settings. POSIX: utilities/stty.html, without what only real lines have (speeds are
// shown, not set; parity, modem control).

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include "commands.h"
#include "lib/files.h"

static const char usage[] =
    "Usage: stty [-F DEVICE] [SETTING]...\n"
    "  or:  stty [-F DEVICE] [-a|-g]\n"
    "Print or change terminal characteristics.\n\n"
    "  -a, --all          print all current settings in human-readable form\n"
    "  -g, --save         print all current settings in a stty-readable form\n"
    "  -F, --file=DEVICE  open and use the specified DEVICE instead of stdin\n"
    "      --help         display this help and exit\n"
    "      --version      output version information and exit\n\n"
    "Settings, with - in front to turn them off: echo echoe echok echonl echoctl echoke icanon isig iexten noflsh tostop\n"
    "icrnl inlcr igncr istrip ixon ixoff ixany imaxbel iutf8 brkint ignbrk opost onlcr ocrnl onocr onlret cread hupcl\n"
    "clocal; sane, raw, cooked, cbreak; intr quit erase kill eof eol susp start stop werase lnext CHAR; min N; time N;\n"
    "rows N; cols N; size (prints it); what -g printed.\n";

static const struct option_spec table[] = {{'a', "all", NO_ARGUMENT}, {'g', "save", NO_ARGUMENT}, {'F', "file", ARGUMENT}, {0, NULL, 0}};

enum part { CONTROL, INPUT, OUTPUT, LOCAL };
static const struct flag {
    const char *name;
    enum part part;
    tcflag_t bit;
    bool sane;
} flags[] = {
    {"hupcl", CONTROL, HUPCL, false}, {"cread", CONTROL, CREAD, true}, {"clocal", CONTROL, CLOCAL, false},
    {"ignbrk", INPUT, IGNBRK, false}, {"brkint", INPUT, BRKINT, true}, {"istrip", INPUT, ISTRIP, false}, {"inlcr", INPUT, INLCR, false},
    {"igncr", INPUT, IGNCR, false}, {"icrnl", INPUT, ICRNL, true}, {"ixon", INPUT, IXON, true}, {"ixoff", INPUT, IXOFF, false},
    {"ixany", INPUT, IXANY, false}, {"imaxbel", INPUT, IMAXBEL, true}, {"iutf8", INPUT, IUTF8, false},
    {"opost", OUTPUT, OPOST, true}, {"ocrnl", OUTPUT, OCRNL, false}, {"onlcr", OUTPUT, ONLCR, true}, {"onocr", OUTPUT, ONOCR, false},
    {"onlret", OUTPUT, ONLRET, false},
    {"isig", LOCAL, ISIG, true}, {"icanon", LOCAL, ICANON, true}, {"iexten", LOCAL, IEXTEN, true}, {"echo", LOCAL, ECHO, true},
    {"echoe", LOCAL, ECHOE, true}, {"echok", LOCAL, ECHOK, true}, {"echonl", LOCAL, ECHONL, false}, {"noflsh", LOCAL, NOFLSH, false},
    {"tostop", LOCAL, TOSTOP, false}, {"echoctl", LOCAL, ECHOCTL, true}, {"echoke", LOCAL, ECHOKE, true}};

static const struct character {
    const char *name;
    int index;
    unsigned char sane;
} characters[] = {{"intr", VINTR, 3}, {"quit", VQUIT, 28}, {"erase", VERASE, 127}, {"kill", VKILL, 21}, {"eof", VEOF, 4}, {"eol", VEOL, 0},
                  {"eol2", VEOL2, 0}, {"start", VSTART, 17}, {"stop", VSTOP, 19}, {"susp", VSUSP, 26}, {"rprnt", VREPRINT, 18},
                  {"werase", VWERASE, 23}, {"lnext", VLNEXT, 22}, {"discard", VDISCARD, 15}};
enum { FLAGS = sizeof flags / sizeof *flags, CHARACTERS = sizeof characters / sizeof *characters };

static struct termios termios;
static int fd = STDIN_FILENO;
static const char *device = "standard input";

static tcflag_t *word_of(enum part part) {
    return part == CONTROL ? &termios.c_cflag : part == INPUT ? &termios.c_iflag : part == OUTPUT ? &termios.c_oflag : &termios.c_lflag;
}

static const char *character_text(unsigned char c) {
    static char text[8];
    if (c == 0) return "<undef>";
    snprintf(text, sizeof text, c == 127 ? "^?" : c < 32 ? "^%c" : "%c", c < 32 ? c + 64 : c);
    return text;
}

static bool read_character(const char *text, unsigned char *c) {
    uintmax_t value;
    if (strcmp(text, "undef") == 0 || strcmp(text, "^-") == 0 || *text == '\0') *c = 0;
    else if (text[0] == '^' && text[1] && !text[2]) *c = text[1] == '?' ? 127 : (unsigned char)text[1] & 31;
    else if (text[1] == '\0') *c = (unsigned char)*text;
    else if (parse_unsigned(text, &value) && value < 256) *c = (unsigned char)value;
    else return false;
    return true;
}

static struct winsize window(void) {
    struct winsize size = {0};
    if (ioctl(fd, TIOCGWINSZ, &size) < 0) fatal("%s:", quote_if_needed(device));
    return size;
}

static void show(bool all) {
    static const unsigned speeds[] = {0, 50, 75, 110, 134, 150, 200, 300, 600, 1200, 1800, 2400, 4800, 9600, 19200, 38400};
    unsigned speed = (unsigned)cfgetospeed(&termios);
    if (speed < 16) speed = speeds[speed]; // Linux's old numbers
    out_format("speed %u baud;", speed);
    if (all) {
        struct winsize size = window();
        out_format(" rows %d; columns %d;", size.ws_row, size.ws_col);
    }
    out_string(" line = 0;\n");
    bool any = false;
    for (int i = 0; i < CHARACTERS; i++) {
        unsigned char c = termios.c_cc[characters[i].index];
        if (!all && c == characters[i].sane) continue;
        out_format("%s%s = %s;", any ? " " : "", characters[i].name, character_text(c));
        any = true;
    }
    if (all || !(termios.c_lflag & ICANON)) out_format("%smin = %d; time = %d;", any ? " " : "", termios.c_cc[VMIN], termios.c_cc[VTIME]), any = true;
    if (any) out_char('\n');
    for (enum part part = CONTROL; part <= LOCAL; part++) {
        any = false;
        for (int i = 0; i < FLAGS; i++) {
            bool on = (*word_of(part) & flags[i].bit) != 0;
            if (flags[i].part != part || (!all && on == flags[i].sane)) continue;
            out_format("%s%s%s", any ? " " : "", on ? "" : "-", flags[i].name);
            any = true;
        }
        if (any) out_char('\n');
    }
}

static void save(void) {
    out_format("%x:%x:%x:%x", (unsigned)termios.c_iflag, (unsigned)termios.c_oflag, (unsigned)termios.c_cflag, (unsigned)termios.c_lflag);
    for (int i = 0; i < NCCS; i++) out_format(":%x", termios.c_cc[i]);
    out_char('\n');
}

static bool restore(const char *text) {
    unsigned long values[4 + NCCS];
    int count = 0;
    for (char *end; count < 4 + NCCS; text = end + 1) {
        values[count++] = strtoul(text, &end, 16);
        if (*end != ':') {
            if (*end || count != 4 + NCCS) return false;
            break;
        }
    }
    termios.c_iflag = (tcflag_t)values[0], termios.c_oflag = (tcflag_t)values[1], termios.c_cflag = (tcflag_t)values[2], termios.c_lflag = (tcflag_t)values[3];
    for (int i = 0; i < NCCS; i++) termios.c_cc[i] = (cc_t)values[4 + i];
    return true;
}

static void set_flag(const struct flag *flag, bool on) {
    if (on) *word_of(flag->part) |= flag->bit;
    else *word_of(flag->part) &= ~flag->bit;
}

static void make_sane(void) {
    for (int i = 0; i < FLAGS; i++)
        if (strcmp(flags[i].name, "hupcl") != 0 && strcmp(flags[i].name, "clocal") != 0) set_flag(&flags[i], flags[i].sane);
    for (int i = 0; i < CHARACTERS; i++) termios.c_cc[characters[i].index] = characters[i].sane;
    termios.c_cc[VMIN] = 1, termios.c_cc[VTIME] = 0;
}

static bool combination(const char *name, bool on) {
    bool raw = strcmp(name, "raw") == 0;
    if (strcmp(name, "sane") == 0 && on) make_sane();
    else if ((raw && on) || (strcmp(name, "cooked") == 0 && !on)) {
        termios.c_iflag = 0;
        termios.c_oflag &= ~(tcflag_t)OPOST;
        termios.c_lflag &= ~(tcflag_t)(ISIG | ICANON);
        termios.c_cc[VMIN] = 1, termios.c_cc[VTIME] = 0;
    } else if (raw || strcmp(name, "cooked") == 0) {
        termios.c_iflag |= BRKINT | IGNPAR | ISTRIP | ICRNL | IXON;
        termios.c_oflag |= OPOST;
        termios.c_lflag |= ISIG | ICANON;
        termios.c_cc[VEOF] = 4, termios.c_cc[VEOL] = 0;
    } else if (strcmp(name, "cbreak") == 0) {
        if (on) termios.c_lflag &= ~(tcflag_t)ICANON;
        else termios.c_lflag |= ICANON;
    } else return false;
    return true;
}

static uintmax_t number(const char *setting, char ***words) {
    uintmax_t value;
    if (*++*words == NULL) usage_error("missing argument to %s", quote(setting));
    if (!parse_unsigned(**words, &value)) usage_error("invalid integer argument: %s", quote(**words));
    return value;
}

/** One setting and its arguments; true if the termios changed. */
static bool apply(char ***words) {
    const char *setting = **words;
    bool on = *setting != '-';
    if (!on) setting++;
    for (int i = 0; i < FLAGS; i++)
        if (strcmp(flags[i].name, setting) == 0) return set_flag(&flags[i], on), true;
    if (combination(setting, on)) return true;
    for (int i = 0; on && i < CHARACTERS; i++) {
        if (strcmp(characters[i].name, setting) != 0) continue;
        if (*++*words == NULL) usage_error("missing argument to %s", quote(setting));
        if (!read_character(**words, &termios.c_cc[characters[i].index])) usage_error("invalid integer argument: %s", quote(**words));
        return true;
    }
    if (on && strcmp(setting, "min") == 0) return termios.c_cc[VMIN] = (cc_t)number(setting, words), true;
    if (on && strcmp(setting, "time") == 0) return termios.c_cc[VTIME] = (cc_t)number(setting, words), true;
    if (on && strcmp(setting, "size") == 0) {
        struct winsize size = window();
        out_format("%d %d\n", size.ws_row, size.ws_col);
        return false;
    }
    if (on && (strcmp(setting, "rows") == 0 || strcmp(setting, "cols") == 0 || strcmp(setting, "columns") == 0)) {
        struct winsize size = window();
        unsigned short value = (unsigned short)number(setting, words);
        if (*setting == 'r') size.ws_row = value;
        else size.ws_col = value;
        if (ioctl(fd, TIOCSWINSZ, &size) < 0) fatal("%s:", quote_if_needed(device));
        return false;
    }
    if (strchr(setting, ':') && restore(setting)) return true;
    usage_error("invalid argument %s", quote(**words));
}

/** Settings may begin with a dash: only what is an option is read as one. */
static int stty_main(int argc, char **argv) {
    bool all = false, saving = false, changed = false;
    int first = 1;
    while (first < argc && (strcmp(argv[first], "-a") == 0 || strcmp(argv[first], "-g") == 0 || strncmp(argv[first], "-F", 2) == 0
                            || strncmp(argv[first], "--", 2) == 0)) {
        if (strcmp(argv[first], "-F") == 0 || strcmp(argv[first], "--file") == 0) first++;
        first++;
    }
    if (first > argc) first = argc;
    char **words = argv + first;
    char **own = allocate((size_t)(first + 1) * sizeof *own);
    memcpy(own, argv, (size_t)first * sizeof *own);
    own[first] = NULL;
    struct options options = {.argc = first, .argv = own, .table = table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'a': all = true; break;
        case 'g': saving = true; break;
        case 'F': device = options.argument; break;
        }
    }
    if (all && saving) fatal("the options for verbose and stty-readable output styles are\nmutually exclusive");
    if (*words && (all || saving)) fatal("when specifying an output style, modes may not be set");
    if (strcmp(device, "standard input") != 0 && (fd = open(device, O_RDONLY | O_NONBLOCK)) < 0) fatal("%s:", quote_if_needed(device));
    bool known = tcgetattr(fd, &termios) == 0;
    int error = errno;
    bool shows = *words == NULL;
    for (; *words; words++) changed |= apply(&words);
    errno = error;
    if (!known) fatal("%s:", fd == STDIN_FILENO ? "'standard input'" : quote_if_needed(device));
    if (saving) save();
    else if (shows) show(all);
    if (changed && tcsetattr(fd, TCSADRAIN, &termios) < 0) fatal("%s:", quote_if_needed(device));
    return 0;
}

const struct command cmd_stty = {"stty", usage, stty_main, 0};
