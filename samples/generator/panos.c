// SPDX-License-Identifier: MIT
/*
 * PAN-OS over BSD syslog: rows of comma-separated values, TRAFFIC, SYSTEM and CONFIG.
 * <14>Sep 17 04:05:00 fw-gw-01 1,2023/09/17 04:05:00,007051000099001,SYSTEM,general,2561,…
 */
#include "random.h"
#include "stamp.h"
#include "writers.h"

#include <stdio.h>
#include <string.h>

#define SERIAL "007051000099001"

enum { DETAIL_SIZE = 512 };

struct rows {
	struct feed *feed;
	struct random random;
	unsigned long long sequence;
};

static void row(struct rows *rows, int64_t at_ms, const char *type, const char *detail)
{
	struct feed *feed = rows->feed;
	struct stamp slash = feed_stamp(feed, STAMP_SLASH, at_ms);

	feed_add(feed, at_ms, "<14>%s %s 1,%s," SERIAL ",%s,2561,%s,%s",
		 feed_stamp(feed, STAMP_BSD, at_ms).text, feed->source->name, slash.text, type,
		 slash.text, detail);
}

static void system_row(struct rows *rows, int64_t at_ms, const char *severity, const char *text)
{
	char detail[DETAIL_SIZE];

	snprintf(detail, sizeof detail, ",general,,0,0,general,%s,\"%s\",%llu,0x0,0,0,0,0,,%s",
		 severity, text, rows->sequence++, rows->feed->source->name);
	row(rows, at_ms, "SYSTEM,general", detail);
}

static void config_row(struct rows *rows, const struct deed *deed, const char *command,
		       const char *result, const char *path)
{
	char detail[DETAIL_SIZE];

	snprintf(detail, sizeof detail, "%s,,%s,%s,CLI,%s,%s,,,%llu,0x0,0,0,0,0,,%s",
		 actor_address(deed->actor).text, command, deed->actor, result, path,
		 rows->sequence++, rows->feed->source->name);
	row(rows, deed->at_ms, "CONFIG,0", detail);
}

static void do_deed(struct rows *rows, const struct deed *deed)
{
	char text[160];

	if (strcmp(deed->kind, "login") == 0) {
		snprintf(text, sizeof text, "User %s logged in via CLI from %s", deed->actor,
			 actor_address(deed->actor).text);
		system_row(rows, deed->at_ms, "informational", text);
	} else if (strcmp(deed->kind, "logout") == 0) {
		snprintf(text, sizeof text, "User %s logged out via CLI from %s", deed->actor,
			 actor_address(deed->actor).text);
		system_row(rows, deed->at_ms, "informational", text);
	} else if (strcmp(deed->kind, "commit") == 0) {
		config_row(rows, deed, "commit", "Submitted", "");
	} else if (strcmp(deed->kind, "commit-failed") == 0) {
		snprintf(text, sizeof text, "Commit job failed for user %s", deed->actor);
		system_row(rows, deed->at_ms, "high", text);
	} else if (strcmp(deed->kind, "commit-ok") == 0) {
		snprintf(text, sizeof text, "Commit job succeeded  for user %s", deed->actor);
		system_row(rows, deed->at_ms, "informational", text);
	} else if (strcmp(deed->kind, "boot") == 0) {
		system_row(rows, deed->at_ms, "informational", "NTP sync to server 192.0.2.123");
	} else {
		snprintf(text, sizeof text,
			 " config devices localhost.localdomain vsys  vsys1 rulebase nat rules  "
			 "nat-%03d",
			 (int)random_between(&rows->random, 100, 999));
		config_row(rows, deed, "set", "Succeeded", text);
	}
}

/* A session between the zones inside; it has nothing to do with customers. */
static void session(struct rows *rows, int64_t at_ms)
{
	struct random *random = &rows->random;
	struct stamp start = feed_stamp(rows->feed, STAMP_SLASH, at_ms - 3000);
	struct stamp end = feed_stamp(rows->feed, STAMP_SLASH, at_ms);
	char detail[DETAIL_SIZE];
	int bytes = (int)random_between(random, 400, 9000);

	snprintf(detail, sizeof detail,
		 "192.0.2.%d,192.0.2.41,0.0.0.0,0.0.0.0,mon-allow,,,ssl,vsys1,dmz,inside,"
		 "ethernet1/1,ethernet1/2,log-fwd,%s,%d,1,%d,443,0,0,0x19,tcp,allow,%d,%d,%d,14,"
		 "%s,3,any,0,%llu,0x0,192.0.2.0-192.0.2.255,192.0.2.0-192.0.2.255,0,8,6,tcp-fin,"
		 "0,0,0,0,,%s,from-policy",
		 (int)random_between(random, 11, 19), end.text,
		 (int)random_between(random, 10000, 99999),
		 (int)random_between(random, 30000, 60000), bytes, bytes / 3, bytes - bytes / 3,
		 start.text, rows->sequence++, rows->feed->source->name);
	row(rows, at_ms, "TRAFFIC,end", detail);
}

void panos_write(struct feed *feed, const struct requests *requests)
{
	const struct night *night = feed->night;
	const struct span *off = &feed->source->off;
	struct rows rows = {feed, random_stream((uint64_t)night->seed, feed->source->name),
			    7022390503850612169};

	(void)requests;
	for (size_t i = 0; i < night->deed_count; i++) {
		if (strcmp(night->deeds[i].device, feed->source->name) == 0) {
			do_deed(&rows, &night->deeds[i]);
		}
	}
	for (int64_t at = night->record.from_ms; at < night->record.to_ms;
	     at += 60000 / night->factor) {
		int64_t second = at + random_between(&rows.random, 3, 20) * 1000;

		if (second <= off->from_ms || second >= off->to_ms) {
			session(&rows, second);
		}
	}
}
