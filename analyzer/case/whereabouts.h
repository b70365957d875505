// SPDX-License-Identifier: MIT
/*
 * Where a line that was read stands today: its own entry, or the names under which the same content
 * was found since. A log that is rotated leaves its name to another and is found under a new one.
 */
#ifndef OVERRUN_WHEREABOUTS_H
#define OVERRUN_WHEREABOUTS_H

#include "rows.h"

/* The columns of a row. */
enum whereabouts_column {
	WHEREABOUTS_SOURCE, /* path, as in the table `source` */
	WHEREABOUTS_CHAIN,
	WHEREABOUTS_SHA256, /* of the entry */
	WHEREABOUTS_CHARSET,
	WHEREABOUTS_SOURCE_SHA256,
	WHEREABOUTS_SOURCE_BYTES,
	WHEREABOUTS_LINES, /* of the entry */
	WHEREABOUTS_FEED,  /* the name of that of `entry`, in every row */
};

enum { WHEREABOUTS_LIMIT = 16 }; /* names of one content; a log is rotated a dozen times */

/*
 * Gives the places of a line, the likeliest first: those whose name stands for no other content
 * since, the oldest of them before its copies. At most WHEREABOUTS_LIMIT. The caller frees with
 * rows_close.
 */
enum status whereabouts_open(struct store *store, int64_t entry, int64_t line,
			     struct rows **ret_rows, struct error *error);

/*
 * The entry whose events a line of `entry` is among: itself, or the one in which the line was known
 * already. STATUS_END when there is no such entry.
 */
enum status whereabouts_origin(struct store *store, int64_t entry, int64_t line,
			       int64_t *ret_origin, struct error *error);

/* Ids of happenings, requests and flows, with both ends; from > to: none. */
struct id_range {
	int64_t from, to;
};

/*
 * The ids among which are those of the entry's lines `first` to `last`. Ids ascend with the lines
 * and no line has two, so counting from both ends of the entry bounds them: there are no more ids
 * between than lines were asked for and lines of the entry have none.
 */
enum status whereabouts_ids(struct store *store, int64_t entry, int64_t first, int64_t last,
			    struct id_range *ret_ids, struct error *error);

/* Where the line begins in the stream of the entry whose rows it has; -1: the books do not say. */
enum status whereabouts_offset(struct store *store, int64_t entry, int64_t line,
			       int64_t *ret_offset, struct error *error);

#endif
