// SPDX-License-Identifier: MIT
/*
 * Envoy and Istio: access lines in the default text form, and the proxy's own log.
 *
 *     [2024-08-07T05:30:19.250Z] "GET /v1 HTTP/1.1" 503 UH 0 19 3 - "192.0.2.7" "curl/8" "id" "a:1"
 * "-" start                      request           status flags in out ms upstream-ms forwarded
 * agent [2024-08-07 05:30:19.250][1][info][main] [source/server/server.cc:992] starting main
 * dispatch loop
 *
 * Istio puts two or three words of details between the flags and the sizes, so these are found as
 * the first three numbers in a row. The stamp is a request's start, in UTC. A request without a
 * method is a TCP connection.
 */
#include "application.h"
#include "format.h"
#include "request_line.h"
#include "token.h"

enum {
	DETAILS_MAX = 3, /* words of Istio's between flags and sizes */
};

/* The first flag of the list, and in a word how it ended. */
struct ending {
	const char *flag;
	const char *outcome;
};

/* Envoy documentation, "Access logging", %RESPONSE_FLAGS%, short form. */
static const struct ending endings[] = {
	{"UH", "no upstream"}, {"UF", "refused"},  {"UO", "overflow"},       {"UT", "timeout"},
	{"NR", "no route"},    {"NC", "no route"}, {"DC", "client gave up"}, {"DT", "timeout"},
	{"SI", "timeout"},     {"UC", "reset"},    {"UR", "reset"},          {"LR", "reset"},
	{"URX", "fail"},       {"LH", "fail"},     {"RL", "deny"},           {"RLSE", "fail"},
	{"UAEX", "deny"},      {"OM", "overload"}, {"DF", "fail"},           {"UPE", "fail"},
	{"DPE", "fail"},
};

/* A sentence of the proxy's own log. Source: Envoy source/server, source/common/upstream [K] */
struct sentence {
	const char *text;
	enum signal signal;
};

static const struct sentence sentences[] = {
	{"starting main dispatch loop", SIGNAL_SERVICE_READY},
	{"initializing epoch", SIGNAL_SERVICE_START},
	{"main dispatch loop exited", SIGNAL_SERVICE_STOP},
	{"shutting down server instance", SIGNAL_SERVICE_STOP},
	{"caught SIGTERM", SIGNAL_SERVICE_STOP},
	{"caught ENVOY_SIGTERM", SIGNAL_SERVICE_STOP},
	{"shutting down due to child", SIGNAL_SERVICE_RELOAD},
	{"hot restarting", SIGNAL_SERVICE_RELOAD},
	{"Caught Segmentation fault", SIGNAL_SERVICE_CRASH},
	{"Caught Aborted", SIGNAL_SERVICE_CRASH},
	{"rejected: ", SIGNAL_CONFIG_COMMIT_FAIL},
	{"add/update listener", SIGNAL_CONFIG_CHANGE},
	{"cluster(s), remove ", SIGNAL_CONFIG_CHANGE},
	{"add/update cluster", SIGNAL_CONFIG_CHANGE},
	{"added/updated", SIGNAL_CONFIG_CHANGE},
};

static struct slice ending_of(struct slice flags)
{
	struct slice flag = slice_first(flags, slice_find_char(flags, ','));
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		if (slice_is(flag, endings[i].flag)) {
			return slice_from(endings[i].outcome);
		}
	}
	return slice_empty();
}

/* Bytes in, bytes out, milliseconds: the first three numbers in a row. */
static bool eat_sizes(struct slice *rest, struct event *event)
{
	for (int i = 0; i <= DETAILS_MAX; i++) {
		struct slice tail = *rest;
		struct slice words[3];
		int64_t numbers[3];
		size_t count = 0;
		while (count < 3 && token_eat(&tail, &words[count]) &&
		       slice_to_int(words[count], &numbers[count])) {
			count++;
		}
		if (count == 3) {
			event->bytes_in = numbers[0];
			event->bytes_out = numbers[1];
			event->duration_us = numbers[2] >= 0 && numbers[2] < INT64_MAX / US_PER_MS
						     ? numbers[2] * US_PER_MS
						     : DURATION_NONE;
			*rest = tail;
			return true;
		}
		if (!token_eat(rest, &words[0])) {
			return false;
		}
	}
	return false;
}

/* - "192.0.2.7" "curl/8" "id" "www.example.com" "10.0.0.1:80" cluster local downstream remote */
static void read_ends(struct slice rest, struct event *event)
{
	enum { UPSTREAM_MS, FORWARDED, AGENT, ID, AUTHORITY, UPSTREAM, CLUSTER, LOCAL, TO, FROM };
	struct slice words[FROM + 1];
	size_t count = 0;
	while (count <= FROM && token_eat(&rest, &words[count])) {
		words[count] = token_value(words[count]);
		count++;
	}
	if (count > AGENT) {
		event->client =
			slice_first(words[FORWARDED], slice_find_char(words[FORWARDED], ','));
		event->agent = words[AGENT];
	}
	if (count > ID) {
		event->id = words[ID];
	}
	if (count > UPSTREAM) {
		endpoint_split(words[UPSTREAM], &event->server, &event->server_port);
	}
	if (count > CLUSTER) {
		event->rule = words[CLUSTER];
	}
	if (count > FROM && slice_is_empty(event->client)) {
		endpoint_split(words[FROM], &event->client, &event->client_port);
	}
}

static enum status parse_access(struct slice rest, struct event *event)
{
	struct slice request = slice_empty();
	struct slice status = slice_empty();
	struct slice flags = slice_empty();
	if (!token_eat(&rest, &request) || !token_eat(&rest, &status) || status.size > 3 ||
	    !token_eat(&rest, &flags)) {
		return STATUS_MISMATCH;
	}
	if (!slice_is(status, "0") && http_status(status) == 0) {
		return STATUS_MISMATCH;
	}
	event->code = token_value(flags);
	event->outcome = ending_of(flags);
	if (!eat_sizes(&rest, event)) {
		return STATUS_MISMATCH;
	}
	read_ends(rest, event);
	if (slice_is(request, "- - -")) {
		event->signal = SIGNAL_FLOW;
		event->protocol = slice_from("tcp");
		event->outcome = slice_from(slice_is_empty(event->code) ? "accept" : "fail");
		return STATUS_OK;
	}
	event->signal = SIGNAL_REQUEST;
	event->status = http_status(status);
	request_line_read(request, event);
	return STATUS_OK;
}

/* [1][info][main] [source/server/server.cc:992] starting main dispatch loop */
static enum status parse_own(struct slice rest, struct event *event)
{
	struct slice thread = slice_empty();
	struct slice level = slice_empty();
	struct slice logger = slice_empty();
	if (!slice_eat_char(&rest, '[') || !slice_eat_until(&rest, ']', &thread) ||
	    !slice_eat_char(&rest, '[') || !slice_eat_until(&rest, ']', &level) ||
	    !slice_eat_char(&rest, '[') || !slice_eat_until(&rest, ']', &logger) ||
	    level_severity(level) == SEVERITY_NONE) {
		return STATUS_MISMATCH;
	}
	slice_eat_blanks(&rest);
	struct slice place = slice_empty();
	struct slice text = rest;
	if (slice_eat_char(&text, '[') && slice_eat_until(&text, ']', &place) &&
	    slice_find_char(place, ':') < place.size) {
		slice_eat_blanks(&text);
		rest = text;
	}
	event->severity = level_severity(level);
	event->code = logger;
	event->message = rest;
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		if (slice_contains(rest, sentences[i].text)) {
			event->signal = sentences[i].signal;
			break;
		}
	}
	return STATUS_OK;
}

/* The stamp in brackets; `rest` stands behind them. */
static bool eat_stamp(struct slice *rest, struct stamp *ret_stamp)
{
	struct slice text = *rest;
	if (!slice_eat_char(&text, '[') || !stamp_eat_iso(&text, ret_stamp) ||
	    !slice_eat_char(&text, ']')) {
		return false;
	}
	*rest = text;
	return true;
}

static enum status envoy_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice rest = record->body;
	if (!eat_stamp(&rest, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	if (slice_eat(&rest, " \"")) {
		rest = slice_make(rest.data - 1, rest.size + 1); /* the quote again */
		return parse_access(rest, event);
	}
	return parse_own(rest, event);
}

static int envoy_bid(const struct record *record)
{
	struct slice rest = record->body;
	struct stamp stamp;
	struct event event;
	if (!eat_stamp(&rest, &stamp)) {
		return BID_NONE;
	}
	event_clear(&event);
	if (slice_starts_with(rest, " \"")) {
		return parse_access(slice_after(rest, 1), &event) == STATUS_OK ? BID_SIGNATURE
									       : BID_NONE;
	}
	return parse_own(rest, &event) == STATUS_OK ? BID_SHAPE + 20 : BID_NONE;
}

const struct format envoy_format = {
	.name = "envoy",
	.title = "Envoy and Istio (default text access lines, proxy log)",
	.source = "Envoy documentation, Access logging: default format string; Istio, Envoy Access "
		  "Logs",
	.bid = envoy_bid,
	.first = "[",
	.parse = envoy_parse,
};
