// SPDX-License-Identifier: MIT
/* See stamp.h. The calendar is Howard Hinnant's days_from_civil and its inverse. */
#include "stamp.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const month_names[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct civil {
	int year, month, day, hour, minute, second, milli;
};

int64_t stamp_day(int64_t year, int64_t month, int64_t day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

	return (era * 146097 + day_of_era - 719468) * 86400;
}

static struct civil civil_of(int64_t local_ms)
{
	int64_t days = local_ms / 86400000 + 719468;
	int64_t rest = local_ms % 86400000;
	int64_t era = days / 146097;
	int64_t doe = days - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;

	return (struct civil){
		.year = (int)(yoe + era * 400 + (month <= 2)),
		.month = (int)month,
		.day = (int)(doy - (153 * mp + 2) / 5 + 1),
		.hour = (int)(rest / 3600000),
		.minute = (int)(rest / 60000 % 60),
		.second = (int)(rest / 1000 % 60),
		.milli = (int)(rest % 1000),
	};
}

/* "+09:00" with a colon, "+0900" without. */
static struct stamp zone_text(int64_t offset, const char *colon)
{
	struct stamp zone;

	snprintf(zone.text, sizeof zone.text, "%c%02d%s%02d", offset < 0 ? '-' : '+',
		 (int)(llabs(offset) / 3600), colon, (int)(llabs(offset) / 60 % 60));
	return zone;
}

static struct stamp dated(const struct civil *c, const char *date, const char *between)
{
	struct stamp stamp;

	snprintf(stamp.text, sizeof stamp.text, "%04d%s%02d%s%02d%s%02d:%02d:%02d", c->year, date,
		 c->month, date, c->day, between, c->hour, c->minute, c->second);
	return stamp;
}

struct stamp stamp_of(enum stamp_style style, int64_t at_ms, int64_t offset)
{
	struct civil c = civil_of(at_ms + offset * 1000);
	const char *month = month_names[c.month - 1];
	struct stamp s;
	struct stamp base;

	switch (style) {
	case STAMP_BSD:
		snprintf(s.text, sizeof s.text, "%s %2d %02d:%02d:%02d", month, c.day, c.hour,
			 c.minute, c.second);
		return s;
	case STAMP_CISCO:
		snprintf(s.text, sizeof s.text, "%s %2d %04d %02d:%02d:%02d", month, c.day, c.year,
			 c.hour, c.minute, c.second);
		return s;
	case STAMP_ISO:
		base = dated(&c, "-", "T");
		snprintf(s.text, sizeof s.text, "%.19s%.6s", base.text,
			 offset == 0 ? "Z" : zone_text(offset, ":").text);
		return s;
	case STAMP_SPRING:
		base = dated(&c, "-", " ");
		snprintf(s.text, sizeof s.text, "%.19s.%03d", base.text, c.milli);
		return s;
	case STAMP_CLF:
		snprintf(s.text, sizeof s.text, "%02d/%s/%04d:%02d:%02d:%02d %.5s", c.day, month,
			 c.year, c.hour, c.minute, c.second, zone_text(offset, "").text);
		return s;
	case STAMP_HAPROXY:
		snprintf(s.text, sizeof s.text, "%02d/%s/%04d:%02d:%02d:%02d.%03d", c.day, month,
			 c.year, c.hour, c.minute, c.second, c.milli);
		return s;
	case STAMP_SLASH:
		return dated(&c, "/", " ");
	case STAMP_FORTIGATE:
		base = dated(&c, "-", " time=");
		snprintf(s.text, sizeof s.text, "date=%.40s", base.text);
		return s;
	case STAMP_ISO_BLANK:
		break;
	}
	return dated(&c, "-", " ");
}
