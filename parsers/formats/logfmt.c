// SPDX-License-Identifier: MIT
/*
 * logfmt: pairs of key and value, as Go services write them, and access lines of nginx and others
 * that are configured so.
 *
 *     time="2024-08-07T05:30:19+09:00" level=error msg="upstream timed out" path=/v1/pay
 *     logger=settings t=2024-08-07T05:30:19.52Z level=info msg="Starting"
 *     time_local="07/Aug/2024:05:30:19 +0900" remote_addr="192.0.2.7" request="GET /v1 HTTP/1.1"
 *     status=200 request_time=0.003
 *
 * The keys are those of vendors/json_names.h. Levels of log15 have four letters ("eror"). A line
 * needs a time, and a level or a message, or what makes a request; without a time, which is then
 * the container runtime's, it needs both level and message.
 */
#include <stdlib.h>

#include "application.h"
#include "format.h"
#include "log_fields.h"
#include "pairs.h"

enum { PAIRS_MAX = 64 }; /* looked at in one line; the usual keys come first */

static bool read_pairs(const struct json_names *names, struct slice text,
		       struct log_findings *findings, struct event *event)
{
	struct log_field field = {.is_text = true};
	for (int i = 0; i < PAIRS_MAX && pairs_next(&text, &field.name, &field.text); i++) {
		enum meaning meaning = json_names_find(names, field.name);
		bool is_time = meaning == MEANS_TIME || meaning == MEANS_END;
		if (is_time || meaning == MEANS_LEVEL || meaning == MEANS_LOGGER ||
		    (meaning == MEANS_MESSAGE && !slice_is(field.name, "event"))) {
			log_field_take(findings, meaning, &field, event);
		}
		if (is_time && !findings->timed) {
			return false;
		}
	}
	return findings->timed || (findings->told && event->severity != SEVERITY_NONE);
}

/* The fields of a request, for a line that is one. */
static bool read_request(const struct json_names *names, struct slice text, struct event *event)
{
	struct log_findings findings = log_findings_new();
	struct log_field field = {.is_text = true};
	for (int i = 0; i < PAIRS_MAX && pairs_next(&text, &field.name, &field.text); i++) {
		enum meaning meaning = json_names_find(names, field.name);
		if (meaning != MEANS_NOTHING && meaning != MEANS_LOG &&
		    !slice_is(field.text, "-") && !slice_is_empty(field.text)) {
			log_field_take(&findings, meaning, &field, event);
		}
	}
	return log_fields_close(&findings, event);
}

static enum status logfmt_parse(void *state, const struct record *record, struct event *event)
{
	struct log_findings findings = log_findings_new();
	event->severity = SEVERITY_NONE; /* the line's own level, not the relay's */
	if (!read_pairs(state, record->body, &findings, event)) {
		return STATUS_MISMATCH;
	}
	struct event request = *event;
	if (slice_contains(record->body, "status") && read_request(state, record->body, &request)) {
		*event = request;
		return STATUS_OK;
	}
	if (!findings.told && event->severity == SEVERITY_NONE) {
		return STATUS_MISMATCH;
	}
	application_read(event->message, event);
	return STATUS_OK;
}

/* Has the line a time, and a level, a message or a status? */
static bool is_likely(struct slice text)
{
	static const char *const times[] = {"time",         "ts",        "t",    "time_local",
					    "time_iso8601", "timestamp", "msec", "@timestamp"};
	static const char *const words[] = {"level", "lvl", "msg", "status", "message", "severity"};
	struct slice key = slice_empty();
	struct slice value = slice_empty();
	bool is_timed = false;
	bool is_told = false;
	bool is_levelled = false;
	bool has_words = false;
	for (int i = 0; i < PAIRS_MAX && pairs_next(&text, &key, &value); i++) {
		for (size_t k = 0; k < sizeof times / sizeof times[0]; k++) {
			is_timed = is_timed || slice_is(key, times[k]);
		}
		for (size_t k = 0; k < sizeof words / sizeof words[0]; k++) {
			is_told = is_told || slice_is(key, words[k]);
		}
		is_levelled = is_levelled || slice_is(key, "level") || slice_is(key, "lvl");
		has_words = has_words || slice_is(key, "msg") || slice_is(key, "message");
	}
	return is_timed ? is_told : is_levelled && has_words;
}

static int logfmt_bid(const struct record *record)
{
	return slice_find_char(record->body, '=') < record->body.size && is_likely(record->body)
		       ? BID_SHAPE + 5
		       : BID_NONE;
}

const struct format logfmt_format = {
	.name = "logfmt",
	.title = "logfmt (time=… level=… msg=…), also of access lines",
	.source = "https://brandur.org/logfmt; go-kit and log15 encoders",
	.bid = logfmt_bid,
	.needs = "=",
	.parse = logfmt_parse,
	.open = json_names_open,
	.close = free,
};
