// SPDX-License-Identifier: MIT
/*
 * What firewalls say of a connection in pairs of key and value, by meaning instead of spelling.
 *
 *     src=192.0.2.7 spt=55743 dst=198.51.100.10 dpt=443 proto=6 act=Accept          CEF
 *     src:"192.0.2.7"; s_port:"55743"; dst:"198.51.100.10"; service:"443"; …  Check Point
 *     src_ip=192.0.2.7 src_port=55743 dst_ip=… status="Allow"                     Sophos
 *
 * A format has a table of its keys, takes pair after pair, and lets the event be filled at the end.
 */
#ifndef OVERRUN_TRAFFIC_H
#define OVERRUN_TRAFFIC_H

#include "event.h"

enum traffic_field {
	TRAFFIC_SOURCE,
	TRAFFIC_SOURCE_PORT,
	TRAFFIC_DESTINATION,
	TRAFFIC_DESTINATION_PORT,
	TRAFFIC_PROTOCOL,
	TRAFFIC_ACTION,
	TRAFFIC_RULE,
	TRAFFIC_RULE_NAME, /* goes before TRAFFIC_RULE */
	TRAFFIC_USER,
	TRAFFIC_HOST,
	TRAFFIC_BYTES_IN,  /* from the client */
	TRAFFIC_BYTES_OUT, /* to the client */
	TRAFFIC_SECONDS,
	TRAFFIC_METHOD,
	TRAFFIC_PATH,
	TRAFFIC_AGENT,
	TRAFFIC_STATUS,
	TRAFFIC_MESSAGE,
	TRAFFIC_CODE,
	TRAFFIC_OTHER, /* from here on numbered by the format itself */
	TRAFFIC_FIELDS_MAX = 64,
};

struct traffic_key {
	const char *name;
	uint8_t size; /* of the name */
	uint8_t field;
};

#define TRAFFIC_KEY(name, field)                  \
	{                                         \
		(name), sizeof(name) - 1, (field) \
	}

struct traffic {
	struct slice values[TRAFFIC_FIELDS_MAX];
};

void traffic_clear(struct traffic *traffic);

/* Keeps the value if the key counts and nothing was there before; "-" and "N/A" are nothing. */
void traffic_take(struct traffic *traffic, const struct traffic_key *keys, size_t count,
		  struct slice key, struct slice value);

/* The same for all pairs of the text (pairs.h). */
void traffic_take_pairs(struct traffic *traffic, const struct traffic_key *keys, size_t count,
			struct slice text);

/* Sides, ports, protocol, rule, user, bytes, duration, request, outcome; host and code if any. */
void traffic_fill(const struct traffic *traffic, struct event *event);

/* "Allowed" → "accept", "drop" → "deny", "Closed" → "close"; other words as they are. */
struct slice traffic_outcome(struct slice action);

/* True when `traffic_outcome` knows the word. */
bool traffic_outcome_is_known(struct slice action);

/* Both sides are named, and what became of it. */
bool traffic_is_flow(const struct traffic *traffic);

#endif
