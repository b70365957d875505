// SPDX-License-Identifier: MIT
/* Clock texts in a layout that a person wrote, as strptime(3) would read it. */
#include "layout.h"

enum {
	YEAR_UNKNOWN = 1972, /* a leap year, as stamps without a year have it */
	CENTURY_SPLIT = 69,  /* POSIX: 69–99 are 19xx, 00–68 are 20xx */
	NAME_SIZE = 3,       /* months and days are known by three letters */
};

/* What has been read so far. */
struct clock {
	int32_t year, month, day, hour, minute, second, of_year;
	int32_t fraction_us;
	int32_t resolution_us;
	bool afternoon, twelve, has_year, has_epoch;
	struct stamp zone; /* only for its offset and STAMP_ZONE; or the epoch itself */
};

static bool eat_number(struct slice *text, int32_t digits_max, int32_t low, int32_t high,
		       int32_t *ret_value)
{
	int32_t value = 0;
	int32_t digits = 0;
	while (digits < digits_max && text->size > 0 && text->data[0] >= '0' &&
	       text->data[0] <= '9') {
		value = value * 10 + (text->data[0] - '0');
		*text = slice_after(*text, 1);
		digits++;
	}
	*ret_value = value;
	return digits > 0 && value >= low && value <= high;
}

static bool eat_letters(struct slice *text, struct slice *ret_word)
{
	size_t size = 0;
	while (size < text->size && ((text->data[size] >= 'a' && text->data[size] <= 'z') ||
				     (text->data[size] >= 'A' && text->data[size] <= 'Z'))) {
		size++;
	}
	*ret_word = slice_first(*text, size);
	*text = slice_after(*text, size);
	return size > 0;
}

static bool eat_month(struct slice *text, int32_t *ret_month)
{
	static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
					    "jul", "aug", "sep", "oct", "nov", "dec"};
	struct slice word = slice_empty();
	eat_letters(text, &word);
	for (int32_t i = 0; i < 12 && word.size >= NAME_SIZE; i++) {
		if (slice_is_ignoring_case(slice_first(word, NAME_SIZE), names[i])) {
			*ret_month = i + 1;
			return true;
		}
	}
	return false;
}

/* "25", "250000": what stands after the point. */
static bool eat_fraction(struct slice *text, struct clock *clock)
{
	int32_t digits = 0;
	int32_t value = 0;
	int32_t resolution = US_PER_S;
	while (text->size > 0 && text->data[0] >= '0' && text->data[0] <= '9') {
		if (digits < 6) {
			value = value * 10 + (text->data[0] - '0');
			resolution /= 10;
		}
		digits++;
		*text = slice_after(*text, 1);
	}
	clock->fraction_us = value * resolution;
	clock->resolution_us = resolution;
	return digits > 0;
}

/* "+0900", "+09:00", "Z", "UTC": as far as it goes on without a blank. */
static bool eat_zone(struct slice *text, struct clock *clock)
{
	size_t size = 0;
	while (size < text->size && text->data[size] != ' ' && text->data[size] != ']' &&
	       text->data[size] != ',') {
		size++;
	}
	if (size == 0 || !stamp_set_zone(&clock->zone, slice_first(*text, size))) {
		return false;
	}
	*text = slice_after(*text, size);
	return true;
}

static bool eat_half(struct slice *text, struct clock *clock)
{
	/* 오전, 오후: what Excel writes in Korea */
	bool morning = slice_eat(text, "\uc624\uc804");
	if (morning || slice_eat(text, "\uc624\ud6c4")) {
		clock->afternoon = !morning;
		return true;
	}
	struct slice word = slice_first(*text, 2);
	clock->afternoon = slice_is_ignoring_case(word, "pm");
	*text = slice_after(*text, 2);
	return clock->afternoon || slice_is_ignoring_case(word, "am");
}

static bool eat_day(char conversion, struct slice *text, struct clock *clock)
{
	struct slice name = slice_empty();
	switch (conversion) {
	case 'Y':
		clock->has_year = true;
		return eat_number(text, 4, 1970, 9999, &clock->year);
	case 'y':
		clock->has_year = eat_number(text, 2, 0, 99, &clock->year);
		clock->year += clock->year >= CENTURY_SPLIT ? 1900 : 2000;
		return clock->has_year;
	case 'm':
		return eat_number(text, 2, 1, 12, &clock->month);
	case 'd':
	case 'e':
		slice_eat_blanks(text);
		return eat_number(text, 2, 1, 31, &clock->day);
	case 'b':
	case 'B':
		return eat_month(text, &clock->month);
	case 'j':
		return eat_number(text, 3, 1, 366, &clock->of_year);
	default: /* a, A: the day's name says nothing new */
		return eat_letters(text, &name);
	}
}

static bool eat_time(char conversion, struct slice *text, struct clock *clock)
{
	struct slice name = slice_empty();
	switch (conversion) {
	case 'H':
		return eat_number(text, 2, 0, 23, &clock->hour);
	case 'I':
		clock->twelve = true;
		return eat_number(text, 2, 1, 12, &clock->hour);
	case 'p':
		return eat_half(text, clock);
	case 'M':
		return eat_number(text, 2, 0, 59, &clock->minute);
	case 'S':
		return eat_number(text, 2, 0, 60, &clock->second);
	case 'f':
		return eat_fraction(text, clock);
	case 'z':
		return eat_zone(text, clock);
	case 's':
		clock->has_epoch = stamp_eat_epoch(text, &clock->zone);
		return clock->has_epoch;
	default: /* Z */
		return eat_letters(text, &name);
	}
}

/* %F, %T, %R stand for others. */
static bool eat_conversion(char conversion, struct slice *text, struct clock *clock)
{
	switch (conversion) {
	case 'F':
		return eat_day('Y', text, clock) && slice_eat_char(text, '-') &&
		       eat_day('m', text, clock) && slice_eat_char(text, '-') &&
		       eat_day('d', text, clock);
	case 'T':
	case 'R':
		return eat_time('H', text, clock) && slice_eat_char(text, ':') &&
		       eat_time('M', text, clock) &&
		       (conversion == 'R' ||
			(slice_eat_char(text, ':') && eat_time('S', text, clock)));
	case 'n':
	case 't':
		slice_eat_blanks(text);
		return true;
	case '%':
		return slice_eat_char(text, '%');
	default:
		return strchr("YymdebBjaA", conversion) != NULL ? eat_day(conversion, text, clock)
								: eat_time(conversion, text, clock);
	}
}

static bool eat_all(const char *layout, struct slice *text, struct clock *clock)
{
	for (const char *at = layout; *at != '\0'; at++) {
		bool good = true;
		if (*at == '%' && at[1] != '\0') {
			at++;
			good = eat_conversion(*at, text, clock);
		} else if (*at == ' ') {
			slice_eat_blanks(text);
		} else {
			good = slice_eat_char(text, *at);
		}
		if (!good) {
			return false;
		}
	}
	return true;
}

/* The 24-hour clock of "12:05 AM" is 0:05. */
static int32_t hour_of(const struct clock *clock)
{
	return clock->twelve ? clock->hour % 12 + (clock->afternoon ? 12 : 0) : clock->hour;
}

static struct stamp stamp_of(const struct clock *clock)
{
	int64_t days = clock->of_year > 0 ? civil_days(clock->year, 1, 1) + clock->of_year - 1
					  : civil_days(clock->year, clock->month, clock->day);
	int64_t second = hour_of(clock) * 3600 + clock->minute * 60 + clock->second;
	return (struct stamp){
		.civil_us = days * US_PER_DAY + second * US_PER_S + clock->fraction_us,
		.offset_s = clock->zone.offset_s,
		.flags = STAMP_SET | (clock->has_year ? STAMP_YEAR : 0U) |
			 (clock->zone.flags & STAMP_ZONE),
		.resolution_us = clock->resolution_us,
	};
}

bool layout_eat(const char *layout, struct slice *text, struct stamp *ret_stamp)
{
	struct clock clock = {
		.year = YEAR_UNKNOWN, .month = 1, .day = 1, .resolution_us = US_PER_S};
	struct slice rest = *text;
	if (!eat_all(layout, &rest, &clock)) {
		return false;
	}
	*ret_stamp = clock.has_epoch ? clock.zone : stamp_of(&clock);
	*text = rest;
	return true;
}

enum status layout_check(const char *layout, struct error *error)
{
	bool has_day = false;
	for (const char *at = layout; *at != '\0'; at++) {
		if (*at != '%') {
			continue;
		}
		at++;
		if (*at == '\0' || strchr("YymdebBjaAHIpMSfzZsFTRnt%", *at) == NULL) {
			return error_set(error, STATUS_USAGE,
					 "%s: %%%c is not known: use %%Y %%m %%d %%H %%M %%S %%z",
					 layout, *at == '\0' ? ' ' : *at);
		}
		has_day = has_day || strchr("dejFs", *at) != NULL;
	}
	if (!has_day) {
		return error_set(error, STATUS_USAGE,
				 "%s: gives no day and no epoch: use %%d or %%s", layout);
	}
	return STATUS_OK;
}
