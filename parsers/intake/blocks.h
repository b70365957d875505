// SPDX-License-Identifier: MIT
/*
 * A stream of byte blocks; every stage of the intake is one, and reads from the one upstream.
 *
 *     file ─► gunzip ─► archive member ─► gunzip ─► fingerprint ─► lines
 *
 * A stage owns the block it yields; the block stays valid until the next call.
 */
#ifndef OVERRUN_BLOCKS_H
#define OVERRUN_BLOCKS_H

#include "slice.h"
#include "status.h"

/* The SHA-256 of all that a stream was, once it has ended. */
struct blocks_hash {
	/* NULL: nobody hashes it. False: out of memory. */
	bool (*of_all)(void *self, unsigned char *ret_sha256);
	void *self;
};

struct blocks {
	/*
	 * STATUS_OK: `ret_block` holds at least one byte. STATUS_END: nothing more. STATUS_CORRUPT,
	 * _LIMIT, _IO: the stream ends here too, all blocks before were good. END and failures are
	 * lasting: asked again, a stage answers the same again.
	 */
	enum status (*next)(void *self, struct slice *ret_block, struct error *error);
	void *self;
	/* Of whoever hashes these bytes anyway; a stage that alters none of them hands it on. */
	struct blocks_hash hash;
};

static inline enum status blocks_next(struct blocks blocks, struct slice *ret_block,
				      struct error *error)
{
	return blocks.next(blocks.self, ret_block, error);
}

#endif
