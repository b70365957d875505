// SPDX-License-Identifier: MIT
/*
 * Cisco's other sentences: who did it, from where, which command; and FTD's lists.
 *
 *     User 'sec.kim', running 'CLI' from IP 192.0.2.7, executed 'no shutdown'
 *     SrcIP: 192.0.2.7, DstIP: 198.51.100.1, SrcPort: 41522, Message: a, b: c, User: none
 */
#ifndef OVERRUN_CISCO_SENTENCE_H
#define OVERRUN_CISCO_SENTENCE_H

#include "event.h"

/* What stands behind `before`: quoted, in angle brackets, or up to a blank or comma. */
bool cisco_read_after(struct slice text, const char *before, struct slice *ret_value);

/* "0:00:30", "92:24:20", "0h:32m:16s", "1d2h" → microseconds. */
int64_t cisco_span_us(struct slice text);

/* Actor and client, in the spellings of twenty years. */
void cisco_read_who(struct slice text, struct event *event);

/* True for "executed 'show …'" and other commands that change no configuration. */
bool cisco_is_plain_command(struct slice text);

/* "Key: value, Key: value" of FTD 430001 to 430005; values may hold commas and colons. */
void cisco_read_list(struct slice text, struct event *event);

#endif
