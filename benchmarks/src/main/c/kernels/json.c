// SPDX-License-Identifier: Apache-2.0
// Parses a JSON text of some 30 KiB into a tree and walks it: bytes, branches, recursion. Own: what every service does all day.
#include "../kernel.h"

enum { TEXT = 40000, NODES = 8000, DEPTH = 64 };
typedef enum { NULL_VALUE, FALSE_VALUE, TRUE_VALUE, NUMBER, STRING, ARRAY, OBJECT } Kind;
typedef struct Node Node;
struct Node {
    Kind kind;
    double number;
    const uint8_t *string, *key;
    int32_t length, key_length;
    Node *first, *next;
};

// ---- A text to parse: records as a web service would send them.

static uint8_t text[TEXT];
static int32_t size;

static void put(const char *s)
{
    while (*s)
        text[size++] = (uint8_t)*s++;
}

static void put_number(uint32_t v)
{
    uint8_t digits[12];
    int n = 0;
    do
        digits[n++] = (uint8_t)('0' + v % 10);
    while ((v /= 10) != 0);
    while (n > 0)
        text[size++] = digits[--n];
}

static void make(void)
{
    uint32_t seed = 2024;
    size = 0;
    put("{\n  \"version\": 3, \"records\": [");
    for (int i = 0; i < 180; i++) {
        put(i ? ",\n    {\"id\": " : "\n    {\"id\": ");
        put_number(rnd(&seed) >> 12);
        put(", \"name\": \"");
        for (uint32_t k = 4 + rnd(&seed) % 12; k > 0; k--)
            text[size++] = (uint8_t)('a' + rnd(&seed) % 26);
        put(rnd(&seed) & 1 ? "\\n\\u00e9\", \"active\": true" : "\", \"active\": false");
        put(", \"position\": [-");
        put_number(rnd(&seed) >> 22);
        put(".");
        put_number(rnd(&seed) >> 14);
        put(", ");
        put_number(rnd(&seed) >> 25);
        put("e-3], \"tags\": [\"x\", \"long one\"], \"parent\": null}");
    }
    put("\n  ]\n}\n");
}

// ---- The parser. A number read wrongly is a wrong checksum; anything else that is wrong makes failed true.

static Node nodes[NODES];
static int32_t used;
static const uint8_t *at, *end;
static int failed;

static Node *value(int depth);

static void space(void)
{
    while (at < end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
        at++;
}

static int accept(uint8_t c)
{
    space();
    if (at < end && *at == c) {
        at++;
        return 1;
    }
    return 0;
}

static void expect(uint8_t c)
{
    if (!accept(c))
        failed = 1;
}

static void word(const char *w)
{
    for (; *w; w++, at++)
        if (at >= end || *at != (uint8_t)*w) {
            failed = 1;
            return;
        }
}

static int32_t string(const uint8_t **start)
{
    expect('"');
    *start = at;
    while (at < end && *at != '"') {
        if (*at == '\\') {
            at++;
            if (at < end && *at == 'u')
                at += 4;
        } else if (*at < 0x20)
            failed = 1;
        at++;
    }
    int32_t length = (int32_t)(at - *start);
    expect('"');
    return length;
}

static double number(void)
{
    double v = 0, scale = 1;
    int negative = at < end && *at == '-';
    int32_t exponent = 0;
    at += negative;
    if (at >= end || *at < '0' || *at > '9')
        failed = 1;
    for (; at < end && *at >= '0' && *at <= '9'; at++)
        v = v * 10 + (*at - '0');
    if (at < end && *at == '.')
        for (at++; at < end && *at >= '0' && *at <= '9'; at++) {
            v = v * 10 + (*at - '0');
            scale *= 10;
        }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        int down = at < end && *at == '-';
        at += at < end && (*at == '-' || *at == '+');
        for (; at < end && *at >= '0' && *at <= '9'; at++)
            exponent = exponent * 10 + (*at - '0');
        for (; exponent > 0; exponent--)
            if (down)
                scale *= 10;
            else
                v *= 10;
    }
    return (negative ? -v : v) / scale;
}

static void members(Node *parent, int object, uint8_t close, int depth)
{
    Node **last = &parent->first;
    if (accept(close))
        return;
    do {
        const uint8_t *key = NULL;
        int32_t key_length = 0;
        if (object) {
            space();
            key_length = string(&key);
            expect(':');
        }
        Node *member = value(depth + 1);
        if (member == NULL)
            return;
        member->key = key;
        member->key_length = key_length;
        *last = member;
        last = &member->next;
    } while (!failed && accept(','));
    expect(close);
}

static Node *value(int depth)
{
    space();
    if (at >= end || used == NODES || depth > DEPTH || failed) {
        failed = 1;
        return NULL;
    }
    Node *node = &nodes[used++];
    memset(node, 0, sizeof *node);
    switch (*at) {
    case '{': at++; node->kind = OBJECT; members(node, 1, '}', depth); break;
    case '[': at++; node->kind = ARRAY; members(node, 0, ']', depth); break;
    case '"': node->kind = STRING; node->length = string(&node->string); break;
    case 't': node->kind = TRUE_VALUE; word("true"); break;
    case 'f': node->kind = FALSE_VALUE; word("false"); break;
    case 'n': node->kind = NULL_VALUE; word("null"); break;
    default: node->kind = NUMBER; node->number = number();
    }
    return node;
}

static uint64_t walk(const Node *node, uint64_t sum)
{
    sum = mix(sum, (uint64_t)node->kind + ((uint64_t)node->length << 8) + ((uint64_t)node->key_length << 32) + bits(node->number));
    for (const Node *member = node->first; member != NULL; member = member->next)
        sum = walk(member, sum);
    return sum;
}

int64_t run(int32_t n)
{
    make();
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        at = text;
        end = text + size;
        used = 0;
        failed = 0;
        Node *root = value(0);
        sum = failed || root == NULL ? mix(sum, 1) : walk(root, sum);
    }
    return (int64_t)sum;
}
