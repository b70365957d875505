// SPDX-License-Identifier: MIT
/*
 * One member of a gzip stream (RFC 1952) inflated piece by piece, its checksum and length verified.
 * ISA-L does it, three times as fast as zlib; nobody else knows that library.
 *
 *     given         room       what is taken and written is taken off both
 *     │… deflate …│ │……│
 */
#ifndef OVERRUN_INFLATION_H
#define OVERRUN_INFLATION_H

#include "event.h"

enum inflation_answer {
	INFLATION_GOES_ON, /* with more input or more room */
	INFLATION_ENDED,   /* the member has, and is as its trailer says; the rest is not its */
	INFLATION_FOREIGN, /* what stands here is no member of gzip */
	INFLATION_DAMAGED, /* what came before is good */
};

struct inflation;

/* NULL when out of memory. A member begins with the first byte. */
struct inflation *inflation_new(void);
void inflation_free(struct inflation *inflation);

/* A member begins with the next byte. */
void inflation_begin(struct inflation *inflation);

/* Goes on at a place amid a member; `before` is the byte before it. False: its window is no good.
 */
bool inflation_begin_at(struct inflation *inflation, const struct restart *place,
			unsigned char before);

/* Where to write, and how much at most. */
void inflation_give_room(struct inflation *inflation, unsigned char *room, size_t size);
size_t inflation_room(const struct inflation *inflation);
const unsigned char *inflation_written_until(const struct inflation *inflation);

/* Takes as much of `input` as there is room for what becomes of it. */
enum inflation_answer inflation_go(struct inflation *inflation, struct slice *input);

/*
 * Does the stream stand between two blocks, from where another may go on? That is seen only where
 * the input has ended within the description of a block (30 to 100 bytes) and all that was before
 * it is written. So many bits that were taken stand behind the place: whole bytes, and bits.
 */
bool inflation_is_between_blocks(const struct inflation *inflation, size_t *ret_bytes,
				 int *ret_bits);

/* After INFLATION_FOREIGN or INFLATION_DAMAGED: "invalid block". */
const char *inflation_why(const struct inflation *inflation);

/* The version of ISA-L that this was built with, "2.30.0". */
const char *inflation_library(void);

#endif
