// SPDX-License-Identifier: MIT
/*
 * Sophos UTM (Astaro).
 *
 *     2024:08:07-05:30:19 fw-01 ulogd[5009]: id="2002" severity="info" sys="SecureNet"
 *         sub="packetfilter" name="Packet accepted" action="accept" fwrule="20" srcip="192.0.2.7" …
 *     … aua[4711]: id="3005" severity="warn" sys="System" sub="auth" name="Authentication failed" …
 *
 * Through syslog the stamp and the program are the header's.
 */
#include "format.h"
#include "message_table.h"
#include "token.h"
#include "traffic.h"

enum {
	DATE_SIZE = 10, /* 2024:08:07 */
	TIME_SIZE = 8,
	FIELD_LEVEL = TRAFFIC_OTHER,
	FIELD_SYSTEM,
	FIELD_PART,
	FIELD_CALLER,
	FIELD_ELAPSED,
};

static const struct traffic_key keys[] = {
	TRAFFIC_KEY("srcip", TRAFFIC_SOURCE),
	TRAFFIC_KEY("dstip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("localip", TRAFFIC_DESTINATION),
	TRAFFIC_KEY("srcport", TRAFFIC_SOURCE_PORT),
	TRAFFIC_KEY("dstport", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("port", TRAFFIC_DESTINATION_PORT),
	TRAFFIC_KEY("proto", TRAFFIC_PROTOCOL),
	TRAFFIC_KEY("action", TRAFFIC_ACTION),
	TRAFFIC_KEY("fwrule", TRAFFIC_RULE),
	TRAFFIC_KEY("user", TRAFFIC_USER),
	TRAFFIC_KEY("method", TRAFFIC_METHOD),
	TRAFFIC_KEY("url", TRAFFIC_PATH),
	TRAFFIC_KEY("ua", TRAFFIC_AGENT),
	TRAFFIC_KEY("statuscode", TRAFFIC_STATUS),
	TRAFFIC_KEY("size", TRAFFIC_BYTES_OUT),
	TRAFFIC_KEY("name", TRAFFIC_MESSAGE),
	TRAFFIC_KEY("id", TRAFFIC_CODE),
	TRAFFIC_KEY("severity", FIELD_LEVEL),
	TRAFFIC_KEY("sys", FIELD_SYSTEM),
	TRAFFIC_KEY("sub", FIELD_PART),
	TRAFFIC_KEY("caller", FIELD_CALLER),
	TRAFFIC_KEY("facility", FIELD_CALLER),
	TRAFFIC_KEY("time", FIELD_ELAPSED),
};

/* "2024:08:07-05:30:19 fw-01 ulogd[5009]: " */
static void read_head(struct slice head, struct event *event)
{
	char date[DATE_SIZE];
	struct slice host;
	struct slice program;
	struct stamp stamp;
	if (head.size < DATE_SIZE + 1 + TIME_SIZE || head.data[4] != ':' ||
	    head.data[DATE_SIZE] != '-') {
		return;
	}
	memcpy(date, head.data, DATE_SIZE);
	date[4] = '-';
	date[7] = '-';
	struct slice time = slice_make(head.data + DATE_SIZE + 1, TIME_SIZE);
	if (!stamp_from_date_and_time(slice_make(date, DATE_SIZE), time, &stamp)) {
		return;
	}
	event->stamp = stamp;
	head = slice_after(head, DATE_SIZE + 1 + TIME_SIZE);
	slice_eat_blanks(&head);
	if (slice_eat_word(&head, &host) && slice_eat_word(&head, &program)) {
		event->host = host;
		program = slice_first(program, slice_find_char(program, ':'));
		event->program = slice_first(program, slice_find_char(program, '['));
	}
}

/* WebAdmin and the shell are the operators' doors, all other callers those of users. */
static void read_login(const struct traffic *fields, struct event *event)
{
	struct slice name = fields->values[TRAFFIC_MESSAGE];
	struct slice caller = fields->values[FIELD_CALLER];
	bool operator_s = slice_is(caller, "webadmin") || slice_is(caller, "sshd") ||
			  slice_is(caller, "loginshell");
	if (slice_contains(name, "uthentication failed")) {
		event->signal = operator_s ? SIGNAL_OPERATOR_LOGIN_FAILED : SIGNAL_AUTH_FAIL;
		event->outcome = slice_from("fail");
	} else if (slice_contains(name, "uthentication successful")) {
		event->signal = operator_s ? SIGNAL_OPERATOR_LOGIN : SIGNAL_LOG;
		event->outcome = slice_from("ok");
	}
}

static enum severity severity_of(struct slice word, enum severity otherwise)
{
	static const struct {
		const char *begins;
		enum severity severity;
	} words[] = {
		{"crit", SEVERITY_CRITICAL}, {"err", SEVERITY_ERROR},
		{"warn", SEVERITY_WARNING},  {"info", SEVERITY_INFORMATIONAL},
		{"debug", SEVERITY_DEBUG},
	};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_starts_with(word, words[i].begins)) {
			return words[i].severity;
		}
	}
	return otherwise;
}

static bool find_pairs(const struct record *record, size_t *ret_at)
{
	struct slice body = record->body;
	*ret_at = slice_find(slice_first(body, 128), "id=\"");
	return *ret_at < body.size &&
	       (slice_contains(body, "\" sys=\"") || slice_contains(body, "\" localip=\""));
}

static int utm_bid(const struct record *record)
{
	size_t at;
	return find_pairs(record, &at) && (slice_contains(record->body, " sub=\"") ||
					   slice_contains(record->body, " extra=\""))
		       ? BID_SIGNATURE
		       : BID_NONE;
}

static enum status utm_parse(void *state, const struct record *record, struct event *event)
{
	size_t at;
	struct traffic fields;
	(void)state;
	if (utm_bid(record) == BID_NONE || !find_pairs(record, &at)) {
		return STATUS_MISMATCH;
	}
	struct slice rest = slice_after(record->body, at);
	traffic_clear(&fields);
	traffic_take_pairs(&fields, keys, sizeof(keys) / sizeof(keys[0]), rest);
	traffic_fill(&fields, event);
	read_head(slice_first(record->body, at), event);
	event->severity = severity_of(fields.values[FIELD_LEVEL], event->severity);
	if (slice_is(fields.values[FIELD_PART], "packetfilter") && traffic_is_flow(&fields)) {
		event->signal = SIGNAL_FLOW;
	} else if (fields.values[FIELD_PART].size == 0 && event->status > 0) {
		event->signal = SIGNAL_REQUEST;
		event->duration_us = token_count(fields.values[FIELD_ELAPSED], DURATION_NONE);
		event->stamps_end = event->duration_us != DURATION_NONE;
	}
	read_login(&fields, event);
	return STATUS_OK;
}

const struct format sophos_utm_format = {
	.name = "sophos_utm",
	.title =
		"Sophos UTM (id=\"2002\" severity=\"info\" sys=\"SecureNet\" sub=\"packetfilter\")",
	.source = "Sophos UTM log file format",
	.bid = utm_bid,
	.needs = "=\"",
	.parse = utm_parse,
};
