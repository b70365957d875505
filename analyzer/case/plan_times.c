// SPDX-License-Identifier: MIT
/*
 * Readers of the case file's times and zones.
 *
 *     2023-09-17 01:00            in `timezone`
 *     2023-09-17T01:00:00+09:00   as it stands
 *     01:00                       in `timezone`, on the window's night
 */
#include "plan_reader.h"
#include "plan_words.h"

#include "zone.h"

enum {
	SHOWN_MAX = 60,    /* bytes of a wrong value that a message repeats */
	YEAR_FIRST = 1970, /* nothing to maintain before */
	YEAR_LAST = 2200,  /* keeps sums of times far from overflow */
};

/* The window's night reaches from 6 hours before its start to 18 after. */
#define NIGHT_BEFORE_US (6 * US_PER_HOUR)
#define NIGHT_AFTER_US (18 * US_PER_HOUR)

struct clock_text {
	bool has_date, has_offset;
	int64_t day; /* since 1970-01-01 */
	int64_t time_us;
	int32_t offset_s;
};

static bool eat_date(struct slice *text, int64_t *ret_day)
{
	struct slice rest = *text;
	int32_t year = 0;
	int32_t month = 0;
	int32_t day = 0;
	if (!slice_eat_digits(&rest, 4, &year) || !slice_eat_char(&rest, '-') ||
	    !slice_eat_digits(&rest, 2, &month) || !slice_eat_char(&rest, '-') ||
	    !slice_eat_digits(&rest, 2, &day)) {
		return false;
	}
	if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > 12 || day < 1 ||
	    day > 31) {
		return false;
	}
	int64_t days = civil_days(year, month, day);
	int64_t real_year = 0;
	int real_month = 0;
	int real_day = 0;
	civil_from_days(days, &real_year, &real_month, &real_day);
	if (real_day != day) {
		return false; /* the 31st of a month of 30 */
	}
	*text = rest;
	*ret_day = days;
	return true;
}

/* "7:05", "07:05", "07:05:30", "07:05:30.25" */
static bool eat_clock(struct slice *text, int64_t *ret_us)
{
	struct slice rest = *text;
	int32_t hour = 0;
	int32_t minute = 0;
	if (!slice_eat_digits(&rest, 2, &hour) && !slice_eat_digits(&rest, 1, &hour)) {
		return false;
	}
	if (!slice_eat_char(&rest, ':') || !slice_eat_digits(&rest, 2, &minute) || hour > 23 ||
	    minute > 59) {
		return false;
	}
	int64_t us = ((int64_t)hour * 60 + minute) * US_PER_MINUTE;
	if (slice_eat_char(&rest, ':')) {
		size_t size = 0;
		while (size < rest.size && (rest.data[size] == '.' ||
					    (rest.data[size] >= '0' && rest.data[size] <= '9'))) {
			size++;
		}
		int64_t seconds_us = 0;
		if (!slice_seconds_to_us(slice_first(rest, size), &seconds_us) ||
		    seconds_us >= US_PER_MINUTE) {
			return false;
		}
		us += seconds_us;
		rest = slice_after(rest, size);
	}
	*text = rest;
	*ret_us = us;
	return true;
}

/* "Z", "+09:00", "+0900", "+09" */
static bool eat_offset(struct slice *text, int32_t *ret_offset_s)
{
	struct slice rest = *text;
	if (slice_eat_char(&rest, 'Z')) {
		*ret_offset_s = 0;
		*text = rest;
		return true;
	}
	int32_t sign = slice_eat_char(&rest, '+') ? 1 : slice_eat_char(&rest, '-') ? -1 : 0;
	int32_t hours = 0;
	int32_t minutes = 0;
	if (sign == 0 || !slice_eat_digits(&rest, 2, &hours)) {
		return false;
	}
	slice_eat_char(&rest, ':');
	if (!slice_eat_digits(&rest, 2, &minutes)) {
		minutes = 0;
	}
	if (hours > 14 || minutes > 59) {
		return false;
	}
	*ret_offset_s = sign * (hours * 3600 + minutes * 60);
	*text = rest;
	return true;
}

static bool parse_clock_text(struct slice text, struct clock_text *ret_clock)
{
	struct clock_text clock = {0};
	struct slice rest = slice_trim(text);
	clock.has_date = eat_date(&rest, &clock.day);
	if (clock.has_date && !slice_eat_char(&rest, 'T') && !slice_eat_char(&rest, ' ')) {
		return false;
	}
	slice_eat_blanks(&rest);
	if (!eat_clock(&rest, &clock.time_us)) {
		return false;
	}
	slice_eat_blanks(&rest);
	clock.has_offset = clock.has_date && eat_offset(&rest, &clock.offset_s);
	*ret_clock = clock;
	return rest.size == 0;
}

/* Places a wall clock's reading, and says so when the day has it twice or not at all. */
static timestamp place(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, int64_t civil_us, bool is_told)
{
	timestamp after_at =
		key->detail == TIME_AFTER_START ? reader->plan->window_start_at : TIMESTAMP_NONE;
	timestamp at = TIMESTAMP_NONE;
	zone_to_utc(reader->zone, civil_us, after_at, &at);
	int32_t offset_s = zone_offset_s(reader->zone, at);
	int32_t later_s = zone_offset_s(reader->zone, at + 3 * US_PER_HOUR);
	timestamp second_at = civil_us - (int64_t)later_s * US_PER_S;
	bool is_missing = at + (int64_t)offset_s * US_PER_S != civil_us;
	bool is_twice = later_s != offset_s && zone_offset_s(reader->zone, second_at) == later_s;
	if (is_told && is_missing) {
		plan_warn(reader, node,
			  "`%s`: clocks change over this time: it does not occur: taken as later",
			  key->name);
	} else if (is_told && is_twice) {
		plan_warn(reader, node,
			  "`%s`: clocks change: this time occurs twice: taken as the first: "
			  "state the offset",
			  key->name);
	}
	return at;
}

/* The occurrence of a bare clock that lies on the window's night. */
static timestamp place_on_night(struct plan_reader *reader, const struct plan_key *key,
				const struct yaml_node *node, int64_t time_us)
{
	timestamp start_at = reader->plan->window_start_at;
	int64_t local_us = start_at + (int64_t)zone_offset_s(reader->zone, start_at) * US_PER_S;
	int64_t day_us = local_us - (local_us % US_PER_DAY + US_PER_DAY) % US_PER_DAY;
	bool ends_window = key->detail == TIME_AFTER_START;
	int64_t first_at = ends_window ? start_at + 1 : start_at - NIGHT_BEFORE_US;
	timestamp best_at = TIMESTAMP_NONE;
	int64_t best_civil_us = 0;
	for (int day = -1; day <= 2 && best_at == TIMESTAMP_NONE; day++) {
		int64_t civil_us = day_us + day * US_PER_DAY + time_us;
		timestamp at = place(reader, key, node, civil_us, false);
		if (at >= first_at && (ends_window || at < start_at + NIGHT_AFTER_US)) {
			best_at = at;
			best_civil_us = civil_us;
		}
	}
	/* A night of 25 hours may leave a minute out; the next day's occurrence is then meant. */
	if (best_at == TIMESTAMP_NONE) {
		best_civil_us = day_us + time_us;
	}
	return place(reader, key, node, best_civil_us, true);
}

void plan_read_time(struct plan_reader *reader, const struct plan_key *key,
		    const struct yaml_node *node, void *field)
{
	struct clock_text clock;
	if (plan_text_of(reader, key, node) == NULL) {
		return;
	}
	if (!parse_clock_text(node->text, &clock)) {
		plan_mistake(reader, node,
			     "`%s`: not a time: `" SLICE_FORMAT
			     "`: write 2023-09-17 01:00, 2023-09-17T01:00:00+09:00 or 01:00",
			     key->name, SLICE_ARGUMENTS(slice_first(node->text, SHOWN_MAX)));
		return;
	}
	int64_t civil_us = clock.day * US_PER_DAY + clock.time_us;
	if (clock.has_offset) {
		*(timestamp *)field = civil_us - (int64_t)clock.offset_s * US_PER_S;
		return;
	}
	if (!clock.has_date && key->detail == TIME_WITH_DATE) {
		plan_mistake(reader, node, "`%s`: needs its date: write 2023-09-17 %.5s", key->name,
			     node->text.data);
		return;
	}
	/* Without a zone, or without the window that a bare clock is relative to, that was told. */
	if (reader->zone == NULL ||
	    (!clock.has_date && reader->plan->window_start_at == TIMESTAMP_NONE)) {
		return;
	}
	*(timestamp *)field = clock.has_date ? place(reader, key, node, civil_us, true)
					     : place_on_night(reader, key, node, clock.time_us);
}

/* Zones that case files are likely to mean; the zone library does not list its names. */
static const char *const usual_zones[] = {
	"UTC",
	"Asia/Seoul",
	"Asia/Tokyo",
	"Asia/Shanghai",
	"Asia/Hong_Kong",
	"Asia/Singapore",
	"Asia/Kolkata",
	"Asia/Dubai",
	"Australia/Sydney",
	"Europe/London",
	"Europe/Berlin",
	"Europe/Paris",
	"Europe/Madrid",
	"Europe/Rome",
	"Europe/Amsterdam",
	"Europe/Zurich",
	"America/New_York",
	"America/Chicago",
	"America/Denver",
	"America/Los_Angeles",
	"America/Toronto",
	"America/Sao_Paulo",
};

void plan_read_zone(struct plan_reader *reader, const struct plan_key *key,
		    const struct yaml_node *node, void *field)
{
	const char *name = plan_text_of(reader, key, node);
	if (name == NULL) {
		return;
	}
	struct zone *zone = NULL;
	struct error error = {0};
	if (zone_open(name, &zone, &error) != STATUS_OK) {
		struct plan_nearest nearest = {.word = node->text};
		for (size_t i = 0; i < sizeof usual_zones / sizeof *usual_zones; i++) {
			plan_nearest_offer(&nearest, usual_zones[i]);
		}
		bool is_near = nearest.best != NULL;
		plan_mistake(reader, node, "unknown time zone `" SLICE_FORMAT "`: %s%s%s",
			     SLICE_ARGUMENTS(slice_first(node->text, SHOWN_MAX)),
			     is_near ? "did you mean `" : "write Asia/Seoul, UTC or +09:00",
			     is_near ? nearest.best : "", is_near ? "`?" : "");
		return;
	}
	*(const char **)field = name;
	if (key->detail == ZONE_OF_CASE) {
		reader->zone = zone;
	} else {
		zone_free(zone);
	}
}
