// SPDX-License-Identifier: MIT
/*
 * iCalendar: who was on duty, what was planned (RFC 5545).
 *
 *     BEGIN:VEVENT
 *     DTSTART;TZID=Asia/Seoul:20240807T030000
 *     DTEND;TZID=Asia/Seoul:20240807T090000
 *     SUMMARY:On call: Lee
 *     END:VEVENT                        the event: its start, its length, its summary
 *
 * A plan is not a presence, so an entry is `log`; rules say what a summary means, and the roster
 * belongs into the case file. Of a recurring entry only the first time is told (code "recurring",
 * with its rule as `reason`). An entry is the row of its last line; the lines before it are rows of
 * code "continuation". Times without a zone, and those of a zone that nobody knows, have none.
 */
#include <stdlib.h>

#include "format.h"
#include "zone.h"

enum {
	TEXT_SIZE_MAX = 4096, /* of a summary or description; the rest is cut */
	NAME_SIZE_MAX = 128,  /* of a person, a place, a rule */
	ZONES = 4,            /* that are kept open; a team on several continents */
};

/* A zone by its name; NULL: the zone database does not know it. */
struct named_zone {
	struct zone *zone;
	size_t size; /* 0: not in use */
	char name[ZONE_NAME_LIMIT + 1];
};

struct text {
	size_t size;
	char data[TEXT_SIZE_MAX];
};

struct state {
	bool in_calendar;
	bool in_event;
	bool in_inner; /* an alarm inside it */
	bool has_end;
	struct stamp start, end;
	int64_t span_us; /* DURATION; DURATION_NONE: none */
	struct text summary, who, uid, rule;
	struct text *last; /* folded lines go on here; NULL: passed over */
	struct named_zone zones[ZONES];
	size_t next_zone;
};

/* What a line begins with when it is one of an entry's or calendar's. */
static const char *const usual[] = {
	"BEGIN:V",        "END:V",        "DTSTART",      "DTEND",       "DTSTAMP",
	"SUMMARY",        "RRULE",        "EXDATE",       "DESCRIPTION", "UID:",
	"LOCATION",       "SEQUENCE:",    "STATUS:",      "TRANSP:",     "CREATED:",
	"LAST-MODIFIED:", "PRODID:",      "VERSION:2.0",  "CALSCALE:",   "METHOD:",
	"ATTENDEE",       "ORGANIZER",    "TZID:",        "TZOFFSET",    "BEGIN:STANDARD",
	"BEGIN:DAYLIGHT", "END:STANDARD", "END:DAYLIGHT", "X-WR-",       "TZNAME",
	"RECURRENCE-ID",  "TRIGGER",      "CLASS:",       "PRIORITY:",
};

static void put_text(struct text *text, struct slice value)
{
	size_t room = TEXT_SIZE_MAX - text->size;
	size_t size = value.size < room ? value.size : room;
	memcpy(text->data + text->size, value.data, size);
	text->size += size;
}

static struct slice get_text(const struct text *text)
{
	return slice_make(text->data, text->size);
}

/* "20240807T030000Z", "20240807": the latter is midnight. */
static bool read_stamp(struct slice value, struct stamp *ret_stamp)
{
	int32_t year = 0;
	int32_t month = 0;
	int32_t day = 0;
	int32_t clock[3] = {0, 0, 0};
	if (!slice_eat_digits(&value, 4, &year) || !slice_eat_digits(&value, 2, &month) ||
	    !slice_eat_digits(&value, 2, &day) || month < 1 || month > 12 || day < 1 || day > 31) {
		return false;
	}
	if (slice_eat_char(&value, 'T')) {
		for (int i = 0; i < 3; i++) {
			if (!slice_eat_digits(&value, 2, &clock[i])) {
				return false;
			}
		}
	}
	if (clock[0] > 23 || clock[1] > 59 || clock[2] > 60) {
		return false;
	}
	bool utc = slice_eat_char(&value, 'Z');
	*ret_stamp = (struct stamp){
		.civil_us = civil_days(year, month, day) * US_PER_DAY + clock[0] * US_PER_HOUR +
			    (int64_t)clock[1] * US_PER_MINUTE + (int64_t)clock[2] * US_PER_S,
		.flags = STAMP_SET | STAMP_YEAR | (utc ? STAMP_ZONE : 0),
		.resolution_us = US_PER_S,
	};
	return slice_is_empty(slice_trim(value));
}

/* The zone of that name, opened once; the oldest makes room. */
static struct zone *find_zone(struct state *state, struct slice name)
{
	for (size_t i = 0; i < ZONES; i++) {
		if (slice_equals(name, slice_make(state->zones[i].name, state->zones[i].size))) {
			return state->zones[i].zone;
		}
	}
	struct named_zone *zone = &state->zones[state->next_zone++ % ZONES];
	zone_free(zone->zone);
	memcpy(zone->name, name.data, name.size);
	zone->name[name.size] = '\0';
	zone->size = name.size;
	if (zone_open(zone->name, &zone->zone, NULL) != STATUS_OK) {
		zone->zone = NULL; /* a name of the calendar's own */
	}
	return zone->zone;
}

/* The offset of the named zone at the stamp, when the zone database knows it. */
static void place(struct state *state, struct slice zone_name, struct stamp *stamp)
{
	timestamp at = TIMESTAMP_NONE;
	if ((stamp->flags & STAMP_ZONE) != 0 || zone_name.size == 0 ||
	    zone_name.size > ZONE_NAME_LIMIT) {
		return;
	}
	struct zone *zone = find_zone(state, zone_name);
	if (zone == NULL) {
		return;
	}
	zone_to_utc(zone, stamp->civil_us, TIMESTAMP_NONE, &at);
	stamp->offset_s = zone_offset_s(zone, at);
	stamp->flags |= STAMP_ZONE;
}

/* ";TZID=Asia/Seoul:2024…" behind the property's name */
static bool read_time(struct state *state, struct slice rest, struct stamp *ret_stamp)
{
	size_t colon = slice_find_char(rest, ':');
	struct slice parameters = slice_first(rest, colon);
	size_t at = slice_find(parameters, "TZID=");
	struct slice zone = slice_after(parameters, at + strlen("TZID="));
	zone = slice_first(zone, slice_find_char(zone, ';'));
	if (zone.size > 1 && zone.data[0] == '"') {
		zone = slice_make(zone.data + 1, zone.size - 2);
	}
	if (!read_stamp(slice_after(rest, colon + 1), ret_stamp)) {
		return false;
	}
	place(state, zone, ret_stamp);
	return true;
}

/* "P1DT2H30M" */
static int64_t read_span(struct slice value)
{
	int64_t sum_us = 0;
	bool time = false;
	if (!slice_eat_char(&value, 'P')) {
		return DURATION_NONE;
	}
	while (value.size > 0) {
		uint64_t count = 0;
		time = slice_eat_char(&value, 'T') || time;
		if (!slice_eat_uint(&value, &count) || value.size == 0 || count > INT32_MAX) {
			return DURATION_NONE;
		}
		int64_t unit_us = value.data[0] == 'W'           ? 7 * US_PER_DAY
				  : value.data[0] == 'D'         ? US_PER_DAY
				  : value.data[0] == 'H'         ? US_PER_HOUR
				  : value.data[0] == 'M' && time ? (int64_t)US_PER_MINUTE
				  : value.data[0] == 'S'         ? (int64_t)US_PER_S
								 : 0;
		if ((int64_t)count > (INT64_MAX - sum_us) / (unit_us > 0 ? unit_us : 1)) {
			return DURATION_NONE;
		}
		sum_us += (int64_t)count * unit_us;
		value = slice_after(value, 1);
	}
	return sum_us;
}

/* Eats "NAME" when parameters or the value follow. */
static bool eat_name(struct slice *rest, const char *name)
{
	struct slice text = *rest;
	if (!slice_eat(&text, name) || text.size == 0 ||
	    (text.data[0] != ':' && text.data[0] != ';')) {
		return false;
	}
	*rest = text;
	return true;
}

static void keep(struct state *state, struct text *text, struct slice rest)
{
	text->size = 0;
	put_text(text, slice_after(rest, slice_find_char(rest, ':') + 1));
	state->last = text;
}

/* ";CN=Lee Example;ROLE=…:mailto:lee@example.com": the name, else the address */
static void keep_person(struct state *state, struct slice rest)
{
	size_t at = slice_find(rest, "CN=");
	struct slice name = slice_after(rest, at + strlen("CN="));
	if (state->who.size > 0) {
		return;
	}
	if (at == rest.size) {
		size_t colon = slice_find_char(rest, ':');
		name = slice_after(rest, colon + 1);
		slice_eat(&name, "mailto:");
	} else if (slice_eat_char(&name, '"')) {
		name = slice_first(name, slice_find_char(name, '"'));
	} else {
		name = slice_first(name, slice_find_char(name, ';'));
		name = slice_first(name, slice_find_char(name, ':'));
	}
	put_text(&state->who, slice_first(name, NAME_SIZE_MAX));
}

static void begin(struct state *state)
{
	state->in_event = true;
	state->in_inner = false;
	state->has_end = false;
	state->span_us = DURATION_NONE;
	state->start = (struct stamp){.flags = 0};
	state->summary.size = 0;
	state->who.size = 0;
	state->uid.size = 0;
	state->rule.size = 0;
	state->last = NULL;
}

static void read_property(struct state *state, struct slice text)
{
	struct slice rest = text;
	if (slice_eat_char(&rest, ' ') || slice_eat_char(&rest, '\t')) { /* folded */
		if (state->last != NULL) {
			put_text(state->last, rest);
		}
		return;
	}
	state->last = NULL;
	if (slice_starts_with(rest, "BEGIN:") || slice_starts_with(rest, "END:")) {
		state->in_inner = rest.data[0] == 'B';
	} else if (state->in_inner) {
		return;
	} else if (eat_name(&rest, "DTSTART")) {
		read_time(state, rest, &state->start);
	} else if (eat_name(&rest, "DTEND")) {
		state->has_end = read_time(state, rest, &state->end);
	} else if (eat_name(&rest, "DURATION")) {
		state->span_us = read_span(slice_trim(slice_after(rest, 1)));
	} else if (eat_name(&rest, "SUMMARY")) {
		keep(state, &state->summary, rest);
	} else if (eat_name(&rest, "UID")) {
		keep(state, &state->uid, rest);
	} else if (eat_name(&rest, "RRULE")) {
		keep(state, &state->rule, rest);
	} else if (eat_name(&rest, "ATTENDEE")) {
		keep_person(state, rest);
	}
}

static enum status give(struct state *state, struct event *event)
{
	state->in_event = false;
	if ((state->start.flags & STAMP_SET) == 0) {
		event->code = slice_from("continuation"); /* an entry without a time is none */
		return STATUS_OK;
	}
	event->stamp = state->start;
	event->duration_us = state->span_us;
	if (state->has_end) {
		int64_t zones_us =
			((int64_t)state->end.offset_s - state->start.offset_s) * US_PER_S;
		int64_t span_us = state->end.civil_us - state->start.civil_us - zones_us;
		event->duration_us = span_us >= 0 ? span_us : DURATION_NONE;
	}
	event->message = get_text(&state->summary);
	event->rule_text = event->message;
	event->actor = get_text(&state->who);
	event->id = get_text(&state->uid);
	event->reason = get_text(&state->rule);
	event->code = slice_from(state->rule.size > 0 ? "recurring" : "");
	event->program = slice_from("calendar");
	return STATUS_OK;
}

static bool is_usual(struct slice text)
{
	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
		if (slice_starts_with(text, usual[i])) {
			return true;
		}
	}
	return false;
}

static enum status icalendar_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice text = record->whole;
	struct slice bare = slice_trim(text);
	event->message = text;
	if (slice_is(bare, "BEGIN:VEVENT")) {
		begin(state);
	} else if (slice_is(bare, "END:VEVENT") && state->in_event) {
		return give(state, event);
	} else if (state->in_event) {
		read_property(state, text);
	} else if (slice_is(bare, "BEGIN:VCALENDAR")) {
		state->in_calendar = true;
	} else if (slice_is(bare, "END:VCALENDAR")) {
		state->in_calendar = false;
	} else if (!state->in_calendar && !is_usual(text)) {
		return STATUS_MISMATCH;
	}
	event->code = slice_from("continuation");
	return STATUS_OK;
}

static int icalendar_bid(const struct record *record)
{
	return is_usual(record->whole) ? BID_SIGNATURE : BID_NONE;
}

static void *icalendar_open(void)
{
	return calloc(1, sizeof(struct state));
}

static void icalendar_close(void *self)
{
	struct state *state = self;
	for (size_t i = 0; state != NULL && i < ZONES; i++) {
		zone_free(state->zones[i].zone);
	}
	free(state);
}

const struct format icalendar_format = {
	.name = "icalendar",
	.title = "iCalendar (rosters, planned work: VEVENT)",
	.source = "RFC 5545",
	.bid = icalendar_bid,
	.first_whole = "ABCDELMOPRSTUVX",
	.parse = icalendar_parse,
	.open = icalendar_open,
	.close = icalendar_close,
};
