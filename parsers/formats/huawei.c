// SPDX-License-Identifier: MIT
/*
 * Huawei VRP: firewalls (USG, Eudemon), switches and routers.
 *
 *     <29>2024-8-7 05:30:19.270.1 fw-hw-01 %%01IFNET/4/IF_STATE(l)[4997]:Interface GE0/0/8 has
 *         turned into DOWN state.
 *     Aug  7 2024 05:30:20 fw-hw-01 %%01SHELL/5/CMDRECORD(l)[12]:Recorded command information. …
 *
 * Behind "%%" and a version stand module, severity on syslog's scale and the message's name. The
 * device's own stamp does not pad months and days.
 */
#include "format.h"
#include "message_table.h"

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
	return STATUS_OK;
}

const struct format huawei_format = {
	.name = "huawei",
	.title = "Huawei VRP, USG (%%01IFNET/4/IF_STATE(l)[4997]:…)",
	.source = "Huawei USG and VRP log reference",
	.bid = huawei_bid,
	.parse = huawei_parse,
};
