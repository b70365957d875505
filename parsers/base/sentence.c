// SPDX-License-Identifier: MIT
/* Sentences that programs write, and what they mean. */
#include "sentence.h"

enum {
	PAIR_BITS = 12, /* of a pair of neighbouring bytes; a line of 200 bytes sets 5 % of them */
	PAIR_WORDS = (1 << PAIR_BITS) / 64,
};

/*
 * Which pairs of neighbouring bytes a text has. Nearly all rows of a table are ruled out by three
 * of their pairs; searching the text for each of fifty rows was what took the time of a line.
 */
struct pairs_seen {
	uint64_t words[PAIR_WORDS];
};

static unsigned pair_of(const char *at)
{
	unsigned first = (unsigned char)at[0];
	unsigned second = (unsigned char)at[1];
	return ((first << 5) ^ second) & ((1U << PAIR_BITS) - 1);
}

static void see(struct pairs_seen *seen, struct slice text)
{
	memset(seen, 0, sizeof *seen);
	for (size_t i = 0; i + 1 < text.size; i++) {
		unsigned pair = pair_of(text.data + i);
		seen->words[pair / 64] |= UINT64_C(1) << (pair % 64);
	}
}

static bool has_pair(const struct pairs_seen *seen, const char *at)
{
	unsigned pair = pair_of(at);
	return (seen->words[pair / 64] >> (pair % 64) & 1) != 0;
}

/* False: the piece stands nowhere in the text. True: it may. */
static bool may_stand(const struct pairs_seen *seen, const char *piece, size_t size)
{
	return size < 2 || (has_pair(seen, piece) && has_pair(seen, piece + (size - 2)) &&
			    has_pair(seen, piece + (size - 1) / 2));
}

static bool stands(const struct sentence *row, const struct pairs_seen *seen, struct slice text)
{
	if (row->piece[0] != '\0' && row->piece[1] != '\0' && !has_pair(seen, row->piece)) {
		return false; /* nearly always, and before its length is taken */
	}
	size_t size = strlen(row->piece);
	if (!may_stand(seen, row->piece, size)) {
		return false;
	}
	size_t at = slice_find(text, row->piece);
	return at < text.size &&
	       (row->other == NULL || slice_contains(slice_after(text, at + size), row->other));
}

const struct sentence *sentence_find(const struct sentence *rows, size_t count, struct slice text)
{
	struct pairs_seen seen;
	see(&seen, text);
	for (size_t i = 0; i < count; i++) {
		if (stands(&rows[i], &seen, text)) {
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
