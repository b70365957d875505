// SPDX-License-Identifier: MIT
/*
 * Clavister cOS Core.
 *
 *     [2024-08-07 05:30:19] EFW: CONN: prio=1 id=00600002 rev=1 event=conn_close_natsat
 *         action=close rule=allow-pay conn=close connipproto=TCP connsrcip=192.0.2.7
 *         connsrcport=50123 conndestip=198.51.100.10 conndestport=443 origsent=529 termsent=1034
 *     id=600002 event=conn_close action=close [message=Connection closed …][rules rule=allow-pay ]
 *         [conn [conn connsrcip=192.0.2.7 … origsent=59.0   termsent=7.62 K ]]
 *
 * An id, the event's name, and pairs; newer versions put these into brackets and round long counts
 * ("7.62 K"), which are then left out.
 */
#include "format.h"
#include "message_table.h"
#include "token.h"
#include "traffic.h"

enum {
	HEAD_LIMIT = 96, /* bytes before "event=" */
	FIELD_EVENT = TRAFFIC_OTHER,
	FIELD_PRIORITY,
	FIELD_OTHER_SOURCE, /* of what is no connection */
	FIELD_CLIENT,
};

static const struct traffic_key keys[] = {
	TRAFFIC_KEY("connsrcip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("srcip", FIELD_OTHER_SOURCE),
	TRAFFIC_KEY("ipaddr", FIELD_OTHER_SOURCE),
	TRAFFIC_KEY("client_ip", FIELD_CLIENT),
	TRAFFIC_KEY("ipsrc", FIELD_OTHER_SOURCE),
	TRAFFIC_KEY("connsrcport", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("srcport", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("conndestip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("destip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("ipdest", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("server", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("conndestport", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("destport", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("connipproto", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("ipproto", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("action", TRAFFIC_ACTION),
	TRAFFIC_KEY("rule", TRAFFIC_RULE),
	TRAFFIC_KEY("username", TRAFFIC_USER),
	TRAFFIC_KEY("authuser", TRAFFIC_USER),
	TRAFFIC_KEY("origsent", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("termsent", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("conntime", TRAFFIC_SECONDS),
	TRAFFIC_KEY("id", TRAFFIC_CODE),
	TRAFFIC_KEY("event", FIELD_EVENT),
	TRAFFIC_KEY("prio", FIELD_PRIORITY),
};

/* clang-format off */
/* By the event's name; D: cOS Core Log Reference Guide. */
static const struct message_row messages[] = {
	{"admin_login", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{"admin_login_failed", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"admin_authentication_failed", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"admin_logout", NULL, SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{"user_login_failed", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
	{"bad_user_credentials", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
	{"startup_normal", NULL, SIGNAL_DEVICE_UP, "ok", NULL},
	{"startup_echo", NULL, SIGNAL_DEVICE_UP, "ok", NULL},
	{"shutdown", NULL, SIGNAL_DEVICE_DOWN, NULL, NULL},
	{"peer_gone", NULL, SIGNAL_HA_PEER_DOWN, "fail", NULL},
	{"peer_alive", NULL, SIGNAL_HA_PEER_UP, "ok", NULL},
	{"maximum_allowed_connections_reached", NULL, SIGNAL_TABLE_FULL, "fail", NULL},
	{"connection_table_full", NULL, SIGNAL_TABLE_FULL, "fail", NULL},
	{"out_of_connections", NULL, SIGNAL_TABLE_FULL, "fail", NULL},
	{"radius_auth_timeout", NULL, SIGNAL_AUTH_FAIL, "timeout", NULL},		/* F */
	{"user_login", NULL, SIGNAL_LOG, "ok", NULL},					/* F: users */
};
/* clang-format on */

static bool has_shape(struct slice body)
{
	struct slice head = slice_first(body, HEAD_LIMIT);
	size_t at = slice_find(head, " event=");
	size_t id = slice_find(head, "id=");
	return at < head.size && id < at && (id == 0 || head.data[id - 1] == ' ') &&
	       id + 3 < head.size && head.data[id + 3] >= '0' && head.data[id + 3] <= '9';
}

static bool is_unit(struct slice rest)
{
	struct slice word;
	return slice_eat_word(&rest, &word) && word.size == 1 &&
	       strchr("KMGT", word.data[0]) != NULL;
}

/* "59.0" → "59" */
static struct slice whole_number(struct slice value)
{
	return slice_ends_with(value, ".0") ? slice_first(value, value.size - 2) : value;
}

static void read_pairs(struct slice text, struct traffic *fields)
{
	struct slice word;
	struct slice key;
	traffic_clear(fields);
	while (slice_eat_word(&text, &word)) {
		while (slice_eat_char(&word, '[') || slice_eat_char(&word, ']')) {
		}
		if (!slice_eat_until(&word, '=', &key) || is_unit(text)) {
			continue;
		}
		size_t size = word.size;
		while (size > 0 && strchr("]\"", word.data[size - 1]) != NULL) {
			size--;
		}
		traffic_take(fields, keys, sizeof(keys) / sizeof(keys[0]), key,
			     whole_number(slice_first(word, size)));
	}
}

static void read_session(struct slice name, struct event *event)
{
	bool both = event->client.size > 0 && event->server.size > 0;
	if (slice_starts_with(name, "conn_close")) {
		event->signal = SIGNAL_FLOW;
		event->outcome = slice_from("close");
	} else if (slice_starts_with(name, "conn_open")) {
		event->signal = SIGNAL_FLOW;
		event->outcome = slice_from("built");
	} else if (both && slice_is(event->outcome, "deny")) {
		event->signal = SIGNAL_FLOW;
	}
}

/* "[2024-08-07 05:30:19] EFW: ", where no syslog header says when. */
static void read_head(struct slice text, struct event *event)
{
	struct stamp stamp;
	if (slice_eat_char(&text, '[') && stamp_eat_iso(&text, &stamp)) {
		event->stamp = stamp;
	}
}

static int clavister_bid(const struct record *record)
{
	if (!has_shape(record->body)) {
		return BID_NONE;
	}
	bool own = slice_contains(record->body, " [message=") ||
		   slice_contains(record->body, " message=") ||
		   slice_contains(record->body, " rev=");
	return own ? BID_SIGNATURE - 10 : BID_NONE;
}

static enum status clavister_parse(void *state, const struct record *record, struct event *event)
{
	struct traffic fields;
	(void)state;
	if (clavister_bid(record) == BID_NONE) {
		return STATUS_MISMATCH;
	}
	read_pairs(record->body, &fields);
	traffic_fill(&fields, event);
	read_head(record->body, event);
	if (event->client.size == 0) {
		bool other = fields.values[FIELD_OTHER_SOURCE].size > 0;
		event->client = fields.values[other ? FIELD_OTHER_SOURCE : FIELD_CLIENT];
	}
	int64_t priority = token_count(fields.values[FIELD_PRIORITY], -1);
	if (priority >= SEVERITY_EMERGENCY && priority <= SEVERITY_DEBUG) {
		/* 1 is what happens all the time, 3 a warning: the other way round than syslog */
		event->severity = (enum severity)(SEVERITY_DEBUG - priority);
	}
	size_t at = slice_find(record->body, "message=");
	struct slice sentence = slice_after(record->body, at + strlen("message="));
	if (sentence.size > 0) {
		event->message = sentence;
	}
	struct slice name = fields.values[FIELD_EVENT];
	if (!message_table_apply(messages, sizeof(messages) / sizeof(messages[0]), name, sentence,
				 event)) {
		read_session(name, event);
	}
	return STATUS_OK;
}

const struct format clavister_format = {
	.name = "clavister",
	.title = "Clavister cOS Core (id=600002 event=conn_close …)",
	.source = "Clavister cOS Core Log Reference Guide",
	.bid = clavister_bid,
	.needs = "=0",
	.parse = clavister_parse,
};
