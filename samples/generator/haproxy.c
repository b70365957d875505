// SPDX-License-Identifier: MIT
/*
 * HAProxy in HTTP mode (`option httplog`): the syslog stamp is the end of the request, the one
 * in brackets its arrival.
 */
#include "random.h"
#include "stamp.h"
#include "writers.h"

#include <stdio.h>

/* Sep 17 01:00:00 gw01 haproxy[2117]: */
static void add(struct feed *feed, int64_t at_ms, const char *text)
{
	feed_add(feed, at_ms, "%s %s haproxy[2117]: %s",
		 feed_stamp(feed, feed->source->iso ? STAMP_ISO : STAMP_BSD, at_ms).text,
		 feed->source->name, text);
}

/* TR/Tw/Tc/Tr/Ta status bytes req resp term, as they go together */
static void outcome(const struct request *request, struct random *random, char *ret_text,
		    size_t size)
{
	int32_t wait = (int32_t)random_between(random, 0, 2);

	if (request->status == 503) {
		snprintf(ret_text, size, "be_pay/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC--");
	} else if (request->status == 504) {
		snprintf(ret_text, size, "be_pay/was01 0/0/1/-1/10001 504 194 - - sH--");
	} else {
		snprintf(ret_text, size, "be_pay/was01 0/0/%d/%d/%d %d %d - - ----", wait,
			 request->duration_ms - wait - 1, request->duration_ms, request->status,
			 request->bytes);
	}
}

static void servers(struct feed *feed)
{
	const struct night *night = feed->night;

	for (size_t i = 1; i < night->traffic_count; i++) {
		const struct traffic *before = &night->traffics[i - 1];
		const struct traffic *now = &night->traffics[i];

		if (before->good > 0 && now->good == 0) {
			add(feed, now->span.from_ms,
			    "Server be_pay/was01 is DOWN, reason: Layer4 timeout, check duration: "
			    "2001ms. 0 active and 0 backup servers left. 3 sessions active, "
			    "0 requeued, 0 remaining in queue.");
			add(feed, now->span.from_ms, "backend be_pay has no server available!");
		} else if (before->good == 0 && now->good > 0) {
			add(feed, now->span.from_ms,
			    "Server be_pay/was01 is UP, reason: Layer7 check passed, code: 200, "
			    "check duration: 3ms. 1 active and 0 backup servers online. "
			    "0 sessions requeued, 0 total in queue.");
		}
	}
}

void haproxy_write(struct feed *feed, const struct requests *requests)
{
	struct random random = random_stream((uint64_t)feed->night->seed, "haproxy");

	servers(feed);
	for (size_t i = 0; i < requests->count; i++) {
		const struct request *request = &requests->items[i];
		int busy = (int)random_between(&random, 2, 24);
		char middle[96];
		char line[512];

		outcome(request, &random, middle, sizeof middle);
		snprintf(line, sizeof line,
			 "%s:%u [%s] fe_https~ %s %d/%d/%d/1/0 0/0 \"%s %s HTTP/1.1\"",
			 traffic_address(request).text, request->port,
			 feed_stamp(feed, STAMP_HAPROXY, request->at_ms).text, middle, busy, busy,
			 request->status == 503 ? 0 : 1, traffic_method(request),
			 traffic_path(request));
		add(feed, request->at_ms + request->duration_ms, line);
	}
}
