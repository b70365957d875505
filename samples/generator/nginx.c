// SPDX-License-Identifier: MIT
/* nginx access log, `combined`: one stamp, that of the end of the request. */
#include "random.h"
#include "stamp.h"
#include "writers.h"

void nginx_write(struct feed *feed, const struct requests *requests)
{
	static const char *const agents[] = {
		"okhttp/4.11.0",
		"PayApp/5.2.1 (iPhone; iOS 16.6)",
		"PayApp/5.1.9 (Android 13)",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
	};
	struct random random = random_stream((uint64_t)feed->night->seed, "nginx");

	for (size_t i = 0; i < requests->count; i++) {
		const struct request *request = &requests->items[i];
		int64_t end_ms = request->at_ms + request->duration_ms;

		feed_add(feed, end_ms, "%s - - [%s] \"%s %s HTTP/1.1\" %d %d \"-\" \"%s\"",
			 traffic_address(request).text, feed_stamp(feed, STAMP_CLF, end_ms).text,
			 traffic_method(request), traffic_path(request), request->status,
			 request->bytes, agents[random_between(&random, 0, 3)]);
	}
}
