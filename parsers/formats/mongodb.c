// SPDX-License-Identifier: MIT
/*
 * MongoDB: mongod and mongos, as text (3.0 to 4.2) and as JSON (4.4 and later).
 *
 *     2018-02-05T13:44:56.744+0100 I NETWORK  [initandlisten] waiting for connections on port 27017
 *     {"t":{"$date":"2021-03-22T21:21:20.349+00:00"},"s":"I","c":"STORAGE","id":4615611,
 *         "ctx":"initandlisten","msg":"MongoDB starting","attr":{"pid":1,"port":27017}}
 */
#include <stdlib.h>

#include "format.h"
#include "json_text.h"
#include "request_line.h"
#include "sentence.h"

enum { SCRATCH_SIZE = 16 * 1024 }; /* resolved text of a message; longer ones stay escaped */

/* Source: MongoDB manual, Log Messages; F seen in real logs, K known. */
static const struct sentence sentences[] = {
	{"MongoDB starting", NULL, SIGNAL_SERVICE_START, NULL},            /* F */
	{"aiting for connections", NULL, SIGNAL_SERVICE_READY, NULL},      /* F */
	{"got signal 15", NULL, SIGNAL_SERVICE_STOP, NULL},                /* F */
	{"Received signal", NULL, SIGNAL_SERVICE_STOP, NULL},              /* K */
	{"now exiting", NULL, SIGNAL_SERVICE_STOP, NULL},                  /* F */
	{"Now exiting", NULL, SIGNAL_SERVICE_STOP, NULL},                  /* K */
	{"shutting down with code:", NULL, SIGNAL_SERVICE_STOP, NULL},     /* F */
	{"Got signal: ", NULL, SIGNAL_SERVICE_CRASH, NULL},                /* K */
	{"Fatal assertion", NULL, SIGNAL_SERVICE_CRASH, NULL},             /* K */
	{"Invalid access at address", NULL, SIGNAL_SERVICE_CRASH, NULL},   /* K */
	{"etected unclean shutdown", NULL, SIGNAL_SERVICE_RECOVERY, NULL}, /* K */
	{"connection refused because too many open connections", NULL, SIGNAL_POOL_EXHAUSTED,
	 "connections"}, /* K */
	{"onnection refused because there are too many open connections", NULL,
	 SIGNAL_POOL_EXHAUSTED, "connections"},                            /* K */
	{"transition to PRIMARY", NULL, SIGNAL_HA_FAILOVER, NULL},         /* K */
	{"ransition to primary complete", NULL, SIGNAL_HA_FAILOVER, NULL}, /* K */
	{"is now in state RS_DOWN", NULL, SIGNAL_HA_PEER_DOWN, NULL},      /* K */
	{"is now in state DOWN", NULL, SIGNAL_HA_PEER_DOWN, NULL},         /* K */
	{"is now in state SECONDARY", NULL, SIGNAL_HA_PEER_UP, NULL},      /* K */
	{"No space left on device", NULL, SIGNAL_RESOURCE_HIGH, "disk"},   /* K */
	{"Too many open files", NULL, SIGNAL_TABLE_FULL, "descriptors"},   /* K */
	{"uthentication failed", NULL, SIGNAL_AUTH_FAIL, NULL},            /* K */
};

static void *mongodb_open(void)
{
	return malloc(SCRATCH_SIZE);
}

/* "I", "W", "E", "F", "D", "D1" … "D5" */
static bool severity_of(struct slice word, enum severity *ret_severity)
{
	static const char letters[] = "IWEFD";
	static const enum severity severities[] = {SEVERITY_INFORMATIONAL, SEVERITY_WARNING,
						   SEVERITY_ERROR, SEVERITY_CRITICAL,
						   SEVERITY_DEBUG};
	const char *letter =
		word.size == 0 ? NULL : memchr(letters, word.data[0], sizeof letters - 1);
	if (letter == NULL || word.size > 2 || (word.size == 2 && word.data[0] != 'D')) {
		return false;
	}
	*ret_severity = severities[letter - letters];
	return true;
}

/* "NETWORK", "-": capitals only. */
static bool is_component(struct slice word)
{
	for (size_t i = 0; i < word.size; i++) {
		if ((word.data[i] < 'A' || word.data[i] > 'Z') && word.data[i] != '_') {
			return slice_is(word, "-");
		}
	}
	return word.size > 1;
}

/* "… waiting for connections on port 27017", "received from 192.0.2.7:41512 #7" */
static void read_peer(struct slice message, struct event *event)
{
	static const char piece[] = "connection accepted from ";
	struct slice word = slice_empty();
	struct slice rest = slice_after(message, slice_find(message, piece) + sizeof piece - 1);
	if (slice_eat_word(&rest, &word)) {
		endpoint_split(word, &event->client, &event->client_port);
	}
}

static bool read_text(struct slice text, struct event *event)
{
	struct slice level = slice_empty();
	struct slice component = slice_empty();
	struct slice context = slice_empty();
	struct stamp stamp;
	enum severity severity = SEVERITY_NONE;
	if (!stamp_eat_iso(&text, &stamp) || !slice_eat_char(&text, ' ') ||
	    !slice_eat_word(&text, &level) || !severity_of(level, &severity) ||
	    !slice_eat_word(&text, &component) || !is_component(component) ||
	    !slice_eat_char(&text, '[') || !slice_eat_until(&text, ']', &context)) {
		return false;
	}
	slice_eat_blanks(&text);
	event->stamp = stamp;
	event->severity = severity;
	event->code = component;
	event->message = text;
	read_peer(text, event);
	return true;
}

/* A slow query says how long; a connection who from. */
static void take_attribute(const struct json_field *field, struct event *event)
{
	int64_t number = 0;
	if (slice_is(field->name, "attr.durationMillis") && slice_to_int(field->value, &number) &&
	    number >= 0 && number < INT64_MAX / US_PER_MS) {
		event->duration_us = number * US_PER_MS;
		event->stamps_end = true;
	} else if (slice_is(field->name, "attr.remote")) {
		endpoint_split(field->value, &event->client, &event->client_port);
	} else if (slice_is(field->name, "attr.user") ||
		   slice_is(field->name, "attr.principalName")) {
		event->actor = field->value;
	}
}

static bool read_json(struct slice text, char *scratch, struct event *event)
{
	struct json_walk walk;
	struct json_field field;
	bool levelled = false;
	if (!json_open(&walk, text)) {
		return false;
	}
	while (json_next(&walk, &field)) {
		struct slice value = field.value;
		if (slice_is(field.name, "t.$date")) {
			(void)stamp_eat_iso(&value, &event->stamp);
		} else if (slice_is(field.name, "s")) {
			levelled = severity_of(value, &event->severity);
		} else if (slice_is(field.name, "id")) {
			event->code = value;
		} else if (slice_is(field.name, "msg")) {
			event->message = json_text(&field, scratch, SCRATCH_SIZE);
		} else {
			take_attribute(&field, event);
		}
	}
	return json_is_whole(&walk) && levelled && (event->stamp.flags & STAMP_SET) != 0;
}

static enum status mongodb_parse(void *state, const struct record *record, struct event *event)
{
	bool json = slice_starts_with(record->body, "{");
	if (!(json ? read_json(record->body, state, event) : read_text(record->body, event))) {
		return STATUS_MISMATCH;
	}
	SENTENCE_READ(sentences, event->message, event);
	event->outcome = event->signal == SIGNAL_AUTH_FAIL ? slice_from("fail") : event->outcome;
	return STATUS_OK;
}

static bool mongodb_begins(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	return slice_starts_with(text, "{") || stamp_eat_iso(&text, &stamp) ||
	       record->envelope.kind != ENVELOPE_NONE;
}

static int mongodb_bid(const struct record *record)
{
	struct event event;
	if (slice_starts_with(record->body, "{")) {
		bool own = slice_contains(slice_first(record->body, 32), "\"$date\"") &&
			   slice_contains(record->body, "\"ctx\"");
		return own ? BID_SIGNATURE : BID_NONE;
	}
	event_clear(&event);
	return read_text(record->body, &event) ? BID_SIGNATURE - 10 : BID_NONE;
}

const struct format mongodb_format = {
	.name = "mongodb",
	.title = "MongoDB (text, JSON)",
	.source = "MongoDB manual, Log Messages",
	.bid = mongodb_bid,
	.first = "{0",
	.parse = mongodb_parse,
	.open = mongodb_open,
	.close = free,
	.begins = mongodb_begins,
};
