// SPDX-License-Identifier: MIT
/*
 * Clock texts as devices write them. Times are milliseconds since 1970-01-01T00:00:00Z;
 * `offset` is the seconds that the device's zone is ahead of UTC.
 */
#ifndef NIGHT_STAMP_H
#define NIGHT_STAMP_H

#include <stdint.h>

enum stamp_style {
	STAMP_BSD,       /* Sep 17 01:00:00 */
	STAMP_CISCO,     /* Sep 17 2023 01:00:00 */
	STAMP_ISO,       /* 2023-09-17T01:00:00+09:00 */
	STAMP_ISO_BLANK, /* 2023-09-17 01:00:00 */
	STAMP_SPRING,    /* 2023-09-17 01:00:00.123 */
	STAMP_CLF,       /* 17/Sep/2023:01:00:00 +0900 */
	STAMP_HAPROXY,   /* 17/Sep/2023:01:00:00.123 */
	STAMP_SLASH,     /* 2023/09/17 01:00:00 */
	STAMP_FORTIGATE, /* date=2023-09-17 time=01:00:00 */
};

/* Holds the longest of the styles above. */
struct stamp {
	char text[64];
};

struct stamp stamp_of(enum stamp_style style, int64_t at_ms, int64_t offset);

/* Midnight UTC of a civil day, in seconds. */
int64_t stamp_day(int64_t year, int64_t month, int64_t day);

#endif
