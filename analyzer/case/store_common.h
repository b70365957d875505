// SPDX-License-Identifier: MIT
/*
 * What many rows share: stored once, in a row of its own that theirs refer to by number.
 *
 *     request_row  | 17 | 3 | 120 | 9134 | … |      the second column is the row's common
 *     common     3 | entry 1 | status 200 | GET | curl/8.0 | be_pay/app-01 |
 *
 * Which number a set of values has is remembered within fixed memory; a set that has been forgotten
 * gets another row, so nothing is ever searched for in the database. Texts are compared byte by
 * byte: whoever writes logs can make rows more, never wrong.
 */
#ifndef OVERRUN_STORE_COMMON_H
#define OVERRUN_STORE_COMMON_H

#include "slice.h"

enum {
	COMMON_NUMBERS = 2,
	COMMON_TEXTS = 5,
	COMMON_TEXT_SIZE = 256, /* of all texts together; a longer set is never remembered */
	COMMON_SETS = 1024,     /* × 2 ways × 320 bytes = 640 KiB */
};

/* The values of one row; texts that are not used are empty. */
struct common_values {
	int64_t numbers[COMMON_NUMBERS];
	struct slice texts[COMMON_TEXTS];
};

/* Of one table. */
struct commons {
	struct common_set *sets; /* made with the first row */
	int64_t next_id;
};

/* Forgets all: the rows are another entry's, or taken back. `next_id` is the first that is free. */
void commons_begin(struct commons *commons, int64_t next_id);

/*
 * The row of these values. `ret_is_new`: there is none yet, the caller writes it under that number.
 */
int64_t commons_find(struct commons *commons, const struct common_values *values, bool *ret_is_new);

void commons_close(struct commons *commons);

#endif
