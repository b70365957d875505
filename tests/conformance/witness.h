// SPDX-License-Identifier: MIT
/* The shelf of formats, each of which says when it was the one who read. */
#ifndef OVERRUN_WITNESS_H
#define OVERRUN_WITNESS_H

#include "format.h"

enum { WITNESSES_LIMIT = 256 }; /* the shelf has some dozens */

/* A format of the shelf, and where it says so. */
struct witness {
	const struct format *format;
	const struct format **last;
};

struct witness_shelf {
	const struct format *table[WITNESSES_LIMIT]; /* as format_table, for the reader */
	const struct format *last;                   /* who read last; NULL: nobody yet */
	struct format formats[WITNESSES_LIMIT];
	struct witness witnesses[WITNESSES_LIMIT];
};

/* False: there are more formats than places. The shelf must stay where it is. */
bool witness_shelf_open(struct witness_shelf *shelf);

#endif
