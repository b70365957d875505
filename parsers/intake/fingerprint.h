// SPDX-License-Identifier: MIT
/*
 * A stage that hashes what passes through it: the whole stream, and its beginnings of wanted
 * lengths, by which a file that has grown since it was last read is known again. What upstream
 * hashes anyway (a file that is its own entry) is not hashed a second time.
 */
#ifndef OVERRUN_FINGERPRINT_H
#define OVERRUN_FINGERPRINT_H

#include "blocks.h"
#include "event.h"

struct fingerprint;

/* NULL when out of memory. `lengths` (ascending) is borrowed, as is `upstream`. */
struct fingerprint *fingerprint_new(struct blocks upstream, const int64_t *lengths, size_t count);

struct blocks fingerprint_blocks(struct fingerprint *fingerprint);

/* Bytes that passed so far. */
int64_t fingerprint_bytes(const struct fingerprint *fingerprint);

/* Once the stream has ended: the hash of them; false when out of memory. */
bool fingerprint_sha256(struct fingerprint *fingerprint, unsigned char *ret_sha256);

/* The next wanted length that is at most `limit` and has passed, once each; false: none. */
bool fingerprint_take(struct fingerprint *fingerprint, int64_t limit, int64_t *ret_length,
		      unsigned char *ret_sha256);

void fingerprint_free(struct fingerprint *fingerprint);

#endif
