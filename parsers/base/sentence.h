// SPDX-License-Identifier: MIT
/*
 * Sentences that programs write, and what they mean: the tables of formats whose vendor gives no
 * message ids.
 *
 *     {"server process (PID ", " was terminated by signal ", SIGNAL_SERVICE_CRASH, NULL}
 *
 * A sentence is known by one or two pieces of it, in this order. The first row that stands in the
 * text wins, so the more particular ones come first.
 */
#ifndef OVERRUN_SENTENCE_H
#define OVERRUN_SENTENCE_H

#include "event.h"

struct sentence {
	const char *piece;
	const char *other; /* must stand behind it, or NULL */
	enum signal signal;
	const char *part; /* of the host: "memory", "connections"; or NULL */
};

/* The first row that stands in `text`, or NULL. */
const struct sentence *sentence_find(const struct sentence *rows, size_t count, struct slice text);

/* Sets signal and part of an event that is still SIGNAL_LOG; false when no row stands. */
bool sentence_read(const struct sentence *rows, size_t count, struct slice text,
		   struct event *event);

/* For a table in the same file. */
#define SENTENCE_READ(rows, text, event) \
	sentence_read((rows), sizeof(rows) / sizeof(rows)[0], (text), (event))

#endif
