// SPDX-License-Identifier: MIT
/*
 * The lines of one source: collected in any order, written in order of time, cut into rotated
 * files and compressed as such logs are.
 */
#ifndef NIGHT_FEED_H
#define NIGHT_FEED_H

#include "script.h"
#include "stamp.h"

#include <stddef.h>

struct feed_line {
	int64_t at_ms;
	size_t offset, size, order;
};

struct feed {
	const struct night *night;
	const struct source *source;
	char *text;
	size_t text_size, text_room;
	struct feed_line *lines;
	size_t line_count, line_room;
};

/* Adds one line (its newline is added). Lines of one instant keep the order they came in. */
__attribute__((format(printf, 3, 4))) void feed_add(struct feed *feed, int64_t at_ms,
						    const char *format, ...);

/* The time as this source's clock shows it (it may run fast). */
struct stamp feed_stamp(const struct feed *feed, enum stamp_style style, int64_t at_ms);

/* Drops what falls into the night's holes, sorts, cuts, compresses, writes below `directory`. */
void feed_write(struct feed *feed, const char *directory);

void feed_free(struct feed *feed);

#endif
