// SPDX-License-Identifier: MIT
/*
 * The formats at work in one entry, in the order of the auction, and who of them bids highest on a
 * line:
 *
 *     players_call(&players, &has);                 those who need no more than the line has
 *     while ((best = players_best(&players, &record)) != NULL) {
 *             best->bid = BID_NONE;                 tried
 *     }
 */
#ifndef OVERRUN_PLAYERS_H
#define OVERRUN_PLAYERS_H

#include "auction.h"
#include "needs.h"

struct player {
	const struct format *format;
	struct needs needs;
	void *state; /* once open */
	bool is_open;
	int bid; /* on the current line, once asked; BID_NONE once tried */
};

/*
 * The needs of all are kept by what is needed, so that a line is asked a few questions only. A set
 * has a bit per player, in their order, in as many words as it takes; where there are several,
 * there is one per class of bytes.
 */
struct players {
	struct player *items;
	size_t count;
	size_t words;               /* of a set */
	uint64_t *called;           /* for the current line */
	uint64_t *unasked;          /* of those */
	uint64_t *choosy;           /* who need one of several classes */
	uint64_t *unsent;           /* who read nothing behind a syslog header */
	uint64_t *by_first_whole;   /* who read lines that begin so */
	uint64_t *by_first;         /* who read bodies that begin so */
	uint64_t *by_body;          /* who need it in the body */
	uint64_t *by_whole;         /* who need it in the line */
	uint64_t of_body, of_whole; /* classes that anybody needs there */
};

/* `forced` alone when it is not NULL, else all of the auction. False: no memory. */
bool players_open(struct players *players, const struct auction *auction,
		  const struct format *forced);

/* Who may bid on a line that has this. */
void players_call(struct players *players, const struct needs *has);

/* Who bids highest of those called, the first of equals; NULL when nobody bids. */
struct player *players_best(struct players *players, const struct record *record);

void players_close(struct players *players);

#endif
