// SPDX-License-Identifier: MIT
/*
 * The beginning of an entry that is known already: hashed, its lines counted, but not parsed again.
 *
 *     0 ──────────────── bytes - SKIP_WARM_UP ──────── bytes ──────────── end
 *       counted            parsed, to know what the      parsed
 *                          next lines continue
 *
 * That it is known is believed first and shown afterwards: at `bytes` the sink compares the hash of
 * all that has passed. When that fails, or no line ends there, the answer is STATUS_MISMATCH and
 * the file is to be read anew without belief.
 */
#ifndef OVERRUN_SKIP_H
#define OVERRUN_SKIP_H

#include "event.h"
#include "format.h"
#include "lines.h"

enum {
	/* Shorter ones are parsed as quickly; more than the head that decides the auction. */
	SKIP_BYTES_MIN = 1024 * 1024,
	/* A record that is longer than this and goes on behind the known part is seen in parts. */
	SKIP_WARM_UP = 64 * 1024,
};

struct skip {
	struct tally known; /* of the beginning; bytes 0: nothing is skipped */
	int64_t lines;      /* that ended within it so far */
	bool is_shown;
	struct tally parsed; /* of the lines that were parsed to warm up */
};

/* Nothing is skipped where the format keeps a state from line to line of its own (CSV headers). */
struct skip skip_begin(const struct tally *known, const struct format *format);

/* Whether the line is passed over; STATUS_MISMATCH: it does not end where the known part does. */
enum status skip_line(struct skip *skip, const struct line *line, bool *ret_is_skipped);

/* The sink was asked about `bytes`: is what was skipped the known content? `parsed` so far. */
enum status skip_show(struct skip *skip, int64_t bytes, bool is_known, const struct tally *parsed);

/* At the end: the tally of the whole entry from that of the lines that were parsed. */
enum status skip_end(const struct skip *skip, struct tally *tally);

#endif
