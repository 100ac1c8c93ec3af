// SPDX-License-Identifier: Apache-2.0
// Areas of 1 024 shapes of eight kinds in random order, each kind's function called through a pointer. Own: indirect calls as C++ programs make them.
#include "../kernel.h"

enum { COUNT = 1024, KINDS = 8 };
typedef struct Shape Shape;
struct Shape { uint32_t (*area)(const Shape *, uint32_t); uint32_t a, b, c; };
static Shape shapes[COUNT];

static uint32_t square(const Shape *s, uint32_t k) { return s->a * s->a * k; }
static uint32_t rectangle(const Shape *s, uint32_t k) { return s->a * s->b + k; }
static uint32_t triangle(const Shape *s, uint32_t k) { return s->a * s->b / 2 - k; }
static uint32_t trapezium(const Shape *s, uint32_t k) { return (s->a + s->b) * s->c / 2 ^ k; }
static uint32_t ellipse(const Shape *s, uint32_t k) { return s->a * s->b * 355 / 113 + k; }
static uint32_t ring(const Shape *s, uint32_t k) { return (s->a * s->a - s->b * s->b) * 3 + k; }
static uint32_t nothing(const Shape *s, uint32_t k) { return s->c & k; }
static uint32_t cross(const Shape *s, uint32_t k) { return s->a * s->b * 2 - s->a * s->a + k; }

int64_t run(int32_t n)
{
    static uint32_t (*const areas[KINDS])(const Shape *, uint32_t) = {square, rectangle, triangle, trapezium, ellipse, ring, nothing, cross};
    uint32_t seed = 5;
    for (int i = 0; i < COUNT; i++) {
        uint32_t sides = rnd(&seed);
        shapes[i] = (Shape){areas[rnd(&seed) >> 5 & (KINDS - 1)], sides & 255, sides >> 8 & 255, sides >> 16 & 255};
    }
    uint64_t sum = 0;
    for (int32_t turn = 0; turn < n; turn++) {
        uint32_t total = 0;
        for (int i = 0; i < COUNT; i++)
            total += shapes[i].area(&shapes[i], total);
        sum = mix(sum, total);
    }
    return (int64_t)sum;
}
