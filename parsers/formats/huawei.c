// SPDX-License-Identifier: MIT
/*
 * Huawei VRP: firewalls (USG, Eudemon), switches and routers; and H3C Comware.
 *
 *     <29>2024-8-7 05:30:19.270.1 fw-hw-01 %%01IFNET/4/IF_STATE(l)[4997]:Interface GE0/0/8 has
 *         turned into DOWN state.
 *     Aug  7 2024 05:30:20 fw-hw-01 %%01SHELL/5/CMDRECORD(l)[12]:Recorded command information. …
 *
 *     Aug  7 05:30:21 2024 sw-h3-01 %%10SHELL/5/SHELL_LOGIN: sec.kim logged in from 192.0.2.71.
 *
 * The last is H3C Comware. Behind "%%" and a version stand module, severity on syslog's scale and
 * the message's name. The device's own stamp does not pad months and days.
 */
#include "format.h"
#include "message_table.h"
#include "token.h"
#include "traffic.h"

enum { HEAD_LIMIT = 96, DATE_SIZE = 10 };

/* clang-format off */
static const struct message_row messages[] = {
	{"IF_STATE", "into DOWN", SIGNAL_LINK_DOWN, "fail", "Interface "},	/* F */
	{"IF_STATE", "into UP", SIGNAL_LINK_UP, "ok", "Interface "},		/* F */
	{"LINK_STATE", "DOWN state", SIGNAL_LINK_DOWN, "fail", "interface "},	/* K, as below */
	{"LINK_STATE", "UP state", SIGNAL_LINK_UP, "ok", "interface "},
	{"LOGIN", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{"LOGINFAILED", NULL, SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{"SSH_USER_LOGIN", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{"LOGOUT", NULL, SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{"CMDRECORD", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL},
	{"hwCfgChgNotify", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"SAVE", NULL, SIGNAL_CONFIG_COMMIT_OK, "ok", NULL},
	{"REBOOT", NULL, SIGNAL_DEVICE_REBOOT, NULL, NULL},
	{"NBRCHG", "to Down", SIGNAL_PEER_DOWN, "fail", NULL},
	{"NBRCHG", "to Full", SIGNAL_PEER_UP, "ok", NULL},
	{"NBR_CHG_DOWN", NULL, SIGNAL_PEER_DOWN, "fail", "NeighborAddress="},	/* D, as below */
	{"NBR_CHANGE_E", "NeighborCurrentState=Full", SIGNAL_PEER_UP, "ok", "NeighborAddress="},
	{"NBR_DOWN_REASON", NULL, SIGNAL_PEER_DOWN, "fail", "NeighborRouterId="},
	{"STATE_CHG_UPDOWN", "from ESTABLISHED", SIGNAL_PEER_DOWN, "fail", "peer "},
	{"STATE_CHG_UPDOWN", "to ESTABLISHED", SIGNAL_PEER_UP, "ok", "peer "},
	{"STACHG_TODWN", NULL, SIGNAL_PEER_DOWN, "fail", "PeerIp="},
	{"STACHG_TOUP", NULL, SIGNAL_PEER_UP, "ok", "PeerIp="},
	{"CORE_STATE", NULL, SIGNAL_HA_FAILOVER, NULL, NULL},
	{"CPU_USAGE_HIGH", NULL, SIGNAL_RESOURCE_HIGH, NULL, NULL},
	{"CPU_USAGE_RESUME", NULL, SIGNAL_RESOURCE_NORMAL, NULL, NULL},
	{"MEM_USAGE_HIGH", NULL, SIGNAL_RESOURCE_HIGH, NULL, NULL},
	{"MEM_USAGE_RESUME", NULL, SIGNAL_RESOURCE_NORMAL, NULL, NULL},
	/* H3C Comware, which has the same shape: D */
	{"LINK_UPDOWN", "is DOWN", SIGNAL_LINK_DOWN, "fail", ""},
	{"LINK_UPDOWN", "is UP", SIGNAL_LINK_UP, "ok", ""},
	{"PHY_UPDOWN", "to down", SIGNAL_LINK_DOWN, "fail", "interface "},
	{"PHY_UPDOWN", "to up", SIGNAL_LINK_UP, "ok", "interface "},
	{"SHELL_LOGIN", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{"SHELL_LOGOUT", NULL, SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{"SHELL_CMD", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL},
	{"CFGMAN_CFGCHANGED", NULL, SIGNAL_CONFIG_CHANGE, NULL, NULL},
	{"SYS_REBOOT", NULL, SIGNAL_DEVICE_REBOOT, NULL, NULL},
};
/* clang-format on */

static bool eat_number(struct slice *text, int32_t least, int32_t most, int32_t *ret_value)
{
	uint64_t value = 0;
	if (!slice_eat_uint(text, &value) || value < (uint64_t)least || value > (uint64_t)most) {
		return false;
	}
	*ret_value = (int32_t)value;
	return true;
}

/* "2024-8-7 05:30:19.270.1 ": also what stands behind the milliseconds. */
static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	struct slice time;
	int32_t year;
	int32_t month;
	int32_t day;
	if (!eat_number(&rest, 1970, 9999, &year) || !slice_eat_char(&rest, '-') ||
	    !eat_number(&rest, 1, 12, &month) || !slice_eat_char(&rest, '-') ||
	    !eat_number(&rest, 1, 31, &day) || !slice_eat_char(&rest, ' ') ||
	    !slice_eat_word(&rest, &time)) {
		return false;
	}
	struct slice zone = slice_after(time, slice_find_char(time, '+'));
	time = slice_first(time, time.size - zone.size);
	size_t point = slice_find_char(time, '.');
	size_t second = point + 1 + slice_find_char(slice_after(time, point + 1), '.');
	time = slice_first(time, second < time.size ? second : time.size);
	const char date[DATE_SIZE] = {
		(char)('0' + year / 1000),
		(char)('0' + year / 100 % 10),
		(char)('0' + year / 10 % 10),
		(char)('0' + year % 10),
		'-',
		(char)('0' + month / 10),
		(char)('0' + month % 10),
		'-',
		(char)('0' + day / 10),
		(char)('0' + day % 10),
	};
	if (!stamp_from_date_and_time(slice_make(date, DATE_SIZE), time, ret_stamp)) {
		return false;
	}
	if (zone.size > 0) {
		stamp_set_zone(ret_stamp, zone);
	}
	*text = rest;
	return true;
}

static bool find_mark(struct slice body, size_t *ret_at)
{
	*ret_at = slice_find(slice_first(body, HEAD_LIMIT), "%%");
	return *ret_at + 2 < body.size && *ret_at < HEAD_LIMIT && body.data[*ret_at + 2] >= '0' &&
	       body.data[*ret_at + 2] <= '9';
}

/* "01IFNET/4/IF_STATE(l)[4997]:" → module, severity, name */
static bool eat_mark(struct slice *text, struct event *event)
{
	struct slice rest = *text;
	struct slice module;
	struct slice name;
	uint64_t version = 0;
	int32_t severity;
	if (!slice_eat_uint(&rest, &version) || !slice_eat_until(&rest, '/', &module) ||
	    !slice_eat_digits(&rest, 1, &severity) || severity > SEVERITY_DEBUG ||
	    !slice_eat_char(&rest, '/') || !slice_eat_until(&rest, ':', &name)) {
		return false;
	}
	event->program = module;
	event->severity = (enum severity)severity;
	name = slice_first(name, slice_find_char(name, '('));
	event->code = slice_first(name, slice_find_char(name, '['));
	*text = rest;
	return true;
}

static bool is_session(struct slice code)
{
	return slice_starts_with(code, "POLICY") || slice_starts_with(code, "SESSION_");
}

/* "SourceIP=192.0.2.7,…" or "source-ip=192.0.2.7, …": a policy's word, or a session and its end. */
static void read_session(struct slice text, struct event *event)
{
	static const struct traffic_key keys[] = {
		TRAFFIC_KEY("source-ip", TRAFFIC_SOURCE),
		TRAFFIC_KEY("SourceIP", TRAFFIC_SOURCE),
		TRAFFIC_KEY("source-port", TRAFFIC_SOURCE_PORT),
		TRAFFIC_KEY("SourcePort", TRAFFIC_SOURCE_PORT),
		TRAFFIC_KEY("destination-ip", TRAFFIC_DESTINATION),
		TRAFFIC_KEY("DestinationIP", TRAFFIC_DESTINATION),
		TRAFFIC_KEY("destination-port", TRAFFIC_DESTINATION_PORT),
		TRAFFIC_KEY("DestinationPort", TRAFFIC_DESTINATION_PORT),
		TRAFFIC_KEY("protocol", TRAFFIC_PROTOCOL),
		TRAFFIC_KEY("Protocol", TRAFFIC_PROTOCOL),
		TRAFFIC_KEY("rule-name", TRAFFIC_RULE),
		TRAFFIC_KEY("PolicyName", TRAFFIC_RULE),
		TRAFFIC_KEY("SendBytes", TRAFFIC_BYTES_IN),
		TRAFFIC_KEY("RcvBytes", TRAFFIC_BYTES_OUT),
		TRAFFIC_KEY("UserName", TRAFFIC_USER),
		TRAFFIC_KEY("BeginTime", TRAFFIC_OTHER),
		TRAFFIC_KEY("EndTime", TRAFFIC_OTHER + 1),
	};
	static const struct {
		const char *code;
		const char *outcome;
	} outcomes[] = {{"POLICYPERMIT", "accept"},
			{"POLICYDENY", "deny"},
			{"SESSION_TEARDOWN", "close"},
			{"SESSION_CREATE", "built"}};
	struct traffic fields;
	struct slice pair;
	struct slice key;
	traffic_clear(&fields);
	while (text.size > 0) {
		if (!slice_eat_until(&text, ',', &pair)) {
			pair = slice_first(text, text.size - slice_ends_with(text, "."));
			text = slice_empty();
		}
		if (slice_eat_until(&pair, '=', &key)) {
			traffic_take(&fields, keys, sizeof(keys) / sizeof(keys[0]), slice_trim(key),
				     slice_trim(pair));
		}
	}
	traffic_fill(&fields, event);
	for (size_t i = 0; i < sizeof(outcomes) / sizeof(outcomes[0]); i++) {
		if (slice_is(event->code, outcomes[i].code) && event->client.size > 0) {
			event->signal = SIGNAL_FLOW;
			event->outcome = slice_from(outcomes[i].outcome);
		}
	}
	int64_t begin = token_count(fields.values[TRAFFIC_OTHER], -1);
	int64_t end = token_count(fields.values[TRAFFIC_OTHER + 1], -1);
	if (begin >= 0 && end >= begin && end - begin < INT32_MAX) {
		event->duration_us = (end - begin) * US_PER_S;
		event->stamps_end = true;
	}
}

static int huawei_bid(const struct record *record)
{
	size_t at;
	struct event event;
	if (!find_mark(record->body, &at)) {
		return BID_NONE;
	}
	struct slice rest = slice_after(record->body, at + 2);
	return eat_mark(&rest, &event) ? BID_SIGNATURE : BID_NONE;
}

static enum status huawei_parse(void *state, const struct record *record, struct event *event)
{
	size_t at;
	(void)state;
	if (!find_mark(record->body, &at)) {
		return STATUS_MISMATCH;
	}
	struct slice head = slice_first(record->body, at);
	struct slice rest = slice_after(record->body, at + 2);
	struct slice host;
	if (!eat_mark(&rest, event)) {
		return STATUS_MISMATCH;
	}
	if (eat_stamp(&head, &event->stamp) && slice_eat_word(&head, &host)) {
		event->host = host;
	}
	slice_eat_blanks(&rest);
	event->message = rest;
	message_table_apply(messages, sizeof(messages) / sizeof(messages[0]), event->code, rest,
			    event);
	event->actor = message_word_after(rest, "UserName=");
	if (event->actor.size == 0) {
		event->actor = message_word_after(rest, "User=");
	}
	event->client = message_word_after(rest, "Ip=");
	if (slice_starts_with(event->code, "SHELL_LOG")) {
		event->actor = message_word_after(rest, ""); /* "sec.kim logged in from …" */
		event->client = message_word_after(rest, " from ");
	}
	if (is_session(event->code)) {
		read_session(rest, event);
	}
	return STATUS_OK;
}

const struct format huawei_format = {
	.name = "huawei",
	.title = "Huawei VRP, USG (%%01IFNET/4/IF_STATE(l)[4997]:…)",
	.source = "Huawei USG and VRP log reference",
	.bid = huawei_bid,
	.needs = "%/:",
	.parse = huawei_parse,
};
