// SPDX-License-Identifier: MIT
/* The payment application, Spring Boot's default layout: local time, no zone. */
#include "random.h"
#include "stamp.h"
#include "writers.h"

static void add(struct feed *feed, int64_t at_ms, const char *level, const char *thread,
		const char *logger, const char *text)
{
	feed_add(feed, at_ms, "%s %5s 2321 --- [%15s] %-40s : %s",
		 feed_stamp(feed, STAMP_SPRING, at_ms).text, level, thread, logger, text);
}

static void stop(struct feed *feed, int64_t at_ms)
{
	add(feed, at_ms, "INFO", "ionShutdownHook", "o.s.b.w.e.tomcat.GracefulShutdown",
	    "Commencing graceful shutdown. Waiting for active requests to complete");
	add(feed, at_ms + 2100, "INFO", "tomcat-shutdown", "o.s.b.w.e.tomcat.GracefulShutdown",
	    "Graceful shutdown complete");
}

static void start(struct feed *feed, int64_t at_ms)
{
	add(feed, at_ms - 31000, "INFO", "main", "com.example.pay.PaymentApplication",
	    "Starting PaymentApplication using Java 17.0.8 on was01 with PID 2321");
	add(feed, at_ms - 20500, "INFO", "main", "o.s.b.w.embedded.tomcat.TomcatWebServer",
	    "Tomcat started on port(s): 8443 (https) with context path ''");
	add(feed, at_ms - 20100, "INFO", "main", "com.example.pay.PaymentApplication",
	    "Started PaymentApplication in 10.9 seconds (JVM running for 11.6)");
}

void spring_write(struct feed *feed, const struct requests *requests)
{
	const struct night *night = feed->night;
	struct random random = random_stream((uint64_t)night->seed, "spring");

	for (size_t i = 1; i < night->traffic_count; i++) {
		const struct traffic *before = &night->traffics[i - 1];
		const struct traffic *now = &night->traffics[i];

		if (before->good == 100 && now->good < 100) {
			stop(feed, now->span.from_ms);
		} else if (before->good < 100 && now->good == 100) {
			start(feed, now->span.from_ms);
		}
	}
	for (size_t i = 0; i < requests->count; i++) {
		const struct request *request = &requests->items[i];
		static const char *const threads[] = {"nio-8443-exec-1", "nio-8443-exec-2",
						      "nio-8443-exec-3", "nio-8443-exec-4"};

		if (request->status >= 500 || i % 3 != 0) {
			continue;
		}
		add(feed, request->at_ms + request->duration_ms, "INFO",
		    threads[random_between(&random, 0, 3)], "c.e.pay.api.PaymentController",
		    request->status < 300 ? "request served" : "request refused");
	}
	for (int64_t at = night->record.from_ms; at < night->record.to_ms; at += 60000) {
		add(feed, at + 17, "DEBUG", "l-1 housekeeper", "com.zaxxer.hikari.pool.HikariPool",
		    "HikariPool-1 - Pool stats (total=10, active=2, idle=8, waiting=0)");
	}
}
