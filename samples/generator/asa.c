// SPDX-License-Identifier: MIT
/*
 * Cisco ASA, `logging timestamp` with the year and without a zone:
 * Sep 17 2023 01:00:00 fw-edge-01 : %ASA-6-302013: Built inbound TCP connection …
 */
#include "random.h"
#include "stamp.h"
#include "writers.h"

#include <string.h>

static const char *stamped(const struct feed *feed, int64_t at_ms, struct stamp *stamp)
{
	*stamp = feed_stamp(feed, STAMP_CISCO, at_ms);
	return stamp->text;
}

static void connection(struct feed *feed, const struct request *request, unsigned number,
		       struct random *random)
{
	int64_t open_ms = request->at_ms - random_between(random, 20, 400);
	int64_t close_ms = request->at_ms + request->duration_ms + random_between(random, 40, 700);
	int64_t seconds = (close_ms - open_ms) / 1000;
	struct address client = traffic_address(request);
	const char *name = feed->source->name;
	struct stamp stamp;

	feed_add(feed, open_ms,
		 "%s %s : %%ASA-6-302013: Built inbound TCP connection %u for "
		 "outside:%s/%u (%s/%u) to dmz:192.0.2.10/443 (192.0.2.10/443)",
		 stamped(feed, open_ms, &stamp), name, number, client.text, request->port,
		 client.text, request->port);
	feed_add(feed, close_ms,
		 "%s %s : %%ASA-6-302014: Teardown TCP connection %u for outside:%s/%u to "
		 "dmz:192.0.2.10/443 duration 0:00:%02d bytes %d TCP FINs",
		 stamped(feed, close_ms, &stamp), name, number, client.text, request->port,
		 (int)(seconds % 60), request->bytes + 412);
}

static void deed(struct feed *feed, const struct deed *deed, struct random *random)
{
	const char *name = feed->source->name;
	struct address from = actor_address(deed->actor);
	struct stamp stamp;
	const char *time = stamped(feed, deed->at_ms, &stamp);

	if (strcmp(deed->kind, "login") == 0) {
		feed_add(feed, deed->at_ms,
			 "%s %s : %%ASA-6-605005: Login permitted from %s/51022 to "
			 "mgmt:192.0.2.5/ssh for user \"%s\"",
			 time, name, from.text, deed->actor);
	} else if (strcmp(deed->kind, "logout") == 0) {
		feed_add(feed, deed->at_ms, "%s %s : %%ASA-6-611103: User logged out: Uname: %s",
			 time, name, deed->actor);
	} else {
		feed_add(feed, deed->at_ms,
			 "%s %s : %%ASA-5-111010: User '%s', running 'CLI' from IP %s, executed "
			 "'access-list outside_in extended permit tcp any host 192.0.2.%d eq 443'",
			 time, name, deed->actor, from.text, (int)random_between(random, 40, 59));
	}
}

void asa_write(struct feed *feed, const struct requests *requests)
{
	const struct night *night = feed->night;
	struct random random = random_stream((uint64_t)night->seed, feed->source->name);
	unsigned number = 2960892;

	for (size_t i = 0; i < night->deed_count; i++) {
		if (strcmp(night->deeds[i].device, feed->source->name) == 0) {
			deed(feed, &night->deeds[i], &random);
		}
	}
	for (size_t i = 0; feed->source->edge && i < requests->count; i++) {
		connection(feed, &requests->items[i], number++, &random);
	}
	for (int64_t at = night->record.from_ms; at < night->record.to_ms; at += 300000) {
		struct stamp stamp;
		int64_t second = at + random_between(&random, 0, 290) * 1000;

		feed_add(feed, second,
			 "%s %s : %%ASA-4-106023: Deny tcp src outside:203.0.113.%d/%d dst "
			 "dmz:192.0.2.%d/23 by access-group \"outside_in\" [0x0, 0x0]",
			 stamped(feed, second, &stamp), feed->source->name,
			 (int)random_between(&random, 200, 250),
			 (int)random_between(&random, 1025, 60000),
			 (int)random_between(&random, 10, 30));
	}
}
