// SPDX-License-Identifier: MIT
/*
 * The rarer clock texts (see timestamp.h): two-digit years, twelve hours, months in other
 * languages. Each is rewritten into a common form.
 */
#include "month_words.h"
#include "stamp_form.h"

enum { FRACTION_MAX = 10 }; /* a point and nine digits */

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* "13", or " 9" */
static bool eat_padded(struct slice *text, int32_t *ret_value)
{
	if (slice_eat_digits(text, 2, ret_value)) {
		return true;
	}
	struct slice rest = *text;
	if (!slice_eat_char(&rest, ' ') || !slice_eat_digits(&rest, 1, ret_value)) {
		return false;
	}
	*text = rest;
	return true;
}

/* "081109", "17/06/09", "20131029", "2019-10-16" */
static bool eat_date(struct slice *text, struct form *form)
{
	static const struct {
		size_t year_digits;
		const char *separator;
	} layouts[] = {{4, ""}, {4, "-"}, {2, "/"}, {2, ""}};
	for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
		struct slice rest = *text;
		int32_t year = 0;
		int32_t month = 0;
		int32_t day = 0;
		if (!slice_eat_digits(&rest, layouts[i].year_digits, &year) ||
		    !slice_eat(&rest, layouts[i].separator) ||
		    !slice_eat_digits(&rest, 2, &month) ||
		    !slice_eat(&rest, layouts[i].separator) || !slice_eat_digits(&rest, 2, &day) ||
		    !slice_eat_char(&rest, ' ')) {
			continue;
		}
		form_put_date(form, layouts[i].year_digits == 4 ? year : 2000 + year, month, day);
		*text = rest;
		return true;
	}
	return false;
}

bool stamp_eat_short(struct slice *text, struct stamp *ret_stamp)
{
	struct form form = {.size = 0};
	struct slice rest = *text;
	int32_t hour = 0;
	int32_t minute = 0;
	int32_t second = 0;
	if (!eat_date(&rest, &form) || !eat_padded(&rest, &hour)) {
		return false;
	}
	const char *separator = rest.size > 0 && rest.data[0] == ':' ? ":" : "";
	if (!slice_eat(&rest, separator) || !slice_eat_digits(&rest, 2, &minute) ||
	    !slice_eat(&rest, separator) || !slice_eat_digits(&rest, 2, &second)) {
		return false;
	}
	form_put_two(&form, hour);
	form_put(&form, ":", 1);
	form_put_two(&form, minute);
	form_put(&form, ":", 1);
	form_put_two(&form, second);
	if (!form_read(&form, stamp_eat_iso, &rest, ret_stamp)) {
		return false;
	}
	*text = rest;
	return true;
}

/* "PM", "p.m.", "오후", "午後": 12 hours to add; "AM" and the like: none; -1: neither. */
static int eat_half_of_day(struct slice *text)
{
	static const struct {
		const char *word;
		int hours;
	} halves[] = {{"AM", 0},
		      {"PM", 12},
		      {"am", 0},
		      {"pm", 12},
		      {"a.m.", 0},
		      {"p.m.", 12},
		      {"\xec\x98\xa4\xec\xa0\x84", 0},
		      {"\xec\x98\xa4\xed\x9b\x84", 12},
		      {"\xe5\x8d\x88\xe5\x89\x8d", 0},
		      {"\xe5\x8d\x88\xe5\xbe\x8c", 12},
		      {"\xe4\xb8\x8a\xe5\x8d\x88", 0},
		      {"\xe4\xb8\x8b\xe5\x8d\x88", 12}};
	struct slice rest = *text;
	slice_eat_blanks(&rest);
	(void)(slice_eat(&rest, "\xe2\x80\xaf") || slice_eat(&rest, "\xc2\xa0")); /* JDK 20 on */
	for (size_t i = 0; i < sizeof halves / sizeof halves[0]; i++) {
		if (slice_eat(&rest, halves[i].word)) {
			*text = rest;
			return halves[i].hours;
		}
	}
	return -1;
}

/* One or two digits. */
static bool eat_number(struct slice *text, int32_t *ret_value)
{
	return slice_eat_digits(text, 2, ret_value) || slice_eat_digits(text, 1, ret_value);
}

/* "1:12:05 PM", or "13:12:05" without a half of the day. */
static bool eat_twelve(struct slice *text, int32_t *ret_hour, struct slice *ret_rest_of_time)
{
	struct slice rest = *text;
	int32_t hour = 0;
	if (!eat_number(&rest, &hour) || rest.size < 6 || rest.data[0] != ':' ||
	    rest.data[3] != ':') {
		return false;
	}
	size_t size = 6;
	while (size < rest.size && size < 6 + FRACTION_MAX && rest.data[size] != ' ' &&
	       ((rest.data[size] >= '0' && rest.data[size] <= '9') || rest.data[size] == '.')) {
		size++;
	}
	*ret_rest_of_time = slice_first(rest, size);
	rest = slice_after(rest, size);
	int half = eat_half_of_day(&rest);
	if (half >= 0 && (hour < 1 || hour > 12)) {
		return false;
	}
	*ret_hour = half < 0 ? hour : hour % 12 + half;
	*text = rest;
	return true;
}

bool stamp_eat_java(struct slice *text, struct stamp *ret_stamp)
{
	struct form form = {.size = 0};
	struct slice rest = *text;
	struct slice time = slice_empty();
	int32_t day = 0;
	int32_t year = 0;
	int32_t hour = 0;
	/* "5, 2010": cheaper than the months of all languages, which have no comma. */
	size_t comma = slice_find(rest, ", ");
	if (comma == 0 || comma + 2 >= rest.size || !is_digit(rest.data[comma - 1]) ||
	    !is_digit(rest.data[comma + 2])) {
		return false;
	}
	int month = month_word_eat(&rest);
	if (month == 0 || !slice_eat_char(&rest, ' ') || !eat_number(&rest, &day) ||
	    !slice_eat(&rest, ", ") || !slice_eat_digits(&rest, 4, &year) ||
	    !slice_eat_char(&rest, ' ') || !eat_twelve(&rest, &hour, &time)) {
		return false;
	}
	form_put_date(&form, year, month, day);
	form_put_two(&form, hour);
	form_put(&form, time.data, time.size);
	struct slice nothing = slice_empty();
	if (!form_read(&form, stamp_eat_iso, &nothing, ret_stamp)) {
		return false;
	}
	*text = rest;
	return true;
}

bool stamp_eat_bsd_abroad(struct slice *text, struct stamp *ret_stamp)
{
	struct form form = {.size = 0};
	struct slice rest = *text;
	int month = month_word_eat(&rest);
	if (month == 0 || rest.size < 2 || rest.data[0] != ' ') {
		return false;
	}
	form_put(&form, month_word_english(month), 3);
	if (!form_read(&form, stamp_eat_bsd, &rest, ret_stamp)) {
		return false;
	}
	*text = rest;
	return true;
}

bool stamp_eat_dmy_abroad(struct slice *text, struct stamp *ret_stamp)
{
	struct form form = {.size = 0};
	struct slice rest = *text;
	int32_t day = 0;
	if (!slice_eat_digits(&rest, 2, &day) || !slice_eat_char(&rest, '-')) {
		return false;
	}
	int month = month_word_eat(&rest);
	if (month == 0 || rest.size < 2 || rest.data[0] != '-') {
		return false;
	}
	form_put_two(&form, day);
	form_put(&form, "-", 1);
	form_put(&form, month_word_english(month), 3);
	if (!form_read(&form, stamp_eat_dmy, &rest, ret_stamp)) {
		return false;
	}
	*text = rest;
	return true;
}

bool stamp_eat_day_month(struct slice *text, struct stamp *ret_stamp)
{
	struct form form = {.size = 0};
	struct slice rest = *text;
	int32_t day = 0;
	if (!eat_number(&rest, &day) || !slice_eat_char(&rest, ' ')) {
		return false;
	}
	int month = month_word_eat(&rest);
	if (month == 0 || rest.size < 2 || rest.data[0] != ' ') {
		return false;
	}
	form_put(&form, month_word_english(month), 3);
	form_put(&form, " ", 1);
	form_put_two(&form, day);
	if (!form_read(&form, stamp_eat_bsd, &rest, ret_stamp)) {
		return false;
	}
	*text = rest;
	return true;
}

bool stamp_eat_compact(struct slice *text, struct stamp *ret_stamp)
{
	enum { DATE_DIGITS = 8 };
	struct form form = {.size = 0};
	struct slice rest = *text;
	struct slice clock = slice_after(*text, DATE_DIGITS);
	int32_t ignored = 0;
	bool is_basic = slice_eat_char(&clock, 'T');
	if (!slice_eat_digits(&rest, DATE_DIGITS, &ignored) ||
	    !(is_basic || slice_eat_char(&clock, '-'))) {
		return false;
	}
	form_put(&form, text->data, 4);
	form_put(&form, "-", 1);
	form_put(&form, text->data + 4, 2);
	form_put(&form, "-", 1);
	form_put(&form, text->data + 6, 2);
	form_put(&form, "T", 1);
	rest = clock;
	for (int i = 0; is_basic && i < 3; i++) {
		if (!slice_eat_digits(&rest, 2, &ignored)) {
			return false;
		}
		form_put(&form, ":", i > 0);
		form_put_two(&form, ignored);
	}
	if (!form_read(&form, stamp_eat_iso, &rest, ret_stamp)) {
		return false;
	}
	*text = rest;
	return true;
}
