// SPDX-License-Identifier: MIT
/*
 * The readers of clock texts (see timestamp.h).
 *
 * Every reader works on a copy of the slice and hands it back when the whole text fits. The digits
 * are read in place, because a stamp is read from every line of every log.
 */
#include "timestamp.h"

#include "eight.h"
#include "month_words.h"

enum {
	YEARLESS = 1972,         /* a leap year, so that "Feb 29" is a date */
	TIME_SIZE = 8,           /* "05:30:19" */
	DATE_SIZE = 10,          /* "2024-08-07" */
	OFFSET_HOURS_LIMIT = 15, /* the widest zone ever was 15:13:42 off */
};

static bool digit_at(struct slice text, size_t at)
{
	return at < text.size && (unsigned char)(text.data[at] - '0') < 10;
}

/* Two digits, or -1. */
static int two(const char *at)
{
	unsigned tens = (unsigned char)(at[0] - '0');
	unsigned ones = (unsigned char)(at[1] - '0');
	return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
}

/* Four digits, or a negative number. */
static int four(const char *at)
{
	int high = two(at);
	int low = two(at + 2);
	return high < 0 || low < 0 ? -1 : high * 100 + low;
}

static bool set_date(struct stamp *stamp, int year, int month, int day, uint32_t flags)
{
	int64_t days = 0;
	if (!civil_find_day(year, month, day, &days)) {
		return false;
	}
	*stamp = (struct stamp){.civil_us = days * US_PER_DAY,
				.flags = STAMP_SET | flags,
				.resolution_us = US_PER_S};
	return true;
}

/* ".25", ",747": 1–9 digits. False only for a fraction that is too long to be one. */
static bool eat_fraction(struct slice *text, struct stamp *stamp)
{
	if (!digit_at(*text, 1) || (text->data[0] != '.' && text->data[0] != ',')) {
		return true;
	}
	static const int32_t units[] = {US_PER_S, 100000, 10000, 1000, 100, 10, 1};
	int32_t us = 0;
	size_t size = 1;
	for (; size <= 9 && digit_at(*text, size); size++) {
		us = size <= 6 ? us * 10 + (text->data[size] - '0') : us;
	}
	int32_t unit = units[size <= 6 ? size - 1 : 6];
	bool goes_on = digit_at(*text, size);
	if (text->data[0] == ',') {
		goes_on = goes_on || (size < text->size && text->data[size] == '.');
		if (goes_on || (size - 1) % 3 != 0) {
			return true;
		}
	}
	if (goes_on) {
		return false;
	}
	stamp->civil_us += (int64_t)us * unit;
	stamp->resolution_us = unit;
	*text = slice_after(*text, size);
	return true;
}

/* "05:30:19" without fraction, its eight bytes at once. */
static bool eat_clock(struct slice *text, struct stamp *stamp)
{
	/* Digits become 0 to 9, colons 0; what is more reaches the highest bit. */
	const uint64_t form = UINT64_C(0x30303a30303a3030);
	uint64_t fields = text->size < TIME_SIZE ? UINT64_MAX : eight_load(text->data) ^ form;
	if ((((fields + UINT64_C(0x76767f76767f7676)) | fields) & eight_of('\x80')) != 0) {
		return false;
	}
	fields = fields * 10 + (fields >> 8); /* pairs of digits: every third byte */
	unsigned hour = fields & 0xff;
	unsigned minute = fields >> 24 & 0xff;
	unsigned second = fields >> 48 & 0xff;
	if (hour > 23 || minute > 59 || second > 60) {
		return false;
	}
	stamp->civil_us += (int64_t)(hour * 3600 + minute * 60 + second) * US_PER_S;
	*text = slice_after(*text, TIME_SIZE);
	return true;
}

static bool eat_time(struct slice *text, struct stamp *stamp)
{
	return eat_clock(text, stamp) && !digit_at(*text, 0) && eat_fraction(text, stamp);
}

/* "05:30", as people write it; no seconds follow. */
static bool eat_minutes(struct slice *text, struct stamp *stamp)
{
	if (text->size < 5 || text->data[2] != ':' || digit_at(*text, 5)) {
		return false;
	}
	int hour = two(text->data);
	int minute = two(text->data + 3);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
		return false;
	}
	stamp->civil_us += (int64_t)(hour * 60 + minute) * US_PER_MINUTE;
	stamp->resolution_us = US_PER_MINUTE;
	*text = slice_after(*text, 5);
	return true;
}

static void set_offset(struct stamp *stamp, int32_t offset_s)
{
	stamp->offset_s = offset_s;
	stamp->flags |= STAMP_ZONE;
}

/* "+09:00", "+0900", "+09", and with `short_hours` "+9". */
static bool eat_offset(struct slice *text, bool short_hours, struct stamp *stamp)
{
	if (text->size < 2 || (text->data[0] != '-' && text->data[0] != '+')) {
		return false;
	}
	int hours = text->size > 2 ? two(text->data + 1) : -1;
	size_t size = 3;
	if (hours < 0 && short_hours && digit_at(*text, 1)) {
		hours = text->data[1] - '0';
		size = 2;
	}
	size_t at = size < text->size && text->data[size] == ':' ? size + 1 : size;
	int minutes = at + 2 <= text->size ? two(text->data + at) : -1;
	size = minutes < 0 ? size : at + 2;
	if (hours < 0 || digit_at(*text, size) || hours > OFFSET_HOURS_LIMIT || minutes > 59) {
		return false;
	}
	int32_t offset_s = hours * 3600 + (minutes < 0 ? 0 : minutes * 60);
	set_offset(stamp, text->data[0] == '-' ? -offset_s : offset_s);
	*text = slice_after(*text, size);
	return true;
}

/* The zone of an ISO stamp: none, at once, or four digits after a blank. */
static void eat_iso_zone(struct slice *text, struct stamp *stamp)
{
	if (text->size == 0) {
		return;
	}
	if (text->data[0] == 'Z' || text->data[0] == 'z') {
		set_offset(stamp, 0);
		*text = slice_after(*text, 1);
		return;
	}
	struct slice rest = *text;
	if (!slice_eat_char(&rest, ' ')) {
		/* "--5:00": Check Point's exporter puts a hyphen before a signed hour */
		bool doubled = slice_eat(&rest, "--");
		if (doubled) {
			*text = slice_after(*text, 1);
		}
		(void)eat_offset(text, doubled, stamp);
		return;
	}
	if (digit_at(rest, 4) && eat_offset(&rest, false, stamp)) {
		*text = rest;
	}
}

/* "2024-08-07" with the given separator. */
static bool eat_date(struct slice *text, char separator, struct stamp *stamp)
{
	const char *at = text->data;
	if (text->size < DATE_SIZE || at[4] != separator || at[7] != separator ||
	    !set_date(stamp, four(at), two(at + 5), two(at + 8), STAMP_YEAR)) {
		return false;
	}
	*text = slice_after(*text, DATE_SIZE);
	return true;
}

bool stamp_eat_iso(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	struct stamp stamp;
	if (!eat_date(&rest, '-', &stamp) ||
	    !(slice_eat_char(&rest, 'T') || slice_eat_char(&rest, ' ') ||
	      slice_eat_char(&rest, 't'))) {
		return false;
	}
	bool has_seconds = rest.size > 5 && rest.data[5] == ':';
	if (!(has_seconds ? eat_time(&rest, &stamp) : eat_minutes(&rest, &stamp))) {
		return false;
	}
	eat_iso_zone(&rest, &stamp);
	*text = rest;
	*ret_stamp = stamp;
	return true;
}

/* "7", "07", " 7" and the blank after it; 0 when it is no day. */
static int eat_day(struct slice *text)
{
	slice_eat_blanks(text);
	size_t size = 0;
	int day = 0;
	for (; size < 2 && digit_at(*text, size); size++) {
		day = day * 10 + (text->data[size] - '0');
	}
	if (size == text->size || text->data[size] != ' ') {
		return 0;
	}
	*text = slice_after(*text, size + 1);
	return day;
}

bool stamp_eat_bsd(struct slice *text, struct stamp *ret_stamp)
{
	enum { shortest = 14 }; /* "Aug 7 05:30:19" */
	if (text->size < shortest || text->data[3] != ' ') {
		return false;
	}
	struct slice rest = slice_after(*text, 4);
	int month = month_word_at(text->data);
	int day = month == 0 ? 0 : eat_day(&rest);
	if (day == 0) {
		return false;
	}
	int32_t year = YEARLESS;
	uint32_t flags = 0;
	if (rest.size > 4 && rest.data[4] == ' ' && slice_eat_digits(&rest, 4, &year)) {
		flags = STAMP_YEAR;
		rest = slice_after(rest, 1);
	}
	struct stamp stamp;
	if (!set_date(&stamp, year, month, day, flags) || !eat_time(&rest, &stamp)) {
		return false;
	}
	*text = rest;
	*ret_stamp = stamp;
	return true;
}

/* "07/Aug/2024", "12-Mar-2019". */
static bool eat_named_date(struct slice *text, char separator, struct stamp *stamp)
{
	enum { size = 11 };
	const char *at = text->data;
	if (text->size < size || at[2] != separator || at[6] != separator ||
	    !set_date(stamp, four(at + 7), month_word_at(at + 3), two(at), STAMP_YEAR)) {
		return false;
	}
	*text = slice_after(*text, size);
	return true;
}

bool stamp_eat_clf(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	struct stamp stamp;
	if (!eat_named_date(&rest, '/', &stamp) ||
	    !(slice_eat_char(&rest, ':') || slice_eat_char(&rest, ' ')) ||
	    !eat_time(&rest, &stamp)) {
		return false;
	}
	struct slice zone = rest;
	if (slice_eat_char(&zone, ' ') && eat_offset(&zone, false, &stamp)) {
		rest = zone;
	}
	*text = rest;
	*ret_stamp = stamp;
	return true;
}

bool stamp_eat_slashes(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	struct stamp stamp;
	if (!eat_date(&rest, '/', &stamp) || !slice_eat_char(&rest, ' ') ||
	    !eat_time(&rest, &stamp)) {
		return false;
	}
	*text = rest;
	*ret_stamp = stamp;
	return true;
}

/* " AM KST", " KST", " PM": what date(1) puts between time and year; answers the zone's word. */
static struct slice eat_words_of_date(struct slice *text, struct stamp *time)
{
	enum { WORD_MAX = 5 }; /* "CHAST" */
	int64_t half = 12 * US_PER_HOUR;
	bool after_noon = slice_starts_with(*text, " PM ");
	if ((after_noon || slice_starts_with(*text, " AM ")) &&
	    time->civil_us < half + US_PER_HOUR) {
		time->civil_us = time->civil_us % half + (after_noon ? half : 0);
		*text = slice_after(*text, strlen(" AM"));
	}
	size_t size = 1;
	while (size < text->size && size <= WORD_MAX && text->data[size] >= 'A' &&
	       text->data[size] <= 'Z') {
		size++;
	}
	struct slice zone = slice_empty();
	if (size > 1 && size < text->size && text->data[0] == ' ' && text->data[size] == ' ') {
		zone = slice_after(slice_first(*text, size), 1);
		*text = slice_after(*text, size);
	}
	return zone;
}

bool stamp_eat_ctime(struct slice *text, struct stamp *ret_stamp)
{
	enum { year_size = 5 }; /* " 2016" */
	struct slice rest = *text;
	struct stamp time = {.resolution_us = US_PER_S};
	struct stamp stamp;
	if (rest.size < 8 || rest.data[3] != ' ' || rest.data[7] != ' ') {
		return false; /* "Mon Dec 26 …" */
	}
	int month = month_word_at(rest.data + 4);
	rest = slice_after(rest, 8);
	int day = month == 0 ? 0 : eat_day(&rest);
	if (day == 0 || !eat_time(&rest, &time)) {
		return false;
	}
	struct slice zone = eat_words_of_date(&rest, &time);
	if (rest.size < year_size || rest.data[0] != ' ' || digit_at(rest, year_size) ||
	    !set_date(&stamp, four(rest.data + 1), month, day, STAMP_YEAR)) {
		return false;
	}
	stamp.civil_us += time.civil_us;
	stamp.resolution_us = time.resolution_us;
	stamp_set_zone(&stamp, zone);
	*text = slice_after(rest, year_size);
	*ret_stamp = stamp;
	return true;
}

bool stamp_eat_dmy(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	struct stamp stamp;
	if (!eat_named_date(&rest, '-', &stamp) || !slice_eat_char(&rest, ' ') ||
	    !eat_time(&rest, &stamp)) {
		return false;
	}
	*text = rest;
	*ret_stamp = stamp;
	return true;
}

bool stamp_from_date_and_time(struct slice date, struct slice time, struct stamp *ret_stamp)
{
	struct stamp stamp;
	if (!eat_date(&date, '-', &stamp) || date.size > 0 || !eat_time(&time, &stamp) ||
	    time.size > 0) {
		return false;
	}
	*ret_stamp = stamp;
	return true;
}

/* Words for one offset the world over; "CST", "IST", "EST" mean several and are not here. */
static const struct {
	const char *word;
	int32_t hours;
} zone_words[] = {{"Z", 0},     {"UTC", 0},   {"GMT", 0},   {"KST", 9},   {"JST", 9},  {"CET", 1},
		  {"CEST", 2},  {"EET", 2},   {"EEST", 3},  {"MSK", 3},   {"EDT", -4}, {"PDT", -7},
		  {"AEST", 10}, {"SGT", 8},   {"HKT", 8},   {"WET", 0},   {"WEST", 1}, {"PST", -8},
		  {"MDT", -6},  {"AEDT", 11}, {"NZST", 12}, {"NZDT", 13}, {"SAST", 2}, {"BRT", -3}};

bool stamp_set_zone(struct stamp *stamp, struct slice zone)
{
	bool is_word = zone.size > 0 && zone.data[0] >= 'A'; /* not "+0900" */
	for (size_t i = 0; is_word && i < sizeof zone_words / sizeof zone_words[0]; i++) {
		if (slice_is_ignoring_case(zone, zone_words[i].word)) {
			set_offset(stamp, zone_words[i].hours * 3600);
			return true;
		}
	}
	(void)(slice_eat(&zone, "UTC") || slice_eat(&zone, "GMT"));
	struct stamp changed = *stamp;
	if (!eat_offset(&zone, true, &changed) || zone.size > 0) {
		return false;
	}
	*stamp = changed;
	return true;
}
