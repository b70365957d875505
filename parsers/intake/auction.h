// SPDX-License-Identifier: MIT
/*
 * Decides which format reads an entry: every format bids on its first lines (see format.h).
 *
 *     line                          access_common  haproxy  syslog
 *     Sep 17 03:12:10 lb haproxy…               0       90      10
 *     Sep 17 03:12:11 lb haproxy…               0       90      10
 *     sum                                       0      180      20    haproxy, margin 160
 */
#ifndef OVERRUN_AUCTION_H
#define OVERRUN_AUCTION_H

#include "format.h"
#include "needs.h"

enum {
	AUCTION_LINES = 64,         /* non-blank lines that are bid on */
	AUCTION_BYTES = 256 * 1024, /* and no further than this into the entry */
};

/* What one format offered. */
struct auction_bid {
	const struct format *format;
	struct needs needs;
	int32_t sum;
	int32_t lines; /* that it bid more than nothing on */
};

struct auction {
	struct auction_bid *bids; /* highest sum first, equal sums by name, once closed */
	size_t count;
	int32_t lines; /* that were bid on */
};

struct auction_result {
	const struct format *winner;    /* NULL: nobody wanted it */
	const struct format *runner_up; /* NULL: nobody else did */
	int32_t margin;                 /* the winner's sum less the runner-up's */
};

/* Both lists may be empty; a format with the name of one before it takes its place. */
enum status auction_open(const struct format *const *formats, size_t count,
			 const struct format *const *extra, size_t extra_count,
			 struct auction *ret_auction, struct error *error);

/* All formats bid on one line (decoded); false: enough lines have been seen. */
bool auction_offer(struct auction *auction, struct slice text);

/* Ranks the bids. */
struct auction_result auction_close(struct auction *auction);

void auction_free(struct auction *auction);

#endif
