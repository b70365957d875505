// SPDX-License-Identifier: MIT
/*
 * The lines that make one record, from what the books say of each: a head above its event, as slow
 * query logs and exports have it, or what goes on below, as stack traces do.
 */
#ifndef OVERRUN_RECORD_LINES_H
#define OVERRUN_RECORD_LINES_H

#include <stdint.h>

#include "status.h"

struct store;

struct line_span {
	int64_t first, last;
};

enum { RECORD_LINES_MAX = 500 }; /* looked at above and below; a record of more is shown in part */

/* The record that the line of the entry belongs to; the line alone where the books say no more. */
enum status record_lines_find(struct store *store, int64_t entry, int64_t line,
			      struct line_span *ret_span, struct error *error);

#endif
