// SPDX-License-Identifier: MIT
/* The vocabulary: what an event can mean to an operation. */
#include "signal.h"

#define SIGNAL_WORD(constant, word) [constant] = {word, sizeof(word) - 1},
static const struct slice words[SIGNAL_COUNT] = {SIGNAL_TABLE(SIGNAL_WORD)};
#undef SIGNAL_WORD

const char *signal_name(enum signal signal)
{
	return words[signal].data;
}

bool signal_find(struct slice word, enum signal *ret_signal)
{
	for (int i = 0; i < SIGNAL_COUNT; i++) {
		if (slice_equals(words[i], word)) {
			*ret_signal = (enum signal)i;
			return true;
		}
	}
	return false;
}

const char *signal_nearest(struct slice word)
{
	/* Two slips, or a third of a longer word: "config.comit.okay", not any other word. */
	size_t limit = word.size / 3 > 2 ? word.size / 3 : 2;
	const char *nearest = NULL;
	for (int i = 0; i < SIGNAL_COUNT; i++) {
		size_t distance = slice_distance(words[i], word);
		if (distance <= limit && distance < words[i].size) {
			nearest = words[i].data;
			limit = distance == 0 ? 0 : distance - 1;
		}
		if (distance == 0) {
			break;
		}
	}
	return nearest;
}
