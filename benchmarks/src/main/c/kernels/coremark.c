// SPDX-License-Identifier: Apache-2.0
// Lists, matrices and a state machine in turns, each result into a CRC that decides what comes next. A larger program, after the description of CoreMark.
#include "../kernel.h"

static uint16_t crc_byte(uint16_t crc, uint8_t byte)
{
    for (int i = 0; i < 8; i++, byte >>= 1)
        crc = (uint16_t)((crc ^ byte) & 1 ? crc >> 1 ^ 0xa001 : crc >> 1);
    return crc;
}

static uint16_t crc16(uint16_t crc, uint16_t value)
{
    return crc_byte(crc_byte(crc, (uint8_t)value), (uint8_t)(value >> 8));
}

// ---- Lists: found in, reversed, sorted by merging, by two orders.

enum { ITEMS = 64 };
typedef struct { int16_t key, index; } Data;
typedef struct Item Item;
struct Item { Item *next; Data *data; };
typedef int32_t Order(const Data *, const Data *);

static Item items[ITEMS];
static Data data_of[ITEMS];

static int32_t by_index(const Data *a, const Data *b)
{
    return a->index - b->index;
}

// What a key is worth is reckoned once: then its high byte says so.
static uint16_t worth(Data *d)
{
    uint16_t key = (uint16_t)d->key;
    if (key & 0x80)
        return key & 0x7f;
    uint16_t r = 0;
    for (int i = 0; i < 4; i++)
        r = crc16(r, (uint16_t)(key * (i + 1)));
    d->key = (int16_t)((key & 0xff00) | 0x80 | (r & 0x7f));
    return r & 0x7f;
}

static int32_t by_worth(const Data *a, const Data *b)
{
    return worth((Data *)a) - worth((Data *)b);
}

static Item *make_list(uint32_t seed)
{
    for (int i = 0; i < ITEMS; i++) {
        data_of[i] = (Data){(int16_t)(rnd(&seed) & 0x7f7f), (int16_t)i};
        items[i] = (Item){i + 1 < ITEMS ? &items[i + 1] : NULL, &data_of[i]};
    }
    return items;
}

static Item *find(Item *list, int16_t key, int16_t index)
{
    while (list != NULL && (index >= 0 ? list->data->index != index : (list->data->key & 0xff) != key))
        list = list->next;
    return list;
}

static Item *reversed(Item *list)
{
    Item *done = NULL;
    while (list != NULL) {
        Item *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

// Bottom up: runs of 1, 2, 4 … are merged until one is left.
static Item *sorted(Item *list, Order *order)
{
    for (int32_t run_length = 1;; run_length *= 2) {
        Item *p = list, **tail = &list;
        int32_t merges = 0;
        while (p != NULL) {
            Item *q = p;
            int32_t left = 0, right = run_length;
            merges++;
            for (int32_t i = 0; i < run_length && q != NULL; i++, left++)
                q = q->next;
            while (left > 0 || (right > 0 && q != NULL)) {
                Item **from = left > 0 && (right == 0 || q == NULL || order(p->data, q->data) <= 0) ? &p : &q;
                *tail = *from;
                *from = (*from)->next;
                tail = &(*tail)->next;
                if (from == &p)
                    left--;
                else
                    right--;
            }
            p = q;
        }
        *tail = NULL;
        if (merges <= 1)
            return list;
    }
}

static uint16_t lists(uint16_t crc)
{
    Item *list = make_list(crc + 1u);
    uint16_t found = 0, missed = 0;
    for (int16_t i = 0; i < 24; i++) {
        Item *item = find(list, (int16_t)(i * 5), i & 1 ? (int16_t)-1 : (int16_t)(i * 3));
        if (item == NULL)
            missed++;
        else
            found = (uint16_t)(found + (item->data->key & 1) + item->data->index);
        list = reversed(list);
    }
    crc = crc16(crc, (uint16_t)(found * 4 - missed));
    list = sorted(list, by_worth);
    for (Item *item = list; item != NULL; item = item->next)
        crc = crc16(crc, (uint16_t)item->data->key);
    list = sorted(list, by_index);
    return crc16(crc, (uint16_t)list->next->data->key);
}

// ---- Matrices of 16-bit numbers, products in 32 bits.

enum { SIDE = 16 };
static int16_t a[SIDE][SIDE], b[SIDE][SIDE];
static int32_t c[SIDE][SIDE];

static uint16_t summed(int32_t limit)
{
    int32_t total = 0, before = 0;
    uint16_t result = 0;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int32_t now = c[i][j];
            total += now;
            if (total > limit) {
                result = (uint16_t)(result + 10);
                total = 0;
            } else
                result = (uint16_t)(result + (now > before));
            before = now;
        }
    return result;
}

static void times_constant(int16_t k)
{
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++)
            c[i][j] = a[i][j] * k;
}

static void times_vector(void)
{
    for (int i = 0; i < SIDE; i++) {
        c[i][0] = 0;
        for (int j = 0; j < SIDE; j++)
            c[i][0] += a[i][j] * b[0][j];
    }
}

static void times_matrix(int extract)
{
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            int32_t sum = 0;
            for (int k = 0; k < SIDE; k++) {
                int32_t product = a[i][k] * b[k][j];
                sum += extract ? (product >> 2 & 15) * (product >> 5 & 127) : product;
            }
            c[i][j] = sum;
        }
}

static uint16_t matrices(uint16_t crc)
{
    uint32_t seed = crc + 1u;
    int16_t k = (int16_t)(crc & 0x3ff);
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            a[i][j] = (int16_t)(rnd(&seed) & 0xff);
            b[i][j] = (int16_t)((rnd(&seed) & 0xff) + k);
        }
    times_constant(k);
    crc = crc16(crc, summed(1000));
    times_vector();
    crc = crc16(crc, summed(1000));
    times_matrix(0);
    crc = crc16(crc, summed(1 << 24));
    times_matrix(1);
    return crc16(crc, summed(1 << 20));
}

// ---- A state machine that tells ints, floats and nonsense apart.

typedef enum { START, SIGN, INTEGER, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, SCIENTIFIC, INVALID, STATES } State;
static int32_t ended[STATES], entered[STATES];

static int is_digit(uint8_t ch)
{
    return ch >= '0' && ch <= '9';
}

static State next_state(State state, uint8_t ch)
{
    switch (state) {
    case START: return is_digit(ch) ? INTEGER : ch == '+' || ch == '-' ? SIGN : ch == '.' ? POINT : INVALID;
    case SIGN: return is_digit(ch) ? INTEGER : ch == '.' ? POINT : INVALID;
    case INTEGER: return ch == '.' ? FRACTION : ch == 'e' || ch == 'E' ? EXPONENT : is_digit(ch) ? INTEGER : INVALID;
    case POINT: return is_digit(ch) ? FRACTION : INVALID;
    case FRACTION: return ch == 'e' || ch == 'E' ? EXPONENT : is_digit(ch) ? FRACTION : INVALID;
    case EXPONENT: return ch == '+' || ch == '-' ? EXPONENT_SIGN : is_digit(ch) ? SCIENTIFIC : INVALID;
    case EXPONENT_SIGN:
    case SCIENTIFIC: return is_digit(ch) ? SCIENTIFIC : INVALID;
    default: return INVALID;
    }
}

static const uint8_t *token(const uint8_t *p)
{
    State state = START;
    for (; *p != 0 && *p != ','; p++) {
        if (state == INVALID)
            continue;
        State next = next_state(state, *p);
        if (next != state)
            entered[next]++;
        state = next;
    }
    ended[state]++;
    return *p == ',' ? p + 1 : p;
}

static uint16_t states(uint16_t crc)
{
    static const char *const words[8] = {"5012,", "-874,", "+122,", "35.54400,", ".1234500,", "5.500e+3,", "T0.3e-1F,", "-.123e-2,"};
    static uint8_t text[800];
    uint32_t seed = crc + 1u;
    uint8_t *p = text;
    while (p < text + sizeof text - 16) {
        for (const char *w = words[rnd(&seed) >> 9 & 7]; *w; w++)
            *p++ = (uint8_t)*w;
    }
    *p = 0;
    memset(ended, 0, sizeof ended);
    memset(entered, 0, sizeof entered);
    for (int round = 0; round < 2; round++) {
        for (const uint8_t *t = text; *t != 0;)
            t = token(t);
        for (uint8_t *t = text; t < p; t += 37)     // damage that the second round sees
            if (*t != ',')
                *t ^= (uint8_t)(crc & 7);
    }
    for (int s = 0; s < STATES; s++)
        crc = crc16(crc16(crc, (uint16_t)ended[s]), (uint16_t)entered[s]);
    return crc;
}

int64_t run(int32_t n)
{
    uint16_t crc = 0x3415;
    for (int32_t turn = 0; turn < n; turn++) {
        crc = lists(crc);
        crc = matrices(crc);
        crc = states(crc);
    }
    return crc;
}
