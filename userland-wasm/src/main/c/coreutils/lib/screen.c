// SPDX-License-Identifier: Apache-2.0
// See screen.h. Escape sequences are ECMA-48's, which every terminal of today knows; there is no terminfo.

#include "screen.h"
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <wchar.h>

enum { ESCAPE_DELAY = 50 }; // ms after which a lone Escape is a key

static int terminal = -1;
static struct termios found, raw;
static volatile sig_atomic_t taken, redraw;
static char *output;
static size_t used, room;

static const char enter[] = "\033[?1049h", leave[] = "\033[m\033[?1049l";

static void take(void) {
    tcsetattr(terminal, TCSADRAIN, &raw);
    (void)!write(terminal, enter, sizeof enter - 1);
    taken = 1;
}

/** Also called by signal handlers. */
static void give_back(void) {
    if (!taken) return;
    taken = 0;
    (void)!write(terminal, leave, sizeof leave - 1);
    tcsetattr(terminal, TCSADRAIN, &found);
}

static void ends(int sig) {
    give_back();
    signal(sig, SIG_DFL);
    raise(sig);
}

/** Stopped from outside, or by screen_suspend(). */
static void stops(int sig) {
    int error = errno;
    sigset_t set;
    give_back();
    signal(sig, SIG_DFL);
    sigemptyset(&set);
    sigaddset(&set, sig);
    raise(sig);
    sigprocmask(SIG_UNBLOCK, &set, NULL); // here it stops, and here it goes on
    signal(sig, stops);
    take();
    redraw = 1;
    errno = error;
}

static void resizes(int sig) {
    (void)sig;
    redraw = 1;
}

bool screen_begin(int fd) {
    if (tcgetattr(fd, &found) < 0) return false;
    terminal = fd;
    raw = found;
    cfmakeraw(&raw);
    static const int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGABRT};
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) signal(ending[i], ends);
    signal(SIGTSTP, stops);
    struct sigaction action = {.sa_handler = resizes}; // without SA_RESTART: it ends the waiting for a key
    sigaction(SIGWINCH, &action, NULL);
    sigaction(SIGCONT, &action, NULL);
    take();
    return true;
}

void screen_end(void) {
    screen_flush();
    give_back();
}

void screen_suspend(void) {
    screen_flush();
    raise(SIGTSTP);
}

void screen_size(int *rows, int *columns) {
    struct winsize size = {0};
    ioctl(terminal, TIOCGWINSZ, &size);
    *rows = size.ws_row ? size.ws_row : 24;
    *columns = size.ws_col ? size.ws_col : 80;
}

// ---- Keys.

/** Read, and not used: the last first. */
static int unread[2], unread_count;

static void push_back(int c) {
    if (c >= 0) unread[unread_count++] = c;
}

/** -1: the end, -2: a signal came. */
static int octet(void) {
    unsigned char byte;
    if (unread_count > 0) return unread[--unread_count];
    ssize_t got = read(terminal, &byte, 1);
    if (got == 1) return byte;
    return got < 0 && errno == EINTR ? -2 : -1;
}

static bool more_follows(void) {
    if (unread_count > 0) return true;
    struct pollfd input = {.fd = terminal, .events = POLLIN};
    return poll(&input, 1, ESCAPE_DELAY) > 0;
}

/** What follows an Escape at once: a key's name, or just another key. Unknown names are passed over. */
static int named_key(void) {
    int first = octet(), number = 0, c;
    if (first == 'O') {
        c = more_follows() ? octet() : -1;
        if (c < 0 || !strchr("ABCDHFPQRS", c)) {
            push_back(c);
            push_back(first);
            return ESCAPE;
        }
        push_back(c);
    } else if (first != '[') {
        push_back(first);
        return ESCAPE;
    }
    for (c = octet(); c >= '0' && c <= '9'; c = octet()) number = number * 10 + c - '0';
    while (c == ';' || (c >= '0' && c <= '9')) c = octet(); // with Shift, Alt or Control: all the same here
    switch (c) {
    case 'A': return KEY_UP;
    case 'B': return KEY_DOWN;
    case 'C': return KEY_RIGHT;
    case 'D': return KEY_LEFT;
    case 'H': return KEY_HOME;
    case 'F': return KEY_END;
    case '~':
        switch (number) {
        case 1: case 7: return KEY_HOME;
        case 2: return KEY_INSERT;
        case 3: return KEY_DELETE;
        case 4: case 8: return KEY_END;
        case 5: return KEY_PAGE_UP;
        case 6: return KEY_PAGE_DOWN;
        }
    }
    return ESCAPE;
}

int screen_key(void) {
    screen_flush();
    int first;
    do {
        if (redraw) {
            redraw = 0;
            return KEY_RESIZED;
        }
        first = octet();
    } while (first == -2);
    if (first < 0) return KEY_NONE;
    if (first == ESCAPE) return more_follows() ? named_key() : ESCAPE;
    if (first == '\b') return BACKSPACE;
    if (first < 0x80) return first;
    char bytes[4] = {(char)first};
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2, point;
    for (int i = 1; i < length; i++) bytes[i] = (char)octet();
    return utf8_next(bytes, bytes + length, &point) == (size_t)length ? point : KEY_BAD;
}

// ---- Output.

void screen_put(const char *bytes, size_t length) {
    if (used + length > room) {
        room = (used + length) * 2;
        output = reallocate(output, room);
    }
    memcpy(output + used, bytes, length);
    used += length;
}

void screen_text(const char *text) {
    screen_put(text, strlen(text));
}

void screen_move(int row, int column) {
    char text[32];
    screen_put(text, (size_t)snprintf(text, sizeof text, "\033[%d;%dH", row + 1, column + 1));
}

void screen_clear(void) {
    screen_text("\033[H\033[2J");
}

void screen_clear_to_line_end(void) {
    screen_text("\033[K");
}

void screen_invert(bool on) {
    screen_text(on ? "\033[7m" : "\033[27m");
}

void screen_bell(void) {
    screen_text("\a");
}

void screen_flush(void) {
    if (used > 0) write_fully(terminal, output, used);
    used = 0;
}

char *screen_line(int row, const char *prompt, int (*next)(void)) {
    static char *text;
    static size_t room;
    size_t length = 0;
    for (;;) {
        GROW(text, length + 8, room);
        text[length] = '\0';
        screen_move(row, 0);
        screen_text(prompt);
        screen_put(text, length);
        screen_clear_to_line_end();
        int key = next();
        switch (key) {
        case '\r': case '\n': return text;
        case ESCAPE: case CONTROL('c'): case KEY_NONE: return NULL;
        case BACKSPACE:
            if (length == 0) return NULL;
            do length--;
            while (length > 0 && (text[length] & 0xc0) == 0x80);
            break;
        case CONTROL('u'): length = 0; break;
        case CONTROL('w'):
            while (length > 0 && text[length - 1] == ' ') length--;
            while (length > 0 && text[length - 1] != ' ') length--;
            break;
        case CONTROL('v'):
            key = next();
            // fall through
        default:
            if (key < KEY_UP && key > 0) length += utf8_bytes(key, text + length);
        }
    }
}

// ---- Characters.

size_t utf8_next(const char *at, const char *end, int *point) {
    unsigned char first = (unsigned char)*at;
    *point = first;
    if (first < 0x80) return 1;
    size_t length = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : 2;
    *point = -1;
    if (first < 0xc2 || first >= 0xf5 || (size_t)(end - at) < length) return 1;
    int value = first & (0x7f >> length);
    for (size_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) return 1;
        value = value << 6 | (at[i] & 0x3f);
    }
    if ((length == 3 && value < 0x800) || (length == 4 && value < 0x10000) || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return 1;
    *point = value;
    return length;
}

size_t utf8_bytes(int point, char bytes[4]) {
    if (point < 0x80) {
        bytes[0] = (char)point;
        return 1;
    }
    size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (point & 0x3f));
        point >>= 6;
    }
    bytes[0] = (char)((0xf00 >> length & 0xff) | point);
    return length;
}

int shown_as(const char *at, size_t length, int point, int column, char text[16]) {
    if (point == '\t') {
        int spaces = 8 - column % 8;
        memset(text, ' ', (size_t)spaces);
        text[spaces] = '\0';
        return spaces;
    }
    if (point < 0 || (point >= 0x80 && point < 0xa0)) return snprintf(text, 16, "\\x%02x", point < 0 ? (unsigned char)*at : (unsigned)point);
    if (point < 32 || point == 127) return snprintf(text, 16, "^%c", point ^ 0x40);
    int width = wcwidth((wchar_t)point);
    memcpy(text, at, length);
    text[length] = '\0';
    return width < 0 ? 1 : width;
}
