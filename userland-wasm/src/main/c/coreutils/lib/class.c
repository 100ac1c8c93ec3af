// SPDX-License-Identifier: Apache-2.0
// Character classes, as brackets and tr name them.

#include <ctype.h>
#include "coreutils.h"

byte_class *byte_class_named(const char *name, size_t length) {
    static const struct {
        const char *name;
        byte_class *test;
    } classes[] = {{"alnum", isalnum}, {"alpha", isalpha}, {"blank", isblank}, {"cntrl", iscntrl}, {"digit", isdigit},
                   {"graph", isgraph}, {"lower", islower}, {"print", isprint}, {"punct", ispunct}, {"space", isspace},
                   {"upper", isupper}, {"xdigit", isxdigit}};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (strlen(classes[i].name) == length && memcmp(classes[i].name, name, length) == 0) return classes[i].test;
    return NULL;
}
