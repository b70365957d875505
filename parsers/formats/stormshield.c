// SPDX-License-Identifier: MIT
/*
 * Stormshield Network Security (formerly NETASQ): WELF pairs.
 *
 *     id=firewall time="2024-08-07 05:30:19" fw="SN710A00A0000A0" tz=+0900
 *         startime="2024-08-07 05:30:18" pri=5 confid=01 slotlevel=2 ruleid=11 rulename="pay"
 *         srcif="Ethernet0" ipproto=tcp proto=https src=192.0.2.7 srcport=50123 dst=198.51.100.10
 *         dstport=443 sent=98 rcvd=76 duration=0.10 action=pass logtype="filter"
 *
 * `time` is when the line was written, `startime` when it began, both by the device's wall clock,
 * `tz` its offset. Some relays drop the "id=firewall". The kind of line stands last.
 */
#include "format.h"
#include "message_table.h"
#include "token.h"
#include "traffic.h"

enum stormshield_field {
	FIELD_ZONE = TRAFFIC_OTHER,
	FIELD_TYPE,
	FIELD_PRIORITY,
	FIELD_ERROR,
	FIELD_PEER,
	FIELD_ADDRESS,
};

static const struct traffic_key keys[] = {
	TRAFFIC_KEY("src", TRAFFIC_SOURCE),
	TRAFFIC_KEY("dst", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("srcport", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("dstport", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("ipproto", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("action", TRAFFIC_ACTION),
	TRAFFIC_KEY("ruleid", TRAFFIC_RULE),
	TRAFFIC_KEY("rulename", TRAFFIC_RULE_NAME),
	TRAFFIC_KEY("user", TRAFFIC_USER),
	TRAFFIC_KEY("sent", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("rcvd", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("duration", TRAFFIC_SECONDS),
	TRAFFIC_KEY("msg", TRAFFIC_MESSAGE),
	TRAFFIC_KEY("fw", TRAFFIC_HOST),
	TRAFFIC_KEY("op", TRAFFIC_METHOD),
	TRAFFIC_KEY("result", TRAFFIC_STATUS),
	TRAFFIC_KEY("arg", TRAFFIC_PATH),
	TRAFFIC_KEY("tz", FIELD_ZONE),
	TRAFFIC_KEY("logtype", FIELD_TYPE),
	TRAFFIC_KEY("pri", FIELD_PRIORITY),
	TRAFFIC_KEY("error", FIELD_ERROR),
	TRAFFIC_KEY("peername", FIELD_PEER),
	TRAFFIC_KEY("address", FIELD_ADDRESS),
};

/* clang-format off */
/* By kind of line and sentence. Marks: F seen in real logs, K known. */
static const struct message_row messages[] = {
	{"auth", "success on the firewall", SIGNAL_OPERATOR_LOGIN, "ok", NULL},		/* F */
	{"auth", "SSH authentication failed", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL}, /* F */
	{"auth", "Authentication Failed", SIGNAL_AUTH_FAIL, "fail", NULL},		/* F: users */
	{"auth", "authentication failed", SIGNAL_AUTH_FAIL, "fail", NULL},		/* K */
	{"xvpn", "authenticated", SIGNAL_LOG, "ok", NULL},				/* F: users */
	{"server", " ACTIVATE", SIGNAL_CONFIG_COMMIT_OK, "ok", NULL},			/* K, as below */
	{"server", "CONFIG ", SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"server", "SYSTEM ", SIGNAL_OPERATOR_COMMAND, NULL, NULL},			/* F */
	{"server", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL},				/* F */
	{"system", "Cannot contact server", SIGNAL_UPDATE_FAIL, "fail", NULL},		/* F */
	{"system", "nterface down", SIGNAL_LINK_DOWN, "fail", NULL},			/* K, as below */
	{"system", "nterface up", SIGNAL_LINK_UP, "ok", NULL},
};
/* clang-format on */

/* " time="2024-08-07 05:30:19"", also without the quotes around its blank. */
static void read_time(struct slice text, struct slice zone, struct event *event)
{
	struct slice rest = text;
	while (!slice_eat(&rest, "time=") && rest.size > 0) {
		size_t at = slice_find(rest, " time=");
		rest = slice_after(rest, at + 1);
	}
	struct stamp stamp;
	slice_eat_char(&rest, '"');
	if (stamp_eat_iso(&rest, &stamp)) {
		if (zone.size > 0) {
			stamp_set_zone(&stamp, zone);
		}
		event->stamp = stamp;
	}
}

static bool is_session(struct slice type)
{
	return slice_is(type, "filter") || slice_is(type, "connection") ||
	       slice_is(type, "plugin") || slice_is(type, "count");
}

/* What the rule did; a connection is told when it ends. */
static void read_session(const struct traffic *fields, struct event *event)
{
	if (event->client.size == 0 || event->server.size == 0) {
		return;
	}
	event->signal = SIGNAL_FLOW;
	if (event->outcome.size == 0 && !slice_is(fields->values[FIELD_TYPE], "filter")) {
		event->outcome = slice_from("close");
	}
}

static void read_words(const struct traffic *fields, struct event *event)
{
	const struct slice *values = fields->values;
	message_table_apply(messages, sizeof(messages) / sizeof(messages[0]), values[FIELD_TYPE],
			    values[TRAFFIC_MESSAGE], event);
	bool failed = values[FIELD_ERROR].size > 0 && !slice_is(values[FIELD_ERROR], "0");
	if (failed && event->signal == SIGNAL_CONFIG_COMMIT_OK) {
		event->signal = SIGNAL_CONFIG_COMMIT_FAIL;
	} else if (failed && event->signal == SIGNAL_CONFIG_CHANGE) {
		event->signal = SIGNAL_LOG;
	}
	if (values[FIELD_ERROR].size > 0 && event->signal != SIGNAL_AUTH_FAIL) {
		event->outcome = slice_from(failed ? "fail" : "ok");
	}
	if (event->client.size == 0) {
		event->client = values[FIELD_ADDRESS];
	}
}

static bool has_shape(struct slice body)
{
	return slice_contains(body, "startime=") && slice_contains(body, " fw=") &&
	       slice_contains(body, " logtype=");
}

static int stormshield_bid(const struct record *record)
{
	return has_shape(record->body) ? BID_SIGNATURE : BID_NONE;
}

static enum status stormshield_parse(void *state, const struct record *record, struct event *event)
{
	struct slice text = record->body;
	struct traffic fields;
	(void)state;
	if (!has_shape(text)) {
		return STATUS_MISMATCH;
	}
	traffic_clear(&fields);
	traffic_take_pairs(&fields, keys, sizeof(keys) / sizeof(keys[0]), text);
	traffic_fill(&fields, event);
	read_time(record->body, fields.values[FIELD_ZONE], event);
	event->code = fields.values[FIELD_TYPE];
	int64_t priority = token_count(fields.values[FIELD_PRIORITY], -1);
	if (priority >= SEVERITY_EMERGENCY && priority <= SEVERITY_DEBUG) {
		event->severity = (enum severity)priority;
	}
	if (is_session(event->code)) {
		read_session(&fields, event);
	} else {
		read_words(&fields, event);
	}
	return STATUS_OK;
}

const struct format stormshield_format = {
	.name = "stormshield",
	.title = "Stormshield (id=firewall time=\"…\" fw=\"…\" startime=… logtype=\"filter\")",
	.source = "Stormshield Network Security, Description of audit logs",
	.bid = stormshield_bid,
	.needs = "=",
	.parse = stormshield_parse,
};
