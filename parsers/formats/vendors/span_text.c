// SPDX-License-Identifier: MIT
/* Spans of time with their units. */
#include "span_text.h"

enum {
	MILLION = 1000000,
	COUNT_US_MAX = 1000000000 /* of a unit, in millionths: a thousand hours are no request */
};

/* A unit: so many seconds, or such a part of one. Longer names stand before their own beginnings.
 */
static const struct {
	const char *name;
	int64_t seconds;
	int64_t parts;
} units[] = {
	{"ms", 1, 1000},
	{"ns", 1, 1000000000},
	{"us", 1, MILLION},
	{"\xc2\xb5s", 1, MILLION},
	{"\xce\xbcs", 1, MILLION}, /* micro sign, Greek mu */
	{"h", 3600, 1},
	{"m", 60, 1},
	{"s", 1, 1},
};

/* "12.003" of "12.003ms", in millionths */
static bool eat_number(struct slice *text, int64_t *ret_millionths)
{
	size_t size = 0;
	while (size < text->size &&
	       ((text->data[size] >= '0' && text->data[size] <= '9') || text->data[size] == '.')) {
		size++;
	}
	if (!slice_seconds_to_us(slice_first(*text, size), ret_millionths) ||
	    *ret_millionths / MILLION > COUNT_US_MAX) {
		return false;
	}
	*text = slice_after(*text, size);
	return true;
}

static bool eat_unit(struct slice *text, int64_t millionths, int64_t *span_us)
{
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (slice_eat(text, units[i].name)) {
			*span_us += millionths * units[i].seconds / units[i].parts;
			return true;
		}
	}
	return false;
}

bool span_text_read(struct slice text, int64_t *ret_span_us)
{
	enum { PIECES_MAX = 3 }; /* hours, minutes, seconds */
	int64_t span_us = 0;
	for (int i = 0; i < PIECES_MAX && text.size > 0; i++) {
		int64_t millionths = 0;
		if (!eat_number(&text, &millionths) || !eat_unit(&text, millionths, &span_us)) {
			return false;
		}
		if (text.size == 0) {
			*ret_span_us = span_us;
			return true;
		}
	}
	return false;
}
