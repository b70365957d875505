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

#include "digrams.h"
#include "event.h"

struct sentence {
	const char *piece;
	const char *other; /* must stand behind it, or NULL */
	enum signal signal;
	const char *part; /* of the host: "memory", "connections"; or NULL */
};

/* The first row that stands in `text`, or NULL. */
const struct sentence *sentence_find(const struct sentence *rows, size_t count, struct slice text);

/* Sets signal and part from the first row that stands; false when none does. */
bool sentence_take(const struct sentence *rows, size_t count, struct slice text,
		   const struct digrams *digrams, struct event *event);

/*
 * False: no row stands. Inline and unrolled, because the table is a constant where this is called:
 * what is left of a row is three bytes to look at.
 */
__attribute__((always_inline)) static inline bool
sentence_may_stand(const struct sentence *rows, size_t count, const struct digrams *digrams)
{
	bool may = false;
#ifdef __clang__
#pragma unroll
#else
#pragma GCC unroll 256
#endif
	for (size_t i = 0; i < count; i++) {
		may |= digrams_hold(digrams, rows[i].piece, strlen(rows[i].piece));
	}
	return may;
}

/* sentence_read of a text whose digrams have been seen. */
__attribute__((always_inline)) static inline bool
sentence_read_seen(const struct sentence *rows, size_t count, struct slice text,
		   const struct digrams *digrams, struct event *event)
{
	return event->signal == SIGNAL_LOG && sentence_may_stand(rows, count, digrams) &&
	       sentence_take(rows, count, text, digrams, event);
}

/* Sets signal and part of an event that is still SIGNAL_LOG; false when no row stands. */
__attribute__((always_inline)) static inline bool
sentence_read(const struct sentence *rows, size_t count, struct slice text, struct event *event)
{
	struct digrams digrams;
	if (event->signal != SIGNAL_LOG) {
		return false;
	}
	digrams_see(&digrams, text);
	return sentence_read_seen(rows, count, text, &digrams, event);
}

/* For a table in the same file. */
#define SENTENCE_READ(rows, text, event) \
	sentence_read((rows), sizeof(rows) / sizeof(rows)[0], (text), (event))

#define SENTENCE_READ_SEEN(rows, text, digrams, event) \
	sentence_read_seen((rows), sizeof(rows) / sizeof(rows)[0], (text), (digrams), (event))

#endif
