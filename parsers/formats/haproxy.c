// SPDX-License-Identifier: MIT
/*
 * HAProxy: HTTP, TCP and error lines of sessions, and the alerts about servers and proxies.
 *
 *     192.0.2.7:55743 [07/Aug/2024:05:30:19.250] fe~ be/srv1 0/0/1/33/35 200 331 - - ---- 1/… "…"
 *     client          accepted                   frontend    timers      st. bytes   ended
 *     192.0.2.7:55743 [07/Aug/2024:05:30:19.250] fe be/srv1 1/0/5007 212 -- 1/1/1/1/0 0/0
 *     Server be/srv1 is DOWN, reason: Layer4 timeout, check duration: 2002ms. 0 active and …
 *
 * The stamp is the accept time, without a zone; the last timer is the whole session. Custom formats
 * put their own words between: the anchors are stamp and timers.
 */
#include "format.h"
#include "haproxy_clf.h"
#include "haproxy_states.h"
#include "request_line.h"

enum {
	TIMERS_HTTP = 4, /* slashes in TR/Tw/Tc/Tr/Ta */
	TIMERS_TCP = 2,  /* slashes in Tw/Tc/Tt */
	WORDS_MAX = 12,  /* between stamp and timers; the standard formats have 2 */
};

static bool is_timers(struct slice word, int slashes)
{
	bool digits = false;
	for (size_t i = 0; i < word.size; i++) {
		char byte = word.data[i];
		if (byte == '/') {
			slashes--;
		} else if (byte >= '0' && byte <= '9') {
			digits = true;
		} else if (byte != '-' && byte != '+') {
			return false;
		}
	}
	return digits && slashes == 0;
}

/* The client and the accept time; `rest` stands behind the bracket. */
static bool eat_session(struct slice *rest, struct event *event)
{
	struct slice text = *rest;
	size_t at = slice_find_char(text, '[');
	if (at < 2 || at >= text.size || text.data[at - 1] != ' ') {
		return false;
	}
	struct slice client = slice_first(text, at - 1);
	for (size_t i = client.size; i > 0; i--) {
		if (client.data[i - 1] == ' ') {
			client = slice_after(client, i);
			break;
		}
	}
	text = slice_after(text, at + 1);
	if (!stamp_eat_clf(&text, &event->stamp) || !slice_eat(&text, "] ")) {
		return false;
	}
	endpoint_split(client, &event->client, &event->client_port);
	*rest = text;
	return event->client_port != PORT_NONE;
}

/* The last timer: "+35" was logged early, -1 never came. */
static void read_duration(struct slice timers, struct event *event)
{
	int64_t span_ms = 0;
	size_t at = timers.size;
	while (at > 0 && timers.data[at - 1] != '/') {
		at--;
	}
	timers = slice_after(timers, at);
	slice_eat_char(&timers, '+');
	if (slice_to_int(timers, &span_ms) && span_ms >= 0 && span_ms < INT64_MAX / US_PER_MS) {
		event->duration_us = span_ms * US_PER_MS;
	}
}

static void read_bytes(struct slice word, struct event *event)
{
	int64_t bytes = 0;
	slice_eat_char(&word, '+');
	if (slice_to_int(word, &bytes) && bytes >= 0) {
		event->bytes_out = bytes;
	}
}

/* How it ended: "----" is normal, "sH--" a server's timeout. */
static void read_ending(struct slice word, struct event *event)
{
	if (word.size > 0 && word.data[0] != '-') {
		event->code = word;
	}
}

/* The request is the last that stands in quotes, or is cut: captured headers may hold some. */
static struct slice last_quoted(struct slice text)
{
	size_t end = text.size;
	while (end > 0 && text.data[end - 1] != '"') {
		end--;
	}
	size_t begin = end;
	while (begin > 1 && text.data[begin - 2] != '"') {
		begin--;
	}
	return begin > 1 ? slice_make(text.data + begin - 1, end - begin) : slice_after(text, end);
}

/* 200 331 - - ---- 12/10/3/1/0 0/0 {captured|headers} "GET / HTTP/1.1" */
static void read_http(struct slice rest, struct event *event)
{
	struct slice words[5]; /* status, bytes, two cookies, the ending */
	size_t count = 0;
	while (count < sizeof words / sizeof words[0] && slice_eat_word(&rest, &words[count])) {
		count++;
	}
	event->signal = SIGNAL_REQUEST;
	if (count > 1) {
		event->status = http_status(words[0]);
		read_bytes(words[1], event);
	}
	if (count == sizeof words / sizeof words[0]) {
		read_ending(words[count - 1], event);
	}
	request_line_read(last_quoted(rest), event);
}

/* 212 -- 1/1/1/1/0 0/0 */
static void read_tcp(struct slice rest, struct event *event)
{
	struct slice word = slice_empty();
	event->signal = SIGNAL_FLOW;
	event->protocol = slice_from("tcp");
	if (slice_eat_word(&rest, &word)) {
		read_bytes(word, event);
	}
	if (slice_eat_word(&rest, &word)) {
		read_ending(word, event);
	}
	event->outcome = slice_from(slice_is_empty(event->code) ? "accept" : "fail");
}

/* "be/srv1", "be/<NOSRV>": the first word behind the frontend with one slash. */
static bool is_backend(struct slice word)
{
	size_t at = slice_find_char(word, '/');
	return at > 0 && at + 1 < word.size &&
	       slice_find_char(slice_after(word, at + 1), '/') == word.size - at - 1;
}

static enum status parse_session(struct slice rest, struct event *event)
{
	struct slice backend = slice_empty();
	struct slice previous = slice_empty();
	struct slice word = slice_empty();
	struct slice tail = rest;
	for (int i = 0; i < WORDS_MAX && slice_eat_word(&tail, &word); i++) {
		bool http = is_timers(word, TIMERS_HTTP);
		if (http || is_timers(word, TIMERS_TCP)) {
			event->rule = backend.size > 0 ? backend : previous;
			read_duration(word, event);
			if (http) {
				read_http(tail, event);
			} else {
				read_tcp(tail, event);
			}
			return STATUS_OK;
		}
		if (i == 0 && slice_ends_with(word, ":")) { /* "fe/1: SSL handshake failure" */
			event->rule = slice_first(word, word.size - 1);
			event->message = rest;
			event->outcome = slice_from("fail");
			return STATUS_OK;
		}
		if (i > 0 && backend.size == 0 && is_backend(word)) {
			backend = word;
		}
		previous = word;
	}
	return STATUS_MISMATCH;
}

/* "Connect from 192.0.2.7:40780 to 192.0.2.1:5000 (main/HTTP)" */
static bool parse_connect(struct slice text, struct event *event)
{
	struct slice from = slice_empty();
	struct slice to = slice_empty();
	if (!slice_eat(&text, "Connect from ") || !slice_eat_word(&text, &from) ||
	    !slice_eat(&text, "to ") || !slice_eat_word(&text, &to)) {
		return false;
	}
	event->signal = SIGNAL_FLOW;
	event->protocol = slice_from("tcp");
	event->outcome = slice_from("accept");
	endpoint_split(from, &event->client, &event->client_port);
	endpoint_split(to, &event->server, &event->server_port);
	if (slice_eat_char(&text, '(')) {
		event->rule = slice_first(text, slice_find_char(text, '/'));
	}
	return true;
}

/* "[WARNING] 123/045612 (4711) : Server be/srv1 is DOWN …": the same alert, written to stderr. */
static struct slice without_prefix(struct slice text)
{
	struct slice rest = text;
	if (slice_starts_with(rest, "[WARNING]") || slice_starts_with(rest, "[ALERT]") ||
	    slice_starts_with(rest, "[NOTICE]")) {
		size_t at = slice_find(rest, ") : ");
		return at < rest.size ? slice_after(rest, at + strlen(") : ")) : text;
	}
	return text;
}

static bool is_haproxy(const struct record *record)
{
	return slice_starts_with(record->envelope.tag, "haproxy"); /* also "haproxy-edge" */
}

/* Access lines and JSON of one's own log-format: another format of the shelf reads them better. */
static bool is_foreign(struct slice body)
{
	return slice_starts_with(body, "{") || slice_contains(body, "] \"");
}

static enum status haproxy_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice rest = record->body;
	if (haproxy_clf_read(rest, event)) {
		return STATUS_OK;
	}
	if (eat_session(&rest, event)) {
		return parse_session(rest, event);
	}
	event->client = slice_empty();
	event->client_port = PORT_NONE;
	event->stamp = record->envelope.stamp;
	struct slice text = without_prefix(record->body);
	bool known = haproxy_state_read(text, event) || haproxy_backend_read(text, event) ||
		     parse_connect(text, event);
	bool prefixed = text.data != record->body.data;
	if (known) {
		return STATUS_OK;
	}
	event->object = slice_empty();
	if ((!is_haproxy(record) && !prefixed) || is_foreign(record->body)) {
		return STATUS_MISMATCH; /* sentences as common as those below tell no product */
	}
	haproxy_sentence_read(text, slice_starts_with(record->body, "[ALERT]"), event);
	return STATUS_OK;
}

static int haproxy_bid(const struct record *record)
{
	struct event event;
	struct slice rest = record->body;
	bool own = is_haproxy(record);
	if (!own && slice_find_char(rest, '[') == rest.size &&
	    !(haproxy_state_begins(rest) && slice_contains(rest, "Server "))) {
		return BID_NONE; /* neither a stamp nor the state of a server */
	}
	event_clear(&event);
	if (haproxy_clf_read(rest, &event)) {
		return BID_SIGNATURE;
	}
	if (own) {
		return is_foreign(record->body) ? BID_NONE : BID_SIGNATURE;
	}
	if (eat_session(&rest, &event)) {
		return parse_session(rest, &event) == STATUS_OK ? BID_SIGNATURE - 10 : BID_NONE;
	}
	struct slice text = without_prefix(record->body);
	if (text.data != record->body.data) {
		return BID_SHAPE;
	}
	return haproxy_state_read(text, &event) && event.signal != SIGNAL_LOG ? BID_SHAPE
									      : BID_NONE;
}

const struct format haproxy_format = {
	.name = "haproxy",
	.title = "HAProxy (HTTP, TCP, error lines; server and proxy alerts)",
	.source = "HAProxy Configuration Manual, chapter 8 Logging",
	.bid = haproxy_bid,
	.parse = haproxy_parse,
};
