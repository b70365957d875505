// SPDX-License-Identifier: MIT
/*
 * Access lines of nginx, Apache httpd, Tomcat and everything else that copied them.
 *
 *     192.0.2.7 - net.lee [07/Aug/2024:05:30:19 +0900] "GET /v1 HTTP/1.1" 200 612 "-" "curl/8"
 *     client, ident, user, stamp, request, status, bytes, referer, agent, then whatever
 *
 * The line is anchored at its bracketed stamp, since what stands before it varies: a virtual host,
 * a list of forwarded addresses, a user with blanks. What stands behind the agent is the site's own
 * choice; timings and upstream addresses are read from it where their shape leaves no doubt.
 * nginx stamps the end of a request. A lone integer at the end is not read: it may be Apache's %D,
 * a port or a size.
 */
#include "format.h"
#include "request_line.h"
#include "stamp_memo.h"

#include <stdlib.h>

enum {
	BRACKETS_MAX = 3, /* "[" tried for the stamp: a bracketed IPv6 host may precede it */
	TAIL_MAX = 32,    /* words read behind the agent; ingress-nginx writes 9 */
};

/* The parts of a line around its stamp. */
struct anatomy {
	struct slice front; /* "192.0.2.7 - net.lee " */
	struct stamp stamp;
	struct slice rest; /* from the request's opening quote */
};

static inline bool anatomy_find(struct stamp_memo *memo, struct slice text, struct anatomy *ret)
{
	size_t from = 0;
	for (int i = 0; i < BRACKETS_MAX; i++) {
		struct slice rest = slice_after(text, from);
		size_t at = from + slice_find_char(rest, '[');
		if (at >= text.size) {
			return false;
		}
		rest = slice_after(text, at + 1);
		if (stamp_eat_again(memo, stamp_eat_clf, ']', &rest, &ret->stamp) &&
		    slice_eat(&rest, "] \"")) {
			ret->front = slice_first(text, at);
			ret->rest = rest;
			return true;
		}
		from = at + 1;
	}
	return false;
}

/* Is the byte at `at` behind an odd number of backslashes? */
static bool is_escaped(const char *begin, const char *at)
{
	const char *first = at;
	while (first > begin && first[-1] == '\\') {
		first--;
	}
	return (at - first) % 2 != 0;
}

/* How far it is to a quote that is not escaped, the first of which stands at `at`. */
static size_t find_closing(struct slice text, size_t at)
{
	while (at < text.size && is_escaped(text.data, text.data + at)) {
		at += 1 + slice_find_char(slice_after(text, at + 1), '"');
	}
	return at;
}

/* Eats up to a quote that is not escaped; the opening one is eaten already. */
static inline bool eat_quoted(struct slice *rest, struct slice *ret_text)
{
	size_t at = slice_find_char(*rest, '"');
	if (at > 0 && rest->data[at - 1] == '\\') {
		at = find_closing(*rest, at);
	}
	if (at >= rest->size) {
		return false;
	}
	*ret_text = slice_first(*rest, at);
	*rest = slice_after(*rest, at + 1);
	return true;
}

/* "192.0.2.7:4711"; not so "2001:db8::1". */
static bool has_port(struct slice client)
{
	size_t at = client.size;
	while (at > 0 && client.data[at - 1] >= '0' && client.data[at - 1] <= '9') {
		at--;
	}
	return at > 0 && client.data[at - 1] == ':' && slice_find_char(client, '.') < client.size;
}

/* "192.0.2.7", "192.0.2.7:4711", "[2001:db8::1]:4711"; "-": none. */
static void read_client(struct slice client, struct event *event)
{
	if (slice_starts_with(client, "[") || has_port(client)) {
		endpoint_split(client, &event->client, &event->client_port);
	} else if (!slice_is(client, "-")) {
		event->client = client;
	}
}

/* "192.0.2.7 - net.lee ", "www.example.com:443 192.0.2.7 - - ", "192.0.2.7, 10.0.0.1 - - " */
static void read_front(struct slice front, struct event *event)
{
	struct slice client = slice_first(front, slice_find_char(front, ' '));
	struct slice ident = slice_empty();
	struct slice rest = slice_after(front, client.size);
	/* As nearly all lines begin. */
	if (client.size > 0 && client.data[client.size - 1] != ',' && slice_is(rest, " - - ")) {
		read_client(client, event);
		return;
	}
	if (slice_contains(front, "AccessLog")) { /* Spring Cloud Gateway: Netty's logger */
		front = slice_trim(slice_after(front, slice_find(front, ": ") + 1));
	}
	if (!slice_eat_word(&front, &client)) {
		return;
	}
	bool list = slice_ends_with(client, ",");
	if (!list && front.size > 0 && front.data[0] != '-' && slice_contains(front, " - ")) {
		event->rule = client;
		slice_eat_word(&front, &client);
		list = slice_ends_with(client, ",");
	}
	client.size -= list ? 1 : 0;
	while (list && slice_eat_word(&front, &ident)) {
		list = slice_ends_with(ident, ",");
	}
	read_client(client, event);
	slice_eat_word(&front, &ident);
	struct slice user = slice_trim(front);
	if (!slice_is(user, "-")) {
		event->actor = user;
	}
}

/* "0.035": seconds with a fraction, as nginx writes them. */
static bool is_seconds(struct slice word)
{
	return word.size >= 3 && slice_find_char(word, '.') < word.size &&
	       slice_find_char(slice_after(word, slice_find_char(word, '.') + 1), '.') ==
		       word.size - slice_find_char(word, '.') - 1;
}

static void read_seconds(struct slice word, struct event *event)
{
	int64_t span_us = 0;
	if (slice_seconds_to_us(word, &span_us)) {
		event->duration_us = span_us;
	}
}

/* "12ms" of Traefik, which stamps the start */
static bool read_milliseconds(struct slice word, struct event *event)
{
	int64_t span_ms = 0;
	if (!slice_ends_with(word, "ms") ||
	    !slice_to_int(slice_first(word, word.size - 2), &span_ms) || span_ms < 0 ||
	    span_ms > INT64_MAX / US_PER_MS) {
		return false;
	}
	event->duration_us = span_ms * US_PER_MS;
	event->stamps_end = false;
	return true;
}

/* "10.0.0.1:80", "[2001:db8::1]:80", "http://10.0.0.1:80": the last one answered. */
static bool read_upstream(struct slice word, struct event *event)
{
	struct slice address = slice_empty();
	int32_t port = PORT_NONE;
	if (slice_ends_with(word, ",")) {
		word.size--;
	}
	if (!slice_eat(&word, "http://")) {
		slice_eat(&word, "https://");
	}
	endpoint_split(word, &address, &port);
	if (port == PORT_NONE || !is_address(address)) {
		return false;
	}
	event->server = address;
	event->server_port = port;
	return true;
}

/* "rt=0.035", "request_time=0.035", "remote_port=55743", "ua=\"10.0.0.1:80\"" */
static void read_pair(struct slice key, struct slice value, struct event *event)
{
	uint64_t port = 0;
	if (slice_is(key, "rt") || slice_is(key, "request_time")) {
		read_seconds(value, event);
	} else if (slice_is(key, "remote_port") || slice_is(key, "port")) {
		if (slice_eat_uint(&value, &port) && port <= UINT16_MAX && value.size == 0) {
			event->client_port = (int32_t)port;
		}
	} else if (slice_is(key, "ua") || slice_is(key, "upstream_addr") ||
		   slice_is(key, "upstream")) {
		read_upstream(value, event);
	}
}

static void read_word(struct slice word, int index, struct event *event)
{
	size_t equals = slice_find_char(word, '=');
	int64_t number = 0;
	if (equals > 0 && equals < word.size) {
		read_pair(slice_first(word, equals), slice_after(word, equals + 1), event);
	} else if (event->duration_us == DURATION_NONE && is_seconds(word)) {
		read_seconds(word, event);
	} else if (index == 0 && slice_to_int(word, &number) && number > 0) {
		event->bytes_in = number; /* taken back unless a time follows: see read_tail */
	} else if (!read_milliseconds(word, event)) {
		read_upstream(word, event);
	}
}

/* One word of the tail: quoted, bracketed or bare. "key=\"a b\"" is one word without its quotes. */
static bool eat_tail_word(struct slice *rest, struct slice *ret_word, char *ret_opening)
{
	slice_eat_blanks(rest);
	*ret_opening = '\0';
	if (rest->size > 0) {
		*ret_opening = rest->data[0];
	}
	if (slice_eat_char(rest, '"')) {
		return eat_quoted(rest, ret_word);
	}
	if (slice_eat_char(rest, '[')) {
		return slice_eat_until(rest, ']', ret_word);
	}
	return slice_eat_word(rest, ret_word);
}

/* "10.0.0.1:80" as the line has it: the server and its port stand there together */
static struct slice upstream_text(const struct event *event)
{
	const char *begin = event->server.data;
	size_t size = event->server.size;
	if (begin[size] == ']') { /* "[2001:db8::1]:80" */
		begin--;
		size += 2;
	}
	size++;
	for (int32_t port = event->server_port; port > 0; port /= 10) {
		size++;
	}
	return slice_make(begin, size);
}

/* ingress-nginx: 80 0.000 [default-web-80] [] 10.244.0.9:5678 13 0.000 200 c99400a4… */
static void read_tail(struct slice rest, struct event *event)
{
	struct slice word = slice_empty();
	char opening = '\0';
	bool timed_second = false;
	bool named = false;
	for (int i = 0; i < TAIL_MAX && eat_tail_word(&rest, &word, &opening); i++) {
		if (opening == '[' && !is_seconds(word)) { /* Jetty: "[0.035]" */
			named = named || !slice_is_empty(word);
			event->rule = slice_is_empty(event->rule) ? word : event->rule;
			continue;
		}
		size_t equals = slice_find_char(word, '=');
		if (opening != '"' && equals + 1 < word.size && word.data[equals + 1] == '"') {
			word.size -= word.data[word.size - 1] == '"' ? 1 : 0;
			read_pair(slice_first(word, equals), slice_after(word, equals + 2), event);
			continue;
		}
		read_word(word, i, event);
		timed_second = timed_second || (i == 1 && event->duration_us != DURATION_NONE);
	}
	if (!timed_second) {
		event->bytes_in = BYTES_NONE;
	}
	if (!named && event->server_port > 0) {
		event->rule = upstream_text(event); /* who answered, as the error log calls it */
	}
}

/* `"referer" "agent"`; Traefik writes an unknown referer without quotes. */
static void read_agent(struct slice *rest, struct event *event)
{
	struct slice referer = slice_empty();
	struct slice text = *rest;
	if (!slice_eat(&text, "- ") &&
	    !(slice_eat_char(&text, '"') && eat_quoted(&text, &referer))) {
		return;
	}
	slice_eat_blanks(&text);
	if (!slice_eat_char(&text, '"') || !eat_quoted(&text, &event->agent)) {
		return;
	}
	if (slice_is(event->agent, "-")) {
		event->agent = slice_empty();
	}
	*rest = text;
}

/* The request; custom formats may put another quoted word before it: `"-" "GET / HTTP/1.1" 200`. */
static inline bool eat_request(struct slice *rest, struct slice *ret_request)
{
	if (!eat_quoted(rest, ret_request) || !slice_eat_char(rest, ' ')) {
		return false;
	}
	struct slice text = *rest;
	struct slice next = slice_empty();
	if (!slice_eat_char(&text, '"')) {
		return true;
	}
	if (eat_quoted(&text, &next) && slice_eat_char(&text, ' ')) {
		*ret_request = next;
		*rest = text;
	}
	return true;
}

/* "200 " */
static bool eat_status(struct slice *rest, struct event *event)
{
	enum { size = 3 };
	struct slice status = slice_first(*rest, size);
	event->status = http_status(status);
	if (event->status != 0 && rest->size > size && rest->data[size] == ' ') {
		*rest = slice_after(*rest, size + 1);
		slice_eat_blanks(rest);
		return true;
	}
	if (!slice_eat_word(rest, &status)) {
		return false;
	}
	event->status = http_status(status);
	return event->status != 0 || slice_is(status, "-") || slice_is(status, "000");
}

/* "612 "; "-" is Apache's word for none. */
static void eat_bytes(struct slice *rest, struct event *event)
{
	struct slice word = slice_empty();
	struct slice text = *rest;
	uint64_t bytes = 0;
	if (slice_eat_uint(&text, &bytes) && slice_eat_char(&text, ' ') && bytes <= INT64_MAX) {
		event->bytes_out = (int64_t)bytes;
		slice_eat_blanks(&text);
		*rest = text;
	} else if (slice_eat_word(rest, &word) && !slice_to_int(word, &event->bytes_out)) {
		event->bytes_out = BYTES_NONE;
	}
}

static enum status nginx_access_parse(void *state, const struct record *record, struct event *event)
{
	struct anatomy line;
	struct slice request = slice_empty();
	if (!anatomy_find(state, record->body, &line) || !eat_request(&line.rest, &request) ||
	    !eat_status(&line.rest, event)) {
		return STATUS_MISMATCH;
	}
	event->stamp = line.stamp;
	event->stamps_end = true;
	event->signal = SIGNAL_REQUEST;
	read_front(line.front, event);
	request_line_read(request, event);
	eat_bytes(&line.rest, event);
	read_agent(&line.rest, event);
	if (line.rest.size > 0) {
		read_tail(line.rest, event);
	}
	return STATUS_OK;
}

static int nginx_access_bid(const struct record *record)
{
	struct anatomy line;
	struct slice request = slice_empty();
	bool mine = anatomy_find(NULL, record->body, &line) && eat_request(&line.rest, &request);
	return mine ? BID_SHAPE + 20 : BID_NONE;
}

static void *nginx_access_open(void)
{
	return calloc(1, sizeof(struct stamp_memo));
}

const struct format nginx_access_format = {
	.name = "nginx_access",
	.title = "nginx, Apache, Tomcat access lines (common, combined, with timings)",
	.source = "nginx ngx_http_log_module; Apache mod_log_config; ingress-nginx log-format",
	.bid = nginx_access_bid,
	.needs = "[]\"",
	.parse = nginx_access_parse,
	.open = nginx_access_open,
	.close = free,
	.is_state_a_memo = true,
};
