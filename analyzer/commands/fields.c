// SPDX-License-Identifier: MIT
/* An event field by field, for people. */
#include "fields.h"

#include "screen.h"

#include "signal.h"

#include <inttypes.h>

enum { VALUE_LIMIT = 160 }; /* bytes of a text: enough to see whether it is the right one */

static void put_name(const char *name, int indent)
{
	(void)printf("%*s%-12s ", indent, "", name);
}

static void put_text(const char *name, struct slice text, int indent)
{
	if (!slice_is_empty(text)) {
		put_name(name, indent);
		screen_text_cut(stdout, text, VALUE_LIMIT);
		(void)fputc('\n', stdout);
	}
}

static void put_number(const char *name, int64_t value, int64_t none, int indent)
{
	if (value != none) {
		put_name(name, indent);
		(void)printf("%" PRId64 "\n", value);
	}
}

static void put_time(const char *name, timestamp at, const char *origin, int indent)
{
	char text[TIMESTAMP_TEXT_SIZE];
	if (at != TIMESTAMP_NONE) {
		timestamp_to_iso(at, 0, text);
		put_name(name, indent);
		(void)printf("%s%s%s%s\n", text, origin[0] == '\0' ? "" : " (zone: ", origin,
			     origin[0] == '\0' ? "" : ")");
	}
}

static void put_texts(const struct event *event, int indent)
{
	const struct {
		const char *name;
		struct slice text;
	} texts[] = {
		{"code", event->code},       {"outcome", event->outcome},
		{"host", event->host},       {"program", event->program},
		{"actor", event->actor},     {"object", event->object},
		{"part", event->part},       {"step", event->step},
		{"role", event->role},       {"reason", event->reason},
		{"id", event->id},           {"recipient", event->recipient},
		{"after", event->after},     {"client", event->client},
		{"server", event->server},   {"protocol", event->protocol},
		{"method", event->method},   {"path", event->path},
		{"agent", event->agent},     {"rule", event->rule},
		{"message", event->message},
	};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		put_text(texts[i].name, texts[i].text, indent);
	}
}

void fields_print(const struct event *event, int indent)
{
	static const char *const severities[SEVERITY_NONE] = {
		"emergency", "alert",  "critical",      "error",
		"warning",   "notice", "informational", "debug"};
	put_time("time", event->happened_at, origin_name(event->zone_origin), indent);
	put_time("received", event->received_at, "", indent);
	put_name("signal", indent);
	(void)printf("%s\n", signal_name(event->signal));
	if (event->severity < SEVERITY_NONE) {
		put_text("severity", slice_from(severities[event->severity]), indent);
	}
	put_texts(event, indent);
	put_number("client_port", event->client_port, PORT_NONE, indent);
	put_number("server_port", event->server_port, PORT_NONE, indent);
	put_number("status", event->status, 0, indent);
	put_number("bytes_out", event->bytes_out, BYTES_NONE, indent);
	put_number("bytes_in", event->bytes_in, BYTES_NONE, indent);
	put_number("duration_us", event->duration_us, DURATION_NONE, indent);
	put_number("seq", event->sequence, SEQUENCE_NONE, indent);
}
