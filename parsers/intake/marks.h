// SPDX-License-Identifier: MIT
/*
 * Where lines begin, every few megabytes of an entry; with the places that gunzip keeps, from where
 * it can be read again without what stands before.
 *
 *     stream    |…………………………|…………………………|…………………………|
 *     places          *                 *            of gunzip: between two of its blocks
 *     marks       |   |   |   |   |   |   |   |      at the beginning of a line
 *     restarts        **                **|          a place and the first mark behind it
 */
#ifndef OVERRUN_MARKS_H
#define OVERRUN_MARKS_H

#include "lines.h"
#include "source.h"

enum {
	MARKS_STRIDE = 4 << 20, /* bytes between two, later a 256th of what came before */
	MARKS_STRIDES = 256,
	MARKS_MAX = 2048, /* a terabyte has 2030 */
};

struct mark {
	int64_t line, offset;
};

struct marks {
	struct mark items[MARKS_MAX];
	size_t count;
	int64_t next; /* offset from which on one is due */
};

/* Marks the line that follows on this one, if one is due; cheap when not. */
static inline bool marks_are_due(const struct marks *marks, const struct line *line)
{
	return line->end >= marks->next;
}
void marks_add(struct marks *marks, const struct lines *lines, const struct line *line);

/*
 * From where the entry that has just been read can be read again. The caller frees `ret_restarts`;
 * windows are the source's, until its next entry. False: no memory.
 */
bool marks_join(const struct marks *marks, const struct source *source,
		struct restart **ret_restarts, size_t *ret_count);

#endif
