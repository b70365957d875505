// SPDX-License-Identifier: MIT
/*
 * Spans of time with their units, as Go's programs print them.
 *
 *     125.7µs   12.003ms   1.5s   1m30.002s   2h0m5s   350ns
 */
#ifndef OVERRUN_SPAN_TEXT_H
#define OVERRUN_SPAN_TEXT_H

#include "slice.h"

/* The whole text; false when a number has no unit or is no number. Digits below 1 µs are dropped.
 */
bool span_text_read(struct slice text, int64_t *ret_span_us);

#endif
