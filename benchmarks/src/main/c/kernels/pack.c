// SPDX-License-Identifier: Apache-2.0
// Compresses 128 KiB of mixed data, matches found through hash chains and then Huffman codes, and decompresses it. A larger program, of the family of deflate
// (RFC 1951), with a format of its own.
#include "../kernel.h"

// ---- Data: text, a table of numbers, and a little noise.

enum { SIZE = 1 << 17 };
static uint8_t plain[SIZE], unpacked[SIZE], packed[SIZE + SIZE / 4];

static void make(uint32_t seed)
{
    static uint8_t words[512][8];
    for (int w = 0; w < 512; w++)
        for (int i = 0; i < 8; i++)
            words[w][i] = i > 1 && rnd(&seed) % 4 == 0 ? 0 : (uint8_t)('a' + (rnd(&seed) >> 6) % 24);
    int32_t at = 0;
    while (at < SIZE / 2) {
        uint32_t r = rnd(&seed) >> 10 & 2047;
        const uint8_t *w = words[r * r >> 13];
        for (int i = 0; i < 8 && w[i] && at < SIZE / 2; i++)
            plain[at++] = w[i];
        plain[at++] = ' ';
    }
    for (uint32_t i = 0; at < SIZE - SIZE / 16; i++) {
        uint32_t v = i * 3 + (rnd(&seed) & 1);
        for (int k = 0; k < 8; k++)
            plain[at++] = k < 4 ? (uint8_t)(v >> 8 * k) : k == 4 ? (uint8_t)(rnd(&seed) & 15) : 0;
    }
    while (at < SIZE)
        plain[at++] = (uint8_t)(rnd(&seed) >> 9);
}

// ---- Symbols: 0 to 255 a byte, 256 the end, from 257 on a match's length; distances have an alphabet of their own.
// A number v >= 1 becomes the count of its bits below the highest, and those bits.

enum { SHORTEST = 3, LONGEST = 258, END = 256, LITERALS = 257 + 9, DISTANCES = 16, SYMBOLS = LITERALS, LONGEST_CODE = 15 };
typedef struct { uint16_t length, distance; } Token;     // length 0: distance is the byte
static Token tokens[SIZE + 1];
static int32_t token_count;

static int high_bit(uint32_t v)
{
    return 31 - __builtin_clz(v);
}

// ---- Matches: chains of earlier places with the same hash; a match waits for a longer one that starts a byte later.

enum { HASH_BITS = 14, WINDOW = 32768, CHAIN = 24 };
static int32_t head[1 << HASH_BITS], previous[WINDOW];

static uint32_t hash_at(int32_t at)
{
    uint32_t v = plain[at] | (uint32_t)plain[at + 1] << 8 | (uint32_t)plain[at + 2] << 16;
    return v * 0x9e3779b1u >> (32 - HASH_BITS);
}

static void insert(int32_t at)
{
    if (at + SHORTEST > SIZE)
        return;
    int32_t *first = &head[hash_at(at)];
    previous[at & (WINDOW - 1)] = *first;
    *first = at;
}

static int32_t longest_match(int32_t at, int32_t *distance)
{
    int32_t best = SHORTEST - 1, most = SIZE - at < LONGEST ? SIZE - at : LONGEST;
    if (most < SHORTEST)
        return 0;
    int32_t candidate = head[hash_at(at)];
    for (int tries = CHAIN; tries > 0 && candidate >= 0 && at - candidate < WINDOW; tries--) {
        if (plain[candidate + best] == plain[at + best]) {
            int32_t length = 0;
            while (length < most && plain[candidate + length] == plain[at + length])
                length++;
            if (length > best) {
                best = length;
                *distance = at - candidate;
                if (length == most)
                    break;
            }
        }
        candidate = previous[candidate & (WINDOW - 1)];
    }
    return best >= SHORTEST ? best : 0;
}

static void tokenize(void)
{
    token_count = 0;
    for (int i = 0; i < 1 << HASH_BITS; i++)
        head[i] = -1;
    int32_t at = 0, distance = 0;
    int32_t length = longest_match(0, &distance);
    while (at < SIZE) {
        int32_t later_distance = 0, later = 0;
        insert(at);
        if (length < 32 && at + 1 < SIZE)
            later = longest_match(at + 1, &later_distance);
        if (length == 0 || later > length) {
            tokens[token_count++] = (Token){0, plain[at++]};
            length = later;
            distance = later_distance;
            continue;
        }
        tokens[token_count++] = (Token){(uint16_t)length, (uint16_t)distance};
        for (int32_t i = 1; i < length; i++)
            insert(at + i);
        at += length;
        length = at < SIZE ? longest_match(at, &distance) : 0;
    }
    tokens[token_count++] = (Token){0, END};
}

// ---- Huffman codes, canonical: the lengths say all. Too long ones are avoided by flattening the counts and trying again.

typedef struct { uint8_t length[SYMBOLS]; uint16_t code[SYMBOLS]; } Codes;
static Codes literal_codes, distance_codes;

static void sift(int32_t *heap, const uint32_t *weight, int32_t root, int32_t n)
{
    int32_t moving = heap[root];
    for (int32_t child; (child = 2 * root + 1) < n; root = child) {
        if (child + 1 < n && weight[heap[child + 1]] < weight[heap[child]])
            child++;
        if (weight[moving] <= weight[heap[child]])
            break;
        heap[root] = heap[child];
    }
    heap[root] = moving;
}

static int longest_of(uint32_t *count, int32_t symbols, uint8_t *length)
{
    static uint32_t weight[2 * SYMBOLS];
    static int32_t heap[SYMBOLS], parent[2 * SYMBOLS];
    int32_t n = 0, nodes = symbols;
    for (int32_t s = 0; s < symbols; s++) {
        length[s] = 0;
        weight[s] = count[s];
        if (count[s])
            heap[n++] = s;
    }
    if (n == 1) {
        length[heap[0]] = 1;
        return 1;
    }
    for (int32_t i = n / 2 - 1; i >= 0; i--)
        sift(heap, weight, i, n);
    while (n > 1) {
        int32_t a = heap[0];
        heap[0] = heap[--n];
        sift(heap, weight, 0, n);
        int32_t b = heap[0];
        weight[nodes] = weight[a] + weight[b];
        parent[a] = parent[b] = nodes;
        heap[0] = nodes++;
        sift(heap, weight, 0, n);
    }
    int longest = 0;
    for (int32_t s = 0; s < symbols; s++)
        if (count[s]) {
            int bits_needed = 0;
            for (int32_t node = s; node != nodes - 1; node = parent[node])
                bits_needed++;
            length[s] = (uint8_t)bits_needed;
            longest = bits_needed > longest ? bits_needed : longest;
        }
    return longest;
}

static void assign(Codes *codes, int32_t symbols)
{
    uint16_t code = 0;
    for (int bits_used = 1; bits_used <= LONGEST_CODE; bits_used++, code = (uint16_t)(code << 1))
        for (int32_t s = 0; s < symbols; s++)
            if (codes->length[s] == bits_used)
                codes->code[s] = code++;
}

static void make_codes(Codes *codes, uint32_t *count, int32_t symbols)
{
    while (longest_of(count, symbols, codes->length) > LONGEST_CODE)
        for (int32_t s = 0; s < symbols; s++)
            if (count[s])
                count[s] = count[s] / 2 + 1;
    assign(codes, symbols);
}

// ---- Bits, the highest first.

static uint8_t *out;
static uint64_t held;
static int held_bits;

static void put(uint32_t value, int n)
{
    held = held << n | value;
    held_bits += n;
    while (held_bits >= 8) {
        held_bits -= 8;
        *out++ = (uint8_t)(held >> held_bits);
    }
}

static void put_number(const Codes *codes, int32_t base, uint32_t v)
{
    int n = high_bit(v);
    put(codes->code[base + n], codes->length[base + n]);
    put(v & ((1u << n) - 1), n);
}

static int32_t pack(void)
{
    static uint32_t literals[LITERALS], distances[DISTANCES];
    tokenize();
    memset(literals, 0, sizeof literals);
    memset(distances, 0, sizeof distances);
    for (int32_t i = 0; i < token_count; i++) {
        Token t = tokens[i];
        if (t.length == 0)
            literals[t.distance]++;
        else {
            literals[257 + high_bit(t.length - SHORTEST + 1u)]++;
            distances[high_bit(t.distance)]++;
        }
    }
    distances[0]++;     // so that there is one
    make_codes(&literal_codes, literals, LITERALS);
    make_codes(&distance_codes, distances, DISTANCES);
    out = packed;
    held_bits = 0;
    for (int32_t s = 0; s < LITERALS; s++)
        put(literal_codes.length[s], 4);
    for (int32_t s = 0; s < DISTANCES; s++)
        put(distance_codes.length[s], 4);
    for (int32_t i = 0; i < token_count; i++) {
        Token t = tokens[i];
        if (t.length == 0)
            put(literal_codes.code[t.distance], literal_codes.length[t.distance]);
        else {
            put_number(&literal_codes, 257, t.length - SHORTEST + 1u);
            put_number(&distance_codes, 0, t.distance);
        }
    }
    put(0, 32);
    return (int32_t)(out - packed);
}

// ---- Unpacking: the first bits of what comes index a table, longer codes are found by counting up.

enum { FAST = 9 };
typedef struct { uint16_t fast[1 << FAST]; uint16_t first[LONGEST_CODE + 2], offset[LONGEST_CODE + 2], sorted[SYMBOLS]; } Decoder;
static Decoder literal_decoder, distance_decoder;
static const uint8_t *in;

static void need(int n)
{
    while (held_bits < n) {
        held = held << 8 | *in++;
        held_bits += 8;
    }
}

static uint32_t get(int n)
{
    need(n);
    held_bits -= n;
    return (uint32_t)(held >> held_bits) & ((1u << n) - 1);
}

static void make_decoder(Decoder *d, Codes *codes, int32_t symbols)
{
    uint16_t code = 0, placed = 0;
    memset(d->fast, 0, sizeof d->fast);
    for (int n = 1; n <= LONGEST_CODE; n++) {
        d->first[n] = code;
        d->offset[n] = placed;
        for (int32_t s = 0; s < symbols; s++) {
            if (codes->length[s] != n)
                continue;
            d->sorted[placed++] = (uint16_t)s;
            if (n <= FAST)
                for (int32_t i = 0; i < 1 << (FAST - n); i++)
                    d->fast[code << (FAST - n) | i] = (uint16_t)(s << 4 | n);
            code++;
        }
        code = (uint16_t)(code << 1);
    }
    d->offset[LONGEST_CODE + 1] = placed;
}

static int32_t symbol(const Decoder *d)
{
    need(LONGEST_CODE);
    uint16_t entry = d->fast[held >> (held_bits - FAST) & ((1 << FAST) - 1)];
    if (entry) {
        held_bits -= entry & 15;
        return entry >> 4;
    }
    for (int n = FAST + 1; n <= LONGEST_CODE; n++) {
        int32_t code = (int32_t)(held >> (held_bits - n) & ((1u << n) - 1)) - d->first[n];
        if (code < d->offset[n + 1] - d->offset[n]) {
            held_bits -= n;
            return d->sorted[d->offset[n] + code];
        }
    }
    return END;
}

static int32_t unpack(void)
{
    in = packed;
    held_bits = 0;
    for (int32_t s = 0; s < LITERALS; s++)
        literal_codes.length[s] = (uint8_t)get(4);
    for (int32_t s = 0; s < DISTANCES; s++)
        distance_codes.length[s] = (uint8_t)get(4);
    make_decoder(&literal_decoder, &literal_codes, LITERALS);
    make_decoder(&distance_decoder, &distance_codes, DISTANCES);
    int32_t at = 0;
    while (at < SIZE) {
        int32_t s = symbol(&literal_decoder);
        if (s < 256) {
            unpacked[at++] = (uint8_t)s;
            continue;
        }
        if (s == END)
            break;
        int32_t length = (int32_t)(1u << (s - 257) | get(s - 257)) + SHORTEST - 1;
        int32_t n = symbol(&distance_decoder);
        int32_t distance = (int32_t)(1u << n | get(n));
        if (distance > at || length > SIZE - at)
            return -1;
        for (; length > 0; length--, at++)
            unpacked[at] = unpacked[at - distance];
    }
    return at;
}

int64_t run(int32_t n)
{
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        make((uint32_t)turn * 2654435761u + 1);
        int32_t size = pack();
        int32_t back = unpack();
        sum = mix(sum, (uint64_t)size << 1 | (uint64_t)(back != SIZE || memcmp(plain, unpacked, SIZE) != 0));
    }
    return (int64_t)sum;
}
