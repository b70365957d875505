// SPDX-License-Identifier: MIT
/*
 * MONITORAPP AIWAF, a web application firewall.
 *
 *     DETECT|192.0.2.206|v3|2024-08-07 05:30:19|1|SQL_INJECTION|1:SQL Injection(1)|198.51.100.94|
 *         52923|192.0.2.205|80|query|BLOCK|MEDIUM|http|www.example.com|291|GET /bbs/…
 *     SYSTEM|192.0.2.206|v3|2024-08-07 05:30:20|…|link_status (eth1 DOWN,0,unknown)|…
 *     SYS|20240807053021|192.0.2.206|1|16|8|10|…
 *
 * The last field is the raw request and may hold bars itself. SYSTEM tells the links every minute;
 * a change against the report before is what counts.
 */
#include <stdlib.h>

#include "format.h"
#include "protocol.h"
#include "reports.h"
#include "traffic.h"

enum { FIELDS_MAX = 18, SYS_TIME_SIZE = 14, ISO_SIZE = 19 };
enum { DEVICE = 1, TIME = 3, KIND = 5, RULE = 6, SOURCE = 7, DESTINATION = 9, VERDICT = 12 };
enum { LEVEL = 13, PROTOCOL = 14, REQUEST = 17 };

static size_t split(struct slice text, struct slice *fields)
{
	size_t count = 0;
	while (count < FIELDS_MAX - 1) {
		size_t size = slice_find_char(text, '|');
		if (size == text.size) {
			break;
		}
		fields[count++] = slice_trim(slice_first(text, size));
		text = slice_after(text, size + 1);
	}
	fields[count++] = text;
	return count;
}

/* "20240807053021" */
static bool read_digits(struct slice text, struct stamp *ret_stamp)
{
	static const char shape[] = "....-..-..T..:..:..";
	char iso[ISO_SIZE];
	size_t from = 0;
	if (text.size != SYS_TIME_SIZE) {
		return false;
	}
	for (size_t i = 0; i < ISO_SIZE; i++) {
		iso[i] = shape[i];
		if (shape[i] == '.') {
			iso[i] = text.data[from++];
		}
	}
	struct slice rest = slice_make(iso, ISO_SIZE);
	return stamp_eat_iso(&rest, ret_stamp) && rest.size == 0;
}

static bool read_time(const struct slice *fields, size_t count, struct stamp *ret_stamp)
{
	struct slice time = count > TIME ? fields[TIME] : slice_empty();
	if (slice_is(fields[0], "SYS")) {
		return count > DEVICE + 1 && read_digits(fields[1], ret_stamp);
	}
	return (slice_is(fields[0], "DETECT") || slice_is(fields[0], "SYSTEM")) &&
	       stamp_eat_iso(&time, ret_stamp);
}

static enum severity severity_of(struct slice word)
{
	if (slice_is(word, "HIGH")) {
		return SEVERITY_ERROR;
	}
	return slice_is(word, "MEDIUM") ? SEVERITY_WARNING : SEVERITY_NOTICE;
}

static void read_detection(const struct slice *fields, struct event *event)
{
	struct slice request = fields[REQUEST];
	event->code = fields[KIND];
	event->rule = fields[RULE];
	event->client = fields[SOURCE];
	event->client_port = protocol_port(fields[SOURCE + 1]);
	event->server = fields[DESTINATION];
	event->server_port = protocol_port(fields[DESTINATION + 1]);
	event->outcome = traffic_outcome(fields[VERDICT]);
	event->severity = severity_of(fields[LEVEL]);
	event->protocol = fields[PROTOCOL];
	struct slice method;
	struct slice path;
	if (slice_eat_word(&request, &method) && slice_eat_word(&request, &path)) {
		event->method = method;
		event->path = path;
	}
}

/* "link_status (eth1 DOWN,0,unknown)": the last link of the list that changed. */
static void read_links(struct reports *reports, struct slice body, struct event *event)
{
	size_t at = slice_find(body, "link_status (");
	struct slice rest = slice_after(body, at + strlen("link_status ("));
	rest = slice_first(rest, slice_find_char(rest, ')'));
	struct slice name;
	while (slice_eat_word(&rest, &name)) {
		struct slice state = slice_first(rest, slice_find_char(rest, ','));
		bool down = slice_is(state, "DOWN");
		if ((down || slice_is(state, "UP")) && reports_have_changed(reports, name, state)) {
			event->signal = down ? SIGNAL_LINK_DOWN : SIGNAL_LINK_UP; /* D */
			event->outcome = slice_from(down ? "fail" : "ok");
			event->part = name;
		}
	}
}

static int aiwaf_bid(const struct record *record)
{
	struct slice fields[FIELDS_MAX];
	struct stamp stamp;
	size_t count = split(record->body, fields);
	if (!read_time(fields, count, &stamp)) {
		return BID_NONE;
	}
	return slice_is(fields[0], "DETECT") && count < FIELDS_MAX ? BID_NONE : BID_SIGNATURE;
}

static enum status aiwaf_parse(void *state, const struct record *record, struct event *event)
{
	struct slice fields[FIELDS_MAX];
	size_t count = split(record->body, fields);
	if (aiwaf_bid(record) == BID_NONE || !read_time(fields, count, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	event->code = fields[0];
	event->host = fields[slice_is(fields[0], "SYS") ? DEVICE + 1 : DEVICE];
	if (slice_is(fields[0], "DETECT")) {
		read_detection(fields, event);
	} else {
		read_links(state, record->body, event);
	}
	return STATUS_OK;
}

static void *aiwaf_open(void)
{
	return calloc(1, sizeof(struct reports));
}

const struct format aiwaf_format = {
	.name = "aiwaf",
	.title = "MONITORAPP AIWAF (DETECT|192.0.2.206|v3|2024-08-07 05:30:19|…)",
	.source = "MONITORAPP AIWAF syslog, as araqne-logparser reads it",
	.bid = aiwaf_bid,
	.needs = "|",
	.parse = aiwaf_parse,
	.open = aiwaf_open,
	.close = free,
};
