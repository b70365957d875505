// SPDX-License-Identifier: MIT
/*
 * The monitoring host: a probe a minute, and alarms.
 * Sep 17 04:35:00 mon-01 checkd[611]: ALARM F1 raised on fw-gw-01: dataplane not ready
 */
#include "random.h"
#include "stamp.h"
#include "writers.h"

#include <stdio.h>

static void add(struct feed *feed, int64_t at_ms, const char *text)
{
	feed_add(feed, at_ms, "%s %s checkd[611]: %s",
		 feed_stamp(feed, feed->source->iso ? STAMP_ISO : STAMP_BSD, at_ms).text,
		 feed->source->name, text);
}

void monitor_write(struct feed *feed, const struct requests *requests)
{
	const struct night *night = feed->night;

	(void)requests;
	for (size_t i = 0; i < night->fault_count; i++) {
		const struct fault *fault = &night->faults[i];
		char text[256];

		snprintf(text, sizeof text, "ALARM %s raised on %s: %s", fault->id, fault->object,
			 fault->text);
		add(feed, fault->span.from_ms, text);
		snprintf(text, sizeof text, "ALARM %s cleared on %s", fault->id, fault->object);
		add(feed, fault->span.to_ms, text);
	}
	for (int64_t at = night->record.from_ms; at < night->record.to_ms; at += 60000) {
		int64_t failed = 0;
		char text[64];

		for (size_t i = 0; i < night->fault_count; i++) {
			failed += at > night->faults[i].span.from_ms &&
				  at < night->faults[i].span.to_ms;
		}
		snprintf(text, sizeof text, "probe round: targets=14 failed=%d", (int)failed);
		add(feed, at + 30000, text);
	}
}
