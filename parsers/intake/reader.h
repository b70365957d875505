// SPDX-License-Identifier: MIT
/*
 * Reads one path to its end into a sink: every stream of lines inside it, every line of those.
 *
 * A line becomes an event, a rejected line or is counted blank; lines = events + rejected + blank
 * per entry, always. What is wrong with one entry (cut short, damaged, beyond a bound) is told in
 * its entry_result and does not stop the others. An archive or member that cannot be read at all is
 * reported as an entry of its own with an empty tally.
 *
 * Stamps are placed here. The zone is the one in the line, else the format's, else `zone`, else
 * UTC (ORIGIN_ASSUMED). A stamp without a year takes the year of another stamp in its line, else
 * the one that brings it nearest to `reference_at`; without a reference, to the time the file was
 * modified (ORIGIN_FILE), else to now (ORIGIN_ASSUMED). 29 February takes the nearest leap year.
 */
#ifndef OVERRUN_READER_H
#define OVERRUN_READER_H

#include "auction.h"
#include "source.h"
#include "zone.h"

struct reader_options {
	/* Formats. All NULL and 0: the shelf, by auction. */
	const struct format *format;         /* reads every entry, without an auction */
	const struct format *const *formats; /* the shelf; NULL: format_table */
	size_t format_count;
	const struct format *const *extra; /* offered beside it: the case file's own */
	size_t extra_count;
	/* The format of one entry by its chain, or NULL for an auction; comes before `format`. */
	const struct format *(*choose)(void *user, const struct entry *entry);
	void *choose_user;

	/* Time. */
	struct zone *zone;            /* of stamps without one; NULL: UTC, assumed */
	const char *zone_name;        /* for the entry's result; NULL: "UTC" */
	enum origin zone_origin;      /* ORIGIN_CASE or ORIGIN_COMMAND */
	timestamp reference_at;       /* TIMESTAMP_NONE: the file's modification time */
	enum origin reference_origin; /* of the years it gives: ORIGIN_CASE, … */

	size_t line_limit;        /* bytes; 0: LINES_LIMIT */
	struct file_options file; /* progress and interruption */

	struct opening *opening; /* of this path, with these options (opening.h), or NULL */
};

/* Options with nothing set: the shelf, UTC assumed, years by modification time. */
struct reader_options reader_defaults(void);

/* What became of a path. */
struct reader_account {
	struct tally tally;                /* of all entries */
	int64_t entries;                   /* given to the sink */
	int64_t damaged;                   /* of them: status not OK */
	int64_t unwanted;                  /* entries that the sink's `enter` refused */
	int64_t bytes;                     /* of the file as it lies on disk */
	unsigned char sha256[SHA256_SIZE]; /* of the same */
	bool is_opened_in_vain;            /* what was opened ahead could not be used */
	enum status worst;                 /* of the damaged: what happened first, or OK */
	char message[ERROR_MESSAGE_SIZE];  /* of the same, or "" */
};

/*
 * Reads `path` ("-": standard input), named `display` in entries and messages. STATUS_OK also when
 * entries were damaged: see `ret_account`, which is filled in any case with what was done so far.
 * STATUS_IO, _USAGE: the path cannot be opened; STATUS_INTERRUPTED; or what the sink answered.
 */
enum status reader_read(const char *path, const char *display, const struct reader_options *options,
			struct event_sink sink, struct reader_account *ret_account,
			struct error *error);

/*
 * Who bids what on the entries of a path, for --dry-run and `formats test`: called once per entry
 * with the auction closed (`entry` with its `charset`), nothing is read further.
 */
typedef enum status reader_bids_fn(void *user, const struct entry *entry, const char *charset,
				   const struct auction *auction,
				   const struct auction_result *result, struct error *error);
enum status reader_bids(const char *path, const char *display, const struct reader_options *options,
			reader_bids_fn *on_bids, void *user, struct error *error);

#endif
