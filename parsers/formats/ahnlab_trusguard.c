// SPDX-License-Identifier: MIT
/*
 * AhnLab TrusGuard. Fields between back-ticks, texts in Korean, often CP949.
 *
 *     3`0`1`1`42c0cd`1021`20240807`05:30:19`2`17`UTM_DEFAULT`192.0.2.7`54571`198.51.100.10`161`…
 *     1`0`1`1`000000`20240807`05:30:20`Expire`6`UTM_ADMINHOST`192.0.2.7`4430`…
 *     3`0`2`1`000000`1010`20240807`05:30:21`0``192.0.2.71````3009``Operation Log`admin`…
 *
 * 0 version · 1 encrypted · 2 kernel (1) or application (2) · 3 count · 4 device · module, from
 * version 3 on always · date · time. Behind the time the kernel's records are alike in all.
 */
#include "format.h"
#include "protocol.h"

enum {
	FIELDS_MAX = 48,
	KIND = 2,
	DEVICE = 4,
	MODULE = 5, /* or the date, in old records of the kernel */
	DATE_SIZE = 8,
	ADDRESS_SIZE = 10, /* 2024-08-07 */
};

/* Counted from the date. */
enum { TIME = 1, VERDICT, PROTOCOL, RULE, SOURCE, SOURCE_PORT, DESTINATION, DESTINATION_PORT };

/* "20240807", "05:30:19" */
static bool read_stamp(struct slice date, struct slice time, struct stamp *ret_stamp)
{
	char iso[ADDRESS_SIZE];
	if (date.size != DATE_SIZE) {
		return false;
	}
	memcpy(iso, date.data, 4);
	iso[4] = '-';
	memcpy(iso + 5, date.data + 4, 2);
	iso[7] = '-';
	memcpy(iso + 8, date.data + 6, 2);
	return stamp_from_date_and_time(slice_make(iso, sizeof(iso)), time, ret_stamp);
}

/* The date is the sixth field, or the seventh behind the module. */
static bool find_date(const struct slice *fields, size_t count, struct stamp *ret_stamp,
		      size_t *ret_at)
{
	for (size_t at = MODULE; at <= MODULE + 1 && at + VERDICT < count; at++) {
		if (read_stamp(fields[at], fields[at + TIME], ret_stamp)) {
			*ret_at = at;
			return true;
		}
	}
	return false;
}

static bool is_address(struct slice word)
{
	return word.size > 0 && word.data[0] >= '0' && word.data[0] <= '9' &&
	       (slice_find_char(word, '.') < word.size || slice_find_char(word, ':') < word.size);
}

/* 1 allowed, 2 denied, 3 expired; in words in old records. */
static const char *outcome_of(struct slice module, struct slice verdict)
{
	if (slice_is(module, "1021") || slice_is(verdict, "2") ||
	    slice_is_ignoring_case(verdict, "deny")) {
		return "deny";
	}
	bool expired = slice_is(verdict, "3") || slice_is_ignoring_case(verdict, "expire");
	return expired ? "close" : "accept";
}

static void read_flow(const struct slice *fields, struct slice module, struct event *event)
{
	event->signal = SIGNAL_FLOW;
	event->outcome = slice_from(outcome_of(module, fields[VERDICT]));
	event->protocol = protocol_name(fields[PROTOCOL]);
	event->rule = fields[RULE];
	event->client = fields[SOURCE];
	event->server = fields[DESTINATION];
	event->client_port = protocol_port(fields[SOURCE_PORT]);
	event->server_port = protocol_port(fields[DESTINATION_PORT]);
}

struct word {
	const char *text;
	enum signal signal;
	const char *outcome;
};

/* clang-format off */
/* Of the operation log; the first that stands in the text. */
static const struct word words[] = {
	{"로그인에 실패", SIGNAL_OPERATOR_LOGIN_FAILED, "fail"},	/* K */
	{"로그인 실패", SIGNAL_OPERATOR_LOGIN_FAILED, "fail"},		/* K */
	{"로그인", SIGNAL_OPERATOR_LOGIN, "ok"},			/* D, as below */
	{"로그아웃", SIGNAL_OPERATOR_LOGOUT, NULL},
	{"정책을 적용했습니다", SIGNAL_CONFIG_COMMIT_OK, "ok"},
	{"정책 적용에 실패", SIGNAL_CONFIG_COMMIT_FAIL, "fail"},	/* K */
};
/* clang-format on */

static void read_words(struct slice text, struct event *event)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_contains(text, words[i].text)) {
			event->signal = words[i].signal;
			event->outcome =
				slice_from(words[i].outcome == NULL ? "" : words[i].outcome);
			return;
		}
	}
}

/* Sides where they are given, the last text as the message. */
static void read_report(const struct slice *fields, size_t count, struct event *event)
{
	for (size_t i = VERDICT; i < count; i++) {
		if (event->client.size == 0 && is_address(fields[i])) {
			event->client = fields[i];
			bool pair = i + 3 < count && is_address(fields[i + 2]);
			if (pair) {
				event->client_port = protocol_port(fields[i + 1]);
				event->server = fields[i + 2];
				event->server_port = protocol_port(fields[i + 3]);
			}
		}
	}
	for (size_t i = count; i > VERDICT; i--) {
		struct slice text = slice_trim(fields[i - 1]);
		if (slice_find_char(text, ' ') < text.size) {
			event->message = text;
			break;
		}
	}
	read_words(event->message, event);
}

static int trusguard_bid(const struct record *record)
{
	struct slice fields[FIELDS_MAX];
	struct stamp stamp;
	size_t at;
	if (record->body.size < 2 || record->body.data[1] != '`') {
		return BID_NONE;
	}
	size_t count = slice_split(record->body, '`', fields, FIELDS_MAX);
	return find_date(fields, count, &stamp, &at) ? BID_SIGNATURE : BID_NONE;
}

static enum status trusguard_parse(void *state, const struct record *record, struct event *event)
{
	struct slice fields[FIELDS_MAX];
	size_t at;
	(void)state;
	size_t count = slice_split(record->body, '`', fields, FIELDS_MAX);
	if (!find_date(fields, count, &event->stamp, &at)) {
		return STATUS_MISMATCH;
	}
	struct slice module = at > MODULE ? fields[MODULE] : slice_empty();
	if (event->host.size == 0) {
		event->host = fields[DEVICE];
	}
	event->code = module;
	bool session = slice_is(fields[KIND], "1") && at + DESTINATION_PORT < count;
	if (session && is_address(fields[at + SOURCE])) {
		read_flow(fields + at, module, event);
	} else {
		read_report(fields + at, count - at, event);
	}
	return STATUS_OK;
}

const struct format ahnlab_trusguard_format = {
	.name = "ahnlab_trusguard",
	.title = "AhnLab TrusGuard (3`0`1`1`42c0cd`1021`20240807`05:30:19`…)",
	.source = "AhnLab TrusGuard syslog formats 1 and 3, as araqne-logparser reads them",
	.bid = trusguard_bid,
	.needs = "`",
	.parse = trusguard_parse,
};
