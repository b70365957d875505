// SPDX-License-Identifier: MIT
/*
 * Cisco Meraki: security appliances, switches and access points.
 *
 *     <134>1 1722976219.253011885 fw-mx-01 flows allow src=192.0.2.7 dst=198.51.100.10 mac=…
 *         protocol=tcp sport=39247 dport=443
 *     1722976220.814828766 fw-mx-01 events type=vpn_connectivity_change … connectivity='false'
 *
 *     epoch · device · kind of line · text or pairs
 *
 * "pattern: 0 …" says that the packet was allowed, "pattern: 1 …" that it was denied; older
 * firmware writes "allow" and "deny" there, newer before the pairs.
 */
#include "format.h"
#include "message_table.h"
#include "protocol.h"
#include "traffic.h"

enum {
	EPOCH_DIGITS = 10, /* seconds until the year 2286 */
	NAME_LIMIT = 64,   /* the longest name of a device in the dashboard */
};

/* clang-format off */
static const struct message_row rows[] = {
	{"events", "connectivity='false'", SIGNAL_TUNNEL_DOWN, "fail", "peer_ident='"},	/* D, as below */
	{"events", "connectivity='true'", SIGNAL_TUNNEL_UP, "ok", "peer_ident='"},
	{"events", "auth_failure", SIGNAL_AUTH_FAIL, "fail", NULL},				/* F */
	{"events", "failover to", SIGNAL_HA_FAILOVER, NULL, NULL},
	{"events", "status changed from Down to", SIGNAL_LINK_UP, "ok", "ort "},
	{"events", "fdx to down", SIGNAL_LINK_DOWN, "fail", "ort "},
};
/* clang-format on */

/* The kinds of lines of the Syslog Event Types and Log Samples. */
static const char *const kinds[] = {"flows",
				    "firewall",
				    "vpn_firewall",
				    "cellular_firewall",
				    "bridge_anyconnect_client_vpn_firewall",
				    "events",
				    "urls",
				    "ip_flow_start",
				    "ip_flow_end",
				    "ids-alerts",
				    "security_event",
				    "airmarshal_events",
				    "l7_firewall",
				    NULL};

struct line {
	struct slice epoch, host, kind, text;
};

static bool find_line(const struct record *record, struct line *ret_line)
{
	struct slice rest = record->whole;
	if (slice_eat_char(&rest, '<')) {
		rest = slice_after(rest, slice_find_char(rest, '>') + 1);
		slice_eat(&rest, "1 ");
	}
	slice_eat_blanks(&rest);
	if (rest.size <= EPOCH_DIGITS || rest.data[0] != '1' || rest.data[EPOCH_DIGITS] != '.') {
		rest = record->body; /* a relay's header stands before */
		slice_eat(&rest, "1 ");
	}
	if (rest.size <= EPOCH_DIGITS || rest.data[EPOCH_DIGITS] != '.' ||
	    !slice_eat_word(&rest, &ret_line->epoch) || ret_line->epoch.size <= EPOCH_DIGITS ||
	    ret_line->epoch.data[EPOCH_DIGITS] != '.' || !slice_eat_word(&rest, &ret_line->host) ||
	    ret_line->host.size > NAME_LIMIT || !slice_eat_word(&rest, &ret_line->kind)) {
		return false;
	}
	ret_line->text = rest;
	for (const char *const *kind = kinds; *kind != NULL; kind++) {
		if (slice_is(ret_line->kind, *kind)) {
			return true;
		}
	}
	return false;
}

/* "192.0.2.7:64194", of the urls; an IPv6 address of the flows is whole. */
static struct slice split_port(struct slice side, int32_t *ret_port)
{
	size_t colon = slice_find_char(side, ':');
	if (slice_find_char(side, '.') > colon || colon == side.size) {
		return side;
	}
	*ret_port = protocol_port(slice_after(side, colon + 1));
	return slice_first(side, colon);
}

static const char *outcome_of(struct slice text)
{
	if (slice_starts_with(text, "allow") || slice_contains(text, "pattern: allow") ||
	    slice_contains(text, "pattern: 0 ")) {
		return "accept";
	}
	if (slice_starts_with(text, "deny") || slice_contains(text, "pattern: deny") ||
	    slice_contains(text, "pattern: 1 ")) {
		return "deny";
	}
	return NULL;
}

static void read_pairs(struct slice text, struct event *event)
{
	static const struct traffic_key keys[] = {
		TRAFFIC_KEY("src", TRAFFIC_SOURCE),
		TRAFFIC_KEY("dst", TRAFFIC_DESTINATION),
		TRAFFIC_KEY("sport", TRAFFIC_SOURCE_PORT),
		TRAFFIC_KEY("dport", TRAFFIC_DESTINATION_PORT),
		TRAFFIC_KEY("protocol", TRAFFIC_PROTOCOL),
		TRAFFIC_KEY("agent", TRAFFIC_AGENT),
		TRAFFIC_KEY("user", TRAFFIC_USER),
	};
	struct traffic fields;
	traffic_clear(&fields);
	traffic_take_pairs(&fields, keys, sizeof(keys) / sizeof(keys[0]), text);
	traffic_fill(&fields, event);
	event->client = split_port(event->client, &event->client_port);
	event->server = split_port(event->server, &event->server_port);
}

static void read_event(const struct line *line, struct event *event)
{
	message_table_apply(rows, sizeof(rows) / sizeof(rows[0]), line->kind, line->text, event);
	event->actor = message_word_after(line->text, "user id ");
	static const char *const peers[] = {"Peer IP=", "connected from "};
	for (size_t i = 0; i < sizeof(peers) / sizeof(peers[0]) && event->client.size == 0; i++) {
		event->client = message_word_after(line->text, peers[i]);
	}
}

static int meraki_bid(const struct record *record)
{
	struct line line;
	return find_line(record, &line) ? BID_SIGNATURE : BID_NONE;
}

static enum status meraki_parse(void *state, const struct record *record, struct event *event)
{
	struct line line;
	(void)state;
	if (!find_line(record, &line)) {
		return STATUS_MISMATCH;
	}
	struct slice epoch = line.epoch;
	struct stamp stamp;
	if (stamp_eat_epoch(&epoch, &stamp)) {
		event->stamp = stamp;
	}
	event->host = line.host;
	event->program = slice_empty();
	event->code = line.kind;
	event->message = line.text;
	if (slice_is(line.kind, "events")) {
		read_event(&line, event);
		return STATUS_OK;
	}
	read_pairs(line.text, event);
	const char *outcome = outcome_of(line.text);
	if (outcome != NULL && event->client.size > 0) {
		event->signal = SIGNAL_FLOW;
		event->outcome = slice_from(outcome);
	}
	size_t request = slice_find(line.text, "request: ");
	struct slice rest = slice_after(line.text, request + strlen("request: "));
	if (request < line.text.size && slice_eat_word(&rest, &event->method)) {
		event->path = rest;
	}
	return STATUS_OK;
}

const struct format cisco_meraki_format = {
	.name = "cisco_meraki",
	.title = "Cisco Meraki (1722976219.253 MX84 flows allow src=…)",
	.source = "Meraki Syslog Event Types and Log Samples",
	.bid = meraki_bid,
	.parse = meraki_parse,
};
