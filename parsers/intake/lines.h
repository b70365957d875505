// SPDX-License-Identifier: MIT
/*
 * Blocks into lines, numbered, of bounded length.
 *
 * A line ends with LF or CRLF, the last one also without; a CR alone ends nothing. A line lies in
 * its block and is copied only if it straddles two. A line over the limit is cut at a character and
 * its rest passed over up to its terminator: it stays one line, and says so.
 *
 * Syslog records that follow one another without a newline (framing.h) are lines of their own:
 * where a line begins with an octet count and its end is another count, it is cut there; where it
 * begins with a PRI, it is cut before each header that follows directly on text. A newline inside
 * a record ends a line all the same: what stands behind it is the next one, the count goes on
 * there, and so does the search, once records without a newline between them have been met.
 * Every byte is in one line, whatever the counts say.
 */
#ifndef OVERRUN_LINES_H
#define OVERRUN_LINES_H

#include "blocks.h"
#include "charset.h"

/* Longest line kept; the longest seen in the field was 59 KB, a stack trace in JSON may be more. */
enum { LINES_LIMIT = 1024 * 1024 };

struct line {
	int64_t number; /* counts from 1 */
	int64_t offset; /* of its first byte in the stream */
	int64_t end;    /* of the first byte behind its terminator, or of the next record */
	struct slice
		raw; /* as it stands there, without its terminator; valid until the next call */
	bool is_cut;
	bool is_plain; /* nothing but ASCII, no NUL: charset_decode would change nothing; false
			  where nobody has looked */
};

struct lines;

/* `limit` in bytes, at least 16; 0: LINES_LIMIT. NULL when out of memory. */
struct lines *lines_new(struct blocks upstream, enum charset_kind charset, size_t limit);

/*
 * The next line. STATUS_END behind the last; a failure upstream is answered only after the line
 * that it cut short.
 */
enum status lines_next(struct lines *lines, struct line *ret_line, struct error *error);

/* Would the next line be the same if the stream began with it? */
bool lines_begin_afresh(const struct lines *lines);

void lines_free(struct lines *lines);

#endif
