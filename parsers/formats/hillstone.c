// SPDX-License-Identifier: MIT
/*
 * Hillstone StoneOS.
 *
 *     <190>Aug  7 05:30:19 3005100000000001(root) 44243624 Traffic@FLOW: SESSION:
 *         192.0.2.7:38862->198.51.100.10:443(TCP), application https, interface ethernet0/1,
 *         vr trust-vr, policy 12, user -@-, host -, send packets 9,send bytes 382,receive packets
 *         11,receive bytes 1530,start time 2024-08-07 05:30:17,close time 2024-08-07
 *         05:30:19,session end, TCP FIN
 *
 *     serial(virtual system) id Kind@MODULE: text
 *
 * The id is hexadecimal. A session is told at its start and at its end.
 */
#include "format.h"
#include "message_table.h"
#include "protocol.h"
#include "token.h"

enum {
	HEAD_LIMIT = 160, /* bytes before the module: header, serial number, id */
	ID_SIZE = 8,
	MODULE_MAX = 24,
};

struct head {
	struct slice device; /* "3005100000000001(root)", or empty */
	struct slice id;     /* "44243624" */
	struct slice module; /* "FLOW" */
	struct slice text;
};

/* clang-format off */
/* By module and sentence; K. */
static const struct message_row messages[] = {
	{NULL, "logged in", SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{NULL, "ogin successful", SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{NULL, "ogin failed", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{NULL, "failed to log", SIGNAL_OPERATOR_LOGIN_FAILED, "fail", NULL},
	{NULL, "logged out", SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{NULL, "onfiguration was saved", SIGNAL_CONFIG_COMMIT_OK, "ok", NULL},
	{NULL, "onfiguration is saved", SIGNAL_CONFIG_COMMIT_OK, "ok", NULL},
	{NULL, "physically down", SIGNAL_LINK_DOWN, "fail", "nterface "},
	{NULL, "physical down", SIGNAL_LINK_DOWN, "fail", "nterface "},
	{NULL, "physically up", SIGNAL_LINK_UP, "ok", "nterface "},
	{NULL, "physical up", SIGNAL_LINK_UP, "ok", "nterface "},
	{"HA", "state to master", SIGNAL_HA_FAILOVER, "active", NULL},
	{"HA", "state to backup", SIGNAL_HA_FAILOVER, "standby", NULL},
	{NULL, "system reboot", SIGNAL_DEVICE_REBOOT, NULL, NULL},
	{NULL, "System reboot", SIGNAL_DEVICE_REBOOT, NULL, NULL},
};
/* clang-format on */

static bool is_hexadecimal(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		char byte = word.data[i];
		bool digit = byte >= '0' && byte <= '9';
		if (!digit && !(byte >= 'a' && byte <= 'f')) {
			return false;
		}
	}
	return word.size == ID_SIZE;
}

/* The word that ends before `end`. */
static struct slice word_before(struct slice line, size_t end)
{
	size_t begin = end;
	while (begin > 0 && line.data[begin - 1] != ' ' && line.data[begin - 1] != '>') {
		begin--;
	}
	return slice_make(line.data + begin, end - begin);
}

/* "… 3005100000000001(root) 44243624 Traffic@FLOW: text" */
static bool read_head(struct slice line, struct head *ret_head)
{
	size_t at = slice_find_char(slice_first(line, HEAD_LIMIT), '@');
	struct slice rest = slice_after(line, at + 1);
	struct head head = {.device = slice_empty()};
	if (at >= line.size || at >= HEAD_LIMIT || !slice_eat_until(&rest, ':', &head.module) ||
	    head.module.size == 0 || head.module.size > MODULE_MAX ||
	    slice_find_char(head.module, ' ') < head.module.size || !slice_eat(&rest, " ")) {
		return false;
	}
	struct slice kind = word_before(line, at);
	size_t kind_at = (size_t)(kind.data - line.data);
	if (kind.size == 0 || kind_at <= ID_SIZE || line.data[kind_at - 1] != ' ') {
		return false;
	}
	head.id = word_before(line, kind_at - 1);
	size_t id_at = (size_t)(head.id.data - line.data);
	if (!is_hexadecimal(head.id)) {
		return false;
	}
	if (id_at > 1) {
		head.device = word_before(line, id_at - 1);
	}
	head.text = rest;
	*ret_head = head;
	return true;
}

/* "192.0.2.7:38862", "[2001:db8::7]:443" */
static struct slice split_side(struct slice side, int32_t *ret_port)
{
	size_t colon = side.size;
	while (colon > 0 && side.data[colon - 1] != ':') {
		colon--;
	}
	if (colon == 0) {
		return side;
	}
	*ret_port = protocol_port(slice_after(side, colon));
	struct slice address = slice_first(side, colon - 1);
	if (slice_eat_char(&address, '[')) {
		address = slice_first(address, slice_find_char(address, ']'));
	}
	return address;
}

static int64_t number_behind(struct slice text, const char *before)
{
	return token_count(message_word_after(text, before), -1);
}

static bool read_clock(struct slice text, const char *before, struct stamp *ret_stamp)
{
	size_t at = slice_find(text, before);
	struct slice rest = slice_after(text, at + strlen(before));
	return at < text.size && stamp_eat_iso(&rest, ret_stamp);
}

static void read_end(struct slice text, struct event *event)
{
	struct stamp start;
	struct stamp close;
	event->bytes_in = number_behind(text, "send bytes ");
	event->bytes_out = number_behind(text, "receive bytes ");
	if (read_clock(text, "start time ", &start) && read_clock(text, "close time ", &close) &&
	    close.civil_us >= start.civil_us) {
		event->duration_us = close.civil_us - start.civil_us;
		event->stamps_end = true;
	}
	struct slice reason = slice_after(text, slice_find(text, "session end"));
	const char *outcome = slice_contains(reason, "RST")      ? "reset"
			      : slice_contains(reason, "imeout") ? "timeout"
								 : "close";
	event->outcome = slice_from(outcome);
}

/* "192.0.2.7:38862->198.51.100.10:443(TCP), …, policy 12, user -@-, …, session start" */
static bool read_session(struct slice text, struct event *event)
{
	struct slice server = slice_empty();
	size_t arrow = slice_find(text, "->");
	struct slice client = slice_first(text, arrow);
	struct slice rest = slice_after(text, arrow + 2);
	if (arrow == text.size || slice_find_char(client, ' ') < client.size ||
	    !slice_eat_until(&rest, '(', &server)) {
		return false;
	}
	event->client = split_side(client, &event->client_port);
	event->server = split_side(server, &event->server_port);
	event->protocol = protocol_name(slice_first(rest, slice_find_char(rest, ')')));
	event->rule = message_word_after(rest, ", policy ");
	struct slice user = message_word_after(rest, ", user ");
	if (user.size > 0 && !slice_starts_with(user, "-")) {
		event->actor = user;
	}
	event->signal = SIGNAL_FLOW;
	if (slice_contains(rest, "session end")) {
		read_end(rest, event);
	} else if (slice_contains(rest, "session start")) {
		event->outcome = slice_from("built");
	} else {
		bool denied = slice_contains(rest, "deny") || slice_contains(rest, "drop");
		event->outcome = slice_from(denied ? "deny" : "accept");
	}
	return true;
}

static void read_words(const struct head *head, struct event *event)
{
	message_table_apply(messages, sizeof(messages) / sizeof(messages[0]), head->module,
			    head->text, event);
	static const char *const actors[] = {"dmin user ", "dministrator ", "user "};
	for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]) && event->actor.size == 0; i++) {
		event->actor = message_word_after(head->text, actors[i]);
	}
	struct slice client = message_word_after(head->text, " from ");
	if (slice_find_char(client, '.') < client.size) {
		event->client = client;
	}
}

static int hillstone_bid(const struct record *record)
{
	struct head head;
	return read_head(record->whole, &head) ? BID_SIGNATURE : BID_NONE;
}

static enum status hillstone_parse(void *state, const struct record *record, struct event *event)
{
	struct head head;
	(void)state;
	if (!read_head(record->whole, &head)) {
		return STATUS_MISMATCH;
	}
	struct slice device = slice_first(head.device, slice_find_char(head.device, '('));
	if (device.size > 0 && device.size < head.device.size) {
		event->host = device;
	}
	event->program = head.module;
	event->code = head.id;
	event->message = head.text;
	struct slice text = head.text;
	if (slice_eat(&text, "SESSION: ") && read_session(text, event)) {
		return STATUS_OK;
	}
	if (slice_eat(&text, "NAT: ") && read_session(text, event)) {
		event->signal = SIGNAL_LOG; /* the session is told on its own */
		event->outcome = slice_empty();
		return STATUS_OK;
	}
	read_words(&head, event);
	return STATUS_OK;
}

const struct format hillstone_format = {
	.name = "hillstone",
	.title = "Hillstone StoneOS (44243624 Traffic@FLOW: SESSION: …)",
	.source = "Hillstone StoneOS Log Messages Reference Guide",
	.bid = hillstone_bid,
	.needs_whole = "@:",
	.parse = hillstone_parse,
};
