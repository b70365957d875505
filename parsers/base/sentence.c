// SPDX-License-Identifier: MIT
/* Sentences that programs write, and what they mean. */
#include "sentence.h"

static bool stands(const struct sentence *row, const struct digrams *digrams, struct slice text)
{
	if (!digrams_may_hold(digrams, row->piece)) {
		return false;
	}
	size_t at = slice_find(text, row->piece);
	return at < text.size &&
	       (row->other == NULL ||
		slice_contains(slice_after(text, at + strlen(row->piece)), row->other));
}

static const struct sentence *find(const struct sentence *rows, size_t count, struct slice text,
				   const struct digrams *digrams)
{
	for (size_t i = 0; i < count; i++) {
		if (stands(&rows[i], digrams, text)) {
			return &rows[i];
		}
	}
	return NULL;
}

const struct sentence *sentence_find(const struct sentence *rows, size_t count, struct slice text)
{
	struct digrams digrams;
	digrams_see(&digrams, text);
	return find(rows, count, text, &digrams);
}

bool sentence_take(const struct sentence *rows, size_t count, struct slice text,
		   const struct digrams *digrams, struct event *event)
{
	const struct sentence *row = find(rows, count, text, digrams);
	if (row == NULL) {
		return false;
	}
	event->signal = row->signal;
	if (row->part != NULL) {
		event->part = slice_from(row->part);
	}
	return true;
}
