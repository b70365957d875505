// SPDX-License-Identifier: MIT
/*
 * What a format needs a line to have before it bids on it (format.h), and what a line has.
 *
 *     cef          needs "|"                     asked
 *     Jun 19 16:00:00 gw-02 systemd[1]: Started Session 4412 of user deploy.       has no '|'
 *
 * Lines that no product signs, most of a server's, are offered to all formats: one look at their
 * bytes spares nine questions of ten. Bytes are told apart by class: each sign and each capital is
 * one, all digits are one, all small letters are one.
 */
#ifndef OVERRUN_NEEDS_H
#define OVERRUN_NEEDS_H

#include "format.h"

enum { NEEDS_CLASSES = 64 };

/* A bit per class of bytes. */
struct needs {
	uint64_t first; /* the class of the body's first byte; of a format: those it may be of */
	uint64_t body;  /* classes that stand in the body */
	uint64_t whole; /* and in the whole line */
	uint64_t any;   /* of a format: one of these stands in the whole line; 0: no matter */
	uint64_t first_whole; /* as `first`, of the whole line */
	bool is_sent;         /* a line behind a header with a time; a format that reads such */
};

/* What the format says it needs. */
struct needs needs_of(const struct format *format);

/* What the record has. */
struct needs needs_met_by(const struct record *record);

/* False: the format bids nothing on a line that has no more than this. */
static inline bool needs_are_met(const struct needs *format, const struct needs *line)
{
	return (format->first & line->first) != 0 &&
	       (format->first_whole & line->first_whole) != 0 &&
	       (format->is_sent || !line->is_sent) && (format->body & ~line->body) == 0 &&
	       (format->whole & ~line->whole) == 0 &&
	       (format->any == 0 || (format->any & line->whole) != 0);
}

#endif
