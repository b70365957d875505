// SPDX-License-Identifier: MIT
/* What lines of named fields say, whatever their notation: JSON, LTSV, logfmt. */
#include "log_fields.h"

#include "application.h"
#include "request_line.h"

/* ISO, "07/Aug/2024:05:30:19 +0900", or an epoch as number or string. */
static bool read_time(struct slice text, struct stamp *ret_stamp)
{
	struct stamp stamp = {.flags = 0};
	slice_eat_char(&text, '[');
	bool written =
		text.size > 0 && (stamp_eat_iso(&text, &stamp) || stamp_eat_clf(&text, &stamp) ||
				  stamp_eat_slashes(&text, &stamp));
	if (written || (stamp_eat_epoch(&text, &stamp) && text.size == 0)) {
		*ret_stamp = stamp;
		return true;
	}
	return false;
}

/* "date":"2024-08-07","time":"05:30:19": FortiGate's JSON and others'. */
static bool read_split_time(struct log_findings *findings, struct slice text,
			    struct stamp *ret_stamp)
{
	enum { DATE_SIZE = 10 };
	if (text.size == DATE_SIZE && text.data[4] == '-') {
		findings->date = text;
		return false;
	}
	return findings->date.size > 0 && stamp_from_date_and_time(findings->date, text, ret_stamp);
}

/* The better of two times: the first, or the finer one of the same kind. */
static void take_time(struct log_findings *findings, enum meaning meaning,
		      const struct log_field *field, struct event *event)
{
	struct stamp stamp;
	bool finer = meaning == MEANS_END && slice_is(field->name, "msec");
	bool start = meaning == MEANS_START; /* pairs with the span, so it goes before any other */
	if ((findings->timed && !finer && !start) ||
	    (!read_time(field->text, &stamp) && !read_split_time(findings, field->text, &stamp))) {
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

/* "http://10.0.0.1:80/" → "10.0.0.1:80" */
static struct slice without_scheme(struct slice url)
{
	enum { SCHEME_SIZE_MAX = 8 };
	size_t scheme = slice_find(slice_first(url, SCHEME_SIZE_MAX), "://");
	if (scheme + 3 > SCHEME_SIZE_MAX || scheme + 3 > url.size) {
		return url;
	}
	url = slice_after(url, scheme + 3);
	return slice_first(url, slice_find_char(url, '/'));
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

static void take_request(struct log_findings *findings, enum meaning meaning,
			 const struct log_field *field, struct event *event)
{
	int64_t number = 0;
	switch (meaning) {
	case MEANS_METHOD:
		event->method = field->text;
		break;
	case MEANS_PATH:
		event->path = slice_is_empty(event->path) ? field->text : event->path;
		break;
	case MEANS_REQUEST:
		request_line_read(field->text, event);
		if (slice_starts_with(field->text, "/") && slice_is_empty(event->path)) {
			event->path = field->text; /* grok's name for the path alone */
		}
		findings->request_line = field->is_text;
		break;
	case MEANS_PROTOCOL:
		event->protocol = field->text;
		break;
	case MEANS_STATUS:
		event->status = http_status(field->text);
		break;
	case MEANS_BYTES_OUT:
		take_count(field->text, &event->bytes_out);
		break;
	case MEANS_BYTES_IN:
		take_count(field->text, &event->bytes_in);
		break;
	case MEANS_CLIENT_PORT:
		take_count(field->text, &number);
		event->client_port =
			number > 0 && number <= UINT16_MAX ? (int32_t)number : event->client_port;
		break;
	case MEANS_CLIENT:
		take_client(field->text, event);
		break;
	case MEANS_AGENT:
		event->agent = slice_is(field->text, "-") ? slice_empty() : field->text;
		break;
	default:
		break;
	}
}

static void take_span_or_place(struct log_findings *findings, enum meaning meaning,
			       const struct log_field *field, struct event *event)
{
	int64_t span_us = 0;
	switch (meaning) {
	case MEANS_SECONDS:
		if (slice_seconds_to_us(field->text, &span_us)) {
			event->duration_us = span_us;
		}
		break;
	case MEANS_MILLISECONDS:
		take_span(field->text, (int64_t)US_PER_MS * 1000, event);
		break;
	case MEANS_NANOSECONDS:
		take_span(field->text, 1, event);
		break;
	case MEANS_UPSTREAM:
		findings->upstream = without_scheme(field->text);
		take_upstream(findings->upstream, event);
		break;
	case MEANS_RULE:
		event->rule = field->text;
		break;
	default:
		break;
	}
}

/* "12.345ms", "0.012s": a number and its unit, as Go and Google Cloud write spans. */
static bool read_span(struct slice text, int64_t *ret_span_us)
{
	static const struct {
		const char *name;
		int64_t per_second;
	} units[] = {{"ns", 1000000000},
		     {"\xc2\xb5s", 1000000},
		     {"us", 1000000},
		     {"ms", 1000},
		     {"s", 1}};
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (slice_ends_with(text, units[i].name)) {
			int64_t span_us = 0;
			text.size -= strlen(units[i].name);
			if (!slice_seconds_to_us(slice_trim(text), &span_us)) {
				return false;
			}
			*ret_span_us = span_us / units[i].per_second;
			return true;
		}
	}
	return slice_find_char(text, '.') < text.size && slice_seconds_to_us(text, ret_span_us);
}

/* Caddy writes seconds with a fraction, Envoy (which stamps the start) whole milliseconds. */
static void resolve_duration(const struct log_findings *findings, struct event *event)
{
	struct slice text = findings->duration;
	int64_t span_us = 0;
	if (slice_is_empty(text) || event->duration_us != DURATION_NONE) {
		return;
	}
	if (slice_ends_with(event->code, "Controller") && slice_seconds_to_us(text, &span_us)) {
		event->duration_us = span_us / US_PER_MS; /* Rails counts in milliseconds */
	} else if (read_span(text, &span_us)) {
		event->duration_us = span_us;
	} else if (findings->starts) {
		take_span(text, (int64_t)US_PER_MS * 1000, event);
	}
}

static bool is_request(const struct log_findings *findings, const struct event *event)
{
	return event->status != 0 &&
	       (!slice_is_empty(event->method) || findings->request_line ||
		(!slice_is_empty(event->client) &&
		 (event->bytes_out != BYTES_NONE || !slice_is_empty(event->path))));
}

void log_field_take(struct log_findings *findings, enum meaning meaning,
		    const struct log_field *field, struct event *event)
{
	switch (meaning) {
	case MEANS_TIME:
	case MEANS_START:
	case MEANS_END:
		take_time(findings, meaning, field, event);
		break;
	case MEANS_LEVEL:
		event->severity = level_severity(field->text);
		break;
	case MEANS_MESSAGE:
		if (!findings->told) {
			event->message = field->text;
			findings->told = true;
		}
		break;
	case MEANS_TEMPLATE:
		if (!findings->told) {
			event->message = field->text;
		}
		break;
	case MEANS_IDENTIFIER:
		event->program = field->text;
		findings->journal = true;
		break;
	case MEANS_COMMAND:
		event->program = findings->journal ? event->program : field->text;
		findings->journal = true;
		break;
	case MEANS_LOG:
		findings->inner = slice_trim(field->text);
		break;
	case MEANS_HOST:
		event->host = field->text;
		break;
	case MEANS_VIRTUAL_HOST:
		findings->virtual_host = field->text;
		break;
	case MEANS_PROGRAM:
		event->program = field->text;
		break;
	case MEANS_LOGGER:
		event->code = slice_is(field->text, "-") ? slice_empty() : field->text;
		break;
	case MEANS_ACTOR:
		event->actor = slice_is(field->text, "-") ? slice_empty() : field->text;
		break;
	case MEANS_DURATION:
		findings->duration = field->text;
		break;
	default:
		take_span_or_place(findings, meaning, field, event);
		take_request(findings, meaning, field, event);
		break;
	}
}

void log_fields_name_upstream(const struct log_findings *findings, struct event *event)
{
	bool health = event->signal == SIGNAL_HEALTH_DOWN || event->signal == SIGNAL_HEALTH_UP;
	if (health && slice_is_empty(event->object) && slice_is_empty(event->part)) {
		event->object = findings->upstream;
	}
}

bool log_fields_close(const struct log_findings *findings, struct event *event)
{
	if (!is_request(findings, event)) {
		return false;
	}
	event->signal = SIGNAL_REQUEST;
	event->stamps_end = !findings->starts;
	resolve_duration(findings, event);
	return true;
}
