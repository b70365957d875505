// SPDX-License-Identifier: MIT
/*
 * FutureSystems WeGuardia.
 *
 *     0;20240807 053019;
 * ;192.0.2.97;203.0.113.254;5318;5318;198.51.100.140;198.51.100.140;80;80;6;1;
 *         537133067;4;branch-01;Close[00:00:20. SF. FIN] NAT[313] R[16]; ; ;1; ;1698;;eth3;
 *
 * 1 time · 3 source and 4 its translation, 5 and 6 their ports · 7 destination and 8 its
 * translation, 9 and 10 ports · 11 protocol · 15 device · 16 what became of it: how long, which
 * rules.
 */
#include "format.h"
#include "protocol.h"
#include "traffic.h"

enum { TIME = 1, SOURCE = 3, SOURCE_PORT = 5, DESTINATION = 7, DESTINATION_PORT = 9 };
enum { PROTOCOL = 11, DEVICE = 15, VERDICT = 16, FIELDS_MIN = 17, FIELDS_MAX = 24 };
enum { TIME_SIZE = 15, ISO_SIZE = 19 };

static size_t split(struct slice text, struct slice *fields)
{
	size_t count = slice_split(text, ';', fields, FIELDS_MAX);
	for (size_t i = 0; i < count; i++) {
		fields[i] = slice_trim(fields[i]);
	}
	return count;
}

/* "20240807 053019" */
static bool read_stamp(struct slice text, struct stamp *ret_stamp)
{
	static const char shape[] = "....-..-..T..:..:..";
	char iso[ISO_SIZE];
	size_t from = 0;
	if (text.size != TIME_SIZE || text.data[8] != ' ') {
		return false;
	}
	for (size_t i = 0; i < ISO_SIZE; i++) {
		if (shape[i] == '.') {
			from += from == 8;
			iso[i] = text.data[from++];
		} else {
			iso[i] = shape[i];
		}
	}
	struct slice rest = slice_make(iso, ISO_SIZE);
	return stamp_eat_iso(&rest, ret_stamp) && rest.size == 0;
}

/* "[00:00:20." */
static bool read_duration(struct slice text, int64_t *ret_us)
{
	int32_t hours;
	int32_t minutes;
	int32_t seconds;
	text = slice_after(text, slice_find_char(text, '[') + 1);
	if (!slice_eat_digits(&text, 2, &hours) || !slice_eat_char(&text, ':') ||
	    !slice_eat_digits(&text, 2, &minutes) || !slice_eat_char(&text, ':') ||
	    !slice_eat_digits(&text, 2, &seconds)) {
		return false;
	}
	*ret_us = ((int64_t)hours * 3600 + minutes * 60 + seconds) * US_PER_S;
	return true;
}

static void read_verdict(struct slice text, struct event *event)
{
	struct slice word = slice_first(text, slice_find_char(text, '['));
	event->outcome = slice_is(word, "Open") ? slice_from("built") : traffic_outcome(word);
	if (slice_starts_with(text, "Close") && read_duration(text, &event->duration_us)) {
		event->stamps_end = true;
	}
	size_t at = slice_find(text, " R[");
	struct slice rule = slice_after(text, at + strlen(" R["));
	event->rule = slice_first(rule, slice_find_char(rule, ']'));
}

static bool read_fields(const struct record *record, struct slice *fields, struct stamp *ret_stamp)
{
	return split(record->body, fields) >= FIELDS_MIN && read_stamp(fields[TIME], ret_stamp) &&
	       protocol_is_known(fields[PROTOCOL]);
}

static int weguardia_bid(const struct record *record)
{
	struct slice fields[FIELDS_MAX];
	struct stamp stamp;
	return read_fields(record, fields, &stamp) ? BID_SIGNATURE : BID_NONE;
}

static enum status weguardia_parse(void *state, const struct record *record, struct event *event)
{
	struct slice fields[FIELDS_MAX];
	(void)state;
	if (!read_fields(record, fields, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	event->signal = SIGNAL_FLOW;
	event->client = fields[SOURCE];
	event->client_port = protocol_port(fields[SOURCE_PORT]);
	event->server = fields[DESTINATION];
	event->server_port = protocol_port(fields[DESTINATION_PORT]);
	event->protocol = protocol_name(fields[PROTOCOL]);
	if (slice_starts_with(event->protocol, "icmp")) {
		event->client_port = PORT_NONE;
		event->server_port = PORT_NONE;
	}
	if (fields[DEVICE].size > 0) {
		event->host = fields[DEVICE];
	}
	read_verdict(fields[VERDICT], event);
	return STATUS_OK;
}

const struct format weguardia_format = {
	.name = "weguardia",
	.title = "FutureSystems WeGuardia (0;20240807 053019; ;192.0.2.97;…)",
	.source = "WeGuardia syslog, as araqne-logparser reads it",
	.bid = weguardia_bid,
	.needs = ";",
	.parse = weguardia_parse,
};
