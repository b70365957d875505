// SPDX-License-Identifier: MIT
/*
 * SonicWall (SonicOS).
 *
 *     id=firewall sn=0040103CE114 time="2024-08-07 05:30:19" fw=198.51.100.1 pri=6 c=1024 m=537
 *         msg="Connection Closed" n=153 src=192.0.2.7:54606:X0 dst=198.51.100.10:443:X1
 *         proto=tcp/https sent=52 rcvd=112 fw_action="NA"
 *
 * Sides are address, port and interface in one value; `m` is the event's number. The time is local
 * unless "UTC" stands behind it. `id` is the device's name where somebody gave it one.
 */
#include "format.h"
#include "pairs.h"
#include "protocol.h"
#include "sonicwall_messages.h"
#include "token.h"
#include "traffic.h"

enum sonicwall_field {
	FIELD_TIME = TRAFFIC_OTHER,
	FIELD_ADDRESS,
	FIELD_SERIAL,
	FIELD_PRIORITY,
	FIELD_NOTE,
	FIELD_SECONDS_CDUR,
	FIELD_LABEL,
};

static const struct traffic_key keys[] = {
	TRAFFIC_KEY("src", TRAFFIC_SOURCE),     TRAFFIC_KEY("dst", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("srcV6", TRAFFIC_SOURCE),   TRAFFIC_KEY("dstV6", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("proto", TRAFFIC_PROTOCOL), TRAFFIC_KEY("fw_action", TRAFFIC_ACTION),
	TRAFFIC_KEY("rule", TRAFFIC_RULE),      TRAFFIC_KEY("user", TRAFFIC_USER),
	TRAFFIC_KEY("usr", TRAFFIC_USER),       TRAFFIC_KEY("susr", TRAFFIC_USER),
	TRAFFIC_KEY("sent", TRAFFIC_BYTES_IN),  TRAFFIC_KEY("rcvd", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("out", TRAFFIC_BYTES_IN),   TRAFFIC_KEY("in", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("agent", TRAFFIC_AGENT),    TRAFFIC_KEY("arg", TRAFFIC_PATH),
	TRAFFIC_KEY("msg", TRAFFIC_MESSAGE),    TRAFFIC_KEY("m", TRAFFIC_CODE),
	TRAFFIC_KEY("time", FIELD_TIME),        TRAFFIC_KEY("fw", FIELD_ADDRESS),
	TRAFFIC_KEY("sn", FIELD_SERIAL),        TRAFFIC_KEY("pri", FIELD_PRIORITY),
	TRAFFIC_KEY("note", FIELD_NOTE),        TRAFFIC_KEY("cdur", FIELD_SECONDS_CDUR),
	TRAFFIC_KEY("id", FIELD_LABEL),
};

/* "192.0.2.7:54606:X0:host", "[2001:db8::7]:54606:X0": address and port; a bare IPv6 is whole. */
static struct slice split_side(struct slice side, int32_t *ret_port)
{
	struct slice rest = side;
	struct slice address;
	if (slice_eat_char(&rest, '[') && slice_eat_until(&rest, ']', &address)) {
		slice_eat_char(&rest, ':');
	} else {
		rest = side;
		bool version_4 = slice_find_char(side, '.') < slice_find_char(side, ':');
		if (!version_4 || !slice_eat_until(&rest, ':', &address)) {
			return side;
		}
	}
	*ret_port = protocol_port(slice_first(rest, slice_find_char(rest, ':')));
	return address;
}

static void read_time(struct slice text, struct event *event)
{
	if (stamp_eat_iso(&text, &event->stamp)) {
		slice_eat_blanks(&text);
		stamp_set_zone(&event->stamp, text);
	}
}

/* What happened to the packet, where the message's name does not say. */
static void read_action(const struct traffic *fields, struct event *event)
{
	if (!sonicwall_read(fields->values[TRAFFIC_MESSAGE], fields->values[FIELD_NOTE], event) &&
	    traffic_is_flow(fields)) {
		event->signal = SIGNAL_FLOW;
	}
}

static bool has_shape(struct slice body)
{
	struct slice text = slice_first(body, 256);
	if (slice_find_char(text, '=') == text.size) {
		return false;
	}
	slice_eat_blanks(&text);
	/* some relays drop the "id=firewall" that begins the line */
	return (slice_starts_with(text, "id=") || slice_contains(text, " id=") ||
		slice_starts_with(text, "sn=")) &&
	       slice_contains(text, "sn=") && slice_contains(text, "time=\"") &&
	       slice_contains(text, "fw=");
}

static int sonicwall_bid(const struct record *record)
{
	return has_shape(record->body) ? BID_SIGNATURE : BID_NONE;
}

static enum status sonicwall_parse(void *state, const struct record *record, struct event *event)
{
	struct slice text = record->body;
	struct slice key;
	struct slice value;
	struct traffic fields;
	(void)state;
	if (!has_shape(text)) {
		return STATUS_MISMATCH;
	}
	traffic_clear(&fields);
	while (pairs_next(&text, &key, &value)) {
		traffic_take(&fields, keys, sizeof(keys) / sizeof(keys[0]), key, slice_trim(value));
	}
	traffic_fill(&fields, event);
	event->client = split_side(event->client, &event->client_port);
	event->server = split_side(event->server, &event->server_port);
	read_time(fields.values[FIELD_TIME], event);
	int64_t priority;
	if (slice_to_int(fields.values[FIELD_PRIORITY], &priority) && priority >= 0 &&
	    priority <= SEVERITY_DEBUG) {
		event->severity = (enum severity)priority;
	}
	int64_t elapsed_ms = token_count(fields.values[FIELD_SECONDS_CDUR], -1);
	if (elapsed_ms >= 0 && elapsed_ms < INT64_MAX / US_PER_MS) {
		event->duration_us = elapsed_ms * US_PER_MS;
		event->stamps_end = true;
	}
	if (event->host.size == 0) {
		/* "id=firewall" is what all devices say until somebody names them */
		bool named = fields.values[FIELD_LABEL].size > 0 &&
			     !slice_is(fields.values[FIELD_LABEL], "firewall") &&
			     !slice_is(fields.values[FIELD_LABEL], "sslvpn");
		event->host = fields.values[named ? FIELD_LABEL : FIELD_ADDRESS];
	}
	read_action(&fields, event);
	return STATUS_OK;
}

const struct format sonicwall_format = {
	.name = "sonicwall",
	.title = "SonicWall (id=firewall sn=… time=\"…\" fw=… m=537)",
	.source = "SonicOS Log Events Reference Guide",
	.bid = sonicwall_bid,
	.needs = "=\"",
	.parse = sonicwall_parse,
};
