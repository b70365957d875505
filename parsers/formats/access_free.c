// SPDX-License-Identifier: MIT
/*
 * Access lines in an order of the site's own: what log_format and LogFormat leave to people.
 *
 *     [07/Aug/2024:05:30:19 +0900] 192.0.2.7 TLSv1.2 "GET /v1 HTTP/1.1" 200 612 0.035
 *     192.0.2.7 - - [2024-08-07T05:30:19+09:00] www.example.com "GET /v1 HTTP/1.1" 200 612
 *     1723008619.250|192.0.2.7|GET /v1 HTTP/1.1|200|612|0.035|10.0.0.1:80
 *     192.0.2.7 [07/Aug/2024:05:30:19 +0900] TCP 502 0 0 3.003 "10.0.0.1:3306"
 *     [07/Aug/2024:05:30:19 +0900] 192.0.2.7 TLSv1.3 TLS_AES_128_GCM_SHA256 "GET / HTTP/1.1" 612
 *
 * The words are told by their shapes: a stamp, a request, a client's address before it; behind it a
 * status of three digits, a count, seconds with a fraction, the address of who answered. A line
 * without stamp, request and status is none, but for Apache's ssl_request_log (the last above),
 * whose only number is the size. nginx stamps the end of a request.
 */
#include "format.h"
#include "request_line.h"

enum { WORDS_MAX = 48 }; /* looked at in one line; ingress-nginx writes 20 */

/* What the words have said so far. */
struct words {
	struct stamp stamp;
	struct slice request;
	bool timed, requested;
	bool is_session; /* of the stream module: a protocol and no request */
	bool is_secure;  /* a version of TLS was said before the request */
	int behind;      /* words behind the request */
};

/* A word, by what it stands in: quotes, brackets, between bars, or bare. */
static bool eat_word(struct slice *rest, char bar, struct slice *ret_word)
{
	while (rest->size > 0 && (rest->data[0] == ' ' || rest->data[0] == '\t' ||
				  (bar != '\0' && rest->data[0] == bar))) {
		*rest = slice_after(*rest, 1);
	}
	if (rest->size == 0) {
		return false;
	}
	char end = '\0';
	if (rest->data[0] == '"') {
		end = '"';
	} else if (rest->data[0] == '[') {
		end = ']';
	}
	if (end != '\0') {
		size_t at = 1;
		while (at < rest->size && rest->data[at] != end) {
			at += end == '"' && rest->data[at] == '\\' ? 2 : 1;
		}
		if (at < rest->size) {
			*ret_word = slice_make(rest->data + 1, at - 1);
			*rest = slice_after(*rest, at + 1);
			return true;
		}
	}
	if (bar == '\0') {
		return slice_eat_word(rest, ret_word);
	}
	*ret_word = slice_trim(slice_first(*rest, slice_find_char(*rest, bar)));
	*rest = slice_after(*rest, slice_find_char(*rest, bar));
	return true;
}

/* Fields between bars or tabs are one notation more: what parts them, or NUL for blanks. */
static char bar_of(struct slice text)
{
	static const char bars[] = {'|', '\t'};
	enum { BARS_MIN = 3 };
	for (size_t i = 0; i < sizeof bars; i++) {
		int count = 0;
		for (size_t at = 0; at < text.size; at++) {
			count += text.data[at] == bars[i];
		}
		if (count >= BARS_MIN) {
			return bars[i];
		}
	}
	return '\0';
}

static bool is_method(struct slice word)
{
	static const char *const methods[] = {"GET",    "POST",    "HEAD",  "PUT",      "DELETE",
					      "PATCH",  "OPTIONS", "TRACE", "PROPFIND", "CONNECT",
					      "REPORT", "MKCOL",   "PURGE"};
	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
		if (slice_is(word, methods[i])) {
			return true;
		}
	}
	return false;
}

static bool is_request(struct slice word)
{
	struct slice method = slice_empty();
	struct slice rest = word;
	return slice_eat_word(&rest, &method) && is_method(method) && rest.size > 0;
}

/* "GET /v1 HTTP/1.1" without quotes, or each in its own: as far as the protocol goes. */
static bool eat_bare_request(struct slice *rest, char bar, struct slice method, struct event *event)
{
	struct slice text = *rest;
	struct slice path = slice_empty();
	struct slice protocol = slice_empty();
	if (!is_method(method) || !eat_word(&text, bar, &path) || slice_is_empty(path) ||
	    (path.data[0] != '/' && !slice_starts_with(path, "http"))) {
		return false;
	}
	*rest = text;
	event->method = method;
	event->path = path;
	if (eat_word(&text, bar, &protocol) && slice_starts_with(protocol, "HTTP/")) {
		event->protocol = protocol;
		*rest = text;
	}
	return true;
}

/* A stamp; a bare one may be parted from its clock or its zone by a blank. */
static bool read_stamp(struct slice word, struct stamp *ret_stamp)
{
	struct stamp stamp;
	bool is_epoch = word.size >= 10 && slice_find_char(word, '.') == 10;
	if (stamp_eat_clf(&word, &stamp) || stamp_eat_iso(&word, &stamp) ||
	    stamp_eat_slashes(&word, &stamp) || (is_epoch && stamp_eat_epoch(&word, &stamp))) {
		*ret_stamp = stamp;
		return word.size == 0;
	}
	return false;
}

static bool eat_stamp(struct slice *rest, char bar, struct words *words)
{
	struct slice text = *rest;
	slice_eat_char(&text, '[');
	if ((stamp_eat_clf(&text, &words->stamp) || stamp_eat_iso(&text, &words->stamp) ||
	     stamp_eat_slashes(&text, &words->stamp)) &&
	    (text.size == 0 || strchr("] \t|", text.data[0]) != NULL)) {
		slice_eat_char(&text, ']');
		*rest = text;
		return true;
	}
	struct slice word = slice_empty();
	text = *rest;
	if (eat_word(&text, bar, &word) && read_stamp(word, &words->stamp)) {
		*rest = text;
		return true;
	}
	return false;
}

/* "0.035": seconds with a fraction. */
static bool is_seconds(struct slice word)
{
	size_t point = slice_find_char(word, '.');
	for (size_t i = 0; i < word.size; i++) {
		if (i != point && (word.data[i] < '0' || word.data[i] > '9')) {
			return false;
		}
	}
	return point > 0 && point + 1 < word.size;
}

static bool read_endpoint(struct slice word, struct slice *ret_address, int32_t *ret_port)
{
	struct slice address = slice_empty();
	int32_t port = PORT_NONE;
	word = slice_first(word, slice_find_char(word, ','));
	if (is_address(word)) {
		*ret_address = word;
		return true;
	}
	endpoint_split(word, &address, &port);
	if (!is_address(address)) {
		return false;
	}
	*ret_address = address;
	*ret_port = port;
	return true;
}

/* A word behind the request. */
static void read_after(struct slice word, struct event *event)
{
	int64_t count = 0;
	int64_t span_us = 0;
	struct slice address = slice_empty();
	int32_t port = PORT_NONE;
	if (event->status == 0 && http_status(word) != 0) {
		event->status = http_status(word);
	} else if (is_seconds(word)) {
		bool is_first = event->duration_us == DURATION_NONE;
		if (is_first && slice_seconds_to_us(word, &span_us)) {
			event->duration_us = span_us;
		}
	} else if (event->status != 0 && event->bytes_out == BYTES_NONE &&
		   slice_to_int(word, &count) && count >= 0) {
		event->bytes_out = count;
	} else if (read_endpoint(word, &address, &port) && port != PORT_NONE) {
		event->server = address;
		event->server_port = port;
	}
}

static void read_before(struct slice word, struct event *event)
{
	if (slice_is_empty(event->client)) {
		(void)read_endpoint(word, &event->client, &event->client_port);
	}
}

static void read_word(struct slice *rest, char bar, struct words *words, struct event *event)
{
	struct slice word = slice_empty();
	if (!eat_word(rest, bar, &word)) {
		return;
	}
	if (words->requested) {
		words->behind++;
		read_after(word, event);
		if (slice_is_empty(event->client)) {
			(void)read_endpoint(word, &event->client, &event->client_port);
		}
	} else if (is_request(word)) {
		request_line_read(word, event);
		words->requested = true;
	} else if (eat_bare_request(rest, bar, word, event)) {
		words->requested = true;
	} else if (words->timed && (slice_is(word, "TCP") || slice_is(word, "UDP"))) {
		event->protocol = word;
		words->requested = words->is_session = true;
	} else if (event->duration_us == DURATION_NONE && is_seconds(word)) {
		(void)slice_seconds_to_us(word, &event->duration_us);
	} else {
		words->is_secure = words->is_secure || slice_starts_with(word, "TLSv") ||
				   slice_starts_with(word, "SSLv");
		read_before(word, event);
	}
}

/* Apache's ssl_request_log: `[…] 192.0.2.7 TLSv1.3 CIPHER "GET / HTTP/1.1" 612` or "-" */
static bool is_without_status(struct slice text, const struct words *words, struct event *event)
{
	if (!slice_starts_with(text, "[") || !words->is_secure || words->behind != 1) {
		return false;
	}
	event->bytes_out = event->status == 0 ? event->bytes_out : event->status;
	event->status = 0;
	return true;
}

static bool read_line(struct slice text, struct event *event)
{
	struct words words = {.timed = false};
	struct slice rest = text;
	char bar = bar_of(text);
	for (int i = 0; i < WORDS_MAX && rest.size > 0; i++) {
		while (rest.size > 0 && (rest.data[0] == ' ' || rest.data[0] == bar)) {
			rest = slice_after(rest, 1);
		}
		if (!words.timed && eat_stamp(&rest, bar, &words)) {
			words.timed = true;
			continue;
		}
		read_word(&rest, bar, &words, event);
	}
	bool sized = is_without_status(text, &words, event);
	if (!words.timed || !words.requested || (event->status == 0 && !sized) ||
	    (words.is_session && slice_is_empty(event->client))) {
		return false;
	}
	event->stamp = words.stamp;
	event->stamps_end = true;
	event->signal = SIGNAL_REQUEST;
	return true;
}

static enum status access_free_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	return read_line(record->body, event) ? STATUS_OK : STATUS_MISMATCH;
}

/*
 * Refused at a glance: no request without one of these. An application that tells of a request in a
 * line of its own format is left to that.
 */
static int access_free_bid(const struct record *record)
{
	struct event event;
	struct slice text = record->body;
	if (text.size == 0 || text.data[0] == '{' ||
	    !(slice_contains(text, "HTTP/") || slice_contains(text, " TCP ") ||
	      slice_contains(text, " UDP "))) {
		return BID_NONE;
	}
	event_clear(&event);
	return read_line(text, &event) ? BID_SHAPE - 10 : BID_NONE;
}

const struct format access_free_format = {
	.name = "access_free",
	.title = "access lines in an order of the site's own",
	.source = "nginx log_format, ngx_stream_log_module; Apache mod_log_config",
	.bid = access_free_bid,
	.needs = "P0",
	.parse = access_free_parse,
};
