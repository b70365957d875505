// SPDX-License-Identifier: MIT
/* The values of options that are more than a text. */
#include "option_values.h"

#include "zone.h"

bool option_permille(struct slice text, int64_t *ret_permille)
{
	int64_t us = 0;
	if (!slice_ends_with(text, "%") ||
	    !slice_seconds_to_us(slice_first(text, text.size - 1), &us)) {
		return false;
	}
	*ret_permille = us / (US_PER_S / 10);
	return true;
}

enum status option_time(const char *option, const char *value, const char *timezone,
			timestamp *ret_at, struct error *error)
{
	struct slice text = slice_from(value);
	struct stamp stamp;
	struct zone *zone = NULL;
	if (!stamp_eat_iso(&text, &stamp) || text.size > 0) {
		return error_set(error, STATUS_USAGE,
				 "--%s %s: not a time: write it as in '2023-09-17 01:00'", option,
				 value);
	}
	*ret_at = stamp_to_timestamp(stamp);
	if (*ret_at != TIMESTAMP_NONE) {
		return STATUS_OK;
	}
	enum status status = zone_open(timezone == NULL ? "UTC" : timezone, &zone, error);
	if (status == STATUS_OK) {
		zone_to_utc(zone, stamp.civil_us, TIMESTAMP_NONE, ret_at);
		zone_free(zone);
	}
	return status;
}

bool option_span(const char *text, int64_t *ret_us)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
	int64_t sum = 0;
	if (*text == '\0') {
		return false;
	}
	while (*text != '\0') {
		size_t size = strspn(text, "0123456789.");
		size_t unit = 0;
		int64_t us = 0;
		while (unit < 4 && text[size] != units[unit].unit) {
			unit++;
		}
		if (unit == 4 || !slice_seconds_to_us(slice_make(text, size), &us) ||
		    __builtin_mul_overflow(us, units[unit].seconds, &us) ||
		    __builtin_add_overflow(sum, us, &sum)) {
			return false;
		}
		text += size + 1;
	}
	*ret_us = sum;
	return true;
}
