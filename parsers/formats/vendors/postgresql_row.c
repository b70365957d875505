// SPDX-License-Identifier: MIT
/* The rows of PostgreSQL's csvlog and jsonlog. */
#include "postgresql_row.h"
#include "json_text.h"
#include "postgresql_messages.h"
#include "request_line.h"

enum {
	ZONE_SIZE_MAX = 6, /* "+05:30", "WITST" */
	HEX_SIZE_MAX = 8,  /* of the epoch in a session id */
};

/* The columns that are read; log_time is read before. */
enum column {
	COLUMN_USER,
	COLUMN_DATABASE,
	COLUMN_PID,
	COLUMN_FROM,
	COLUMN_SESSION,
	COLUMN_LINE,
	COLUMN_TAG,
	COLUMN_SESSION_START,
	COLUMN_VXID,
	COLUMN_XID,
	COLUMN_SEVERITY,
	COLUMN_STATE,
	COLUMN_MESSAGE,
	COLUMN_COUNT,
};

bool postgresql_eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	if (!stamp_eat_iso(&rest, ret_stamp)) {
		return false;
	}
	struct slice zone = rest;
	if ((ret_stamp->flags & STAMP_ZONE) == 0 && slice_eat_char(&zone, ' ')) {
		size_t size = 0;
		while (size < zone.size && size <= ZONE_SIZE_MAX &&
		       ((zone.data[size] >= 'A' && zone.data[size] <= 'Z') ||
			(zone.data[size] >= '0' && zone.data[size] <= '9') ||
			zone.data[size] == '+' || zone.data[size] == '-')) {
			size++;
		}
		bool ends = size == zone.size || strchr(" ,:;[(", zone.data[size]) != NULL;
		struct slice behind = slice_after(zone, size); /* "LOG:  …" is no zone */
		ends = ends && !slice_starts_with(behind, ": ");
		bool is_number = size > 0 && zone.data[0] >= '0' && zone.data[0] <= '9';
		if (size >= 2 && size <= ZONE_SIZE_MAX && ends && !is_number) {
			(void)stamp_set_zone(ret_stamp, slice_first(zone, size));
			rest = slice_after(zone, size);
		}
	}
	*text = rest;
	return true;
}

/* One field, quotes off; `""` inside stays. An unclosed one reaches to the end of the line. */
static bool eat_field(struct slice *rest, struct slice *ret_field, bool *ret_doubled)
{
	*ret_doubled = false;
	if (!slice_eat_char(rest, '"')) {
		size_t size = slice_find_char(*rest, ',');
		*ret_field = slice_first(*rest, size);
		bool more = size < rest->size;
		*rest = slice_after(*rest, size + 1);
		return more;
	}
	size_t size = 0;
	while (size < rest->size) {
		if (rest->data[size] != '"') {
			size++;
		} else if (size + 1 < rest->size && rest->data[size + 1] == '"') {
			*ret_doubled = true;
			size += 2;
		} else {
			break;
		}
	}
	*ret_field = slice_first(*rest, size);
	*rest = slice_after(*rest, size + 1);
	return slice_eat_char(rest, ',');
}

/* `""` → `"` */
static struct slice undouble(struct slice text, char *scratch)
{
	size_t size = 0;
	if (text.size > POSTGRESQL_ROW_SCRATCH) {
		return text;
	}
	for (size_t i = 0; i < text.size; i++) {
		scratch[size++] = text.data[i];
		i += text.data[i] == '"' && i + 1 < text.size && text.data[i + 1] == '"' ? 1 : 0;
	}
	return slice_make(scratch, size);
}

/* "5ff25ea4.36": the session's start as an epoch, in hexadecimal. */
static bool session_epoch(struct slice session, int64_t *ret_epoch)
{
	struct slice digits = slice_first(session, slice_find_char(session, '.'));
	int64_t value = 0;
	if (digits.size == 0 || digits.size > HEX_SIZE_MAX) {
		return false;
	}
	for (size_t i = 0; i < digits.size; i++) {
		char byte = digits.data[i];
		bool letter = byte >= 'a' && byte <= 'f';
		if (!letter && (byte < '0' || byte > '9')) {
			return false;
		}
		value = value * 16 + (letter ? byte - 'a' + 10 : byte - '0');
	}
	*ret_epoch = value;
	return true;
}

/* The session's start, once in local time and once as an epoch, tells what "CST" means here. */
static void learn_zone(struct slice session, struct slice session_start, struct stamp *stamp)
{
	struct stamp start;
	int64_t epoch = 0;
	if ((stamp->flags & STAMP_ZONE) != 0 || !session_epoch(session, &epoch) ||
	    !stamp_eat_iso(&session_start, &start)) {
		return;
	}
	int64_t offset_s = start.civil_us / US_PER_S - epoch;
	if (offset_s % 900 == 0 && offset_s >= -14 * 3600 && offset_s <= 14 * 3600) {
		stamp->offset_s = (int32_t)offset_s;
		stamp->flags |= STAMP_ZONE;
	}
}

bool postgresql_csv_read(struct slice line, char *scratch, struct event *event)
{
	struct slice columns[COLUMN_COUNT];
	struct stamp stamp;
	enum severity severity = SEVERITY_NONE;
	bool doubled = false;
	if (!postgresql_eat_stamp(&line, &stamp) || !slice_eat_char(&line, ',')) {
		return false;
	}
	for (int i = 0; i < COLUMN_COUNT; i++) {
		bool more = eat_field(&line, &columns[i], &doubled);
		if (!more && i < COLUMN_MESSAGE) {
			return false;
		}
	}
	if (!postgresql_severity(columns[COLUMN_SEVERITY], &severity) ||
	    columns[COLUMN_STATE].size != 5) {
		return false;
	}
	learn_zone(columns[COLUMN_SESSION], columns[COLUMN_SESSION_START], &stamp);
	event->stamp = stamp;
	event->severity = severity;
	event->actor = columns[COLUMN_USER];
	event->code = columns[COLUMN_STATE];
	event->message = columns[COLUMN_MESSAGE];
	if (doubled) {
		event->message = undouble(columns[COLUMN_MESSAGE], scratch);
	}
	if (!slice_is_empty(columns[COLUMN_FROM]) && !slice_is(columns[COLUMN_FROM], "[local]")) {
		endpoint_split(columns[COLUMN_FROM], &event->client, &event->client_port);
	}
	postgresql_message_read(event->message, event->code, event);
	return true;
}

static void take_field(const struct json_field *field, char *scratch, struct event *event)
{
	struct slice name = field->name;
	struct slice value = field->value;
	uint64_t port = 0;
	(void)slice_eat(&name, "record.");
	if (slice_is(name, "timestamp") || slice_is(name, "log_time")) {
		(void)postgresql_eat_stamp(&value, &event->stamp);
	} else if (slice_is(name, "user") || slice_is(name, "user_name")) {
		event->actor = value;
	} else if (slice_is(name, "remote_host")) {
		event->client = slice_is(value, "[local]") ? slice_empty() : value;
	} else if (slice_is(name, "remote_port") && slice_eat_uint(&value, &port) &&
		   port <= UINT16_MAX) {
		event->client_port = (int32_t)port;
	} else if (slice_is(name, "connection_from") && !slice_is(value, "[local]")) {
		endpoint_split(value, &event->client, &event->client_port);
	} else if (slice_is(name, "state_code") || slice_is(name, "sql_state_code")) {
		event->code = value;
	} else if (slice_is(name, "error_severity")) {
		(void)postgresql_severity(value, &event->severity);
	} else if (slice_is(name, "message")) {
		event->message = json_text(field, scratch, POSTGRESQL_ROW_SCRATCH);
	}
}

bool postgresql_json_read(struct slice line, char *scratch, struct event *event)
{
	struct json_walk walk;
	struct json_field field;
	struct event read = *event;
	read.severity = SEVERITY_NONE;
	if (!json_open(&walk, line)) {
		return false;
	}
	while (json_next(&walk, &field)) {
		if (field.kind == JSON_STRING || field.kind == JSON_NUMBER) {
			take_field(&field, scratch, &read);
		}
	}
	if (!json_is_whole(&walk) || read.severity == SEVERITY_NONE ||
	    (read.stamp.flags & STAMP_SET) == 0) {
		return false;
	}
	*event = read;
	postgresql_message_read(event->message, event->code, event);
	return true;
}
