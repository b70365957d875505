// SPDX-License-Identifier: MIT
/*
 * Samples from disk, and events as one line of JSON each: every field that is not empty. For the
 * tests of formats only.
 */
#ifndef OVERRUN_EVENT_TEXT_H
#define OVERRUN_EVENT_TEXT_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "format.h"

/* A sample or an expectation, whole. */
struct text {
	char *data;
	size_t size;
};

static struct text text_load(const char *folder, const char *name, const char *ending)
{
	char path[1024];
	snprintf(path, sizeof path, "%s/%s/%s%s", OVERRUN_SOURCE_DIR, folder, name, ending);
	struct text text = {NULL, 0};
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		return text;
	}
	fseek(file, 0, SEEK_END);
	text.size = (size_t)ftell(file);
	rewind(file);
	text.data = malloc(text.size + 1);
	cr_assert(text.data != NULL && fread(text.data, 1, text.size, file) == text.size);
	text.data[text.size] = '\0';
	fclose(file);
	return text;
}

static bool next_line(struct slice *rest, struct slice *ret_line)
{
	if (rest->size == 0) {
		return false;
	}
	if (!slice_eat_until(rest, '\n', ret_line)) {
		*ret_line = *rest;
		*rest = slice_after(*rest, rest->size);
	}
	if (ret_line->size > 0 && ret_line->data[ret_line->size - 1] == '\r') {
		ret_line->size--;
	}
	return true;
}

static void put_text(FILE *out, struct slice text)
{
	putc('"', out);
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		if (byte == '"' || byte == '\\') {
			fprintf(out, "\\%c", byte);
		} else if (byte < 0x20 || byte == 0x7f) {
			fprintf(out, "\\u%04x", byte);
		} else {
			putc(byte, out);
		}
	}
	putc('"', out);
}

static void put_slice(FILE *out, const char *key, struct slice text)
{
	if (text.size > 0) {
		fprintf(out, ", \"%s\": ", key);
		put_text(out, text);
	}
}

static void put_number(FILE *out, const char *key, int64_t value, int64_t none)
{
	if (value != none) {
		fprintf(out, ", \"%s\": %lld", key, (long long)value);
	}
}

/* "????-08-07T05:30:19.250000 ?": question marks for no year and for no zone. */
static void put_stamp(FILE *out, const char *key, struct stamp stamp)
{
	if ((stamp.flags & STAMP_SET) == 0) {
		return;
	}
	int64_t days = stamp.civil_us / US_PER_DAY - (stamp.civil_us % US_PER_DAY < 0 ? 1 : 0);
	int64_t clock_us = stamp.civil_us - days * US_PER_DAY;
	int64_t second = clock_us / US_PER_S;
	int64_t year = 0;
	int month = 0;
	int day = 0;
	civil_from_days(days, &year, &month, &day);
	fprintf(out, ", \"%s\": \"", key);
	if ((stamp.flags & STAMP_YEAR) != 0) {
		fprintf(out, "%04lld", (long long)year);
	} else {
		fprintf(out, "\?\?\?\?");
	}
	fprintf(out, "-%02d-%02dT%02lld:%02lld:%02lld", month, day, (long long)(second / 3600),
		(long long)(second / 60 % 60), (long long)(second % 60));
	if (clock_us % US_PER_S != 0) {
		fprintf(out, ".%06lld", (long long)(clock_us % US_PER_S));
	}
	if ((stamp.flags & STAMP_ZONE) == 0) {
		fprintf(out, " ?\"");
	} else {
		int32_t minutes = stamp.offset_s / 60;
		fprintf(out, "%c%02d:%02d\"", minutes < 0 ? '-' : '+', abs(minutes) / 60,
			abs(minutes) % 60);
	}
}

static const char *severity_word(enum severity severity)
{
	static const char *const words[] = {"emergency",     "alert",   "critical",
					    "error",         "warning", "notice",
					    "informational", "debug",   ""};
	return words[severity];
}

static void put_subject(FILE *out, const struct event *event)
{
	put_slice(out, "host", event->host);
	put_slice(out, "program", event->program);
	put_slice(out, "actor", event->actor);
	put_slice(out, "object", event->object);
	put_slice(out, "part", event->part);
	put_slice(out, "step", event->step);
	put_slice(out, "role", event->role);
	put_slice(out, "reason", event->reason);
	put_slice(out, "id", event->id);
	put_slice(out, "recipient", event->recipient);
	put_slice(out, "after", event->after);
	put_number(out, "seq", event->sequence, SEQUENCE_NONE);
}

static void put_request(FILE *out, const struct event *event)
{
	put_slice(out, "client", event->client);
	put_number(out, "client_port", event->client_port, PORT_NONE);
	put_slice(out, "server", event->server);
	put_number(out, "server_port", event->server_port, PORT_NONE);
	put_slice(out, "method", event->method);
	put_slice(out, "path", event->path);
	put_slice(out, "protocol", event->protocol);
	put_slice(out, "agent", event->agent);
	put_slice(out, "rule", event->rule);
	put_slice(out, "rule_text", event->rule_text);
	put_number(out, "status", event->status, 0);
	put_number(out, "bytes_out", event->bytes_out, BYTES_NONE);
	put_number(out, "bytes_in", event->bytes_in, BYTES_NONE);
}

/* `body` is what the message is left out for, being the same. */
static void put_event(FILE *out, struct slice body, const struct event *event)
{
	put_stamp(out, "time", event->stamp);
	put_stamp(out, "relay", event->relay);
	fprintf(out, ", \"signal\": \"%s\"", signal_name(event->signal));
	put_number(out, "duration_us", event->duration_us, DURATION_NONE);
	if (event->stamps_end) {
		fprintf(out, ", \"stamps_end\": true");
	}
	put_slice(out, "severity", slice_from(severity_word(event->severity)));
	put_slice(out, "code", event->code);
	put_slice(out, "outcome", event->outcome);
	put_subject(out, event);
	put_request(out, event);
	if (!slice_equals(event->message, body)) {
		put_slice(out, "message", event->message);
	}
}

#endif
