// SPDX-License-Identifier: MIT
/*
 * Squid: native access lines, and cache.log.
 *
 *     1723008619.250   5006 192.0.2.7 TCP_MISS/200 19763 CONNECT www.example.com:443 lee
 * DIRECT/10.0.0.1 - end              ms   client    code/status  bytes method  URL user  via/peer
 * type 2024/08/07 05:30:19 kid1| Starting Squid Cache version 5.7 for x86_64-pc-linux-gnu...
 */
#include "format.h"
#include "request_line.h"
#include "token.h"

enum {
	EPOCH_DIGITS = 10, /* 2001 to 2286 */
	FRACTION_DIGITS = 3,
};

/* Sentences of cache.log. Source: Squid src/main.cc, src/neighbors.cc [K] */
struct sentence {
	const char *text;
	enum signal signal;
	bool names_peer; /* the rest of the line is who it is about */
};

static const struct sentence sentences[] = {
	{"Starting Squid Cache", SIGNAL_SERVICE_START, false},
	{"Ready to serve requests", SIGNAL_SERVICE_READY, false},
	{"Accepting HTTP Socket connections", SIGNAL_SERVICE_READY, false},
	{"Reconfiguring Squid Cache", SIGNAL_SERVICE_RELOAD, false},
	{"Preparing for shutdown", SIGNAL_SERVICE_STOP, false},
	{"Shutting down", SIGNAL_SERVICE_STOP, false},
	{"Squid Cache (Version", SIGNAL_SERVICE_STOP, false},
	{"Detected DEAD Parent: ", SIGNAL_HEALTH_DOWN, true},
	{"Detected DEAD Sibling: ", SIGNAL_HEALTH_DOWN, true},
	{"Detected REVIVED Parent: ", SIGNAL_HEALTH_UP, true},
	{"Detected REVIVED Sibling: ", SIGNAL_HEALTH_UP, true},
	{"Your cache is running out of filedescriptors", SIGNAL_TABLE_FULL, false},
	{"FATAL: ", SIGNAL_SERVICE_CRASH, false},
	{"assertion failed", SIGNAL_SERVICE_CRASH, false},
};

/* "1723008619.250 ", exactly. */
static bool eat_epoch(struct slice *rest, struct stamp *ret_stamp)
{
	enum { SIZE = EPOCH_DIGITS + 1 + FRACTION_DIGITS };
	struct slice text = *rest;
	if (text.size < SIZE + 1 || text.data[EPOCH_DIGITS] != '.' || text.data[SIZE] != ' ') {
		return false;
	}
	struct slice epoch = slice_first(text, SIZE);
	if (!stamp_eat_epoch(&epoch, ret_stamp) || epoch.size > 0) {
		return false;
	}
	*rest = slice_after(text, SIZE);
	slice_eat_blanks(rest);
	return true;
}

/* "TCP_MISS_ABORTED/000"; custom formats write "TCP_MISS/200" later, this one does not */
static bool read_result(struct slice word, struct event *event)
{
	size_t slash = slice_find_char(word, '/');
	if (slash == 0 || slash == word.size || word.data[0] < 'A' || word.data[0] > 'Z') {
		return false;
	}
	event->code = slice_first(word, slash);
	event->status = http_status(slice_after(word, slash + 1));
	if (slice_contains(event->code, "DENIED")) {
		event->outcome = slice_from("deny");
	} else if (slice_contains(event->code, "ABORTED")) {
		event->outcome = slice_from("client gave up");
	} else if (slice_contains(event->code, "TIMEDOUT") ||
		   slice_contains(event->code, "TIMEOUT")) {
		event->outcome = slice_from("timeout");
	}
	return true;
}

/* badeyek DIRECT/10.0.0.1 text/html */
static void read_tail(struct slice rest, struct event *event)
{
	struct slice user = slice_empty();
	struct slice via = slice_empty();
	if (!slice_eat_word(&rest, &user) || !slice_eat_word(&rest, &via)) {
		return;
	}
	event->actor = token_value(user);
	size_t slash = slice_find_char(via, '/');
	struct slice peer = token_value(slice_after(via, slash + 1));
	if (slash < via.size) {
		event->server = peer;
		event->rule = slice_first(via, slash);
	}
}

static enum status parse_access(struct slice rest, struct event *event)
{
	struct slice words[6]; /* ms, client, result, bytes, method, URL */
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (!slice_eat_word(&rest, &words[i])) {
			return STATUS_MISMATCH;
		}
	}
	int64_t span_ms = 0;
	if (!slice_to_int(words[0], &span_ms) || !read_result(words[2], event)) {
		return STATUS_MISMATCH;
	}
	event->signal = SIGNAL_REQUEST;
	event->stamps_end = true;
	event->duration_us = span_ms >= 0 && span_ms < INT64_MAX / US_PER_MS ? span_ms * US_PER_MS
									     : DURATION_NONE;
	event->client = token_value(words[1]);
	event->bytes_out = token_count(words[3], BYTES_NONE);
	event->method = token_value(words[4]);
	event->path = words[5];
	read_tail(rest, event);
	return STATUS_OK;
}

/* " kid1| text", "| text" behind the stamp of cache.log */
static enum status parse_cache(struct slice rest, struct event *event)
{
	enum { KID_SIZE_MAX = 8 }; /* "kid1024" */
	struct slice kid = slice_empty();
	slice_eat_blanks(&rest);
	if (!slice_eat_until(&rest, '|', &kid) || kid.size > KID_SIZE_MAX ||
	    !(kid.size == 0 || slice_starts_with(kid, "kid"))) {
		return STATUS_MISMATCH;
	}
	event->message = slice_trim(rest);
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		size_t at = slice_find(rest, sentences[i].text);
		if (at < rest.size) {
			event->signal = sentences[i].signal;
			event->object = sentences[i].names_peer
						? slice_trim(slice_after(
							  rest, at + strlen(sentences[i].text)))
						: event->object;
			return STATUS_OK;
		}
	}
	return STATUS_OK;
}

static enum status squid_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice rest = record->body;
	if (eat_epoch(&rest, &event->stamp)) {
		return parse_access(rest, event);
	}
	return stamp_eat_slashes(&rest, &event->stamp) ? parse_cache(rest, event) : STATUS_MISMATCH;
}

static int squid_bid(const struct record *record)
{
	struct event event;
	if (record->body.size == 0 || record->body.data[0] < '0' || record->body.data[0] > '9') {
		return BID_NONE;
	}
	event_clear(&event);
	return squid_parse(NULL, record, &event) == STATUS_OK ? BID_SIGNATURE : BID_NONE;
}

const struct format squid_format = {
	.name = "squid",
	.title = "Squid (native access lines, cache.log)",
	.source = "Squid wiki, Features/LogFormat: squid; src/main.cc",
	.bid = squid_bid,
	.first = "0",
	.parse = squid_parse,
};
