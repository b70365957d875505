// SPDX-License-Identifier: MIT
/* Cisco's sentences about connections: who, whereto, how long, how it ended. */
#include "cisco_connection.h"
#include "cisco_sentence.h"
#include "protocol.h"

struct endpoint {
	struct slice address;
	int32_t port;
};

/* Where the address begins in "outside:192.0.2.1", "outside:2001:db8::1" or "fe80::1". */
static struct slice without_interface(struct slice text)
{
	size_t first = slice_find_char(text, ':');
	if (first == text.size) {
		return text;
	}
	struct slice rest = slice_after(text, first + 1);
	size_t second = slice_find_char(rest, ':');
	if (second == rest.size) {
		return rest;
	}
	if (slice_find_char(slice_after(rest, second), '.') < rest.size - second) {
		return slice_after(rest, second + 1); /* an interface name with a colon in it */
	}
	bool hex = first <= 4;
	for (size_t i = 0; i < first && hex; i++) {
		char byte = text.data[i];
		hex = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'f');
	}
	return hex ? text : rest;
}

/* What stands behind a word and is none of it. */
static bool is_punctuation(char byte)
{
	return byte == ',' || byte == '.' || byte == ';' || byte == ':' || byte == ')' ||
	       byte == '\0';
}

/* "outside:192.0.2.1/443(user)" */
static struct endpoint read_endpoint(struct slice word)
{
	slice_eat_char(&word, '(');
	word = slice_first(word, slice_find_char(word, '('));
	while (word.size > 0 && is_punctuation(word.data[word.size - 1])) {
		word.size--;
	}
	struct endpoint end = {word, PORT_NONE};
	size_t slash = slice_find_char(word, '/');
	if (slash < word.size) {
		end.port = protocol_port(slice_after(word, slash + 1));
		end.address = slice_first(word, slash);
	}
	end.address = without_interface(end.address);
	if (slice_eat_char(&end.address, '[')) { /* "[2001:db8::1]" */
		end.address = slice_first(end.address, slice_find_char(end.address, ']'));
	}
	return end;
}

/* "outside/192.0.2.1(443)" */
static struct endpoint read_access_endpoint(struct slice word)
{
	size_t open = slice_find_char(word, '(');
	struct slice port = slice_after(word, open + 1);
	port = slice_first(port, slice_find_char(port, ')'));
	struct slice address = slice_first(word, open);
	address = slice_after(address, slice_find_char(address, '/') + 1);
	return (struct endpoint){address, protocol_port(port)};
}

static void set_client(struct event *event, struct endpoint end)
{
	event->client = end.address;
	event->client_port = end.port;
}

static void set_server(struct event *event, struct endpoint end)
{
	event->server = end.address;
	event->server_port = end.port;
}

static void swap_sides(struct event *event)
{
	struct endpoint client = {event->client, event->client_port};
	set_client(event, (struct endpoint){event->server, event->server_port});
	set_server(event, client);
}

bool cisco_looks_like_address(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		if (word.data[i] == '.' || word.data[i] == ':' || word.data[i] == '/') {
			return word.size > 1;
		}
	}
	return false;
}

/* "(LOCAL\user)", also glued to an address or with more behind it: the identity firewall's user. */
static void read_identity(struct slice word, struct event *event)
{
	size_t slash = slice_find_char(word, '\\');
	if (event->actor.size > 0 || slash == word.size) {
		return;
	}
	size_t begin = slash;
	while (begin > 0 && word.data[begin - 1] != '(') {
		begin--;
	}
	struct slice name = slice_after(word, begin);
	slice_eat(&name, "LOCAL\\"); /* the device's own list of accounts, no domain */
	size_t size = 0;
	while (size < name.size && strchr("),", name.data[size]) == NULL) {
		size++;
	}
	event->actor = slice_first(name, size);
}

/* "… (198.51.100.7/22371) (lee)", "… TCP FINs (lee)": the account of AAA stands last. */
static void read_last_user(struct slice text, struct event *event)
{
	size_t at = text.size;
	if (event->actor.size > 0 || at < 2 || text.data[--at] != ')') {
		return;
	}
	while (at > 0 && text.data[at - 1] != '(') {
		if (strchr("/ ,:", text.data[--at]) != NULL) {
			return; /* an address, or words */
		}
	}
	if (at > 1 && text.data[at - 2] == ' ') {
		event->actor = slice_make(text.data + at, text.size - at - 1);
	}
}

/*
 * Walks word by word over "… for A (a) to B (b) duration …" and leaves `text` behind B.
 */
void cisco_read_pair(struct slice *text, struct event *event)
{
	static const char *const firsts[] = {"for",    "from",    "src",  "SRC", "laddr",
					     "client", "between", "flow", NULL};
	static const char *const seconds[] = {"to", "dst", "DEST", "dest", "and", NULL};
	struct slice rest = *text;
	struct slice word;
	bool expected = false;
	while (slice_eat_word(&rest, &word)) {
		if (event->client.size > 0 && slice_find_char(word, '(') < word.size) {
			read_identity(word, event);
		}
		if (expected && cisco_looks_like_address(word)) {
			if (event->client.size > 0) {
				set_server(event, read_endpoint(word));
				*text = rest;
				return;
			}
			set_client(event, read_endpoint(word));
			*text = rest;
			read_identity(word, event);
		}
		if (event->client.size == 0 && event->protocol.size == 0 &&
		    protocol_is_known(word)) {
			event->protocol = protocol_name(word);
		}
		/* "to NP Identity Ifc:192.0.2.1": the box itself, an interface of three words */
		expected = slice_is_one_of(word, event->client.size == 0 ? firsts : seconds) ||
			   (expected && (slice_is(word, "NP") || slice_is(word, "Identity")));
	}
}

/* "Built inbound TCP connection 7", "Teardown dynamic UDP translation": up to the protocol. */
static void read_transport(struct slice *text, struct event *event, bool *ret_outbound)
{
	enum { WORDS_MAX = 5 };
	struct slice rest = *text;
	struct slice word;
	*ret_outbound = false;
	for (int i = 0; i < WORDS_MAX && slice_eat_word(&rest, &word); i++) {
		*ret_outbound = *ret_outbound || slice_is(word, "outbound");
		if (word.size >= 3 && word.size <= 4 && word.data[1] >= 'A' &&
		    word.data[1] <= 'Z') {
			event->protocol = protocol_name(word);
			*text = rest;
			return;
		}
	}
}

void cisco_read_built(struct slice text, struct event *event)
{
	bool outbound;
	read_transport(&text, event, &outbound);
	cisco_read_pair(&text, event);
	read_last_user(text, event);
	if (outbound) {
		swap_sides(event);
	}
}

static const char *teardown_outcome(struct slice reason)
{
	if (slice_contains(reason, "imeout")) {
		return "timeout";
	}
	return slice_contains(reason, "Reset") ? "reset" : "close";
}

/* "… duration 0:00:30 bytes 38110 TCP FINs": what is left behind the sides. */
static void read_end(struct slice text, struct event *event)
{
	struct slice word;
	struct slice value;
	while (slice_eat_word(&text, &word)) {
		if (slice_is(word, "duration") && slice_eat_word(&text, &value)) {
			event->duration_us = cisco_span_us(value);
			event->stamps_end = event->duration_us != DURATION_NONE;
		} else if (slice_is(word, "bytes") && slice_eat_word(&text, &value)) {
			int64_t bytes;
			if (slice_to_int(value, &bytes)) {
				event->bytes_out = bytes;
			}
			break;
		}
	}
	event->outcome = slice_from(teardown_outcome(text));
}

/* "Teardown TCP connection 7 for A to B duration …". The bytes are those of both directions. */
void cisco_read_teardown(struct slice text, struct event *event)
{
	bool outbound;
	read_transport(&text, event, &outbound);
	cisco_read_pair(&text, event);
	read_last_user(text, event);
	read_end(text, event);
}

/*
 * "Built inbound ICMP connection for faddr 192.0.2.1/0 gaddr … laddr 192.0.2.2/0 type 8 code 0".
 * A teardown does not say its direction, but the asking side has the id of the echo for a port; if
 * neither has one (a router's advertisement), the inner side sent it.
 */
void cisco_read_icmp(struct slice text, struct event *event)
{
	bool outbound;
	bool teardown = slice_starts_with(text, "Teardown");
	read_transport(&text, event, &outbound);
	struct slice word;
	struct slice value;
	struct slice rest = text;
	while (slice_eat_word(&rest, &word)) {
		if (slice_is(word, "faddr") && slice_eat_word(&rest, &value)) {
			set_client(event, read_endpoint(value));
			read_identity(value, event);
		} else if (slice_is(word, "laddr") && slice_eat_word(&rest, &value)) {
			set_server(event, read_endpoint(value));
		}
	}
	if (outbound || (teardown && event->client_port <= 0)) {
		swap_sides(event);
	}
	if (teardown) {
		read_end(text, event);
	}
}

/*
 * "No matching connection for ICMP error message: icmp src outside:A dst inside:B (type 3, code 3)
 * on outside interface. Original IP payload: udp src B/53 dst C/60919.": the packet that the error
 * is about, where it is told.
 */
void cisco_read_icmp_error(struct slice text, struct event *event)
{
	static const char payload[] = "Original IP payload: ";
	struct slice outer = text;
	cisco_read_pair(&outer, event);
	size_t at = slice_find(text, payload);
	if (at == text.size) {
		return;
	}
	struct event inner;
	event_clear(&inner);
	struct slice rest = slice_after(text, at + sizeof(payload) - 1);
	cisco_read_pair(&rest, &inner);
	if (inner.client.size > 0 && inner.server.size > 0) {
		set_client(event, (struct endpoint){inner.client, inner.client_port});
		set_server(event, (struct endpoint){inner.server, inner.server_port});
		event->protocol = inner.protocol;
	}
}

/* "access-list N permitted tcp [for user X] if/a(p)[(user)] -> if/a(p) hit-cnt 1 …" */
void cisco_read_access(struct slice text, struct event *event)
{
	struct slice word;
	if (!slice_eat(&text, "access-list ") || !slice_eat_word(&text, &event->rule)) {
		return;
	}
	if (slice_eat_word(&text, &word)) {
		event->outcome = slice_from(slice_is(word, "denied") ? "deny" : "accept");
	}
	if (slice_eat_word(&text, &word)) {
		event->protocol = protocol_name(word);
	}
	if (slice_eat(&text, "for user ")) {
		slice_eat_word(&text, &event->actor);
	}
	if (slice_eat_word(&text, &word)) {
		set_client(event, read_access_endpoint(word));
	}
	struct slice arrow;
	if (slice_eat_word(&text, &arrow) && slice_eat_word(&text, &word)) {
		set_server(event, read_access_endpoint(word));
	}
}

void cisco_read_deny(struct slice text, struct event *event)
{
	struct slice rest = text;
	cisco_read_pair(&rest, event);
	size_t at = slice_find(rest, "access-group \"");
	if (at < rest.size) {
		rest = slice_after(rest, at + strlen("access-group \""));
		event->rule = slice_first(rest, slice_find_char(rest, '"'));
	}
}

void cisco_read_host(struct slice text, struct event *event)
{
	struct slice word;
	while (slice_eat_word(&text, &word)) {
		if (slice_is(word, "local-host") && slice_eat_word(&text, &word)) {
			event->client = read_endpoint(word).address;
		} else if (slice_is(word, "duration") && slice_eat_word(&text, &word)) {
			event->duration_us = cisco_span_us(word);
			event->stamps_end = event->duration_us != DURATION_NONE;
		}
	}
}

void cisco_read_expected(struct slice text, struct event *event)
{
	cisco_read_pair(&text, event);
	if (event->client_port != PORT_NONE && event->server_port == PORT_NONE) {
		swap_sides(event);
	}
}

/* "192.0.2.7 Accessed URL 198.51.100.1:http://example.com/", "user@192.0.2.7(LOCAL\\user) …" */
void cisco_read_url(struct slice text, struct event *event)
{
	struct slice word;
	if (!slice_eat_word(&text, &word)) {
		return;
	}
	read_identity(word, event);
	size_t at = slice_find_char(word, '@');
	if (at < word.size) {
		word = slice_after(word, at + 1);
	}
	set_client(event, read_endpoint(word));
	size_t url = slice_find(text, "URL ");
	struct slice rest = slice_after(text, url + strlen("URL "));
	if (slice_eat_until(&rest, ':', &word)) {
		at = slice_find_char(word, '@');
		event->server = at < word.size ? slice_after(word, at + 1) : word;
		event->path = rest;
	}
}
