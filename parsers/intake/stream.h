// SPDX-License-Identifier: MIT
/*
 * One entry, its head looked at: charset and auction decided, nothing taken yet.
 *
 *     source ─► fingerprint ─► ahead ─► lookahead ─► (reader: lines ─► interpreter ─► sink)
 *
 * With lengths that the sink asks about, the reader hashes: then ahead comes first.
 */
#ifndef OVERRUN_STREAM_H
#define OVERRUN_STREAM_H

#include "ahead.h"
#include "charset.h"
#include "fingerprint.h"
#include "lookahead.h"
#include "reader.h"

struct stream {
	const struct reader_options *options; /* set by the caller, */
	bool runs_ahead;                      /* this too: upstream always answers (ahead.h) */
	struct fingerprint *fingerprint;
	struct ahead *ahead;         /* or NULL */
	struct lookahead *lookahead; /* what is read comes from here */
	enum charset_kind kind;
	struct charset *charset;
	struct auction auction; /* closed; empty when a format was chosen */
	struct auction_result result;
	const struct format *forced; /* chosen by the options, or NULL */
};

/*
 * Looks at the head of the entry. `lengths`: see fingerprint_new. After a failure too,
 * stream_close is the caller's.
 */
enum status stream_open(struct stream *stream, const struct entry *entry, struct blocks blocks,
			const int64_t *lengths, size_t count, struct error *error);

void stream_close(struct stream *stream);

/* Failures that belong to one entry; the others end the reading. */
static inline bool stream_is_damaged(enum status status)
{
	return status == STATUS_CORRUPT || status == STATUS_LIMIT || status == STATUS_IO;
}

#endif
