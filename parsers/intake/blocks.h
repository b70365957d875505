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

struct blocks {
	/*
	 * STATUS_OK: `ret_block` holds at least one byte. STATUS_END: nothing more. STATUS_CORRUPT,
	 * _LIMIT, _IO: the stream ends here too, all blocks before were good. END and failures are
	 * lasting: asked again, a stage answers the same again.
	 */
	enum status (*next)(void *self, struct slice *ret_block, struct error *error);
	/*
	 * Once the stream has ended: the SHA-256 of all that it was, where somebody upstream hashes
	 * those bytes anyway. NULL: nobody does. False: out of memory.
	 */
	bool (*sha256)(void *self, unsigned char *ret_sha256);
	void *self;
};

static inline enum status blocks_next(struct blocks blocks, struct slice *ret_block,
				      struct error *error)
{
	return blocks.next(blocks.self, ret_block, error);
}

#endif
