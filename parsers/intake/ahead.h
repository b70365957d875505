// SPDX-License-Identifier: MIT
/*
 * A stage that reads ahead: what is upstream of it is done by the crew (crew.h).
 *
 *     file ─► gunzip ─┐ crew      ┌─► lookahead ─► lines ─► …     the reader's thread
 *                     └─16 blocks ┘
 *
 * The stream is the same with it or without. The first blocks pass as if it were not there, so
 * that a short entry does not call the crew; small ones are put together. A reader that finds no
 * block, and nobody at the next, reads it himself. Upstream may block only on what always answers,
 * such as a file on disk: ahead_free waits for its last read.
 */
#ifndef OVERRUN_AHEAD_H
#define OVERRUN_AHEAD_H

#include "blocks.h"

enum {
	AHEAD_BLOCK_SIZE = 256 << 10,
	AHEAD_BLOCKS = 16,     /* held at most; of 256 KiB, four megabytes */
	AHEAD_BEGINS_WITH = 4, /* blocks that pass before the crew is called */
};

struct ahead;

/* NULL: no memory. The caller frees with ahead_free, and asks nothing of upstream before that. */
struct ahead *ahead_new(struct blocks upstream);
struct blocks ahead_blocks(struct ahead *ahead);

/* Calls the crew now. What has been yielded so far is no longer valid. */
void ahead_begin(struct ahead *ahead);

/* Stops reading, wherever it is. NULL is fine. */
void ahead_free(struct ahead *ahead);

#endif
