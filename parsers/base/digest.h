// SPDX-License-Identifier: MIT
/*
 * SHA-256 and HMAC-SHA-256 (FIPS 180-4, RFC 2104). The only user of libcrypto.
 *
 * Digests are SHA256_SIZE bytes. The one-shot functions can only fail when memory runs out; they
 * then return false and leave the output alone.
 */
#ifndef OVERRUN_DIGEST_H
#define OVERRUN_DIGEST_H

#include "event.h" /* SHA256_SIZE */
#include "slice.h"
#include "status.h"

enum { DIGEST_HEX_SIZE = 2 * SHA256_SIZE + 1 }; /* with the NUL */

/* A digest of bytes that are still coming. */
struct digest;

/* NULL when out of memory. The caller frees with digest_free. */
struct digest *digest_new(void);

void digest_free(struct digest *digest);

/* Back to the digest of nothing. */
bool digest_reset(struct digest *digest);

bool digest_add(struct digest *digest, const void *data, size_t size);

/* The digest of what came so far; more may follow. */
bool digest_snapshot(struct digest *digest, unsigned char *ret_sha256);

/* Of these bytes alone, faster than digest_sha256 when it is done often. */
bool digest_of(struct digest *digest, const void *data, size_t size, unsigned char *ret_sha256);

/* In one go. */
bool digest_sha256(const void *data, size_t size, unsigned char *ret_sha256);

/* HMAC-SHA-256 of `data` under a key. */
bool digest_hmac(const void *key, size_t key_size, const void *data, size_t size,
		 unsigned char *ret_sha256);

/* Lower-case hexadecimal with a NUL: `buffer` has room for 2 × size + 1. */
void digest_to_hex(const unsigned char *bytes, size_t size, char *buffer);

/* Random bytes that nobody can guess, for the key of a case. */
enum status digest_random(unsigned char *ret_bytes, size_t size, struct error *error);

/* The library at work, "OpenSSL 3.0.11 19 Sep 2023". */
const char *digest_library(void);

#endif
