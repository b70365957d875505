// SPDX-License-Identifier: MIT
/*
 * Rundeck: executions, changes of jobs, and access.
 *
 *     [2024-08-07 05:30:19,250] lee start [124:running] ops lee/- "web/restart"[bed3228c-…]
 *     [2024-08-07 05:20:19,250] lee modify [bed3228c-…] ops "web/restart" (update)
 *     [2024-08-07 05:10:19,250] "GET /rundeck/menu/home" 192.0.2.7 http lee form 102 ? [admin] (…)
 *
 * Starting a job is a command that an operator gave; a job that is changed is a change of
 * configuration. Times have no zone.
 */
#include "format.h"
#include "request_line.h"
#include "token.h"

/* Rundeck documentation, "Logs": rundeck.executions.log, rundeck.jobs.log [D] */
struct kind {
	const char *word;
	enum signal signal;
};

static const struct kind kinds[] = {
	{"start", SIGNAL_OPERATOR_COMMAND}, {"retry", SIGNAL_OPERATOR_COMMAND},
	{"abort", SIGNAL_OPERATOR_COMMAND}, {"finish", SIGNAL_LOG},
	{"create", SIGNAL_CONFIG_CHANGE},   {"modify", SIGNAL_CONFIG_CHANGE},
	{"delete", SIGNAL_CONFIG_CHANGE},   {"rename", SIGNAL_CONFIG_CHANGE},
};

static bool eat_stamp(struct slice *rest, struct stamp *ret_stamp)
{
	struct slice text = *rest;
	if (!slice_eat_char(&text, '[') || !stamp_eat_iso(&text, ret_stamp) ||
	    !slice_eat(&text, "] ")) {
		return false;
	}
	*rest = text;
	return true;
}

/* "124:succeeded" → the outcome */
static struct slice outcome_of(struct slice state)
{
	if (slice_is(state, "succeeded")) {
		return slice_from("ok");
	}
	return slice_is(state, "failed") || slice_is(state, "aborted") ||
			       slice_is(state, "timedout")
		       ? slice_from("fail")
		       : slice_empty();
}

/* lee start [124:running] ops lee/- "web/restart"[uuid], lee modify [uuid] ops "web/restart"
 * (update) */
static enum status parse_job(struct slice rest, struct event *event)
{
	struct slice word = slice_empty();
	struct slice id = slice_empty();
	if (!slice_eat_word(&rest, &event->actor) || !slice_eat_word(&rest, &word) ||
	    !slice_eat_char(&rest, '[') || !slice_eat_until(&rest, ']', &id)) {
		return STATUS_MISMATCH;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (!slice_is(word, kinds[i].word)) {
			continue;
		}
		size_t colon = slice_find_char(id, ':');
		event->signal = kinds[i].signal;
		event->code = word;
		event->id = slice_first(id, colon);
		event->outcome = outcome_of(slice_after(id, colon + 1));
		slice_eat_until(&rest, '"', &word);
		event->object = slice_first(rest, slice_find_char(rest, '"'));
		return STATUS_OK;
	}
	return STATUS_MISMATCH;
}

/* "GET /rundeck/menu/home" 192.0.2.7 http lee form 102 ? [admin] (agent) */
static enum status parse_access(struct slice rest, struct event *event)
{
	struct slice request = slice_empty();
	struct slice words[5]; /* client, scheme, user, kind of login, milliseconds */
	if (!token_eat(&rest, &request)) {
		return STATUS_MISMATCH;
	}
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (!slice_eat_word(&rest, &words[i])) {
			return STATUS_MISMATCH;
		}
	}
	int64_t span_ms = token_count(words[4], DURATION_NONE);
	if (!is_address(words[0]) || span_ms < 0 || span_ms > INT32_MAX) {
		return STATUS_MISMATCH;
	}
	event->client = words[0];
	event->actor = slice_is(words[2], "?") ? slice_empty() : words[2];
	event->duration_us = span_ms * US_PER_MS;
	event->method = slice_first(request, slice_find_char(request, ' '));
	event->path = slice_trim(slice_after(request, event->method.size));
	return STATUS_OK;
}

static enum status rundeck_parse(void *state, const struct record *record, struct event *event)
{
	(void)state;
	struct slice rest = record->body;
	if (!eat_stamp(&rest, &event->stamp)) {
		return STATUS_MISMATCH;
	}
	event->program = slice_from("rundeck");
	return slice_starts_with(rest, "\"") ? parse_access(rest, event) : parse_job(rest, event);
}

static int rundeck_bid(const struct record *record)
{
	struct event event;
	if (!slice_starts_with(record->body, "[2")) {
		return BID_NONE;
	}
	event_clear(&event);
	return rundeck_parse(NULL, record, &event) == STATUS_OK ? BID_SIGNATURE : BID_NONE;
}

const struct format rundeck_format = {
	.name = "rundeck",
	.title = "Rundeck (executions, changes of jobs, access)",
	.source = "Rundeck documentation, Administrator Guide: Logs",
	.bid = rundeck_bid,
	.first = "[",
	.parse = rundeck_parse,
};
