// SPDX-License-Identifier: MIT
/*
 * A stage that lets one look at the beginning of a stream before it is read.
 *
 * Peeking reads blocks ahead and keeps them; the stage then yields them first, so nothing is lost
 * and nothing has to be opened twice. A failure met while peeking is yielded in its place.
 */
#ifndef OVERRUN_LOOKAHEAD_H
#define OVERRUN_LOOKAHEAD_H

#include "blocks.h"

struct lookahead;

/* NULL when out of memory. `upstream` must outlive it. */
struct lookahead *lookahead_new(struct blocks upstream);

/*
 * The first `wanted` bytes, or more, or all there are (`ret_whole`: the stream ends behind them).
 * Only before the first block is taken. STATUS_NO_MEMORY or STATUS_INTERRUPTED are the only
 * failures; what else goes wrong upstream comes when the stream is read.
 */
enum status lookahead_peek(struct lookahead *lookahead, size_t wanted, struct slice *ret_head,
			   bool *ret_whole, struct error *error);

/*
 * What was peeked at is kept in memory of its own, so that upstream may be asked on by others
 * before the first block is taken (ahead_begin). False: no memory.
 */
bool lookahead_keep(struct lookahead *lookahead);

struct blocks lookahead_blocks(struct lookahead *lookahead);
void lookahead_free(struct lookahead *lookahead);

#endif
