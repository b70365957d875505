// SPDX-License-Identifier: MIT
/* What firewalls say of a connection, by meaning instead of spelling. */
#include "traffic.h"

#include "pairs.h"
#include "protocol.h"
#include "token.h"

void traffic_clear(struct traffic *traffic)
{
	for (size_t i = 0; i < TRAFFIC_FIELDS_MAX; i++) {
		traffic->values[i] = slice_empty();
	}
}

static bool is_nothing(struct slice value)
{
	return value.size == 0 || (value.size == 1 && value.data[0] == '-') ||
	       slice_is(value, "N/A") || slice_is(value, "NA") || slice_is(value, "(null)");
}

void traffic_take(struct traffic *traffic, const struct traffic_key *keys, size_t count,
		  struct slice key, struct slice value)
{
	if (is_nothing(value)) {
		return;
	}
	for (size_t i = 0; i < count; i++) {
		if (keys[i].size == key.size && memcmp(keys[i].name, key.data, key.size) == 0) {
			struct slice *kept = &traffic->values[keys[i].field];
			bool zero = kept->size == 1 && kept->data[0] == '0' &&
				    (keys[i].field == TRAFFIC_SOURCE_PORT ||
				     keys[i].field == TRAFFIC_DESTINATION_PORT);
			if (kept->size == 0 || zero) { /* no port is 0 where another is told */
				*kept = value;
			}
			return;
		}
	}
}

void traffic_take_pairs(struct traffic *traffic, const struct traffic_key *keys, size_t count,
			struct slice text)
{
	struct slice key;
	struct slice value;
	while (pairs_next(&text, &key, &value)) {
		traffic_take(traffic, keys, count, key, value);
	}
}

struct word {
	const char *begins;
	const char *outcome;
};

/* How the words of the vendors begin, in lower case. */
static const struct word words[] = {
	{"accept", "accept"},    {"allow", "accept"},      {"permit", "accept"},
	{"pass", "accept"},      {"forward", "accept"},    {"bypass", "accept"},
	{"monitor", "accept"},   {"decrypt", "accept"},    {"encrypt", "accept"},
	{"deny", "deny"},        {"denied", "deny"},       {"drop", "deny"},
	{"discard", "deny"},     {"block", "deny"},        {"reject", "deny"},
	{"refuse", "deny"},      {"prevent", "deny"},      {"close", "close"},
	{"teardown", "close"},   {"timeout", "timeout"},   {"expire", "timeout"},
	{"reset", "reset"},      {"req_passed", "accept"}, {"req_cached", "accept"},
	{"req_blocked", "deny"},
};

static bool begins_ignoring_case(struct slice text, const char *lower)
{
	for (size_t i = 0; lower[i] != '\0'; i++) {
		if (i == text.size ||
		    (text.data[i] != lower[i] && (text.data[i] | 0x20) != lower[i])) {
			return false;
		}
	}
	return true;
}

static const char *find_outcome(struct slice action)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (begins_ignoring_case(action, words[i].begins)) {
			return words[i].outcome;
		}
	}
	return NULL;
}

struct slice traffic_outcome(struct slice action)
{
	const char *outcome = find_outcome(action);
	return outcome == NULL ? action : slice_from(outcome);
}

bool traffic_outcome_is_known(struct slice action)
{
	return find_outcome(action) != NULL;
}

bool traffic_is_flow(const struct traffic *traffic)
{
	return traffic->values[TRAFFIC_SOURCE].size > 0 &&
	       traffic->values[TRAFFIC_DESTINATION].size > 0 &&
	       traffic_outcome_is_known(traffic->values[TRAFFIC_ACTION]);
}

/* "tcp/https": the transport, then what runs over it. */
static struct slice transport_of(struct slice word)
{
	struct slice first = slice_first(word, slice_find_char(word, '/'));
	return protocol_name(protocol_is_known(first) ? first : word);
}

static void fill_request(const struct slice *values, struct event *event)
{
	event->method = values[TRAFFIC_METHOD];
	event->path = values[TRAFFIC_PATH];
	event->agent = values[TRAFFIC_AGENT];
	int64_t status = token_count(values[TRAFFIC_STATUS], 0);
	event->status = status >= 100 && status < 600 ? (int32_t)status : 0;
}

void traffic_fill(const struct traffic *traffic, struct event *event)
{
	const struct slice *values = traffic->values;
	event->client = values[TRAFFIC_SOURCE];
	event->server = values[TRAFFIC_DESTINATION];
	event->client_port = protocol_port(values[TRAFFIC_SOURCE_PORT]);
	event->server_port = protocol_port(values[TRAFFIC_DESTINATION_PORT]);
	if (values[TRAFFIC_PROTOCOL].size > 0) {
		event->protocol = transport_of(values[TRAFFIC_PROTOCOL]);
	}
	event->rule = values[values[TRAFFIC_RULE_NAME].size > 0 ? TRAFFIC_RULE_NAME : TRAFFIC_RULE];
	event->actor = values[TRAFFIC_USER];
	event->outcome = traffic_outcome(values[TRAFFIC_ACTION]);
	event->bytes_in = token_count(values[TRAFFIC_BYTES_IN], BYTES_NONE);
	event->bytes_out = token_count(values[TRAFFIC_BYTES_OUT], BYTES_NONE);
	int64_t duration_us;
	if (values[TRAFFIC_SECONDS].size > 0 &&
	    slice_seconds_to_us(values[TRAFFIC_SECONDS], &duration_us)) {
		event->duration_us = duration_us;
		event->stamps_end = true;
	}
	fill_request(values, event);
	if (values[TRAFFIC_HOST].size > 0) {
		event->host = values[TRAFFIC_HOST];
	}
	if (values[TRAFFIC_CODE].size > 0) {
		event->code = values[TRAFFIC_CODE];
	}
	if (values[TRAFFIC_MESSAGE].size > 0) {
		event->message = values[TRAFFIC_MESSAGE];
	}
}
