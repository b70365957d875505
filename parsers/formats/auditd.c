// SPDX-License-Identifier: MIT
/*
 * Linux audit records, from auditd's own file, audispd over syslog, or the kernel's log.
 *
 *     type=SERVICE_START msg=audit(1481076983.864:6): pid=1 uid=0 auid=4294967295 … msg='unit=nginx
 *         comm="systemd" exe="/usr/lib/systemd/systemd" hostname=? addr=? terminal=? res=success'
 *     node=web-1 type=USER_CMD msg=audit(1489519256.192:19600329): … msg='cwd="/" cmd=2F62… res=…'
 *     Aug  7 05:30:19 web-1 kernel: [12.3] audit: type=1400 audit(1722976219.579:2995): apparmor=…
 *
 * One happening is several records of one serial. Strings with blanks in them come in hexadecimal;
 * enriched logs repeat ids as names behind a byte 0x1D or the closing quote.
 */
#include <stdlib.h>

#include "format.h"
#include "pairs.h"
#include "request_line.h"

enum {
	NAME_SIZE = 256,  /* of a decoded account: the kernel's limit is 32, PAM takes more */
	TYPE_SIZE = 24,   /* "MAC_UNLBL_STCADD" and longer */
	UNSET_DIGITS = 10 /* "4294967295" */
};

struct state {
	char name[NAME_SIZE]; /* an account in hexadecimal, decoded */
};

struct head {
	struct stamp stamp;
	struct slice node;
	struct slice type;
	struct slice rest;
};

/* What a record means; `needs_human`: only when somebody is logged in behind it (auid is set). */
static const struct {
	const char *type;
	const char *number; /* in the kernel's log */
	enum signal ok;
	enum signal fail;
	const char *part_key; /* the value is the part; or NULL */
	bool needs_human;
} meanings[] = {
	/* Source: linux/audit.h, audit-userspace; F seen in real logs, K known. */
	{"SERVICE_START", "1130", SIGNAL_SERVICE_READY, SIGNAL_SERVICE_CRASH, "unit",
	 false},                                                                            /* F */
	{"SERVICE_STOP", "1131", SIGNAL_SERVICE_STOP, SIGNAL_SERVICE_CRASH, "unit", false}, /* F */
	{"SYSTEM_BOOT", "1127", SIGNAL_DEVICE_REBOOT, SIGNAL_DEVICE_REBOOT, NULL, false},   /* F */
	{"SYSTEM_SHUTDOWN", "1128", SIGNAL_DEVICE_DOWN, SIGNAL_DEVICE_DOWN, NULL, false},   /* F */
	{"USER_LOGIN", "1112", SIGNAL_OPERATOR_LOGIN, SIGNAL_OPERATOR_LOGIN_FAILED, NULL,
	 false},                                                                             /* F */
	{"USER_LOGOUT", "1113", SIGNAL_OPERATOR_LOGOUT, SIGNAL_LOG, NULL, false},            /* F */
	{"USER_CMD", "1123", SIGNAL_OPERATOR_COMMAND, SIGNAL_OPERATOR_COMMAND, NULL, false}, /* F */
	{"CONFIG_CHANGE", "1305", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, NULL, true},             /* F */
	{"NETFILTER_CFG", "1325", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, "table", true},          /* K */
	{"ADD_USER", "1114", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, NULL, true},                  /* F */
	{"DEL_USER", "1115", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, NULL, true},                  /* F */
	{"ADD_GROUP", "1116", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, NULL, true},                 /* K */
	{"DEL_GROUP", "1117", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, NULL, true},                 /* K */
	{"USER_CHAUTHTOK", "1108", SIGNAL_CONFIG_CHANGE, SIGNAL_LOG, NULL, true},            /* F */
	{"ANOM_ABEND", "1701", SIGNAL_SERVICE_CRASH, SIGNAL_SERVICE_CRASH, "comm", false},   /* K */
};

static void *auditd_open(void)
{
	return calloc(1, sizeof(struct state));
}

/* "type=SYSCALL msg=audit(1684329817.579:2995): " and what may stand before it */
static bool read_head(struct slice text, struct head *head)
{
	head->node = slice_empty();
	if (slice_eat_char(&text, '[')) { /* the kernel's uptime */
		struct slice uptime;
		if (!slice_eat_until(&text, ']', &uptime)) {
			return false;
		}
		slice_eat_blanks(&text);
	}
	(void)slice_eat(&text, "audit: ");
	if (slice_eat(&text, "node=") && !slice_eat_until(&text, ' ', &head->node)) {
		return false;
	}
	if (!slice_eat(&text, "type=") || !slice_eat_until(&text, ' ', &head->type) ||
	    head->type.size > TYPE_SIZE) {
		return false;
	}
	(void)slice_eat(&text, "msg=");
	struct slice serial = slice_empty();
	if (!slice_eat(&text, "audit(") || !stamp_eat_epoch(&text, &head->stamp) ||
	    !slice_eat_char(&text, ':') || !slice_eat_until(&text, ')', &serial)) {
		return false;
	}
	(void)slice_eat_char(&text, ':');
	slice_eat_blanks(&text);
	head->rest = text;
	return true;
}

/* "type=UNKNOWN[1329] msg=g": auditd could not take it apart; it has no time. */
static bool is_unknown(struct slice text)
{
	struct slice type = slice_empty();
	return slice_eat(&text, "type=") && slice_eat_until(&text, ' ', &type) &&
	       type.size <= TYPE_SIZE && slice_starts_with(text, "msg=") &&
	       !slice_starts_with(text, "msg=audit(");
}

/* Without what is glued behind it: "success'UID="root"", "1\x1dARCH=x86_64". */
static struct slice bare(struct slice value)
{
	size_t size = 0;
	while (size < value.size && value.data[size] != '\'' && value.data[size] != '\x1d') {
		size++;
	}
	return slice_first(value, size);
}

/* 0 to 15; 16 for what is no figure of the kernel's hexadecimal. */
static unsigned nibble_of(char byte)
{
	if (byte >= '0' && byte <= '9') {
		return (unsigned)(byte - '0');
	}
	return byte >= 'A' && byte <= 'F' ? (unsigned)(byte - 'A') + 10 : 16;
}

/* `"root"` or 726F6F74 */
static struct slice decoded(struct slice value, char *buffer)
{
	if (value.size < 2 || value.size % 2 != 0 || value.size / 2 > NAME_SIZE) {
		return value;
	}
	unsigned high = 0;
	for (size_t i = 0; i < value.size; i++) {
		unsigned nibble = nibble_of(value.data[i]);
		if (nibble > 15) {
			return value;
		}
		if (i % 2 == 0) {
			high = nibble << 4;
		} else {
			unsigned char byte = (unsigned char)(high | nibble);
			memcpy(buffer + i / 2, &byte, 1);
		}
	}
	return slice_make(buffer, value.size / 2);
}

static bool is_unset(struct slice value)
{
	return slice_is(value, "?") || slice_is(value, "unset") || slice_is(value, "-1") ||
	       slice_is(value, "(null)") || slice_is(value, "(none)") ||
	       (value.size == UNSET_DIGITS && slice_is(value, "4294967295"));
}

/* "1" of "1AUID="lee"": some collectors drop the byte between. */
static struct slice eat_result(struct slice *value)
{
	size_t size = 0;
	while (size < value->size && ((value->data[size] >= 'a' && value->data[size] <= 'z') ||
				      (value->data[size] >= '0' && value->data[size] <= '9'))) {
		size++;
	}
	struct slice result = slice_first(*value, size);
	*value = slice_after(*value, size);
	return result;
}

/* What the pairs of a record say. */
struct fields {
	struct slice account, human, address, result, part;
};

static void read_fields(struct slice text, const char *part_key, struct fields *fields)
{
	struct slice key;
	struct slice value;
	*fields = (struct fields){slice_empty(), slice_empty(), slice_empty(), slice_empty(),
				  slice_empty()};
	while (pairs_next(&text, &key, &value)) {
		if (slice_starts_with(value, "'")) { /* msg='op=login …: the pair inside */
			struct slice inner = slice_after(value, 1);
			struct slice name = slice_empty();
			if (!slice_eat_until(&inner, '=', &name)) {
				continue;
			}
			key = name;
			value = inner;
		}
		value = bare(value);
		if (is_unset(value)) {
			continue;
		}
		if (slice_is(key, "acct")) {
			fields->account = value;
		} else if (slice_is(key, "AUID") ||
			   (slice_is(key, "auid") && slice_is_empty(fields->human))) {
			fields->human = value;
		} else if (slice_is(key, "addr") && is_address(value)) {
			fields->address = value;
		} else if (slice_is(key, "res") || slice_is(key, "success")) {
			fields->result = eat_result(&value);
			if (slice_eat(&value, "AUID=\"")) {
				(void)slice_eat_until(&value, '"', &fields->human);
			}
		} else if (part_key != NULL && slice_is(key, part_key)) {
			fields->part = value;
		}
	}
}

static void take_outcome(struct slice result, struct event *event)
{
	if (slice_is(result, "success") || slice_is(result, "1") || slice_is(result, "yes")) {
		event->outcome = slice_from("ok");
	} else if (slice_is(result, "failed") || slice_is(result, "0") || slice_is(result, "no")) {
		event->outcome = slice_from("fail");
	}
}

static enum status auditd_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct head head;
	struct fields fields;
	if (!read_head(record->body, &head)) {
		return is_unknown(record->body) ? STATUS_OK : STATUS_MISMATCH;
	}
	size_t count = sizeof meanings / sizeof meanings[0];
	size_t row = 0;
	while (row < count && !slice_is(head.type, meanings[row].type) &&
	       !slice_is(head.type, meanings[row].number)) {
		row++;
	}
	read_fields(head.rest, row < count ? meanings[row].part_key : NULL, &fields);
	event->stamp = head.stamp;
	event->host = slice_is_empty(head.node) ? event->host : head.node;
	event->code = head.type;
	event->client = fields.address;
	event->actor = slice_is_empty(fields.account) ? fields.human
						      : decoded(fields.account, state->name);
	take_outcome(fields.result, event);
	if (row < count && !(meanings[row].needs_human && slice_is_empty(fields.human))) {
		bool failed = slice_is(event->outcome, "fail");
		event->signal = failed ? meanings[row].fail : meanings[row].ok;
		event->part = fields.part;
		if (!slice_is_empty(fields.human) &&
		    (meanings[row].needs_human || event->signal == SIGNAL_OPERATOR_COMMAND)) {
			event->actor = fields.human; /* who did it, not to whom */
		}
	}
	return STATUS_OK;
}

static int auditd_bid(const struct record *record)
{
	struct head head;
	if (read_head(record->body, &head)) {
		return BID_SIGNATURE;
	}
	return is_unknown(record->body) ? BID_SHAPE : BID_NONE;
}

const struct format auditd_format = {
	.name = "auditd",
	.title = "Linux audit (type=USER_CMD msg=audit(1684329817.579:2995): …)",
	.source = "auditd(8); audit-userspace, Audit event fields; linux/audit.h",
	.bid = auditd_bid,
	.first = "[a",
	.needs = "=",
	.parse = auditd_parse,
	.open = auditd_open,
	.close = free,
};
