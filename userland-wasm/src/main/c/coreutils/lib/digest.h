// SPDX-License-Identifier: Apache-2.0
// Message digests: MD5 (RFC 1321), SHA-1, SHA-2 (FIPS 180-4).
#ifndef DIGEST_H
#define DIGEST_H
#include "coreutils.h"

enum digest_kind { MD5, SHA1, SHA224, SHA256, SHA384, SHA512 };
enum { LONGEST_DIGEST = 64 };
struct digest {
    enum digest_kind kind;
    union {
        uint32_t words[8];
        uint64_t long_words[8];
    } state;
    unsigned char block[128];
    size_t used;
    uint64_t length; // bytes so far
};
size_t digest_size(enum digest_kind kind);
void digest_start(struct digest *digest, enum digest_kind kind);
void digest_add(struct digest *digest, const void *bytes, size_t length);
void digest_finish(struct digest *digest, unsigned char *result);
#endif
