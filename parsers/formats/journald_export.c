// SPDX-License-Identifier: MIT
/*
 * systemd's journal in its export format: a field per line, a blank line between entries.
 *
 *     __CURSOR=s=35ec845e…;i=6427907;…
 *     __REALTIME_TIMESTAMP=1642033008518660
 *     _HOSTNAME=web-1
 *     PRIORITY=6
 *     SYSLOG_IDENTIFIER=sshd
 *     MESSAGE=Accepted publickey for lee from 192.0.2.7 port 55743 ssh2
 *
 * The event is the line of the message; the other fields count as headers. What stands behind the
 * message within an entry is not known to it; the host is carried over. A message with bytes that
 * are no text comes as a bare name, and on the next line eight bytes of length and the text.
 */
#include <stdlib.h>

#include "format.h"
#include "host_messages.h"

enum {
	NAME_SIZE = 256,   /* of a host or program; RFC 1035 and PATH_MAX of a unit name */
	KEY_SIZE_MAX = 64, /* sd_journal_sendv(3) */
	LENGTH_BYTES = 8,  /* of a binary field */
};

/* Of the present entry. */
struct state {
	struct stamp stamp;
	enum severity severity;
	char host[NAME_SIZE];
	size_t host_size;
	char program[NAME_SIZE];
	size_t program_size;
	bool binary_message; /* the next line is the message */
};

static void *journald_export_open(void)
{
	struct state *state = calloc(1, sizeof *state);
	if (state != NULL) {
		state->severity = SEVERITY_NONE;
	}
	return state;
}

/* "_HOSTNAME=" or, of a binary field, "MESSAGE" and nothing more. */
static bool eat_key(struct slice *text, struct slice *ret_key)
{
	size_t size = 0;
	while (size < text->size && size <= KEY_SIZE_MAX &&
	       ((text->data[size] >= 'A' && text->data[size] <= 'Z') || text->data[size] == '_' ||
		(size > 0 && text->data[size] >= '0' && text->data[size] <= '9'))) {
		size++;
	}
	if (size == 0 || size > KEY_SIZE_MAX || (size < text->size && text->data[size] != '=')) {
		return false;
	}
	*ret_key = slice_first(*text, size);
	*text = slice_after(*text, size + 1);
	return true;
}

static size_t keep(char *buffer, struct slice text)
{
	size_t size = text.size < NAME_SIZE ? text.size : NAME_SIZE;
	memcpy(buffer, text.data, size);
	return size;
}

static void take_field(struct state *state, struct slice key, struct slice value)
{
	int64_t number = 0;
	if (slice_is(key, "__CURSOR")) {
		state->program_size = 0;
		state->severity = SEVERITY_NONE;
		state->binary_message = false;
	} else if (slice_is(key, "__REALTIME_TIMESTAMP")) {
		(void)stamp_eat_epoch(&value, &state->stamp);
	} else if (slice_is(key, "_HOSTNAME")) {
		state->host_size = keep(state->host, value);
	} else if (slice_is(key, "PRIORITY") && slice_to_int(value, &number) && number >= 0 &&
		   number <= SEVERITY_DEBUG) {
		state->severity = (enum severity)number;
	} else if (slice_is(key, "SYSLOG_IDENTIFIER") ||
		   (slice_is(key, "_COMM") && state->program_size == 0)) {
		state->program_size = keep(state->program, value);
	}
}

static void fill(const struct state *state, struct slice message, struct event *event)
{
	event->stamp = state->stamp;
	event->severity = state->severity;
	event->host = slice_make(state->host, state->host_size);
	event->program = slice_make(state->program, state->program_size);
	event->message = message;
	host_message_read(event->program, message, event);
}

/* Behind the length: eight bytes, of which the reader may have mended some to U+FFFD. */
static struct slice after_length(struct slice text)
{
	for (int i = 0; i < LENGTH_BYTES; i++) {
		text = slice_after(text, slice_starts_with(text, "\xef\xbf\xbd") ? 3 : 1);
	}
	return text;
}

static enum status journald_export_parse(void *self, const struct record *record,
					 struct event *event)
{
	struct state *state = self;
	struct slice text = record->whole;
	struct slice key = slice_empty();
	if (state->binary_message) {
		state->binary_message = false;
		fill(state, after_length(text), event);
		return STATUS_OK;
	}
	if (!eat_key(&text, &key)) {
		return STATUS_MISMATCH;
	}
	if (!slice_is(key, "MESSAGE")) {
		take_field(state, key, text);
		return STATUS_OK;
	}
	state->binary_message = record->whole.size == key.size;
	if (!state->binary_message) {
		fill(state, text, event);
	}
	return STATUS_OK;
}

static bool journald_export_is_header(const struct record *record)
{
	struct slice text = record->whole;
	struct slice key = slice_empty();
	return eat_key(&text, &key) && !(slice_is(key, "MESSAGE") && record->whole.size > key.size);
}

static bool journald_export_begins(const struct record *record)
{
	struct slice text = record->whole;
	struct slice key = slice_empty();
	return eat_key(&text, &key);
}

static int journald_export_bid(const struct record *record)
{
	static const char *const own[] = {"__CURSOR=",  "__REALTIME_TIMESTAMP=",
					  "_BOOT_ID=",  "__MONOTONIC_TIMESTAMP=",
					  "_HOSTNAME=", "_MACHINE_ID=",
					  "MESSAGE=",   "SYSLOG_IDENTIFIER=",
					  "PRIORITY=",  "_TRANSPORT="};
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		if (slice_starts_with(record->whole, own[i])) {
			return BID_SIGNATURE;
		}
	}
	return slice_starts_with(record->whole, "_") && journald_export_begins(record) ? BID_SHAPE
										       : BID_NONE;
}

const struct format journald_export_format = {
	.name = "journald_export",
	.title = "systemd journal, export format",
	.source = "systemd.io, Journal Export Formats; systemd.journal-fields(7)",
	.bid = journald_export_bid,
	.first_whole = "_MSP",
	.parse = journald_export_parse,
	.open = journald_export_open,
	.close = free,
	.begins = journald_export_begins,
	.is_header = journald_export_is_header,
};
