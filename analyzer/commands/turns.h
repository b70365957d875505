// SPDX-License-Identifier: MIT
/*
 * The files of all feeds in their order, with the settings to read each. While one is read, the
 * next is opened (opening.h), be it the first of the next feed.
 *
 *     turns_begin(&turns, feeds, &progress);
 *     for each source:  turns_feed(&turns, source, error);
 *             for each of its files:  settings = turns_file(&turns, i);
 *                     … reader_read … turns_tell(&turns, …);
 *     turns_end(&turns);
 */
#ifndef OVERRUN_TURNS_H
#define OVERRUN_TURNS_H

#include "feeds.h"
#include "opening.h"
#include "progress.h"

/* A feed's. */
struct turn_settings {
	bool is_set;
	size_t source;
	struct zone *zone; /* that of `reader` */
	struct reader_options reader;
};

struct turns {
	const struct feeds *feeds;
	struct progress *progress;
	struct turn_settings now,
		after;                /* of the feed at hand, and of the one whose file is next */
	struct opening *opening;      /* of the file at hand, or NULL */
	struct opening *next;         /* or NULL */
	const struct path *next_file; /* that it is of */
	bool is_worth_it;             /* the next file, too, is probably new */
	bool is_in_vain;              /* in this feed the sink asks about lengths */
};

void turns_begin(struct turns *turns, const struct feeds *feeds, struct progress *progress);

/* The turn of a feed; sources come in their order. STATUS_USAGE: an unknown zone. */
enum status turns_feed(struct turns *turns, size_t source, struct error *error);

/* The turn of its file `i`; the settings are good until the next turn. */
const struct reader_options *turns_file(struct turns *turns, size_t i);

/* What became of it: it had been read before, or what was opened ahead could not be used. */
void turns_tell(struct turns *turns, bool is_known, bool is_in_vain);

void turns_end(struct turns *turns);

#endif
