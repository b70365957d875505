// SPDX-License-Identifier: MIT
/*
 * But-for: when the window would have ended without some of the causes.
 *
 * For all sixteen sets of categories one forward pass over the as-built network (network.h), as the
 * collapsed as-built method has it. What SQL cannot say clearly is done here, and only this: the
 * result is the table `butfor`, from which queries/method/75_shapley.sql goes on.
 *
 * A pass takes the instances in order of time. Each begins when its gate is open and its
 * predecessors are done, and then
 *
 *   - a wait or stop is dropped if all its blockers are removed;
 *   - an absolute blocker (absence, gate, external fault) holds [from, to): inside it time moves
 *     to its end, before and after it does not hold; any other blocker keeps its length;
 *   - consecutive pieces with an absolute blocker are one stretch: the relative lengths add up
 *     beside the absolute blockers, which hold one after the other, the later end counts; a piece
 *     that was concurrent and of which only the absolute blocker is left is none of a stretch any
 *     more: time moves to where that ends, and what comes next comes after it;
 *   - productive pieces stay, but for those beyond the allowance, which go with their category;
 *   - where a predecessor ended inside an instance, the rest of it waits for that predecessor.
 */
#ifndef OVERRUN_BUTFOR_H
#define OVERRUN_BUTFOR_H

#include "network.h"

/* The end with the categories in `removed` (sum of cause bits) taken away; 0 removes nothing. */
enum status butfor_end(const struct network *network, unsigned removed, timestamp *ret_end_at,
		       struct error *error);

/*
 * Runs all sixteen passes and fills the table `butfor`. Removing more never ends later (I4): the
 * end of a set is the least of its own and those of its subsets.
 */
enum status butfor_run(struct store *store, struct error *error);

#endif
