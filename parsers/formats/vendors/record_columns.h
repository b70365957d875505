// SPDX-License-Identifier: MIT
/*
 * The columns of a human record, and where each goes in an event.
 *
 *     time, signal, step, role, actor, object, outcome, reason, id, recipient, after, seq, detail
 */
#ifndef OVERRUN_RECORD_COLUMNS_H
#define OVERRUN_RECORD_COLUMNS_H

#include "clock_text.h"
#include "event.h"

enum column {
	COLUMN_TIME,
	COLUMN_SIGNAL,
	COLUMN_STEP,
	COLUMN_ROLE,
	COLUMN_ACTOR,
	COLUMN_OBJECT,
	COLUMN_OUTCOME,
	COLUMN_REASON,
	COLUMN_ID,
	COLUMN_RECIPIENT,
	COLUMN_AFTER,
	COLUMN_SEQ,
	COLUMN_DETAIL,
	COLUMN_COUNT,
	COLUMN_OTHER = COLUMN_COUNT,
};

/* The column of that name in any case, or COLUMN_OTHER. */
enum column record_column(struct slice name);

/* A word of the vocabulary, however people capitalize it. */
bool record_signal(struct slice word, enum signal *ret_signal);

/* One value into its field; false only for a time that is none. */
bool record_put(struct clock_text *habit, enum column column, struct slice value,
		struct event *event);

#endif
