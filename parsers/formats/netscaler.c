// SPDX-License-Identifier: MIT
/*
 * Citrix NetScaler (ADC): load balancer and VPN gateway.
 *
 *     <134> 08/07/2024:05:30:19 GMT ns-01 0-PPE-0 : default TCP CONN_TERMINATE 1874124822 0 :
 * Source 192.0.2.7:47990 - Destination 198.51.100.10:80 - Start Time 08/07/2024:05:30:17 GMT - End
 * Time 08/07/2024:05:30:19 GMT - Total_bytes_send 472 - Total_bytes_recv 1 <133>
 * 08/07/2024:05:30:20 GMT ns-01 0-PPE-0 : default EVENT DEVICEDOWN 4711 0 :  Device
 *         "server_svc_NSSVC_HTTP_192.0.2.10:80(svc_pay)" - State DOWN
 *
 *     [stamp [GMT]] [host] core : [partition] MODULE EVENT number [number] : Name value - Name
 * value
 *
 * Month first unless the year is, or the first number is no month. Without "GMT" the stamp is
 * local.
 */
#include "format.h"
#include "message_table.h"
#include "protocol.h"
#include "token.h"

enum {
	HEAD_LIMIT = 160, /* bytes before the core */
	ISO_SIZE = 10,
	NUMBERS_MAX = 3, /* "APPFW_cross-site scripting 60 0": a name may have a blank */
};

struct line {
	struct slice head;  /* what stands before the core */
	struct slice event; /* "TCP CONN_TERMINATE": module and event */
	struct slice module, name;
	struct slice text;
};

/* clang-format off */
/* By the event's name. Marks: F seen in real logs, D syslog message reference. */
static const struct message_row messages[] = {
	{"DEVICEDOWN", NULL, SIGNAL_HEALTH_DOWN, "fail", "Device "},		/* D, as below */
	{"DEVICEUP", NULL, SIGNAL_HEALTH_UP, "ok", "Device "},
	{"DEVICEOFS", NULL, SIGNAL_HEALTH_DOWN, "fail", "Device "},
	{"MONITORDOWN", NULL, SIGNAL_HEALTH_DOWN, "fail", "Monitor "},
	{"MONITORUP", NULL, SIGNAL_HEALTH_UP, "ok", "Monitor "},
	{"STATECHANGE", "PRIMARY", SIGNAL_HA_FAILOVER, "active", NULL},
	{"STATECHANGE", "SECONDARY", SIGNAL_HA_FAILOVER, "standby", NULL},
	{"STARTSYSTEM", NULL, SIGNAL_DEVICE_UP, "ok", NULL},
	{"STOPSYSTEM", NULL, SIGNAL_DEVICE_DOWN, NULL, NULL},
	{"LOGIN_FAILED", NULL, SIGNAL_AUTH_FAIL, "fail", NULL},			/* F */
	{"Message", "Authentication is rejected for ", SIGNAL_AUTH_FAIL, "fail", NULL}, /* F */
	{"SSL_HANDSHAKE_FAILURE", NULL, SIGNAL_LOG, "fail", NULL},		/* F */
	{"SSL_HANDSHAKE_SUCCESS", NULL, SIGNAL_LOG, "ok", NULL},
	{"NONHTTP_RESOURCEACCESS_DENIED", NULL, SIGNAL_LOG, "deny", NULL},	/* F */
};
/* By how a command begins. */
static const struct message_row commands[] = {
	{"save *", NULL, SIGNAL_CONFIG_COMMIT_OK, "ok", NULL},
	{"login*", NULL, SIGNAL_OPERATOR_LOGIN, "ok", NULL},
	{"logout*", NULL, SIGNAL_OPERATOR_LOGOUT, NULL, NULL},
	{"reboot*", NULL, SIGNAL_DEVICE_REBOOT, NULL, NULL},
	{"force *", NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL},
	{"add *", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"set *", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"unset *", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"bind *", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"unbind *", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"rm *", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"enable *", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{"disable *", NULL, SIGNAL_CONFIG_CHANGE, "ok", NULL},
	{NULL, NULL, SIGNAL_OPERATOR_COMMAND, NULL, NULL},
};
/* clang-format on */

static bool is_upper(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		bool upper = word.data[i] >= 'A' && word.data[i] <= 'Z';
		if (!upper && word.data[i] != '_') {
			return false;
		}
	}
	return word.size > 1;
}

/* "default TCP CONN_TERMINATE 1874124822 0 :  Source …" */
static bool read_event(struct slice rest, struct line *line)
{
	struct slice word;
	if (!slice_eat_word(&rest, &line->module)) {
		return false;
	}
	if (!is_upper(line->module) && !slice_eat_word(&rest, &line->module)) {
		return false;
	}
	if (!is_upper(line->module) || !slice_eat_word(&rest, &line->name)) {
		return false;
	}
	for (int i = 0; i <= NUMBERS_MAX && slice_eat_word(&rest, &word); i++) {
		if (slice_is(word, ":")) {
			slice_eat_blanks(&rest);
			line->text = rest;
			return i > 0;
		}
	}
	return false;
}

/* The core, "0-PPE-0", is what nobody else writes. */
static bool read_line(struct slice whole, struct line *ret_line)
{
	struct slice head = slice_first(whole, HEAD_LIMIT);
	size_t at = slice_find(head, "-PPE-");
	if (at == head.size || at == 0) {
		return false;
	}
	struct slice rest = slice_after(whole, at + strlen("-PPE-"));
	struct slice digits;
	if (!slice_eat_word(&rest, &digits) || !slice_eat(&rest, ": ")) {
		return false;
	}
	while (at > 0 && whole.data[at - 1] >= '0' && whole.data[at - 1] <= '9') {
		at--;
	}
	ret_line->head = slice_first(whole, at);
	return read_event(rest, ret_line);
}

static void put_digits(char *put, int32_t value, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		put[i] = (char)('0' + value % 10);
		value /= 10;
	}
}

/* "08/07/2024:05:30:19", "2024/08/07:05:30:19" and a zone word, if it is known. */
static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	struct slice time;
	uint64_t parts[3];
	for (size_t i = 0; i < 3; i++) {
		if (!slice_eat_uint(&rest, &parts[i]) || parts[i] > 9999 ||
		    !slice_eat_char(&rest, i < 2 ? '/' : ':')) {
			return false;
		}
	}
	bool year_first = parts[0] > 31;
	bool day_first = !year_first && parts[0] > 12;
	uint64_t year = parts[year_first ? 0 : 2];
	uint64_t month = parts[year_first || day_first ? 1 : 0];
	uint64_t day = parts[year_first ? 2 : day_first ? 0 : 1];
	char date[ISO_SIZE] = "2024-08-0";
	put_digits(date, (int32_t)year, 4);
	date[4] = '-';
	put_digits(date + 5, (int32_t)month, 2);
	date[7] = '-';
	put_digits(date + 8, (int32_t)day, 2);
	if (!slice_eat_word(&rest, &time) ||
	    !stamp_from_date_and_time(slice_make(date, ISO_SIZE), time, ret_stamp)) {
		return false;
	}
	*text = rest;
	struct slice zone;
	if (slice_eat_word(&rest, &zone) && slice_is(zone, "GMT") &&
	    stamp_set_zone(ret_stamp, zone)) {
		*text = rest;
	}
	return true;
}

/* "<134> 08/07/2024:05:30:19 GMT ns-01 ", also behind a header of syslog */
static void read_head(struct slice head, struct event *event)
{
	struct slice word;
	struct stamp stamp;
	while (head.size > 0) {
		struct slice before = head;
		slice_eat_blanks(&head);
		slice_eat_char(&head, '"');
		if (eat_stamp(&head, &stamp)) {
			event->stamp = stamp;
			slice_eat_blanks(&head);
			if (slice_eat_word(&head, &word)) {
				event->host = word;
			}
			return;
		}
		if (!slice_eat_word(&head, &word) || head.size >= before.size) {
			return;
		}
	}
}

/* "192.0.2.7:47990" */
static struct slice read_side(struct slice text, const char *before, int32_t *ret_port)
{
	struct slice word = message_word_after(text, before);
	size_t colon = slice_find_char(word, ':');
	if (colon < word.size &&
	    slice_find_char(slice_after(word, colon + 1), ':') + colon + 1 == word.size) {
		*ret_port = protocol_port(slice_after(word, colon + 1));
		return slice_first(word, colon);
	}
	return word;
}

static bool read_clock(struct slice text, const char *before, struct stamp *ret_stamp)
{
	size_t at = slice_find(text, before);
	struct slice rest = slice_after(text, at + strlen(before));
	slice_eat_char(&rest, '"');
	return at < text.size && eat_stamp(&rest, ret_stamp);
}

static void read_connection(const struct line *line, struct event *event)
{
	struct stamp start;
	struct stamp end;
	event->bytes_in = token_count(message_word_after(line->text, "Total_bytes_send "), -1);
	event->bytes_out = token_count(message_word_after(line->text, "Total_bytes_recv "), -1);
	if (read_clock(line->text, "Start Time ", &start) &&
	    read_clock(line->text, "End Time ", &end) && end.civil_us >= start.civil_us) {
		event->duration_us = end.civil_us - start.civil_us;
		event->stamps_end = true;
	}
	if (slice_is(line->module, "TCP") && event->client.size > 0) {
		event->signal = SIGNAL_FLOW;
		event->protocol = slice_from("tcp");
		event->outcome = slice_from("close");
	}
}

/* 'User nsroot - Remote_ip 192.0.2.71 - Command "save ns config" - Status "Success"' */
static void read_command(const struct line *line, struct event *event)
{
	size_t at = slice_find(line->text, "Command \"");
	struct slice command = slice_after(line->text, at + strlen("Command \""));
	command = slice_first(command, slice_find_char(command, '"'));
	bool failed = !slice_contains(line->text, "Status \"Success");
	message_table_apply(commands, sizeof(commands) / sizeof(commands[0]), command, command,
			    event);
	if (failed && event->signal == SIGNAL_OPERATOR_LOGIN) {
		event->signal = SIGNAL_OPERATOR_LOGIN_FAILED;
	} else if (failed && event->signal == SIGNAL_CONFIG_COMMIT_OK) {
		event->signal = SIGNAL_CONFIG_COMMIT_FAIL;
	} else if (failed && event->signal != SIGNAL_OPERATOR_LOGOUT) {
		event->signal = SIGNAL_LOG;
	}
	event->outcome = slice_from(failed ? "fail" : "ok");
}

static void read_text(const struct line *line, struct event *event)
{
	static const char *const clients[] = {"Client_ip ", "ClientIP ", "Remote_ip ",
					      "client ip : ", "Srcip: "};
	struct slice text = line->text;
	event->client = read_side(text, "Source ", &event->client_port);
	event->server = read_side(text, "Destination ", &event->server_port);
	event->actor = message_word_after(text, "User ");
	for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]) && event->client.size == 0;
	     i++) {
		event->client = message_word_after(text, clients[i]);
	}
	if (event->actor.size == 0) {
		event->actor = message_word_after(text, "rejected for ");
	}
	if (event->client_port == PORT_NONE) {
		event->client_port = protocol_port(message_word_after(text, "ClientPort "));
	}
	if (event->server.size == 0) {
		event->server = message_word_after(text, "Dstip: ");
	}
	if (event->server.size == 0) {
		event->server = message_word_after(text, "VserverServiceIP ");
		event->server_port = protocol_port(message_word_after(text, "VserverServicePort "));
	}
}

/* "198.51.100.7 616-PPE1 session profile https://www.example.com/login …" of the web firewall */
static void read_violation(struct slice text, struct event *event)
{
	struct slice word;
	if (!slice_eat_word(&text, &word) || slice_find_char(word, '.') == word.size) {
		return;
	}
	event->client = word;
	while (slice_eat_word(&text, &word)) {
		if (slice_starts_with(word, "http://") || slice_starts_with(word, "https://")) {
			event->path = word;
			break;
		}
	}
	if (slice_ends_with(text, "<not blocked>")) {
		event->outcome = slice_from("accept");
	} else if (slice_ends_with(text, "<blocked>")) {
		event->outcome = slice_from("deny");
	}
}

static int netscaler_bid(const struct record *record)
{
	struct line line = {.text = slice_empty()};
	return read_line(record->whole, &line) ? BID_SIGNATURE : BID_NONE;
}

static enum status netscaler_parse(void *state, const struct record *record, struct event *event)
{
	struct line line = {.text = slice_empty()};
	(void)state;
	if (!read_line(record->whole, &line)) {
		return STATUS_MISMATCH;
	}
	read_head(line.head, event);
	event->program = line.module;
	event->code = line.name;
	event->message = line.text;
	read_text(&line, event);
	if (slice_is(line.name, "CMD_EXECUTED")) {
		read_command(&line, event);
		return STATUS_OK;
	}
	if (slice_is(line.module, "APPFW")) {
		read_violation(line.text, event);
	}
	message_table_apply(messages, sizeof(messages) / sizeof(messages[0]), line.name, line.text,
			    event);
	if (slice_ends_with(line.name, "TERMINATE") || slice_ends_with(line.name, "DELINK") ||
	    slice_ends_with(line.name, "CONNSTAT")) {
		read_connection(&line, event);
	}
	return STATUS_OK;
}

const struct format netscaler_format = {
	.name = "netscaler",
	.title = "Citrix NetScaler, ADC (0-PPE-0 : default TCP CONN_TERMINATE …)",
	.source = "NetScaler Syslog Message Reference",
	.bid = netscaler_bid,
	.needs_whole = "-PE:",
	.parse = netscaler_parse,
};
