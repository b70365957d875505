// SPDX-License-Identifier: MIT
/* Sentences that programs write, and what they mean. */
#include "sentence.h"

static bool stands(const struct sentence *row, struct slice text)
{
	size_t at = slice_find(text, row->piece);
	return at < text.size &&
	       (row->other == NULL ||
		slice_contains(slice_after(text, at + strlen(row->piece)), row->other));
}

const struct sentence *sentence_find(const struct sentence *rows, size_t count, struct slice text)
{
	for (size_t i = 0; i < count; i++) {
		if (stands(&rows[i], text)) {
			return &rows[i];
		}
	}
	return NULL;
}

bool sentence_read(const struct sentence *rows, size_t count, struct slice text,
		   struct event *event)
{
	const struct sentence *row =
		event->signal != SIGNAL_LOG ? NULL : sentence_find(rows, count, text);
	if (row == NULL) {
		return false;
	}
	event->signal = row->signal;
	if (row->part != NULL) {
		event->part = slice_from(row->part);
	}
	return true;
}
