// SPDX-License-Identifier: MIT
/*
 * The clock texts of mail and its kin (see timestamp.h): a date in any order with an English month,
 * a time, a year that may stand behind it. Rewritten into the common log format's form.
 */
#include "stamp_form.h"

/* "Aug", "August", "Aug.": its three letters. */
static bool eat_month_word(struct slice *text, struct slice *ret_month)
{
	size_t size = 0;
	while (size < text->size && ((text->data[size] | 0x20) >= 'a') &&
	       ((text->data[size] | 0x20) <= 'z')) {
		size++;
	}
	if (size < 3) {
		return false;
	}
	*ret_month = slice_first(*text, 3);
	*text = slice_after(*text, size);
	slice_eat_char(text, '.');
	return true;
}

/* "07 Aug 2024", "Aug 07 2024", "2024 Aug 07", "August 7": in any order; -1 what is missing. */
static bool eat_loose_date(struct slice *text, struct slice *ret_month, int32_t *ret_day,
			   int32_t *ret_year)
{
	struct slice rest = *text;
	*ret_day = *ret_year = -1;
	*ret_month = slice_empty();
	for (int i = 0; i < 3; i++) {
		struct slice before = rest;
		slice_eat_blanks(&rest);
		if (*ret_year < 0 && slice_eat_digits(&rest, 4, ret_year)) {
			continue;
		}
		bool is_day = *ret_day < 0 && (slice_eat_digits(&rest, 2, ret_day) ||
					       slice_eat_digits(&rest, 1, ret_day));
		if (is_day && rest.size > 0 && rest.data[0] == ':') {
			*ret_day = -1; /* an hour */
			rest = before;
			break;
		}
		if (!is_day && !(slice_is_empty(*ret_month) && eat_month_word(&rest, ret_month))) {
			rest = before;
			break;
		}
		slice_eat_char(&rest, ',');
	}
	*text = rest;
	return *ret_day > 0 && !slice_is_empty(*ret_month);
}

bool stamp_eat_mail(struct slice *text, struct stamp *ret_stamp)
{
	static const char days[] = "MonTueWedThuFriSatSun";
	struct slice rest = *text;
	struct slice month = slice_empty();
	int32_t day = 0;
	int32_t year = 0;
	for (size_t i = 0; i + 3 < sizeof days; i += 3) {
		struct slice name = slice_make(days + i, 3);
		if (rest.size > 3 && memcmp(rest.data, name.data, 3) == 0) {
			(void)eat_month_word(&rest, &month);
			slice_eat_char(&rest, ',');
			break;
		}
	}
	if (!eat_loose_date(&rest, &month, &day, &year) || !slice_eat_char(&rest, ' ') ||
	    rest.size < 8) {
		return false;
	}
	struct slice after = slice_after(rest, 8); /* "05:30:19", and perhaps " 2024" */
	if (year < 0 && !(slice_eat_char(&after, ' ') && slice_eat_digits(&after, 4, &year))) {
		return false;
	}
	struct form form = {.size = 0};
	form_put_two(&form, day);
	form_put(&form, "/", 1);
	form_put(&form, month.data, month.size);
	form_put(&form, "/", 1);
	form_put_two(&form, year / 100);
	form_put_two(&form, year % 100);
	form_put(&form, ":", 1);
	form_put(&form, rest.data, 8);
	struct slice zone = after.data == rest.data + 8 ? slice_after(rest, 8) : after;
	if (!form_read(&form, stamp_eat_clf, &zone, ret_stamp)) {
		return false;
	}
	if (slice_eat(&zone, " GMT") || slice_eat(&zone, " UTC")) {
		(void)stamp_set_zone(ret_stamp, slice_from("UTC"));
	}
	*text = zone;
	return true;
}
