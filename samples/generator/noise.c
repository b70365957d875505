// SPDX-License-Identifier: MIT
/*
 * A batch host that has nothing to do with the night and complains all through it (logback):
 * 2023-09-17 01:00:00,123 ERROR [worker-3] com.example.batch.Settlement - read timed out
 */
#include "random.h"
#include "stamp.h"
#include "writers.h"

void noise_write(struct feed *feed, const struct requests *requests)
{
	static const struct {
		const char *level, *rest;
	} complaints[] = {
		{"ERROR", "com.example.batch.Settlement - read timed out after 30000 ms"},
		{"ERROR", "com.example.batch.Ledger - connection refused: 192.0.2.230:1521"},
		{"WARN ", "com.example.batch.Settlement - timeout, will try again"},
		{"ERROR", "com.example.batch.Export - FAILED: no space left in queue"},
	};
	enum { PER_MINUTE = 10 };
	const struct night *night = feed->night;
	struct random random = random_stream((uint64_t)night->seed, "noise");
	int64_t step = 60000 / (PER_MINUTE * night->factor);

	(void)requests;
	for (int64_t at = night->record.from_ms; at < night->record.to_ms; at += step) {
		int64_t chance = random_between(&random, 0, 3);
		int64_t late = at + random_between(&random, 0, 999);

		feed_add(feed, late, "%s,%03d %s [worker-%d] %s",
			 feed_stamp(feed, STAMP_ISO_BLANK, late).text, (int)(late % 1000),
			 complaints[chance].level, (int)random_between(&random, 1, 8),
			 complaints[chance].rest);
	}
}
