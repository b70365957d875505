// SPDX-License-Identifier: MIT
/* FortiGate: key=value lines with the device's zone, traffic and event logs. */
#include "random.h"
#include "stamp.h"
#include "writers.h"

#include <stdio.h>
#include <string.h>

static void add(struct feed *feed, int64_t at_ms, const char *rest)
{
	feed_add(feed, at_ms,
		 "%s devname=\"%s\" devid=\"FG200E4Q17900017\" eventtime=%lld tz=\"%s\" %s",
		 feed_stamp(feed, STAMP_FORTIGATE, at_ms).text, feed->source->name,
		 (long long)at_ms * 1000000, feed->source->utc ? "+0000" : "+0900", rest);
}

static void deed(struct feed *feed, const struct deed *deed, struct random *random)
{
	struct address from = actor_address(deed->actor);
	char rest[512];

	if (strcmp(deed->kind, "login") == 0) {
		snprintf(rest, sizeof rest,
			 "logid=\"0100032001\" type=\"event\" subtype=\"system\" "
			 "level=\"information\" vd=\"root\" logdesc=\"Admin login successful\" "
			 "sn=\"%lld\" user=\"%s\" ui=\"ssh(%s)\" method=\"ssh\" srcip=%s "
			 "dstip=192.0.2.5 action=\"login\" status=\"success\" reason=\"none\" "
			 "profile=\"super_admin\" msg=\"Administrator %s logged in successfully "
			 "from ssh(%s)\"",
			 (long long)(deed->at_ms / 1000), deed->actor, from.text, from.text,
			 deed->actor, from.text);
	} else {
		int number = (int)random_between(random, 100, 999);

		snprintf(rest, sizeof rest,
			 "logid=\"0100044547\" type=\"event\" subtype=\"system\" "
			 "level=\"information\" vd=\"root\" logdesc=\"Object attribute "
			 "configured\" user=\"%s\" ui=\"ssh(%s)\" action=\"Edit\" "
			 "cfgtid=10289%d cfgpath=\"firewall.policy\" cfgobj=\"%d\" "
			 "cfgattr=\"status[disable->enable]\" msg=\"Edit firewall.policy %d\"",
			 deed->actor, from.text, number, number, number);
	}
	add(feed, deed->at_ms, rest);
}

static void connection(struct feed *feed, const struct request *request, unsigned number,
		       struct random *random)
{
	int64_t end_ms = request->at_ms + request->duration_ms + random_between(random, 40, 700);
	char rest[512];

	snprintf(rest, sizeof rest,
		 "logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" level=\"notice\" "
		 "vd=\"root\" srcip=%s srcport=%u srcintf=\"wan1\" srcintfrole=\"wan\" "
		 "dstip=192.0.2.10 dstport=443 dstintf=\"dmz\" dstintfrole=\"dmz\" sessionid=%u "
		 "proto=6 action=\"close\" policyid=3 policytype=\"policy\" service=\"HTTPS\" "
		 "duration=%d sentbyte=%d rcvdbyte=412 sentpkt=9 rcvdpkt=8",
		 traffic_address(request).text, request->port, number,
		 1 + (request->duration_ms + 999) / 1000, request->bytes);
	add(feed, end_ms, rest);
}

void fortigate_write(struct feed *feed, const struct requests *requests)
{
	const struct night *night = feed->night;
	struct random random = random_stream((uint64_t)night->seed, feed->source->name);
	unsigned number = 811204;

	for (size_t i = 0; i < night->deed_count; i++) {
		if (strcmp(night->deeds[i].device, feed->source->name) == 0) {
			deed(feed, &night->deeds[i], &random);
		}
	}
	for (size_t i = 0; feed->source->edge && i < requests->count; i++) {
		connection(feed, &requests->items[i], number++, &random);
	}
}
