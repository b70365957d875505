// SPDX-License-Identifier: MIT
/* Points in time: civil dates to days and back, stamps to timestamps, timestamps to texts. */
#include "timestamp.h"

#include <assert.h>
#include <stdio.h>

/* From March, so that the leap day is the year's last (Hinnant, "chrono-compatible date
 * algorithms"). */
int64_t civil_days(int64_t year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era - 719468;
}

void civil_from_days(int64_t days, int64_t *ret_year, int *ret_month, int *ret_day)
{
	int64_t shifted = days + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t from_march = (5 * day_of_year + 2) / 153;
	*ret_day = (int)(day_of_year - (153 * from_march + 2) / 5 + 1);
	*ret_month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
	*ret_year = year_of_era + era * 400 + (*ret_month <= 2 ? 1 : 0);
}

/* Every stamp of every line needs it: sums do for what takes civil_days its eras. */
bool civil_find_day(int year, int month, int day, int64_t *ret_days)
{
	enum {
		ERA_YEARS = 400, /* added, so that nothing is below 0 */
		ERA_DAYS = 146097,
		DAYS_BEFORE_1970 = 719162, /* since 0001-01-01 */
	};
	static const unsigned char lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	static const unsigned short before[] = {0,   31,  59,  90,  120, 151,
						181, 212, 243, 273, 304, 334};
	if (year < 0 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1]) {
		return false;
	}
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	if (month == 2 && day == 29 && !leap) {
		return false;
	}
	unsigned past = (unsigned)year - 1 + ERA_YEARS;
	unsigned days = past * 365 + past / 4 - past / 100 + past / 400 + before[month - 1] +
			(unsigned)(leap && month > 2) + (unsigned)day - 1;
	*ret_days = (int64_t)days - ERA_DAYS - DAYS_BEFORE_1970;
	return true;
}

static bool digit_at(struct slice text, size_t at)
{
	return at < text.size && text.data[at] >= '0' && text.data[at] <= '9';
}

/* Seconds, milliseconds, microseconds or nanoseconds per unit of the fraction's first digit. */
static int64_t epoch_unit_us(int64_t value)
{
	if (value < INT64_C(100000000000)) {
		return US_PER_S;
	}
	if (value < INT64_C(100000000000000)) {
		return US_PER_MS;
	}
	return value < INT64_C(100000000000000000) ? 1 : 0;
}

struct stamp stamp_from_epoch(int64_t value)
{
	int64_t unit = epoch_unit_us(value < 0 ? -(value + 1) : value);
	return (struct stamp){.civil_us = unit == 0 ? value / 1000 : value * unit,
			      .flags = STAMP_SET | STAMP_YEAR | STAMP_ZONE,
			      .resolution_us = unit == 0 ? 1 : (int32_t)unit};
}

bool stamp_eat_epoch(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	uint64_t value = 0;
	if (!slice_eat_uint(&rest, &value) || value > INT64_MAX) {
		return false;
	}
	struct stamp stamp = stamp_from_epoch((int64_t)value);
	if (digit_at(rest, 1) && rest.data[0] == '.') {
		int32_t unit = stamp.resolution_us;
		size_t size = 1;
		for (; digit_at(rest, size); size++) {
			unit /= 10;
			stamp.civil_us += (int64_t)unit * (rest.data[size] - '0');
		}
		stamp.resolution_us = unit > 0 ? unit : 1;
		rest = slice_after(rest, size);
	}
	*text = rest;
	*ret_stamp = stamp;
	return true;
}

timestamp stamp_to_timestamp(struct stamp stamp)
{
	uint32_t needed = STAMP_SET | STAMP_YEAR | STAMP_ZONE;
	if ((stamp.flags & needed) != needed) {
		return TIMESTAMP_NONE;
	}
	return stamp.civil_us - (int64_t)stamp.offset_s * US_PER_S;
}

const char *origin_name(enum origin origin)
{
	static const char *const names[ORIGIN_COUNT] = {
		[ORIGIN_NONE] = "none",
		[ORIGIN_LINE] = "in the line",
		[ORIGIN_FORMAT] = "format",
		[ORIGIN_CASE] = "case file",
		[ORIGIN_COMMAND] = "command line",
		[ORIGIN_FILE] = "file",
		[ORIGIN_ASSUMED] = "assumed",
	};
	return names[origin];
}

void timestamp_to_iso(timestamp at, int32_t offset_s, char *buffer)
{
	int64_t local;
	if (at == TIMESTAMP_NONE ||
	    __builtin_add_overflow(at, (int64_t)offset_s * US_PER_S, &local)) {
		buffer[0] = '\0';
		return;
	}
	int64_t us = local % US_PER_DAY;
	int64_t days = local / US_PER_DAY;
	if (us < 0) {
		us += US_PER_DAY;
		days--;
	}
	int64_t year = 0;
	int month = 0;
	int day = 0;
	civil_from_days(days, &year, &month, &day);
	int second = (int)(us / US_PER_S);
	int fraction = (int)(us % US_PER_S);
	char fraction_text[8] = "";
	if (fraction > 0) {
		(void)snprintf(fraction_text, sizeof fraction_text, ".%06d", fraction);
	}
	int east = offset_s < 0 ? -offset_s : offset_s;
	int size = snprintf(buffer, TIMESTAMP_TEXT_SIZE,
			    "%04lld-%02d-%02dT%02d:%02d:%02d%s%c%02d:%02d", (long long)year, month,
			    day, second / 3600, second / 60 % 60, second % 60, fraction_text,
			    offset_s < 0 ? '-' : '+', east / 3600, east / 60 % 60);
	assert(size < TIMESTAMP_TEXT_SIZE);
	(void)size;
}
