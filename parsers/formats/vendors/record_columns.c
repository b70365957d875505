// SPDX-License-Identifier: MIT
/* The columns of a human record. */
#include "record_columns.h"

enum { SIGNAL_SIZE_MAX = 32 }; /* the longest word has 21 bytes */

static const char *const column_names[COLUMN_COUNT] = {
	"time",   "signal", "step",      "role",  "actor", "object", "outcome",
	"reason", "id",     "recipient", "after", "seq",   "detail"};

enum column record_column(struct slice name)
{
	name = slice_trim(name);
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		if (slice_is_ignoring_case(name, column_names[i])) {
			return (enum column)i;
		}
	}
	return COLUMN_OTHER;
}

bool record_signal(struct slice word, enum signal *ret_signal)
{
	char lower[SIGNAL_SIZE_MAX];
	if (word.size > sizeof lower) {
		return false;
	}
	for (size_t i = 0; i < word.size; i++) {
		char byte = word.data[i];
		lower[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
	}
	return signal_find(slice_make(lower, word.size), ret_signal);
}

static void read_signal(struct slice word, struct event *event)
{
	if (!record_signal(word, &event->signal)) {
		event->signal = SIGNAL_LOG;
		event->code = word;
	}
}

/* Where the columns go that are only kept. */
static const size_t texts[COLUMN_COUNT] = {
	[COLUMN_STEP] = offsetof(struct event, step),
	[COLUMN_ROLE] = offsetof(struct event, role),
	[COLUMN_ACTOR] = offsetof(struct event, actor),
	[COLUMN_OBJECT] = offsetof(struct event, object),
	[COLUMN_OUTCOME] = offsetof(struct event, outcome),
	[COLUMN_REASON] = offsetof(struct event, reason),
	[COLUMN_ID] = offsetof(struct event, id),
	[COLUMN_RECIPIENT] = offsetof(struct event, recipient),
	[COLUMN_AFTER] = offsetof(struct event, after),
	[COLUMN_DETAIL] = offsetof(struct event, message),
};

bool record_put(struct clock_text *habit, enum column column, struct slice value,
		struct event *event)
{
	if (slice_is_empty(value)) {
		return column != COLUMN_TIME;
	}
	switch (column) {
	case COLUMN_TIME:
		return clock_text_read(habit, value, &event->stamp);
	case COLUMN_SIGNAL:
		read_signal(value, event);
		break;
	case COLUMN_SEQ:
		if (!slice_to_int(value, &event->sequence)) {
			event->sequence = SEQUENCE_NONE;
		}
		break;
	case COLUMN_OTHER:
		break;
	default:
		*(struct slice *)(void *)((char *)event + texts[column]) = value;
		break;
	}
	return true;
}
