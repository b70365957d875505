// SPDX-License-Identifier: MIT
/* Decides which format reads an entry: every format bids on its first lines (see format.h). */
#include "auction.h"

#include <stdlib.h>

/* A format of the same name takes the place of the one before it. */
static void add(struct auction *auction, const struct format *format)
{
	for (size_t i = 0; i < auction->count; i++) {
		if (strcmp(auction->bids[i].format->name, format->name) == 0) {
			auction->bids[i].format = format;
			auction->bids[i].needs = needs_of(format);
			return;
		}
	}
	auction->bids[auction->count++] =
		(struct auction_bid){.format = format, .needs = needs_of(format)};
}

enum status auction_open(const struct format *const *formats, size_t count,
			 const struct format *const *extra, size_t extra_count,
			 struct auction *ret_auction, struct error *error)
{
	struct auction auction = {0};
	auction.bids = calloc(count + extra_count + 1, sizeof *auction.bids);
	if (auction.bids == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	for (size_t i = 0; i < count; i++) {
		add(&auction, formats[i]);
	}
	for (size_t i = 0; i < extra_count; i++) {
		add(&auction, extra[i]);
	}
	*ret_auction = auction;
	return STATUS_OK;
}

bool auction_offer(struct auction *auction, struct slice text)
{
	struct record record = {.whole = text};
	if (auction->lines >= AUCTION_LINES) {
		return false;
	}
	if (slice_is_empty(slice_trim(text))) {
		return true;
	}
	syslog_peel(text, &record.envelope, &record.body);
	struct needs has = needs_met_by(&record);
	for (size_t i = 0; i < auction->count; i++) {
		struct auction_bid *bid = &auction->bids[i];
		bool may_bid = needs_are_met(&bid->needs, &has);
		int sum = may_bid ? format_bid(bid->format, &record) : BID_NONE;
		bid->sum += sum;
		bid->lines += sum > BID_NONE;
	}
	return ++auction->lines < AUCTION_LINES;
}

static int compare(const void *left, const void *right)
{
	const struct auction_bid *a = left;
	const struct auction_bid *b = right;
	if (a->sum != b->sum) {
		return a->sum > b->sum ? -1 : 1;
	}
	return strcmp(a->format->name, b->format->name);
}

struct auction_result auction_close(struct auction *auction)
{
	struct auction_result result = {0};
	qsort(auction->bids, auction->count, sizeof *auction->bids, compare);
	if (auction->count > 0 && auction->bids[0].sum > 0) {
		result.winner = auction->bids[0].format;
		result.margin = auction->bids[0].sum;
	}
	if (auction->count > 1 && auction->bids[1].sum > 0) {
		result.runner_up = auction->bids[1].format;
		result.margin -= auction->bids[1].sum;
	}
	return result;
}

void auction_free(struct auction *auction)
{
	free(auction->bids);
	*auction = (struct auction){0};
}
