// SPDX-License-Identifier: MIT
/* Who bids what on the entries of a file, for people. */
#include "bids.h"

#include "screen.h"

static enum status print_bids(void *user, const struct entry *entry, const char *charset,
			      const struct auction *auction, const struct auction_result *result,
			      struct error *error)
{
	const bool *all = user;
	(void)error;
	screen_text(stdout, slice_from(entry->chain));
	if (result->winner == NULL) {
		(void)printf("  nobody bids (%s, %d lines)\n", charset, auction->lines);
		return STATUS_OK;
	}
	if (auction->lines == 0) {
		(void)printf("  %s, as stated (%s)\n", result->winner->name, charset);
		return STATUS_OK;
	}
	(void)printf("  %s by %d%s%s (%s, %d lines)\n", result->winner->name, result->margin,
		     result->runner_up == NULL ? "" : " over ",
		     result->runner_up == NULL ? "" : result->runner_up->name, charset,
		     auction->lines);
	for (size_t i = 0; *all && i < auction->count; i++) {
		const struct auction_bid *bid = &auction->bids[i];
		if (bid->sum > 0) {
			(void)printf("  %8d  %-20s on %d lines: %s\n", bid->sum, bid->format->name,
				     bid->lines, bid->format->title);
		}
	}
	return STATUS_OK;
}

enum status bids_print(const struct path *file, const struct reader_options *settings, bool all,
		       struct error *error)
{
	return reader_bids(file->path, file->display, settings, print_bids, &all, error);
}
