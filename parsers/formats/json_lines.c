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
 * names (vendors/log_fields.h says what is a request).
 */
#include <stdlib.h>

#include "application.h"
#include "format.h"
#include "host_messages.h"
#include "json_join.h"
#include "json_names.h"
#include "json_text.h"
#include "log_fields.h"

enum {
	SCRATCH_SIZE = 64 * 1024, /* resolved escapes of a line; the longest line met has 59 kB */
	SLOTS = 512,              /* of the name table; a power of two, five times the names */
};

/* Of one entry: the table of names, and room for resolved escapes of the present line. */
struct state {
	struct json_names names;
	struct json_join join; /* an object that is written over many lines */
	size_t used;
	char scratch[SCRATCH_SIZE];
};

static void *json_lines_open(void)
{
	struct state *state = malloc(sizeof *state);
	if (state != NULL) {
		json_names_fill(&state->names);
		json_join_reset(&state->join);
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

/* journald writes what is no UTF-8 as an array of bytes: [65,99,99,…]; the text, or nothing. */
static struct slice text_of_bytes(struct state *state, struct slice array)
{
	char *text = state->scratch + state->used;
	size_t room = SCRATCH_SIZE - state->used;
	size_t size = 0;
	uint64_t byte = 0;
	slice_eat_char(&array, '[');
	slice_eat_blanks(&array);
	while (size < room && slice_eat_uint(&array, &byte) && byte <= UINT8_MAX) {
		unsigned char value = (unsigned char)byte;
		memcpy(text + size++, &value, 1);
		slice_eat_blanks(&array);
		if (!slice_eat_char(&array, ',')) {
			break;
		}
		slice_eat_blanks(&array);
	}
	state->used += size;
	return slice_make(text, size);
}

/* One object with all its fields; false when it is none or does not end. */
static bool read_object(struct state *state, struct slice text, struct log_findings *findings,
			struct event *event)
{
	struct json_walk walk;
	struct json_field field;
	if (!json_open(&walk, text)) {
		return false;
	}
	while (json_next(&walk, &field)) {
		enum meaning meaning = json_names_find(&state->names, field.name);
		if (meaning == MEANS_MESSAGE && field.kind == JSON_ARRAY) {
			const struct log_field taken = {.name = field.name,
							.text = text_of_bytes(state, field.value),
							.is_text = true};
			log_field_take(findings, meaning, &taken, event);
		} else if (meaning != MEANS_NOTHING &&
			   (field.kind == JSON_STRING || field.kind == JSON_NUMBER)) {
			const struct log_field taken = {.name = field.name,
							.text = text_of(state, &field),
							.is_text = field.kind == JSON_STRING};
			log_field_take(findings, meaning, &taken, event);
		}
	}
	return json_is_whole(&walk);
}

/* "@cee: {…}": what says on syslog that JSON follows (CEE, rsyslog's mmjsonparse). */
static bool eat_cookie(struct slice *text)
{
	bool is_there = slice_eat(text, "@cee:");
	slice_eat_blanks(text);
	return is_there;
}

/* Caddy's active health checks: "host" is the one that was asked. */
static void read_checker(struct event *event)
{
	static const char *const failures[] = {"host is down", "HTTP request failed", "status code",
					       "response body"};
	event->object = event->host;
	event->host = slice_empty();
	if (slice_is(event->message, "host is up")) {
		event->signal = SIGNAL_HEALTH_UP;
		return;
	}
	for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
		if (slice_contains(event->message, failures[i])) {
			event->signal = SIGNAL_HEALTH_DOWN;
		}
	}
}

/* Reads an object into the event; false: it is none, or does not end. */
static bool read_line(struct state *state, struct slice text, struct log_findings *findings,
		      struct event *event)
{
	*findings = log_findings_new();
	state->used = 0;
	if (!read_object(state, text, findings, event)) {
		return false;
	}
	if (!slice_is_empty(findings->inner) && !findings->told) {
		struct stamp outer = event->stamp;
		event->message = findings->inner;
		findings->timed = false;
		if (findings->inner.data[0] == '{' &&
		    read_object(state, findings->inner, findings, event) && findings->timed) {
			event->relay = outer; /* the runtime's clock; the application has its own */
		}
	}
	/* Caddy tells of the same request once more where something failed. */
	if (!slice_starts_with(event->code, "http.log.error") &&
	    log_fields_close(findings, event)) {
		return true;
	}
	event->host = slice_is_empty(findings->virtual_host) || !slice_is_empty(event->host)
			      ? event->host
			      : findings->virtual_host;
	event->message = slice_trim(event->message);
	if (findings->journal) {
		host_message_read(event->program, event->message, event);
	}
	application_read(event->message, event);
	log_fields_name_upstream(findings, event);
	if (slice_contains(event->code, "reverse_proxy.health_checker")) {
		read_checker(event);
	}
	return true;
}

/* How a line of an object over many lines may begin: a name, a bracket, an element of an array. */
static bool may_go_on(struct slice text)
{
	return text.size > 0 && text.data[0] != '\0' &&
	       (strchr("\"{}[]", text.data[0]) != NULL ||
		((slice_ends_with(text, ",") || text.size == 1) &&
		 strchr("-0123456789tfn", text.data[0]) != NULL));
}

/*
 * Printed with indents, "{" stands alone in the first line. The event is that of the line where an
 * object closes that says a time and something; the lines before go on with it.
 */
static enum status go_on(struct state *state, struct slice text, struct event *event)
{
	struct slice object;
	text = slice_trim(text);
	if (state->join.depth == 0 && !slice_is(text, "{")) {
		return STATUS_MISMATCH;
	}
	if (!may_go_on(text)) {
		json_join_reset(&state->join);
		return STATUS_MISMATCH;
	}
	const struct event prefilled = *event;
	json_join_begin(&state->join, text);
	while (json_join_next(&state->join, &object)) {
		struct log_findings findings;
		*event = prefilled;
		if (read_line(state, object, &findings, event) && findings.timed &&
		    (findings.told || event->signal != SIGNAL_LOG)) {
			json_join_take(&state->join);
			return STATUS_OK;
		}
	}
	*event = prefilled;
	event->code = slice_from("continuation");
	return STATUS_OK;
}

static enum status json_lines_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct log_findings findings;
	struct slice text = record->body;
	(void)eat_cookie(&text);
	if (state->join.depth > 0 || slice_is(slice_trim(text), "{")) {
		bool is_new =
			slice_starts_with(text, "{\"") && read_line(state, text, &findings, event);
		if (is_new) {
			json_join_reset(&state->join);
		}
		return is_new ? STATUS_OK : go_on(state, text, event);
	}
	return read_line(state, text, &findings, event) ? STATUS_OK : STATUS_MISMATCH;
}

/* What stands around the elements of an array. */
static bool json_lines_is_header(const struct record *record)
{
	struct slice text = slice_trim(record->body);
	return slice_is(text, "[") || slice_is(text, "]");
}

/* A line of JSON says little by itself; names that loggers use say more. */
static int json_lines_bid(const struct record *record)
{
	static const char *const usual[] = {"\"@timestamp\"", "\"message\"", "\"msg\"",
					    "\"level\"",      "\"log\"",     "\"request_uri\"",
					    "\"time\"",       "\"ts\"",      "\"logger_name\""};
	struct slice text = slice_trim(record->body);
	(void)eat_cookie(&text);
	while (slice_ends_with(text, ",") || slice_ends_with(text, "]")) {
		text.size--; /* an element of an array */
	}
	if (text.size < 2 || text.data[0] != '{' || text.data[text.size - 1] != '}') {
		/* Perhaps of an object over many lines; exports know theirs, and bid more. */
		return may_go_on(slice_trim(record->body)) ? BID_FALLBACK / 2 : BID_NONE;
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
	.first = "{}[]\"-@0a \t\r\n",
	.parse = json_lines_parse,
	.open = json_lines_open,
	.close = json_lines_close,
	.is_header = json_lines_is_header,
};
