// SPDX-License-Identifier: MIT
/*
 * SECUI NXG. Written in CP949; priorities go beyond those of syslog.
 *
 *     <214>[LOG_DENIED] 2024-08-07
 * 05:30:19,1700,192.0.2.78,198.51.100.10,80/tcp,54576,80,DENY,1,Internal <206>[LOG_ADMITTED]
 * 2024-08-07 05:30:20,1966,192.0.2.7,0,0/icmp,198.51.100.10,0,78,0,0,External <398>[LOG_AUDIT]
 * 높음<TAB>2024-08-07 05:30:21<TAB>secui<TAB>192.0.2.71<TAB>…<TAB>적용<TAB>성공
 *
 * The protocol's field is the anchor of the first two: a port, a slash and a name.
 */
#include "format.h"
#include "protocol.h"

enum {
	FIELDS_MAX = 16,
	LOG_TIME = 0,
	LOG_RULE = 1,
	LOG_SOURCE = 2,
	LOG_NEXT = 3, /* the destination, or the source's port and the destination later */
};

enum { AUDIT_TIME = 1, AUDIT_USER = 2, AUDIT_ADDRESS = 3, AUDIT_KIND = 6, AUDIT_WORD = 7 };

static size_t split(struct slice text, char separator, struct slice *fields)
{
	size_t count = slice_split(text, separator, fields, FIELDS_MAX);
	for (size_t i = 0; i < count; i++) {
		fields[i] = slice_trim(fields[i]);
	}
	return count;
}

static bool is_address(struct slice word)
{
	return slice_find_char(word, '.') < word.size || slice_find_char(word, ':') < word.size;
}

/* "80/tcp" */
static void read_service(struct slice word, struct event *event)
{
	struct slice port = slice_empty();
	if (slice_eat_until(&word, '/', &port)) {
		event->protocol = protocol_name(word);
		if (slice_is(event->protocol, "tcp") || slice_is(event->protocol, "udp")) {
			event->server_port = protocol_port(port);
		}
	}
}

static bool read_log(struct slice kind, struct slice text, struct event *event)
{
	struct slice fields[FIELDS_MAX];
	size_t count = split(text, ',', fields);
	struct slice time = fields[LOG_TIME];
	if (count < 7 || !stamp_eat_iso(&time, &event->stamp) || time.size > 0) {
		return false;
	}
	bool port_follows = !is_address(fields[LOG_NEXT]);
	event->rule = fields[LOG_RULE];
	event->client = fields[LOG_SOURCE];
	event->server = fields[port_follows ? LOG_NEXT + 2 : LOG_NEXT];
	read_service(fields[LOG_NEXT + 1], event);
	if (event->server_port != PORT_NONE) {
		event->client_port = protocol_port(fields[port_follows ? LOG_NEXT : LOG_NEXT + 2]);
	}
	event->signal = slice_is(kind, "LOG_NAT") ? SIGNAL_LOG : SIGNAL_FLOW;
	event->outcome = slice_from(slice_is(kind, "LOG_DENIED") ? "deny" : "accept");
	return true;
}

struct word {
	const char *text;
	enum signal done;
	enum signal failed;
};

/* clang-format off */
static const struct word words[] = {
	{"HA SYNC", SIGNAL_HA_SYNC_OK, SIGNAL_HA_SYNC_FAIL},			/* F */
	{"로그아웃", SIGNAL_OPERATOR_LOGOUT, SIGNAL_OPERATOR_LOGOUT},		/* K, as below */
	{"로그인", SIGNAL_OPERATOR_LOGIN, SIGNAL_OPERATOR_LOGIN_FAILED},
	{"정책", SIGNAL_CONFIG_COMMIT_OK, SIGNAL_CONFIG_COMMIT_FAIL},
	{"쉘명령", SIGNAL_OPERATOR_COMMAND, SIGNAL_OPERATOR_COMMAND},
	{"추가", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG},
	{"수정", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG},
	{"변경", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG},
	{"삭제", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG},
};
/* clang-format on */

static bool read_audit(struct slice text, struct event *event)
{
	struct slice fields[FIELDS_MAX];
	size_t count = split(text, '\t', fields);
	struct slice time = count > AUDIT_WORD ? fields[AUDIT_TIME] : slice_empty();
	if (!stamp_eat_iso(&time, &event->stamp)) {
		return false;
	}
	bool failed = slice_contains(text, "실패");
	event->actor = fields[AUDIT_USER];
	event->client = fields[AUDIT_ADDRESS];
	event->code = fields[AUDIT_KIND];
	event->outcome = slice_from(failed ? "fail" : "ok");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (slice_contains(fields[AUDIT_KIND], words[i].text) ||
		    slice_contains(fields[AUDIT_WORD], words[i].text)) {
			event->signal = failed ? words[i].failed : words[i].done;
			break;
		}
	}
	return true;
}

static int nxg_bid(const struct record *record)
{
	return slice_starts_with(record->body, "[LOG_") ? BID_SIGNATURE : BID_NONE;
}

static enum status nxg_parse(void *state, const struct record *record, struct event *event)
{
	struct slice rest = record->body;
	struct slice kind;
	(void)state;
	if (!slice_eat_char(&rest, '[') || !slice_starts_with(rest, "LOG_") ||
	    !slice_eat_until(&rest, ']', &kind)) {
		return STATUS_MISMATCH;
	}
	slice_eat_blanks(&rest);
	event->code = kind;
	bool read =
		slice_is(kind, "LOG_AUDIT") ? read_audit(rest, event) : read_log(kind, rest, event);
	return read ? STATUS_OK : STATUS_MISMATCH;
}

const struct format secui_nxg_format = {
	.name = "secui_nxg",
	.title = "SECUI NXG ([LOG_DENIED] 2024-08-07 05:30:19,…)",
	.source = "SECUI NXG syslog, as araqne-logparser reads it",
	.bid = nxg_bid,
	.first = "[",
	.parse = nxg_parse,
};
