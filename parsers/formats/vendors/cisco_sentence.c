// SPDX-License-Identifier: MIT
/* Cisco's other sentences: who did it, from where, which command; and FTD's "Key: value" lists. */
#include "cisco_sentence.h"
#include "cisco_connection.h"
#include "digrams.h"
#include "protocol.h"

/* What ends a bare word. */
static bool is_end(char byte)
{
	return byte == ' ' || byte == ',' || byte == '\t' || byte == ')' || byte == '\0';
}

/* Behind `before`: a quoted, angle-bracketed or bare word. */
bool cisco_read_after(struct slice text, const char *before, struct slice *ret_value)
{
	size_t at = slice_find(text, before);
	if (at == text.size) {
		return false;
	}
	struct slice rest = slice_after(text, at + strlen(before));
	slice_eat_blanks(&rest);
	size_t size;
	if (rest.size > 0 && strchr("'\"<", rest.data[0]) != NULL) {
		char close = rest.data[0];
		if (close == '<') {
			close = '>';
		}
		rest = slice_after(rest, 1);
		size = slice_find_char(rest, close);
	} else {
		size = 0;
		while (size < rest.size && !is_end(rest.data[size])) {
			size++;
		}
		while (size > 0 && (rest.data[size - 1] == '.' || rest.data[size - 1] == ':')) {
			size--;
		}
	}
	*ret_value = slice_first(rest, size);
	return size > 0;
}

int64_t cisco_span_us(struct slice text)
{
	enum { DAYS_MAX = 100000, COLON_FACTOR = 60 };
	int64_t seconds = 0;
	int64_t plain = 0;
	uint64_t number;
	while (slice_eat_uint(&text, &number) && number < (uint64_t)DAYS_MAX * 86400) {
		int64_t value = (int64_t)number;
		if (slice_eat_char(&text, 'd')) {
			seconds += value * 86400;
		} else if (slice_eat_char(&text, 'h')) {
			seconds += value * 3600;
		} else if (slice_eat_char(&text, 'm')) {
			seconds += value * 60;
		} else if (slice_eat_char(&text, 's')) {
			seconds += value;
		} else {
			plain = plain * COLON_FACTOR + value;
		}
		(void)(slice_eat_char(&text, ':') || slice_eat_char(&text, ' '));
		if (plain > (int64_t)DAYS_MAX * 86400) {
			return DURATION_NONE;
		}
	}
	return (seconds + plain) * US_PER_S;
}

/* "192.0.2.7:500" without its port; an IPv6 address stays as it is. */
static struct slice without_port(struct slice word)
{
	size_t colon = slice_find_char(word, ':');
	size_t dot = slice_find_char(word, '.');
	return dot < colon ? slice_first(word, colon) : word;
}

/* "Session disconnected. … Duration: 0h:32m:16s, Bytes xmt: 297103, Bytes rcv: 1216163, Reason: …"
 */
#define SESSION_END "Session disconnected."

static void read_session(struct slice text, struct event *event)
{
	struct slice value;
	struct slice rest = slice_after(text, slice_find(text, SESSION_END));
	if (rest.size == 0) {
		return;
	}
	if (cisco_read_after(rest, "Duration: ", &value)) {
		/* "1d 2h:03m:04s" */
		struct slice span = slice_after(rest, slice_find(rest, "Duration: "));
		span = slice_after(span, strlen("Duration: "));
		event->duration_us = cisco_span_us(slice_first(span, slice_find_char(span, ',')));
		event->stamps_end = event->duration_us != DURATION_NONE;
	}
	int64_t bytes;
	if (cisco_read_after(rest, "Bytes xmt: ", &value) && slice_to_int(value, &bytes)) {
		event->bytes_out = bytes;
	}
	if (cisco_read_after(rest, "Bytes rcv: ", &value) && slice_to_int(value, &bytes)) {
		event->bytes_in = bytes;
	}
}

/* "Local:203.0.113.1:500 Remote:198.51.100.1:500 Username:…": the device's end, and both ports. */
static void read_negotiation(struct slice text, struct event *event)
{
	struct slice local;
	struct slice remote;
	if (!slice_starts_with(text, "Local:") || !cisco_read_after(text, "Local:", &local) ||
	    !cisco_read_after(text, "Remote:", &remote)) {
		return;
	}
	event->server = without_port(local);
	if (event->server.size < local.size) {
		event->server_port = protocol_port(slice_after(local, event->server.size + 1));
	}
	if (event->client.size < remote.size) {
		event->client_port = protocol_port(slice_after(remote, event->client.size + 1));
	}
}

/* Accounts and peers in the spellings of twenty years; the first that stands in the text counts. */
void cisco_read_who(struct slice text, struct event *event)
{
	static const char *const actors[] = {"Uname: ", "Username = ",  "Username:", " user = ",
					     "User = ", "client user ", "for user ", "User ",
					     "user= ",  "username: "};
	static const char *const clients[] = {
		"from IP ", "IP address: ",    "user IP = ", "IP = ",  " IP <",
		" IP ",     "configuration: ", "Remote:",    " Addr ", "pool address "};
	struct digrams digrams;
	digrams_see(&digrams, text);
	for (size_t i = 0; i < sizeof(actors) / sizeof(actors[0]) && event->actor.size == 0; i++) {
		if (digrams_may_hold(&digrams, actors[i]) &&
		    !cisco_read_after(text, actors[i], &event->actor)) {
			event->actor = slice_empty();
		}
	}
	for (size_t i = 0; i < sizeof(clients) / sizeof(clients[0]) && event->client.size == 0;
	     i++) {
		struct slice word;
		if (digrams_may_hold(&digrams, clients[i]) &&
		    cisco_read_after(text, clients[i], &word) && cisco_looks_like_address(word)) {
			event->client = without_port(slice_first(word, slice_find_char(word, '>')));
		}
	}
	read_negotiation(text, event);
	struct slice server;
	if (event->server.size == 0 && digrams_may_hold(&digrams, "server = ") &&
	    cisco_read_after(text, "server = ", &server) && cisco_looks_like_address(server)) {
		event->server = server;
	}
	if (digrams_may_hold(&digrams, SESSION_END)) {
		read_session(text, event);
	}
}

/* "User 'x', running 'CLI' from IP a, executed 'clear xlate'": commands that change nothing. */
bool cisco_is_plain_command(struct slice text)
{
	static const char *const commands[] = {
		"show",          "dir",       "ping",     "traceroute", "more", "enable", "disable",
		"login",         "logout",    "exit",     "quit",       "end",  "help",   "capture",
		"debug",         "undebug",   "terminal", "test",       "who",  "copy",   "write",
		"packet-tracer", "changeto",  "perfmon",  "verify",     "pwd",  "cd",     "reload",
		"failover",      "configure", "clear",    "session",    NULL};
	struct slice command;
	if (!cisco_read_after(text, "executed the ", &command) &&
	    !cisco_read_after(text, "executed ", &command)) {
		return false;
	}
	if (slice_starts_with(command, "clear conf") || slice_starts_with(command, "configure f") ||
	    slice_starts_with(command, "failover lan") ||
	    slice_starts_with(command, "failover link")) {
		return false;
	}
	return slice_is_one_of(slice_first(command, slice_find_char(command, ' ')), commands);
}

struct pair {
	struct slice key;
	struct slice value;
};

/* Keys are words that begin with a capital, some of several: "Prefilter Policy". */
static bool is_key_char(char byte)
{
	return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == ' ';
}

/* Where "Key: value, Key: " has its next ", Key: "; values may hold commas and colons themselves.
 */
static size_t find_next_key(struct slice text)
{
	for (size_t i = 0; i + 2 < text.size; i++) {
		if (text.data[i] != ',') {
			continue;
		}
		size_t at = text.data[i + 1] == ' ' ? i + 2 : i + 1;
		if (text.data[at] < 'A' || text.data[at] > 'Z') {
			continue;
		}
		while (at < text.size && is_key_char(text.data[at])) {
			at++;
		}
		if (at + 1 < text.size && text.data[at] == ':' && text.data[at + 1] == ' ') {
			return i;
		}
	}
	return text.size;
}

static bool eat_pair(struct slice *text, struct pair *ret_pair)
{
	slice_eat_char(text, ',');
	slice_eat_blanks(text);
	if (!slice_eat_until(text, ':', &ret_pair->key)) {
		return false;
	}
	slice_eat_blanks(text);
	size_t size = find_next_key(*text);
	ret_pair->value = slice_first(*text, size);
	*text = slice_after(*text, size);
	return true;
}

static const char *connection_outcome(struct slice action)
{
	if (slice_contains(action, "lock")) {
		return "deny"; /* Block, Interactive Block, Block with reset */
	}
	return "accept"; /* Allow, Trust, Monitor, Fastpath */
}

static void read_value(const struct pair *pair, struct event *event)
{
	int64_t number = 0;
	bool is_number = slice_to_int(pair->value, &number);
	if (slice_is(pair->key, "SrcIP")) {
		event->client = pair->value;
	} else if (slice_is(pair->key, "DstIP")) {
		event->server = pair->value;
	} else if (slice_is(pair->key, "SrcPort")) {
		event->client_port = protocol_port(pair->value);
	} else if (slice_is(pair->key, "DstPort")) {
		event->server_port = protocol_port(pair->value);
	} else if (slice_is(pair->key, "Protocol")) {
		event->protocol = protocol_name(pair->value);
	} else if (slice_is(pair->key, "AccessControlRuleName")) {
		event->rule = pair->value;
	} else if ((slice_is(pair->key, "IntrusionPolicy") || slice_is(pair->key, "FilePolicy")) &&
		   event->rule.size == 0) {
		event->rule = pair->value;
	} else if (slice_is(pair->key, "AccessControlRuleAction")) {
		event->outcome = slice_from(connection_outcome(pair->value));
	} else if (slice_is(pair->key, "User") && !slice_starts_with(pair->value, "No Auth")) {
		event->actor = pair->value;
	} else if (slice_is(pair->key, "URL") || slice_is(pair->key, "URI")) {
		event->path = pair->value;
	} else if (slice_is(pair->key, "HTTPResponse") && is_number && number >= 100 &&
		   number < 600) {
		event->status = (int32_t)number;
	} else if (slice_is(pair->key, "InitiatorBytes") && is_number) {
		event->bytes_in = number;
	} else if (slice_is(pair->key, "ResponderBytes") && is_number) {
		event->bytes_out = number;
	} else if (slice_is(pair->key, "ConnectionDuration") && is_number && number >= 0 &&
		   number < INT64_MAX / US_PER_S) {
		event->duration_us = number * US_PER_S;
		event->stamps_end = true;
	}
}

void cisco_read_list(struct slice text, struct event *event)
{
	struct pair pair;
	while (eat_pair(&text, &pair)) {
		read_value(&pair, event);
	}
}
