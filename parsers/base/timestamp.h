// SPDX-License-Identifier: MIT
/*
 * Points in time, and clock texts on their way to becoming one.
 *
 * A `timestamp` is microseconds since 1970-01-01T00:00:00Z; its names end in `_at`, spans end in
 * `_us`. A `struct stamp` is what a log line says before anybody knows its year or zone: formats
 * produce stamps, the reader turns them into timestamps (see reader.h) and keeps where zone and
 * year came from.
 */
#ifndef OVERRUN_TIMESTAMP_H
#define OVERRUN_TIMESTAMP_H

#include "slice.h"

typedef int64_t timestamp;

#define TIMESTAMP_NONE INT64_MIN /* no time known */

enum {
	US_PER_MS = 1000,
	US_PER_S = 1000000,
	US_PER_MINUTE = 60000000,
};
#define US_PER_HOUR INT64_C(3600000000)
#define US_PER_DAY INT64_C(86400000000)

/* What a stamp says of itself. */
enum stamp_flags {
	STAMP_SET = 1,  /* there is a stamp at all */
	STAMP_YEAR = 2, /* the year is in the line; without it civil_us is in 1972, a leap year */
	STAMP_ZONE = 4, /* the offset is in the line, or the stamp is an epoch */
};

/*
 * A clock text, read but not yet placed.
 *
 *     "Aug  7 05:30:19"            civil_us of 1972-08-07 05:30:19, STAMP_SET
 *     "2024-08-07T05:30:19.25-04"  civil_us of 2024-08-07 05:30:19.25, offset -14400, all flags
 *     "1723008619"                 civil_us = the epoch, offset 0, all flags
 */
struct stamp {
	int64_t civil_us;      /* the wall clock's reading as if it were UTC */
	int32_t offset_s;      /* seconds east of UTC; meaningful with STAMP_ZONE only */
	uint32_t flags;        /* of enum stamp_flags; 0: no stamp */
	int32_t resolution_us; /* 1000000 for whole seconds, 1000 for ms, 1 for µs and finer */
};

/* Where a zone or a year came from; words of the public contract. */
enum origin {
	ORIGIN_NONE = 0,
	ORIGIN_LINE,    /* "in the line" */
	ORIGIN_FORMAT,  /* "format": the format is defined in UTC, or another stamp of the record
			   tells */
	ORIGIN_CASE,    /* "case file" */
	ORIGIN_COMMAND, /* "command line" */
	ORIGIN_FILE,    /* "file": name or modification time (years only) */
	ORIGIN_ASSUMED, /* "assumed" */
	ORIGIN_COUNT
};
const char *origin_name(enum origin origin);

/* Days since 1970-01-01 of a civil date (proleptic Gregorian; month 1–12). */
int64_t civil_days(int64_t year, int month, int day);

/* The same for years of up to four figures; false: there is no such day. */
bool civil_find_day(int year, int month, int day, int64_t *ret_days);

/* The inverse of civil_days. */
void civil_from_days(int64_t days, int64_t *ret_year, int *ret_month, int *ret_day);

/*
 * Readers of clock texts. Each eats one text from the front of `text`, fills `ret_stamp`, and
 * leaves `text` untouched when it is not that form. Values out of range (month 13, second 61) are
 * no match; second 60 is read as a leap second (the first instant of the next minute). Fractions
 * may have 1–9 digits after '.'; digits below the microsecond are dropped. After ',' they must be
 * 3, 6 or 9 digits and not the beginning of a longer number, for ',' also separates fields.
 */

/*
 * RFC 3339 / ISO 8601: "2024-08-07T05:30:19[.frac][Z|+09:00|+0900|+09]", 'T' or one blank between;
 * one blank may stand before a zone of four digits. People leave out the seconds: "2024-08-07
 * 05:30".
 */
bool stamp_eat_iso(struct slice *text, struct stamp *ret_stamp);

/* BSD, RFC 3164: "Aug  7 05:30:19[.frac]", "Aug 07 05:30:19"; also "Aug  7 2024 05:30:19". */
bool stamp_eat_bsd(struct slice *text, struct stamp *ret_stamp);

/*
 * Common log format, without brackets: "07/Aug/2024:08:06:07[.frac][ +0900]"; Python's servers
 * write a blank before the hour.
 */
bool stamp_eat_clf(struct slice *text, struct stamp *ret_stamp);

/* Slashes: "2012/04/10 04:39:58[.frac]" (PAN-OS, nginx error). */
bool stamp_eat_slashes(struct slice *text, struct stamp *ret_stamp);

/* Apache error, date(1): "Mon Dec 26 16:15:55[.frac][ AM|PM][ KST] 2016"; a word may tell the zone.
 */
bool stamp_eat_ctime(struct slice *text, struct stamp *ret_stamp);

/* Java: "12-Mar-2019 17:34:11[.frac]". */
bool stamp_eat_dmy(struct slice *text, struct stamp *ret_stamp);

/* The same two with a month in another language: "août  7 05:30:19", "07-8월-2024 17:34:11". */
bool stamp_eat_bsd_abroad(struct slice *text, struct stamp *ret_stamp);
bool stamp_eat_dmy_abroad(struct slice *text, struct stamp *ret_stamp);

/* Day first (Redis): "07 Aug 05:30:19[.frac]", "7 Aug 2024 05:30:19[.frac]". */
bool stamp_eat_day_month(struct slice *text, struct stamp *ret_stamp);

/* java.util.logging: "Aug 7, 2024 1:12:05 PM", "8월 07, 2024 1:12:05 오후"; also of 24 hours. */
bool stamp_eat_java(struct slice *text, struct stamp *ret_stamp);

/*
 * Figures only: "081109 203615" (HDFS), "161209 13:08:33" and "161209  9:08:33" (MySQL), "17/06/09
 * 20:10:40" (Spark), "20131029 13:35:15", "2019-10-16  9:24:15" (MariaDB). Two digits are 20yy.
 */
bool stamp_eat_short(struct slice *text, struct stamp *ret_stamp);

/* ISO 8601, basic: "20240807T053019[.frac][Z|+0900]", and "20240807-05:30:19" (xrdp). */
bool stamp_eat_compact(struct slice *text, struct stamp *ret_stamp);

/*
 * RFC 5322 and its kin: "Wed, 07 Aug 2024 05:30:19 +0900", "Wed, 7 Aug 2024 05:30:19 GMT", "Wed,
 * Aug 07 2024 05:30:19", "Wed August 7 05:30:19 2024", "2024 Aug 07 05:30:19".
 */
bool stamp_eat_mail(struct slice *text, struct stamp *ret_stamp);

/* An epoch, unit by magnitude: < 1e11 s, < 1e14 ms, < 1e17 µs, else ns; "1230.25" has a fraction.
 */
bool stamp_eat_epoch(struct slice *text, struct stamp *ret_stamp);

/* From a number that is already parsed; same magnitudes. */
struct stamp stamp_from_epoch(int64_t value);

/* Date and time in two texts (FortiGate): "2024-08-07", "05:30:19[.frac]". */
bool stamp_from_date_and_time(struct slice date, struct slice time, struct stamp *ret_stamp);

/*
 * "+0900", "-05:00", "Z", "UTC", "GMT+2", "+9", and the zone words that mean one offset only
 * ("KST", "CEST"): sets offset and STAMP_ZONE of an existing stamp.
 */
bool stamp_set_zone(struct stamp *stamp, struct slice zone);

/* With STAMP_ZONE and STAMP_YEAR: the point in time. Otherwise TIMESTAMP_NONE. */
timestamp stamp_to_timestamp(struct stamp stamp);

enum { TIMESTAMP_TEXT_SIZE = 40 };
/*
 * "2024-08-07T05:30:19.000000+09:00" into a buffer of TIMESTAMP_TEXT_SIZE; fraction only if any;
 * "" for TIMESTAMP_NONE.
 */
void timestamp_to_iso(timestamp at, int32_t offset_s, char *buffer);

#endif
