// SPDX-License-Identifier: MIT
/*
 * One JSON object per line: ECS, logstash and logback encoders, Spring Boot, bunyan, pino, zap,
 * nginx access written as JSON, journald's export, and any of these inside Docker's json-file.
 *
 *     {"@timestamp":"2024-08-07T05:30:19.250Z","log.level":"ERROR","message":"HikariPool-1 - …"}
 *     {"time_iso8601":"2024-08-07T05:30:19Z","remote_addr":"192.0.2.7","request_method":"GET",…}
 *     {"log":"{\"level\":50,\"msg\":\"…\"}\n","stream":"stdout","time":"2024-08-07T05:30:19.25Z"}
 *
 * Nobody owns the names of such fields, so they are a table; nested ones are met under their dotted
 * names. An object with a status and a method, or a client and a size, is a request.
 */
#include <stdlib.h>

#include "application.h"
#include "format.h"
#include "host_messages.h"
#include "json_names.h"
#include "json_text.h"
#include "request_line.h"

enum {
	SCRATCH_SIZE = 64 * 1024, /* resolved escapes of a line; the longest line met has 59 kB */
	SLOTS = 512,              /* of the name table; a power of two, five times the names */
};

/* Of one entry: the table of names, and room for resolved escapes of the present line. */
struct state {
	struct json_names names;
	size_t used;
	char scratch[SCRATCH_SIZE];
};

/* What a line has said of itself so far. */
struct findings {
	struct slice inner; /* what Docker's wrapper holds */
	struct slice virtual_host;
	struct slice duration; /* of a unit that only the whole line tells */
	bool timed;
	bool told; /* a message was found */
	bool request_line;
	bool journal; /* journald's fields */
	bool starts;  /* the time is a request's start */
};

static void *json_lines_open(void)
{
	struct state *state = malloc(sizeof *state);
	if (state != NULL) {
		json_names_fill(&state->names);
		state->used = 0;
	}
	return state;
}

static void json_lines_close(void *state)
{
	free(state);
}

/* The field's text, escapes resolved into the state's scratch. */
static struct slice text_of(struct state *state, const struct json_field *field)
{
	if (!field->escaped) {
		return field->value;
	}
	struct slice text =
		json_text(field, state->scratch + state->used, SCRATCH_SIZE - state->used);
	state->used += text.data == field->value.data ? 0 : text.size;
	return text;
}

/* ISO, "07/Aug/2024:05:30:19 +0900", or an epoch as number or string. */
static bool read_time(struct slice text, struct stamp *ret_stamp)
{
	struct stamp stamp = {.flags = 0};
	if (text.size > 0 && (stamp_eat_iso(&text, &stamp) || stamp_eat_clf(&text, &stamp) ||
			      stamp_eat_slashes(&text, &stamp) || stamp_eat_epoch(&text, &stamp))) {
		*ret_stamp = stamp;
		return true;
	}
	return false;
}

/* The better of two times: the first, or the finer one of the same kind. */
static void take_time(struct findings *findings, enum meaning meaning,
		      const struct json_field *field, struct event *event)
{
	struct stamp stamp;
	bool finer = meaning == MEANS_END && slice_is(field->name, "msec");
	bool start = meaning == MEANS_START; /* pairs with the span, so it goes before any other */
	if ((findings->timed && !finer && !start) || !read_time(field->value, &stamp)) {
		return;
	}
	if (finer && findings->timed && (event->stamp.flags & STAMP_ZONE) != 0) {
		stamp.civil_us += (int64_t)event->stamp.offset_s * US_PER_S; /* keep its zone */
		stamp.offset_s = event->stamp.offset_s;
	}
	event->stamp = stamp;
	findings->timed = true;
	findings->starts = start || (findings->starts && !finer);
}

/* A span given in units of `unit_ns`; fractions of a unit are dropped. */
static void take_span(struct slice text, int64_t unit_ns, struct event *event)
{
	uint64_t value = 0;
	if (slice_eat_uint(&text, &value) && value <= (uint64_t)(INT64_MAX / unit_ns)) {
		event->duration_us = (int64_t)value * unit_ns / 1000;
	}
}

static void take_count(struct slice text, int64_t *ret_count)
{
	int64_t count = 0;
	if (slice_to_int(text, &count) && count >= 0) {
		*ret_count = count;
	}
}

/* "10.0.0.1:80, 10.0.0.2:80": the last one answered. */
static void take_upstream(struct slice text, struct event *event)
{
	for (size_t i = text.size; i > 0; i--) {
		if (text.data[i - 1] == ' ') {
			text = slice_after(text, i);
			break;
		}
	}
	endpoint_split(text, &event->server, &event->server_port);
	if (!is_address(event->server)) {
		event->server = slice_empty();
		event->server_port = PORT_NONE;
	}
}

/* "192.0.2.7", "192.0.2.7:40022", "198.51.100.1,192.0.2.7": the first of a list. */
static void take_client(struct slice text, struct event *event)
{
	int32_t port = PORT_NONE;
	text = slice_first(text, slice_find_char(text, ','));
	if (is_address(text) || slice_find_char(text, ':') == text.size) {
		event->client = text;
		return;
	}
	endpoint_split(text, &event->client, &port);
	event->client_port = port == PORT_NONE ? event->client_port : port;
}

static void take_request(struct state *state, struct findings *findings, enum meaning meaning,
			 const struct json_field *field, struct event *event)
{
	int64_t number = 0;
	switch (meaning) {
	case MEANS_METHOD:
		event->method = field->value;
		break;
	case MEANS_PATH:
		event->path = slice_is_empty(event->path) ? text_of(state, field) : event->path;
		break;
	case MEANS_REQUEST:
		request_line_read(text_of(state, field), event);
		findings->request_line = field->kind == JSON_STRING;
		break;
	case MEANS_PROTOCOL:
		event->protocol = field->value;
		break;
	case MEANS_STATUS:
		event->status = http_status(field->value);
		break;
	case MEANS_BYTES_OUT:
		take_count(field->value, &event->bytes_out);
		break;
	case MEANS_BYTES_IN:
		take_count(field->value, &event->bytes_in);
		break;
	case MEANS_CLIENT_PORT:
		take_count(field->value, &number);
		event->client_port =
			number > 0 && number <= UINT16_MAX ? (int32_t)number : event->client_port;
		break;
	case MEANS_CLIENT:
		take_client(field->value, event);
		break;
	case MEANS_AGENT:
		event->agent = slice_is(field->value, "-") ? slice_empty() : text_of(state, field);
		break;
	default:
		break;
	}
}

static void take_span_or_place(enum meaning meaning, const struct json_field *field,
			       struct event *event)
{
	int64_t span_us = 0;
	switch (meaning) {
	case MEANS_SECONDS:
		if (slice_seconds_to_us(field->value, &span_us)) {
			event->duration_us = span_us;
		}
		break;
	case MEANS_MILLISECONDS:
		take_span(field->value, (int64_t)US_PER_MS * 1000, event);
		break;
	case MEANS_NANOSECONDS:
		take_span(field->value, 1, event);
		break;
	case MEANS_UPSTREAM:
		take_upstream(field->value, event);
		break;
	case MEANS_RULE:
		event->rule = field->value;
		break;
	default:
		break;
	}
}

static void take_line(struct state *state, struct findings *findings, enum meaning meaning,
		      const struct json_field *field, struct event *event)
{
	switch (meaning) {
	case MEANS_TIME:
	case MEANS_START:
	case MEANS_END:
		take_time(findings, meaning, field, event);
		break;
	case MEANS_LEVEL:
		event->severity = level_severity(field->value);
		break;
	case MEANS_MESSAGE:
		if (!findings->told) {
			event->message = text_of(state, field);
			findings->told = true;
		}
		break;
	case MEANS_TEMPLATE:
		if (!findings->told) {
			event->message = text_of(state, field);
		}
		break;
	case MEANS_IDENTIFIER:
		event->program = field->value;
		findings->journal = true;
		break;
	case MEANS_COMMAND:
		event->program = findings->journal ? event->program : field->value;
		findings->journal = true;
		break;
	case MEANS_LOG:
		findings->inner = slice_trim(text_of(state, field));
		break;
	case MEANS_HOST:
		event->host = field->value;
		break;
	case MEANS_VIRTUAL_HOST:
		findings->virtual_host = field->value;
		break;
	case MEANS_PROGRAM:
		event->program = field->value;
		break;
	case MEANS_LOGGER:
		event->code = slice_is(field->value, "-") ? slice_empty() : field->value;
		break;
	case MEANS_ACTOR:
		event->actor = slice_is(field->value, "-") ? slice_empty() : text_of(state, field);
		break;
	case MEANS_DURATION:
		findings->duration = field->value;
		break;
	default:
		take_span_or_place(meaning, field, event);
		take_request(state, findings, meaning, field, event);
		break;
	}
}

/* Caddy writes seconds with a fraction, Envoy (which stamps the start) whole milliseconds. */
static void resolve_duration(const struct findings *findings, struct event *event)
{
	struct slice text = findings->duration;
	int64_t span_us = 0;
	if (slice_is_empty(text) || event->duration_us != DURATION_NONE) {
		return;
	}
	if (slice_find_char(text, '.') < text.size) {
		event->duration_us = slice_seconds_to_us(text, &span_us) ? span_us : DURATION_NONE;
	} else if (findings->starts) {
		take_span(text, (int64_t)US_PER_MS * 1000, event);
	}
}

static bool is_request(const struct findings *findings, const struct event *event)
{
	return event->status != 0 &&
	       (!slice_is_empty(event->method) || findings->request_line ||
		(!slice_is_empty(event->client) && event->bytes_out != BYTES_NONE));
}

/* One object with all its fields; false when it is none or does not end. */
static bool read_object(struct state *state, struct slice text, struct findings *findings,
			struct event *event)
{
	struct json_walk walk;
	struct json_field field;
	if (!json_open(&walk, text)) {
		return false;
	}
	while (json_next(&walk, &field)) {
		enum meaning meaning = json_names_find(&state->names, field.name);
		if (meaning != MEANS_NOTHING &&
		    (field.kind == JSON_STRING || field.kind == JSON_NUMBER)) {
			take_line(state, findings, meaning, &field, event);
		}
	}
	return json_is_whole(&walk);
}

static enum status json_lines_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct findings findings = {
		.inner = slice_empty(), .virtual_host = slice_empty(), .duration = slice_empty()};
	state->used = 0;
	if (!read_object(state, record->body, &findings, event)) {
		return STATUS_MISMATCH;
	}
	if (!slice_is_empty(findings.inner) && !findings.told) {
		struct stamp outer = event->stamp;
		event->message = findings.inner;
		findings.timed = false;
		if (findings.inner.data[0] == '{' &&
		    read_object(state, findings.inner, &findings, event) && findings.timed) {
			event->relay = outer; /* the runtime's clock; the application has its own */
		}
	}
	if (is_request(&findings, event)) {
		event->signal = SIGNAL_REQUEST;
		event->stamps_end = !findings.starts;
		resolve_duration(&findings, event);
		return STATUS_OK;
	}
	event->host = slice_is_empty(findings.virtual_host) || !slice_is_empty(event->host)
			      ? event->host
			      : findings.virtual_host;
	event->message = slice_trim(event->message);
	if (findings.journal) {
		host_message_read(event->program, event->message, event);
	}
	application_read(event->message, event);
	return STATUS_OK;
}

/* A line of JSON says little by itself; names that loggers use say more. */
static int json_lines_bid(const struct record *record)
{
	static const char *const usual[] = {"\"@timestamp\"", "\"message\"", "\"msg\"",
					    "\"level\"",      "\"log\"",     "\"request_uri\"",
					    "\"time\"",       "\"ts\"",      "\"logger_name\""};
	struct slice text = slice_trim(record->body);
	if (text.size < 2 || text.data[0] != '{' || text.data[text.size - 1] != '}') {
		return BID_NONE;
	}
	int known = 0;
	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
		known += slice_contains(text, usual[i]) ? 1 : 0;
	}
	return known >= 2 ? BID_SHAPE + 10 : BID_SHAPE;
}

const struct format json_lines_format = {
	.name = "json_lines",
	.title = "JSON lines (ECS, logback, Spring Boot, bunyan, pino, zap, nginx, Docker "
		 "json-file)",
	.source = "RFC 8259; Elastic Common Schema; nginx log_format escape=json; Docker json-file",
	.bid = json_lines_bid,
	.parse = json_lines_parse,
	.open = json_lines_open,
	.close = json_lines_close,
};
