// SPDX-License-Identifier: MIT
/* The nearest right word, by edit distance (optimal string alignment). */
#include "plan_words.h"

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t plan_word_distance(struct slice word, struct slice other)
{
	if (word.size > PLAN_WORD_MAX || other.size > PLAN_WORD_MAX) {
		return SIZE_MAX;
	}
	size_t rows[3][PLAN_WORD_MAX + 1]; /* rows i - 2, i - 1 and i, turning */
	for (size_t k = 0; k <= other.size; k++) {
		rows[0][k] = k;
	}
	for (size_t i = 1; i <= word.size; i++) {
		size_t *now = rows[i % 3];
		const size_t *before = rows[(i + 2) % 3];
		const size_t *earlier = rows[(i + 1) % 3];
		now[0] = i;
		for (size_t k = 1; k <= other.size; k++) {
			int a = lower(word.data[i - 1]);
			int b = lower(other.data[k - 1]);
			now[k] = least(least(before[k], now[k - 1]) + 1,
				       before[k - 1] + (a == b ? 0 : 1));
			if (i > 1 && k > 1 && a == lower(other.data[k - 2]) &&
			    b == lower(word.data[i - 2])) {
				now[k] = least(now[k], earlier[k - 2] + 1);
			}
		}
	}
	return rows[word.size % 3][other.size];
}

void plan_nearest_offer(struct plan_nearest *nearest, const char *candidate)
{
	size_t distance = plan_word_distance(nearest->word, slice_from(candidate));
	/* One mistake in three letters is a slip, more is another word. */
	size_t allowed = least(3, nearest->word.size / 3 + 1);
	if (distance > allowed || distance >= strlen(candidate)) {
		return;
	}
	if (nearest->best == NULL || distance < nearest->distance) {
		nearest->best = candidate;
		nearest->distance = distance;
	}
}
