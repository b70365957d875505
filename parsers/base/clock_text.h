// SPDX-License-Identifier: MIT
/*
 * Times as spreadsheets and ticket systems write them: whatever the user's locale was.
 *
 *     2024-08-07 05:30   07/Aug/24 5:30 AM   29/2/2016 01:16   08/29/2016 01:16:30 PM
 *     29.02.2016 01:16   20240807T053019Z    2024-08-07 05:30:19 UTC   2024-08-07 오후 5:30:19
 */
#ifndef OVERRUN_CLOCK_TEXT_H
#define OVERRUN_CLOCK_TEXT_H

#include "timestamp.h"

/*
 * Which of day and month comes first, as far as this file has told: a number above 12 tells. Until
 * then the month does with AM and PM, else the day. All zero at first.
 */
struct clock_text {
	bool told;
	bool month_first;
	size_t layout; /* that fitted last: tried first */
};

/* Reads the whole text; false when it is no time. */
bool clock_text_read(struct clock_text *habit, struct slice text, struct stamp *ret_stamp);

#endif
