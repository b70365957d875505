// SPDX-License-Identifier: MIT
/*
 * The jump host: what the runbook tool writes of each step, and the logins around it.
 * 2023-09-17T01:00:00+09:00 bastion01 runbook[1812]: CHG-2042 S1 begin by net.han
 */
#include "random.h"
#include "stamp.h"
#include "writers.h"

#include <stdio.h>

static const char *head(const struct feed *feed, int64_t at_ms, struct stamp *stamp)
{
	*stamp = feed_stamp(feed, feed->source->iso ? STAMP_ISO : STAMP_BSD, at_ms);
	return stamp->text;
}

static void runbook(struct feed *feed, const struct work *work, enum moment moment, int64_t at_ms,
		    const char *command)
{
	const char *actor = night_role(feed->night, work->role)->first_actor;
	const char *step = work->step;
	char text[256];
	struct stamp stamp;

	if (moment == MOMENT_BEGIN && work->after != NULL) {
		snprintf(text, sizeof text, "unplanned %s after %s because %s by %s", step,
			 work->after, work->reason, actor);
	} else if (moment == MOMENT_BEGIN) {
		snprintf(text, sizeof text, "%s begin by %s", step, actor);
	} else if (moment == MOMENT_ACTIVITY) {
		snprintf(text, sizeof text, "%s run by %s: %s", step, actor, command);
	} else if (work->failed && work->reason != NULL) {
		snprintf(text, sizeof text, "%s failed by %s, reason=%s", step, actor,
			 work->reason);
	} else if (work->failed) {
		snprintf(text, sizeof text, "%s failed by %s, reason not recorded", step, actor);
	} else {
		snprintf(text, sizeof text, "%s done by %s", step, actor);
	}
	feed_add(feed, at_ms, "%s %s runbook[1812]: %s %s", head(feed, at_ms, &stamp),
		 feed->source->name, feed->night->change, text);
}

/* A backup job and a keep-alive: machines that log in, not people who work. */
static void robots(struct feed *feed)
{
	const struct night *night = feed->night;
	struct random random = random_stream((uint64_t)night->seed, "robots");
	const char *name = feed->source->name;
	int64_t minute = 0;

	for (int64_t at = night->record.from_ms; at < night->record.to_ms; at += 60000, minute++) {
		struct stamp stamp;
		int64_t second = at + random_between(&random, 1, 50) * 1000;

		if (minute % 2 == 0) {
			feed_add(feed, at, "%s %s keepalive[204]: session table ok",
				 head(feed, at, &stamp), name);
		}
		if (minute % 10 == 3) {
			feed_add(feed, second,
				 "%s %s sshd[%d]: Accepted publickey for svc-backup from "
				 "192.0.2.%d port %d ssh2",
				 head(feed, second, &stamp), name,
				 (int)random_between(&random, 1000, 30000),
				 (int)random_between(&random, 200, 220),
				 (int)random_between(&random, 32768, 60999));
		}
	}
}

void bastion_write(struct feed *feed, const struct requests *requests)
{
	(void)requests;
	work_moments(feed, "runbook", runbook);
	robots(feed);
}
