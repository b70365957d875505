// SPDX-License-Identifier: MIT
/* The values of options that are more than a text. */
#ifndef OVERRUN_OPTION_VALUES_H
#define OVERRUN_OPTION_VALUES_H

#include "status.h"
#include "timestamp.h"

/* "10m", "90s", "1h30m", "1.5h": a span in microseconds; nothing may follow. */
bool option_span(const char *text, int64_t *ret_us);

/* "20%", "0.5%" as per mille, rounded down. */
bool option_permille(struct slice text, int64_t *ret_permille);

/*
 * "2023-09-17 01:00" as a point in time, by `timezone` (NULL: UTC) where it names no zone itself.
 * STATUS_USAGE with a message that names `option`.
 */
enum status option_time(const char *option, const char *value, const char *timezone,
			timestamp *ret_at, struct error *error);

#endif
