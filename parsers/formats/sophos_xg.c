// SPDX-License-Identifier: MIT
/*
 * Sophos Firewall (SFOS, formerly XG).
 *
 *     device="SFW" date=2024-08-07 time=05:30:19 timezone="KST" device_name="XG230" device_id=C44…
 *         log_id=010101600001 log_type="Firewall" log_component="Firewall Rule"
 *         log_subtype="Allowed" status="Allow" duration=11 fw_rule_id=21 src_ip=192.0.2.7 …
 *     device_name="SFW" timestamp="2024-08-07T05:30:19+0900" device_model="SFVH" … con_event="Stop"
 *
 * A log id is type (2), component (2), subtype (2), priority (1) and message id (5): the last is
 * what the vendor lists. `device_name` is the model or "SFW" unless somebody named the device, so a
 * line without a header is told by its serial number. Sessions are told at their start and at their
 * end; the one with a duration is the end. WAF records are requests that it served.
 */
#include "format.h"
#include "message_table.h"
#include "token.h"
#include "traffic.h"

enum sophos_field {
	FIELD_DATE = TRAFFIC_OTHER,
	FIELD_TIME,
	FIELD_ZONE,
	FIELD_STAMP,
	FIELD_TYPE,
	FIELD_COMPONENT,
	FIELD_SUBTYPE,
	FIELD_LEVEL,
	FIELD_EVENT,
	FIELD_ELAPSED,
	FIELD_TUNNEL,
	FIELD_GATEWAY,
	FIELD_NAME,
	FIELD_SERIAL,
};

enum { MESSAGE_DIGITS = 5, LOG_ID_DIGITS = 12 };

static const struct traffic_key keys[] = {
	TRAFFIC_KEY("src_ip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("sourceip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("remoteinterfaceip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("dst_ip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("destinationip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("localip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("localinterfaceip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("src_port", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("dst_port", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("protocol", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("status", TRAFFIC_ACTION),
	TRAFFIC_KEY("fw_rule_id", TRAFFIC_RULE),
	TRAFFIC_KEY("fw_rule_name", TRAFFIC_RULE_NAME),
	TRAFFIC_KEY("user_name", TRAFFIC_USER),
	TRAFFIC_KEY("sent_bytes", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("bytes_sent", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("bytesrcv", TRAFFIC_BYTES_IN),
	TRAFFIC_KEY("recv_bytes", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("bytes_received", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("bytessent", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("duration", TRAFFIC_SECONDS),
	TRAFFIC_KEY("con_duration", TRAFFIC_SECONDS),
	TRAFFIC_KEY("method", TRAFFIC_METHOD),
	TRAFFIC_KEY("url", TRAFFIC_PATH),
	TRAFFIC_KEY("useragent", TRAFFIC_AGENT),
	TRAFFIC_KEY("user_agent", TRAFFIC_AGENT),
	TRAFFIC_KEY("httpstatus", TRAFFIC_STATUS),
	TRAFFIC_KEY("status_code", TRAFFIC_STATUS),
	TRAFFIC_KEY("http_status", TRAFFIC_STATUS),
	TRAFFIC_KEY("httpresponsecode", TRAFFIC_STATUS),
	TRAFFIC_KEY("message", TRAFFIC_MESSAGE),
	TRAFFIC_KEY("log_id", TRAFFIC_CODE),
	TRAFFIC_KEY("date", FIELD_DATE),
	TRAFFIC_KEY("time", FIELD_TIME),
	TRAFFIC_KEY("timezone", FIELD_ZONE),
	TRAFFIC_KEY("timestamp", FIELD_STAMP),
	TRAFFIC_KEY("log_type", FIELD_TYPE),
	TRAFFIC_KEY("log_component", FIELD_COMPONENT),
	TRAFFIC_KEY("log_subtype", FIELD_SUBTYPE),
	TRAFFIC_KEY("priority", FIELD_LEVEL),
	TRAFFIC_KEY("severity", FIELD_LEVEL),
	TRAFFIC_KEY("connevent", FIELD_EVENT),
	TRAFFIC_KEY("con_event", FIELD_EVENT),
	TRAFFIC_KEY("responsetime", FIELD_ELAPSED),
	TRAFFIC_KEY("connectionname", FIELD_TUNNEL),
	TRAFFIC_KEY("con_name", FIELD_TUNNEL),
	TRAFFIC_KEY("gw_name", FIELD_GATEWAY),
	TRAFFIC_KEY("device_name", FIELD_NAME),
	TRAFFIC_KEY("device_id", FIELD_SERIAL),
	TRAFFIC_KEY("device_serial_id", FIELD_SERIAL),
};

/* clang-format off */
/* By component and sentence. */
static const struct message_row messages[] = {
	{"GUI", "logged in successfully", SIGNAL_OPERATOR_LOGIN, "ok", NULL},		/* K */
	{"CLI", "logged in successfully", SIGNAL_OPERATOR_LOGIN, "ok", NULL},		/* K */
	{"GUI", "failed to login", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},		/* F */
	{"CLI", "failed to login", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},		/* F */
	{"GUI", "logged out", SIGNAL_OPERATOR_LOGOUT, NULL, NULL},			/* K, as below */
	{"CLI", "logged out", SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{NULL, "changed by '", SIGNAL_CONFIG_CHANGE, "ok", NULL},			/* F */
	{NULL, "added by '", SIGNAL_CONFIG_CHANGE, "ok", NULL},				/* K, as below */
	{NULL, "updated by '", SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, "deleted by '", SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, "failed to login", SIGNAL_AUTH_FAIL, "fail", NULL},			/* F: users */
	{NULL, "definitions upgraded from", SIGNAL_UPDATE_OK, "ok", NULL},		/* F */
	{NULL, "definitions upgrade failed", SIGNAL_UPDATE_FAIL, "fail", NULL},		/* K */
	{"RED", "is now re-connected", SIGNAL_TUNNEL_UP, "ok", ""},			/* F */
	{"RED", "is now connected", SIGNAL_TUNNEL_UP, "ok", ""},			/* K */
	{"RED", "is now disconnected", SIGNAL_TUNNEL_DOWN, "fail", ""},			/* F */
	{"HA", "ecame primary", SIGNAL_HA_FAILOVER, NULL, NULL},			/* K, as below */
	{"HA", "ecame auxiliary", SIGNAL_HA_FAILOVER, NULL, NULL},
	{"HA", "went from", SIGNAL_HA_FAILOVER, NULL, NULL},
	{"Gateway", "is down", SIGNAL_HEALTH_DOWN, "fail", "ateway "},
	{"Gateway", "is up", SIGNAL_HEALTH_UP, "ok", "ateway "},
	{"Interface", "is down", SIGNAL_LINK_DOWN, "fail", "nterface "},
	{"Interface", "is up", SIGNAL_LINK_UP, "ok", "nterface "},
	{"Appliance", "has been restarted", SIGNAL_DEVICE_REBOOT, NULL, NULL},
	{"Appliance", "has been shut down", SIGNAL_DEVICE_DOWN, NULL, NULL},
	{"Appliance", "became live", SIGNAL_DEVICE_UP, NULL, NULL},
};
/* clang-format on */

static void read_time(const struct traffic *fields, struct event *event)
{
	struct slice text = fields->values[FIELD_STAMP];
	struct stamp stamp = {0};
	if (stamp_eat_iso(&text, &stamp)) {
		event->stamp = stamp;
	} else if (stamp_from_date_and_time(fields->values[FIELD_DATE], fields->values[FIELD_TIME],
					    &stamp)) {
		stamp_set_zone(&stamp, fields->values[FIELD_ZONE]);
		event->stamp = stamp;
	}
}

static enum severity severity_of(struct slice word, enum severity otherwise)
{
	static const char *const words[] = {"Emergency", "Alert",  "Critical",    "Error",
					    "Warning",   "Notice", "Information", "Debug"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_is_ignoring_case(word, words[i])) {
			return (enum severity)i;
		}
	}
	return otherwise;
}

static void read_session(const struct traffic *fields, struct event *event)
{
	struct slice verdict = fields->values[FIELD_SUBTYPE];
	event->signal = SIGNAL_FLOW;
	event->outcome = traffic_outcome(verdict);
	if (slice_is(fields->values[FIELD_EVENT], "Start")) {
		event->duration_us = DURATION_NONE;
		event->stamps_end = false;
	}
}

/* Served by the reverse proxy: response time in microseconds. */
static void read_request(const struct traffic *fields, struct event *event)
{
	event->signal = SIGNAL_REQUEST;
	int64_t elapsed_us = token_count(fields->values[FIELD_ELAPSED], DURATION_NONE);
	event->duration_us = elapsed_us;
	event->stamps_end = elapsed_us != DURATION_NONE;
}

static void read_tunnel(struct slice status, struct slice name, struct event *event)
{
	if (slice_is(status, "Established") || slice_is(status, "Terminated")) {
		bool up = slice_is(status, "Established");
		event->signal = up ? SIGNAL_TUNNEL_UP : SIGNAL_TUNNEL_DOWN;
		event->outcome = slice_from(up ? "ok" : "fail");
		event->part = name;
	}
}

static void read_system(const struct traffic *fields, struct event *event)
{
	const struct slice *values = fields->values;
	struct slice status = values[TRAFFIC_ACTION];
	if (slice_starts_with(status, "Success")) {
		event->outcome = slice_from("ok");
	} else if (slice_starts_with(status, "Fail")) {
		event->outcome = slice_from("fail");
	}
	message_table_apply(messages, sizeof(messages) / sizeof(messages[0]),
			    values[FIELD_COMPONENT], values[TRAFFIC_MESSAGE], event);
	if (slice_is(values[FIELD_COMPONENT], "IPSec")) {
		read_tunnel(status, values[FIELD_TUNNEL], event);
	}
	struct slice actor = message_word_after(values[TRAFFIC_MESSAGE], " by '");
	if (event->actor.size == 0 && actor.size > 0) {
		event->actor = actor;
	}
	struct slice client = message_word_after(values[TRAFFIC_MESSAGE], " from '");
	if (event->client.size == 0 && client.size > 0) {
		event->client = client;
	}
}

/* "XG230", "SG330", "CR750iNG-XP", "XGS2100", "SFW", "SF01V": every device of that kind says so. */
static bool is_model(struct slice name)
{
	static const char *const series[] = {"XGS", "XG", "SG", "CR", "SF"};
	for (size_t i = 0; i < sizeof(series) / sizeof(series[0]); i++) {
		struct slice rest = name;
		if (slice_eat(&rest, series[i]) && rest.size > 0) {
			bool digit = rest.data[0] >= '0' && rest.data[0] <= '9';
			return digit || slice_is(rest, "W") || slice_is(rest, "VH");
		}
	}
	return false;
}

static struct slice device_of(const struct slice *values)
{
	bool serial = values[FIELD_SERIAL].size > 0 &&
		      (values[FIELD_NAME].size == 0 || is_model(values[FIELD_NAME]));
	return values[serial ? FIELD_SERIAL : FIELD_NAME];
}

static bool has_shape(struct slice body)
{
	return slice_contains(body, "log_type=\"") && slice_contains(body, "log_component=\"") &&
	       slice_contains(body, "log_id=");
}

static int sophos_bid(const struct record *record)
{
	return has_shape(record->body) ? BID_SIGNATURE : BID_NONE;
}

static enum status sophos_parse(void *state, const struct record *record, struct event *event)
{
	struct slice text = record->body;
	struct traffic fields;
	(void)state;
	if (!has_shape(text)) {
		return STATUS_MISMATCH;
	}
	traffic_clear(&fields);
	traffic_take_pairs(&fields, keys, sizeof(keys) / sizeof(keys[0]), text);
	struct slice type = fields.values[FIELD_TYPE];
	traffic_fill(&fields, event);
	read_time(&fields, event);
	event->severity = severity_of(fields.values[FIELD_LEVEL], event->severity);
	if (event->host.size == 0) {
		event->host = device_of(fields.values);
	}
	if (event->code.size == LOG_ID_DIGITS) {
		event->code = slice_after(event->code, LOG_ID_DIGITS - MESSAGE_DIGITS);
	}
	if (slice_is(type, "Firewall")) {
		read_session(&fields, event);
	} else if (slice_is(type, "WAF")) {
		read_request(&fields, event);
	} else {
		read_system(&fields, event);
		struct slice subtype = fields.values[FIELD_SUBTYPE];
		bool category = slice_is(type, "Event") || slice_is(type, "System Health") ||
				slice_starts_with(type, "Wireless");
		if (event->outcome.size == 0 && !category) {
			event->outcome = traffic_outcome(subtype); /* "Denied", "Spam", "Virus" */
		}
	}
	return STATUS_OK;
}

const struct format sophos_xg_format = {
	.name = "sophos_xg",
	.title = "Sophos Firewall, XG (device=\"SFW\" … log_type=\"Firewall\" log_component=…)",
	.source = "Sophos Firewall syslog guide",
	.bid = sophos_bid,
	.needs = "=\"_",
	.parse = sophos_parse,
};
