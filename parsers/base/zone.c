// SPDX-License-Identifier: MIT
/*
 * A time zone, by GLib's GTimeZone.
 *
 *     interval   ──── KDT +10:00 ────┐┌──── KST +09:00 ────
 *     local time        … 02:59:59   │  02:00 … (twice)
 *
 * The interval that answered last is kept with its bounds, in UTC, and the offsets of both its
 * neighbours. A reading that falls into it by its own offset and into no neighbour by theirs is
 * unambiguous and needs no look-up.
 */
#include "zone.h"

#include <glib.h>

#include <stdio.h>
#include <stdlib.h>

/* No zone ever changed its offset by more than a day (Samoa, the Philippines: 24 h). */
#define CHANGE_LIMIT_S INT64_C(86400)
/* How far from the last look-up the bounds of an interval are searched. */
#define REACH_US (INT64_C(40) * US_PER_DAY)
/* GLib takes seconds; points in time beyond these years are held at them. */
#define EARLIEST_S (-INT64_C(62135596800))
#define LATEST_S INT64_C(253402300799)

struct zone {
	GTimeZone *glib;           /* NULL: a fixed offset */
	int32_t offset_s;          /* of the remembered interval, or the fixed one */
	int32_t before_s, after_s; /* of its neighbours */
	int64_t from_us, until_us; /* the interval, UTC, as far as it was searched */
	char name[ZONE_NAME_LIMIT + 1];
};

static int64_t floor_seconds(int64_t us)
{
	return us / US_PER_S - (us % US_PER_S < 0 ? 1 : 0);
}

static int64_t clamp_seconds(int64_t seconds)
{
	return seconds < EARLIEST_S ? EARLIEST_S : seconds > LATEST_S ? LATEST_S : seconds;
}

/* The offset at an instant, straight from the zone library. */
static int32_t offset_at(const struct zone *zone, int64_t seconds)
{
	int interval = g_time_zone_find_interval(zone->glib, G_TIME_TYPE_UNIVERSAL,
						 clamp_seconds(seconds));
	return interval < 0 ? 0 : (int32_t)g_time_zone_get_offset(zone->glib, interval);
}

/*
 * The second nearest to `outside` that lies in the same interval as `inside`; GLib does not tell
 * the bounds of an interval, so they are found by halving.
 */
static int64_t search_bound(const struct zone *zone, int64_t inside, int64_t outside)
{
	int interval =
		g_time_zone_find_interval(zone->glib, G_TIME_TYPE_UNIVERSAL, clamp_seconds(inside));
	if (g_time_zone_find_interval(zone->glib, G_TIME_TYPE_UNIVERSAL, clamp_seconds(outside)) ==
	    interval) {
		return outside;
	}
	while (llabs(inside - outside) > 1) {
		int64_t middle = outside + (inside - outside) / 2;
		if (g_time_zone_find_interval(zone->glib, G_TIME_TYPE_UNIVERSAL,
					      clamp_seconds(middle)) == interval) {
			inside = middle;
		} else {
			outside = middle;
		}
	}
	return inside;
}

static void remember_interval(struct zone *zone, int64_t at_us)
{
	int64_t at = clamp_seconds(floor_seconds(at_us));
	int64_t reach = REACH_US / US_PER_S;
	int64_t from = search_bound(zone, at, at - reach);
	int64_t until = search_bound(zone, at, at + reach) + 1;
	zone->offset_s = offset_at(zone, at);
	zone->before_s = offset_at(zone, from - 1);
	zone->after_s = offset_at(zone, until);
	zone->from_us = from * US_PER_S;
	zone->until_us = until * US_PER_S;
}

static struct zone *zone_new(const char *name, GTimeZone *glib)
{
	struct zone *zone = calloc(1, sizeof *zone);
	if (zone == NULL) {
		if (glib != NULL) {
			g_time_zone_unref(glib);
		}
		return NULL;
	}
	zone->glib = glib;
	memcpy(zone->name, name, strlen(name) + 1);
	return zone;
}

enum status zone_open(const char *name, struct zone **ret_zone, struct error *error)
{
	size_t size = strlen(name);
	if (size == 0 || size > ZONE_NAME_LIMIT) {
		return error_set(error, STATUS_USAGE,
				 "time zone \"%.64s\": not a zone name: write it as in Asia/Seoul",
				 name);
	}
	/* Offsets first: GLib reads "UTC+9" the POSIX way round, nine hours west. */
	struct stamp stamp = {0};
	bool is_fixed = stamp_set_zone(&stamp, slice_from(name));
	/* Zone words like "CET" are names of zones with summer time: let the database answer. */
	bool is_word = is_fixed && strpbrk(name, "+-0123456789") == NULL;
	GTimeZone *glib = NULL;
	/* A name that climbs out of the database's folder would open other files. */
	if ((!is_fixed || is_word) && name[0] != '/' && strstr(name, "..") == NULL) {
		glib = g_time_zone_new_identifier(name);
	}
	if (glib == NULL && !is_fixed) {
		return error_set(
			error, STATUS_USAGE,
			"time zone \"%s\": unknown: write it as in Asia/Seoul, UTC, +09:00", name);
	}
	struct zone *zone = zone_new(name, glib);
	if (zone == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "time zone %s: out of memory", name);
	}
	zone->offset_s = stamp.offset_s;
	*ret_zone = zone;
	return STATUS_OK;
}

void zone_free(struct zone *zone)
{
	if (zone == NULL) {
		return;
	}
	if (zone->glib != NULL) {
		g_time_zone_unref(zone->glib);
	}
	free(zone);
}

const char *zone_name(const struct zone *zone)
{
	return zone->name;
}

int32_t zone_offset_s(struct zone *zone, timestamp at)
{
	if (zone->glib != NULL && (at < zone->from_us || at >= zone->until_us)) {
		remember_interval(zone, at);
	}
	return zone->offset_s;
}

/* Near a change of offset: asks for the offsets on both sides. */
static timestamp place_near_change(struct zone *zone, int64_t civil_us, timestamp after_at)
{
	int64_t civil_s = floor_seconds(civil_us);
	int32_t before = offset_at(zone, civil_s - CHANGE_LIMIT_S);
	int32_t after = offset_at(zone, civil_s + CHANGE_LIMIT_S);
	int64_t early = civil_s - (before > after ? before : after);
	int64_t late = civil_s - (before > after ? after : before);
	bool early_is_true = offset_at(zone, early) == civil_s - early;
	bool late_is_true = offset_at(zone, late) == civil_s - late;
	/* In a gap neither is: the reading by the old offset is what the clock would have become.
	 */
	int32_t offset = before;
	if (early_is_true && late_is_true) {
		int64_t early_us = civil_us - (civil_s - early) * US_PER_S;
		bool went_by =
			after_at != TIMESTAMP_NONE && early_us < after_at - ZONE_FOLD_SLACK_US;
		offset = (int32_t)(civil_s - (went_by ? late : early));
	} else if (early_is_true || late_is_true) {
		offset = (int32_t)(civil_s - (early_is_true ? early : late));
	}
	return civil_us - (int64_t)offset * US_PER_S;
}

/* Is the reading within the remembered interval, and by no neighbour's offset outside it? */
static bool is_plain(const struct zone *zone, int64_t civil_us)
{
	int64_t at = civil_us - (int64_t)zone->offset_s * US_PER_S;
	return at >= zone->from_us && at < zone->until_us &&
	       civil_us - (int64_t)zone->before_s * US_PER_S >= zone->from_us &&
	       civil_us - (int64_t)zone->after_s * US_PER_S < zone->until_us;
}

void zone_to_utc(struct zone *zone, int64_t civil_us, timestamp after_at, timestamp *ret_at)
{
	int64_t at = civil_us - (int64_t)zone->offset_s * US_PER_S;
	if (zone->glib != NULL && !is_plain(zone, civil_us)) {
		if (at < zone->from_us || at >= zone->until_us) {
			remember_interval(zone, at);
		}
		at = is_plain(zone, civil_us) ? civil_us - (int64_t)zone->offset_s * US_PER_S
					      : place_near_change(zone, civil_us, after_at);
	}
	*ret_at = at;
}

void zone_library(char *buffer)
{
	(void)snprintf(buffer, ZONE_LIBRARY_SIZE, "%u.%u.%u", glib_major_version,
		       glib_minor_version, glib_micro_version);
}
