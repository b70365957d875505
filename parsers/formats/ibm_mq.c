// SPDX-License-Identifier: MIT
/*
 * IBM MQ: AMQERR01.LOG of a queue manager, a record of many lines.
 *
 *     07.08.2024 05:30:19 - Process(4711.1) User(mqm) Program(amqrmppa)
 *                           Host(mq-1) Installation(Installation1)
 *                           VRMF(9.3.0.0) QMgr(PAY)
 *                           Time(2024-08-06T20:30:19.250Z)
 *     AMQ9999E: Channel 'TO.CORE' to host '192.0.2.9(1414)' ended abnormally.
 *     EXPLANATION:
 *     …
 *     ----- amqrmrsa.c : 930 --------------------------------------------------------
 *
 * The event is the line with the message's id; those before announce it, those behind go on with
 * it. Since 9.0.4 the head has its time in UTC; that of the first line is local and in the order of
 * the machine's locale: with points the day stands first, with slashes the month where there is AM
 * or PM or a year of two digits (the C locale), else the day.
 */
#include <stdlib.h>

#include "format.h"
#include "layout.h"
#include "message_table.h"

enum {
	NAME_SIZE = 64,  /* of a host, a queue manager, an account: MQ's limit is 48 */
	INDENT_MIN = 12, /* "                      Host(": as wide as the time is */
	CODE_SIZE_MIN = 7,
	CODE_SIZE_MAX = 8, /* "AMQ9999E"; 8.0 and older have no letter */
};

struct state {
	struct stamp stamp;
	char host[NAME_SIZE], manager[NAME_SIZE], user[NAME_SIZE];
	size_t host_size, manager_size, user_size;
};

/* clang-format off */
/* IBM Documentation, AMQ messages [K]; a trailing '*' leaves out the letter of the severity. */
static const struct message_row messages[] = {
	{"AMQ8003*", NULL, SIGNAL_SERVICE_READY, "ok", NULL},
	{"AMQ8004*", NULL, SIGNAL_SERVICE_STOP, NULL, NULL},
	{"AMQ9002*", NULL, SIGNAL_PEER_UP, NULL, "'"},		/* a channel is starting */
	{"AMQ9999*", NULL, SIGNAL_PEER_DOWN, "fail", "'"},	/* it ended abnormally */
	{"AMQ9202*", NULL, SIGNAL_UPSTREAM_REFUSED, "fail", NULL},
	{"AMQ9206*", NULL, SIGNAL_UPSTREAM_ERROR, "fail", NULL},
	{"AMQ9208*", NULL, SIGNAL_UPSTREAM_ERROR, "fail", NULL},
	{"AMQ9209*", NULL, SIGNAL_UPSTREAM_ERROR, "fail", NULL},
	{"AMQ9213*", NULL, SIGNAL_UPSTREAM_ERROR, "fail", NULL},
	{"AMQ9513*", NULL, SIGNAL_POOL_EXHAUSTED, "fail", NULL},
	{"AMQ6708*", NULL, SIGNAL_RESOURCE_HIGH, "fail", NULL},
	{"AMQ7463*", NULL, SIGNAL_RESOURCE_HIGH, "fail", NULL},
	{"AMQ8077*", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
	{"AMQ9776*", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
	{"AMQ9777*", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
	{"AMQ5534*", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},
};
/* clang-format on */

static void *ibm_mq_open(void)
{
	return calloc(1, sizeof(struct state));
}

static size_t keep(char *buffer, struct slice text)
{
	size_t size = text.size < NAME_SIZE ? text.size : NAME_SIZE;
	memcpy(buffer, text.data, size);
	return size;
}

/* "mq-1" of "… Host(mq-1) …"; empty: it is not there */
static struct slice value_of(struct slice text, const char *key)
{
	struct slice value = slice_empty();
	size_t at = slice_find(text, key);
	text = slice_after(text, at + strlen(key));
	return slice_eat_until(&text, ')', &value) ? value : slice_empty();
}

static bool read_clock(struct slice *text, struct stamp *ret_stamp)
{
	static const char *const layouts[] = {"%d.%m.%Y %H:%M:%S",    "%m/%d/%Y %I:%M:%S %p",
					      "%m/%d/%y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S",
					      "%m/%d/%y %H:%M:%S",    "%d/%m/%y %H:%M:%S",
					      "%Y. %m. %d. %H:%M:%S"};
	for (size_t i = 0; i < sizeof layouts / sizeof layouts[0]; i++) {
		if (layout_eat(layouts[i], text, ret_stamp)) {
			return true;
		}
	}
	return stamp_eat_iso(text, ret_stamp);
}

/* "07.08.2024 05:30:19 - Process(4711.1) User(mqm) Program(amqrmppa)" */
static bool read_first(struct slice text, struct stamp *ret_stamp)
{
	return text.size > 0 && text.data[0] >= '0' && text.data[0] <= '9' &&
	       read_clock(&text, ret_stamp) && slice_starts_with(text, " - Process(");
}

static bool is_indented(struct slice text)
{
	size_t blanks = 0;
	while (blanks < text.size && text.data[blanks] == ' ') {
		blanks++;
	}
	return blanks >= INDENT_MIN;
}

/* "AMQ9999E: " */
static bool eat_code(struct slice *text, struct slice *ret_code)
{
	struct slice rest = *text;
	struct slice code = slice_empty();
	int32_t number = 0;
	if (!slice_starts_with(rest, "AMQ") || !slice_eat_until(&rest, ':', &code) ||
	    code.size < CODE_SIZE_MIN || code.size > CODE_SIZE_MAX) {
		return false;
	}
	struct slice digits = slice_after(code, 3);
	if (!slice_eat_digits(&digits, 4, &number)) {
		return false;
	}
	slice_eat_blanks(&rest);
	*ret_code = code;
	*text = rest;
	return true;
}

static enum severity severity_of(struct slice code)
{
	switch (code.data[code.size - 1]) {
	case 'I':
		return SEVERITY_INFORMATIONAL;
	case 'W':
		return SEVERITY_WARNING;
	case 'E':
		return SEVERITY_ERROR;
	case 'S':
	case 'T':
		return SEVERITY_CRITICAL;
	default:
		return SEVERITY_NONE;
	}
}

/* A line of the head: what it says is kept for the event. */
static void read_indented(struct state *state, struct slice text)
{
	struct slice host = value_of(text, " Host(");
	struct slice manager = value_of(text, "QMgr(");
	struct slice time = value_of(text, " Time(");
	struct stamp stamp;
	state->host_size = host.size > 0 ? keep(state->host, host) : state->host_size;
	state->manager_size =
		manager.size > 0 ? keep(state->manager, manager) : state->manager_size;
	if (time.size > 0 && stamp_eat_iso(&time, &stamp)) {
		state->stamp = stamp;
	}
}

/* Whose fault a part is: what is full. */
static void name_part(struct event *event)
{
	if (event->signal == SIGNAL_POOL_EXHAUSTED) {
		event->part = slice_from("channels");
	} else if (event->signal == SIGNAL_RESOURCE_HIGH) {
		event->part = slice_from("disk");
	}
}

static enum status ibm_mq_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice text = record->whole;
	struct stamp stamp;
	if (read_first(text, &stamp)) {
		*state = (struct state){.stamp = stamp};
		state->user_size = keep(state->user, value_of(text, " User("));
		return STATUS_OK;
	}
	if ((state->stamp.flags & STAMP_SET) == 0) {
		return STATUS_MISMATCH;
	}
	if (is_indented(text)) {
		read_indented(state, text);
		return STATUS_OK;
	}
	if (!eat_code(&text, &event->code)) {
		return STATUS_MISMATCH;
	}
	event->stamp = state->stamp;
	event->host = slice_make(state->host, state->host_size);
	event->program = slice_make(state->manager, state->manager_size);
	event->actor = slice_make(state->user, state->user_size);
	event->severity = severity_of(event->code);
	event->message = text;
	if (message_table_apply(messages, sizeof messages / sizeof messages[0], event->code, text,
				event)) {
		name_part(event);
	}
	return STATUS_OK;
}

static bool ibm_mq_is_header(const struct record *record)
{
	struct stamp stamp;
	return is_indented(record->whole) || read_first(record->whole, &stamp);
}

static bool ibm_mq_begins(const struct record *record)
{
	struct slice text = record->whole;
	struct slice code = slice_empty();
	return ibm_mq_is_header(record) || eat_code(&text, &code);
}

static int ibm_mq_bid(const struct record *record)
{
	struct slice text = record->whole;
	struct slice code = slice_empty();
	struct stamp stamp;
	return read_first(text, &stamp) || eat_code(&text, &code) ? BID_SIGNATURE : BID_NONE;
}

const struct format ibm_mq_format = {
	.name = "ibm_mq",
	.title = "IBM MQ (AMQERR01.LOG)",
	.source = "IBM Documentation, IBM MQ: Error logs on Multiplatforms; AMQ messages",
	.bid = ibm_mq_bid,
	.first_whole = "0A",
	.parse = ibm_mq_parse,
	.open = ibm_mq_open,
	.close = free,
	.begins = ibm_mq_begins,
	.is_header = ibm_mq_is_header,
};
