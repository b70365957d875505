// SPDX-License-Identifier: MIT
/*
 * A path that is opened before its turn: while another is read, the crew (crew.h) looks for the
 * first entry, unpacks and hashes its head, and holds the auction.
 *
 *     reader:  a.log.gz ──────────────────────► b.log.gz ────────────► c.log.gz
 *     crew:      opening b.log.gz ──┘             opening c.log.gz ──┘
 *
 * What comes of it is the same as without. An opening that met anything but lines is thrown away:
 * the path is read as if nobody had looked, and says again what is wrong with it.
 */
#ifndef OVERRUN_OPENING_H
#define OVERRUN_OPENING_H

#include "stream.h"

struct opening;

/*
 * Of a file, not standard input. NULL: no memory, or formats of one's own are offered, whose
 * patterns may match one text at a time. Path, display and what `options` points to outlive it.
 */
struct opening *opening_begin(const char *path, const char *display,
			      const struct reader_options *options);

/*
 * Waits for it, and gives away what has been opened, once: the stream has been opened without
 * lengths, and reads from the source. False: there is nothing, nothing was given.
 */
bool opening_take(struct opening *opening, struct source **ret_source, struct entry *ret_entry,
		  struct stream *ret_stream);

/* After what it gave has been closed. NULL is fine. */
void opening_free(struct opening *opening);

#endif
