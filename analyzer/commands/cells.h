// SPDX-License-Identifier: MIT
/* The cells of a result on standard output in the notations that machines read. */
#ifndef OVERRUN_CELLS_H
#define OVERRUN_CELLS_H

#include "options.h"
#include "question.h"

struct zone;

enum { CELLS_BUFFER_SIZE = 64 }; /* a time, a span or a number */

/*
 * A cell as text; `buffer` takes what is not a text already. Spans are "1:23:45" for people, whole
 * microseconds for machines; the null value is empty.
 */
struct slice cells_text(const struct value *value, enum column_kind kind, bool for_people,
			struct zone *zone, char *buffer);

/* The head of a statement's rows; for TABLE_CSV, _JSON and _MARKDOWN, as all below. */
void cells_head(enum table_notation notation, const struct question_row *head);

void cells_begin_row(enum table_notation notation, size_t row);
void cells_print(enum table_notation notation, const struct question_row *head, size_t column,
		 struct slice text, enum value_kind kind);
void cells_end_row(enum table_notation notation);

#endif
