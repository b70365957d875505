// SPDX-License-Identifier: MIT
/* Stamps into points in time: the zone and the year that a line left out. */
#include "placement.h"

struct placement placement_new(void)
{
	return (struct placement){
		.zone_origin = ORIGIN_ASSUMED,
		.reference_origin = ORIGIN_ASSUMED,
		.device_at = TIMESTAMP_NONE,
		.paired_day = INT64_MIN,
		.relay_at = TIMESTAMP_NONE,
	};
}

static int64_t day_of(int64_t civil_us)
{
	int64_t day = civil_us / US_PER_DAY;
	return civil_us % US_PER_DAY < 0 ? day - 1 : day;
}

/* By how many days a day of 1972 must be moved to lie next to the reference. */
static int64_t nearest_shift(int64_t day, int64_t reference_day)
{
	enum {
		NEIGHBOURS = 8, /* years; 29 February may be eight away (1896–1904, 2096–2104) */
		HALF_YEAR = 182, /* days */
	};
	int64_t year;
	int month;
	int in_month;
	int64_t reference_year;
	int ignored_month;
	int ignored_day;
	civil_from_days(day, &year, &month, &in_month);
	civil_from_days(reference_day, &reference_year, &ignored_month, &ignored_day);
	int64_t nearest = civil_days(reference_year, month, in_month);
	if (nearest - reference_day <= HALF_YEAR && reference_day - nearest <= HALF_YEAR &&
	    !(month == 2 && in_month == 29)) {
		return nearest - day; /* all other years are farther away: nearly every line */
	}
	int64_t best = 0;
	int64_t best_distance = INT64_MAX;
	for (int64_t i = -NEIGHBOURS; i <= NEIGHBOURS; i++) {
		int64_t candidate = civil_days(reference_year + i, month, in_month);
		int back_month;
		int back_day;
		civil_from_days(candidate, &year, &back_month, &back_day);
		int64_t distance = candidate > reference_day ? candidate - reference_day
							     : reference_day - candidate;
		/* 29 February of a common year comes back as 1 March. */
		if (back_month == month && back_day == in_month && distance < best_distance) {
			best = candidate;
			best_distance = distance;
		}
	}
	return best - day;
}

/* The wall clock's reading with a year; `other` is another stamp of the same line. */
static int64_t with_year(struct placement *placement, const struct stamp *stamp,
			 const struct stamp *other, enum origin *origin)
{
	if ((stamp->flags & STAMP_YEAR) != 0) {
		*origin = *origin == ORIGIN_NONE ? ORIGIN_LINE : *origin;
		return stamp->civil_us;
	}
	int64_t day = day_of(stamp->civil_us);
	if ((other->flags & STAMP_SET) != 0 && (other->flags & STAMP_YEAR) != 0) {
		int64_t other_day = day_of(other->civil_us);
		*origin = ORIGIN_LINE;
		if (placement->paired_day != day || placement->other_day != other_day) {
			placement->paired_day = day;
			placement->other_day = other_day;
			placement->paired_shift = nearest_shift(day, other_day);
		}
		return stamp->civil_us + placement->paired_shift * US_PER_DAY;
	}
	if (!placement->is_day_known || placement->day != day) {
		placement->day = day;
		placement->day_shift = nearest_shift(day, day_of(placement->reference_at));
		placement->is_day_known = true;
	}
	*origin = placement->reference_origin;
	return stamp->civil_us + placement->day_shift * US_PER_DAY;
}

/*
 * The offset of a stamp without a zone from the other stamp of its line, which has one. Clocks of
 * the same record read alike but for seconds, so the same reading means the same zone, whatever was
 * stated. Where nothing was stated, a whole number of quarters of an hour between them is one too:
 *
 *     2024-08-06T20:30:19.250Z stdout F 2024-08-07 05:30:19,243 INFO …          +09:00
 */
static bool compare_stamps(const struct placement *placement, int64_t civil_us,
			   const struct stamp *other, int32_t *ret_offset_s)
{
	enum { QUARTER_S = 900, OFFSET_MAX_S = 14 * 3600 };
	const int64_t apart_max_us = INT64_C(120) * US_PER_S;
	if ((other->flags & STAMP_ZONE) == 0 || (other->flags & STAMP_YEAR) == 0) {
		return false;
	}
	int64_t apart_us = civil_us - other->civil_us;
	if (apart_us >= -apart_max_us && apart_us <= apart_max_us) {
		*ret_offset_s = other->offset_s;
		return true;
	}
	int64_t east_us = apart_us + (int64_t)other->offset_s * US_PER_S;
	int64_t half_us = (int64_t)QUARTER_S * US_PER_S / 2;
	int64_t quarters = (east_us + (east_us < 0 ? -half_us : half_us)) / (2 * half_us);
	int64_t left_us = east_us - quarters * 2 * half_us;
	if (placement->zone != NULL || left_us < -apart_max_us || left_us > apart_max_us ||
	    quarters * QUARTER_S < -OFFSET_MAX_S || quarters * QUARTER_S > OFFSET_MAX_S) {
		return false;
	}
	*ret_offset_s = (int32_t)(quarters * QUARTER_S);
	return true;
}

/* A session that lasted for hours is stamped at both ends: then what the line before told holds. */
static bool infer_offset(struct placement *placement, int64_t civil_us, const struct stamp *other,
			 int32_t *ret_offset_s)
{
	if (compare_stamps(placement, civil_us, other, &placement->offset_s)) {
		placement->has_offset = true;
	}
	*ret_offset_s = placement->offset_s;
	return placement->has_offset && (other->flags & STAMP_ZONE) != 0;
}

/* `stamp` is set. */
static timestamp place(struct placement *placement, const struct stamp *stamp,
		       const struct stamp *other, timestamp *before_at, enum origin *zone_origin,
		       enum origin *year_origin)
{
	int64_t civil_us = with_year(placement, stamp, other, year_origin);
	timestamp at = civil_us;
	int32_t offset_s = 0;
	if ((stamp->flags & STAMP_ZONE) != 0) {
		*zone_origin = *zone_origin == ORIGIN_NONE ? ORIGIN_LINE : *zone_origin;
		at = civil_us - (int64_t)stamp->offset_s * US_PER_S;
	} else if (infer_offset(placement, civil_us, other, &offset_s)) {
		*zone_origin = ORIGIN_FORMAT;
		at = civil_us - (int64_t)offset_s * US_PER_S;
	} else {
		*zone_origin = placement->zone == NULL ? ORIGIN_ASSUMED : placement->zone_origin;
		if (placement->zone != NULL) {
			zone_to_utc(placement->zone, civil_us, *before_at, &at);
		}
	}
	*before_at = at;
	return at;
}

/* placement_place, when the line does not say all of its one time. */
__attribute__((noinline)) static void place_both(struct placement *placement, struct event *event)
{
	enum origin relay_zone = ORIGIN_NONE;
	enum origin relay_year = ORIGIN_NONE;
	event->happened_at = TIMESTAMP_NONE;
	event->received_at = TIMESTAMP_NONE;
	if ((event->stamp.flags & STAMP_SET) != 0) {
		event->happened_at =
			place(placement, &event->stamp, &event->relay, &placement->device_at,
			      &event->zone_origin, &event->year_origin);
	}
	if ((event->relay.flags & STAMP_SET) != 0) {
		event->received_at = place(placement, &event->relay, &event->stamp,
					   &placement->relay_at, &relay_zone, &relay_year);
	}
}

void placement_place(struct placement *placement, struct event *event)
{
	timestamp at = stamp_to_timestamp(event->stamp);
	if (at == TIMESTAMP_NONE || (event->relay.flags & STAMP_SET) != 0) {
		place_both(placement, event);
		return;
	}
	event->year_origin = event->year_origin == ORIGIN_NONE ? ORIGIN_LINE : event->year_origin;
	event->zone_origin = event->zone_origin == ORIGIN_NONE ? ORIGIN_LINE : event->zone_origin;
	event->happened_at = placement->device_at = at;
	event->received_at = TIMESTAMP_NONE;
}
