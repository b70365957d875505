// SPDX-License-Identifier: MIT
/*
 * uvicorn (FastAPI, Starlette) as it writes without configuration: no time at all.
 *
 *     INFO:     192.0.2.7:52782 - "POST /login HTTP/1.1" 401 Unauthorized
 *     INFO:     Application startup complete.
 *
 * The time is the container runtime's or syslog's; without such an envelope, the line before's.
 */
#include "application.h"
#include "format.h"
#include "request_line.h"

enum { LEVEL_SIZE_MAX = 9 }; /* "CRITICAL:" */

/* "INFO:     " */
static bool eat_level(struct slice *text, enum severity *ret_severity)
{
	struct slice rest = *text;
	struct slice level = slice_empty();
	if (!slice_eat_until(&rest, ':', &level) || level.size > LEVEL_SIZE_MAX ||
	    !slice_starts_with(rest, " ")) {
		return false;
	}
	for (size_t i = 0; i < level.size; i++) {
		if (level.data[i] < 'A' || level.data[i] > 'Z') {
			return false;
		}
	}
	*ret_severity = level_severity(level);
	slice_eat_blanks(&rest);
	*text = rest;
	return *ret_severity != SEVERITY_NONE;
}

/* `192.0.2.7:52782 - "POST /login HTTP/1.1" 401 Unauthorized` */
static bool read_request(struct slice text, struct event *event)
{
	struct slice client = slice_empty();
	struct slice line = slice_empty();
	struct slice status = slice_empty();
	if (!slice_eat_until(&text, ' ', &client) || !slice_eat(&text, "- \"") ||
	    !slice_eat_until(&text, '"', &line) || !slice_eat_char(&text, ' ') ||
	    !slice_eat_word(&text, &status)) {
		return false;
	}
	endpoint_split(client, &event->client, &event->client_port);
	request_line_read(line, event);
	event->status = http_status(status);
	event->stamps_end = true;
	return event->status != 0 && is_address(event->client) && !slice_is_empty(event->method);
}

static enum status uvicorn_parse(void *state, const struct record *record, struct event *event)
{
	struct slice text = record->body;
	(void)state;
	if (!eat_level(&text, &event->severity)) {
		return STATUS_MISMATCH;
	}
	event->message = text;
	if (read_request(text, event)) {
		event->signal = SIGNAL_REQUEST;
		return STATUS_OK;
	}
	event->client = slice_empty();
	event->client_port = PORT_NONE;
	application_read(text, event);
	return STATUS_OK;
}

/* What the server itself says; other sentences after "INFO: " are anybody's. */
static bool is_own(struct slice text)
{
	static const char *const sentences[] = {"Started server process [",
						"Waiting for application startup.",
						"Application startup complete.",
						"Uvicorn running on ",
						"Shutting down",
						"Waiting for application shutdown.",
						"Application shutdown complete.",
						"Finished server process ["};
	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
		if (slice_starts_with(text, sentences[i])) {
			return true;
		}
	}
	return false;
}

static int uvicorn_bid(const struct record *record)
{
	struct slice text = record->body;
	struct event event;
	enum severity severity;
	if (!eat_level(&text, &severity)) {
		return BID_NONE;
	}
	event_clear(&event);
	return read_request(text, &event) || is_own(text) ? BID_SHAPE + 30 : BID_NONE;
}

static bool uvicorn_begins(const struct record *record)
{
	struct slice text = record->body;
	enum severity severity;
	return eat_level(&text, &severity) || record->envelope.kind != ENVELOPE_NONE;
}

const struct format uvicorn_format = {
	.name = "uvicorn",
	.title = "uvicorn (Python), default console",
	.source = "uvicorn.org, Settings, logging; uvicorn.logging.AccessFormatter",
	.bid = uvicorn_bid,
	.needs = ":",
	.parse = uvicorn_parse,
	.begins = uvicorn_begins,
};
