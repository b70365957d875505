// SPDX-License-Identifier: MIT
/* One entry's way into the sink: its lines, what is known of them, how it ended. */
#ifndef OVERRUN_PASSAGE_H
#define OVERRUN_PASSAGE_H

#include "reader.h"
#include "stream.h"

/* A path on its way into the sink. */
struct path_reading {
	const struct reader_options *options;
	const struct event_sink *sink;
	struct reader_account *account;
	bool runs_ahead; /* upstream always answers */
	bool believes;   /* that what has probably grown has grown: see skip.h */
	struct source *source;
	bool is_open; /* the first entry is, before its turn: */
	struct entry entry;
	struct stream stream;
};

/*
 * Reads an entry that the sink has entered, and leaves it. STATUS_MISMATCH: it has not grown from
 * what was believed, or its stream was opened without the lengths that the sink asks about: the
 * path is to be read again.
 */
enum status passage_read(struct path_reading *reading, const struct entry *entry,
			 struct blocks blocks, struct error *error);

/* An archive or member that cannot be opened: an entry without lines that says why. */
enum status passage_report_damage(const struct path_reading *reading, const struct entry *entry,
				  const struct error *damage, struct error *error);

#endif
