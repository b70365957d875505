// SPDX-License-Identifier: MIT
/*
 * MySQL's, MariaDB's and Percona's slow query log: a head of comments, then the statement.
 *
 *     # Time: 2018-08-07T16:27:47.169604+08:00           or 180613 11:04:36; left out in a second
 *     # User@Host: pay[pay] @ app-1 [192.0.2.7]  Id:  7234
 *     # Query_time: 15.000223  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 0
 *     SET timestamp=1533630467;
 *     select sleep(15);
 *
 * What the comments say is kept; the event is the line behind them, "SET timestamp=" or, without
 * one, the statement. What follows goes on with it. The stamp is the end of the query. Where "#
 * Time:" is local time, the epoch of "SET timestamp=" beside it betrays the zone; that is the
 * query's end or, since MySQL 8.0.14, its beginning. Without a "# Time:" the query ended with the
 * one before.
 */
#include <stdlib.h>

#include "format.h"

enum {
	NAME_SIZE = 256,    /* of a user or an address: MySQL's limits are 32 and 255 */
	MEASURE_SIZE = 512, /* of the line that says how long; Percona's has 300 bytes */
	QUARTER_S = 900,    /* zones differ by such */
};

/* A head's words, kept until the line behind them. */
struct state {
	struct stamp stamp;
	bool is_due; /* a line said how long; its event has not come */
	int64_t duration_us;
	size_t measure_size;
	char measure[MEASURE_SIZE];
	char user[NAME_SIZE];
	size_t user_size;
	char address[NAME_SIZE];
	size_t address_size;
};

static void *mysql_slow_open(void)
{
	return calloc(1, sizeof(struct state));
}

static bool eat_time(struct slice text, struct stamp *ret_stamp)
{
	return slice_eat(&text, "# Time: ") &&
	       (stamp_eat_iso(&text, ret_stamp) || stamp_eat_short(&text, ret_stamp));
}

static size_t keep(char *buffer, struct slice text)
{
	size_t size = text.size < NAME_SIZE ? text.size : NAME_SIZE;
	memcpy(buffer, text.data, size);
	return size;
}

/* "# User@Host: pay[pay] @ app-1 [192.0.2.7]  Id:  7234" */
static bool read_user(struct slice text, struct state *state)
{
	struct slice user = slice_empty();
	struct slice account = slice_empty();
	struct slice host = slice_empty();
	struct slice address = slice_empty();
	if (!slice_eat(&text, "# User@Host: ") || !slice_eat_until(&text, '[', &user)) {
		return false;
	}
	if (state != NULL && slice_eat_until(&text, ']', &account) &&
	    slice_eat_until(&text, '[', &host) && slice_eat_until(&text, ']', &address)) {
		host = slice_trim(host);
		(void)slice_eat(&host, "@ ");
		state->user_size = keep(state->user, user);
		state->address_size =
			keep(state->address, slice_is_empty(address) ? slice_empty() : address);
	}
	return true;
}

/* The value behind "Query_time: " */
static struct slice value_of(struct slice text, const char *key)
{
	struct slice value = slice_empty();
	text = slice_after(text, slice_find(text, key) + strlen(key));
	slice_eat_blanks(&text);
	(void)slice_eat_word(&text, &value);
	return value;
}

static bool is_measure(struct slice text)
{
	return slice_starts_with(text, "# Query_time: ");
}

static bool is_head(struct slice text)
{
	struct stamp stamp;
	return eat_time(text, &stamp) || slice_starts_with(text, "# User@Host: ") ||
	       slice_starts_with(text, "# Thread_id: ") || slice_starts_with(text, "# Schema: ");
}

/* What Percona and MariaDB add; other comments are anybody's. */
static bool is_detail(struct slice text)
{
	static const char *const names[] = {
		"Bytes_sent:",  "Rows_affected:", "QC_Hit:",           "Full_scan:",
		"Filesort:",    "Tmp_tables:",    "InnoDB_",           "Log_slow_rate",
		"explain:",     "Last_errno:",    "No InnoDB statist", "administrator c",
		"Stored_routi", "Query_id:",      "Priority_queue:",
	};
	if (!slice_eat(&text, "# ")) {
		return false;
	}
	slice_eat_blanks(&text);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (slice_starts_with(text, names[i])) {
			return true;
		}
	}
	return false;
}

/* What the server writes when it opens the file. */
static bool is_banner(struct slice text)
{
	return (slice_contains(text, ", Version: ") && slice_ends_with(text, "started with:")) ||
	       (slice_starts_with(text, "Tcp port: ") && slice_contains(text, "Unix socket: ")) ||
	       (slice_starts_with(text, "Time ") && slice_contains(text, "Id Command")) ||
	       (slice_starts_with(text, "Time\t") && slice_contains(text, "Id Command"));
}

static bool mysql_slow_is_header(const struct record *record)
{
	struct slice text = slice_trim(record->whole);
	return is_head(text) || is_banner(text) || is_measure(text);
}

/* How far a span is from a whole number of quarters of an hour, and that number. */
static int64_t quarters_off(int64_t span_s, int64_t *ret_quarters)
{
	int64_t half = span_s < 0 ? -QUARTER_S / 2 : QUARTER_S / 2;
	*ret_quarters = (span_s + half) / QUARTER_S;
	int64_t off = span_s - *ret_quarters * QUARTER_S;
	return off < 0 ? -off : off;
}

/* "SET timestamp=1723008604;" beside a local end: whichever of end and beginning it is, fits. */
static void learn_zone(const struct state *state, struct stamp epoch, struct stamp *stamp)
{
	enum { OFFSET_MAX_S = 14 * 3600, OFF_MAX_S = 2 };
	int64_t span_s = (stamp->civil_us - epoch.civil_us) / US_PER_S;
	int64_t lasted_s = state->duration_us > 0 ? state->duration_us / US_PER_S : 0;
	int64_t ended = 0;
	int64_t began = 0;
	int64_t off_ended = quarters_off(span_s, &ended);
	int64_t off_began = quarters_off(span_s - lasted_s, &began);
	int64_t offset_s = (off_ended <= off_began ? ended : began) * QUARTER_S;
	if ((off_ended > OFF_MAX_S && off_began > OFF_MAX_S) || offset_s > OFFSET_MAX_S ||
	    offset_s < -OFFSET_MAX_S) {
		return;
	}
	stamp->offset_s = (int32_t)offset_s;
	stamp->flags |= STAMP_ZONE;
}

/* The line behind the comments: the event with all that they said. */
static void give(struct state *state, struct slice text, struct event *event)
{
	struct stamp epoch = {.flags = 0};
	bool has_epoch = slice_eat(&text, "SET timestamp=") && stamp_eat_epoch(&text, &epoch);
	event->stamp = state->stamp;
	if (has_epoch && (event->stamp.flags & STAMP_SET) == 0) {
		event->stamp = epoch; /* no "# Time:" yet: better than none */
	} else if (has_epoch && (event->stamp.flags & STAMP_ZONE) == 0) {
		learn_zone(state, epoch, &event->stamp);
	}
	event->actor = slice_make(state->user, state->user_size);
	event->client = slice_make(state->address, state->address_size);
	event->duration_us = state->duration_us;
	event->stamps_end = state->duration_us != DURATION_NONE;
	event->message = slice_make(state->measure, state->measure_size);
	state->is_due = false;
}

static void keep_measure(struct state *state, struct slice text)
{
	state->is_due = true;
	if (!slice_seconds_to_us(value_of(text, "Query_time:"), &state->duration_us)) {
		state->duration_us = DURATION_NONE;
	}
	state->measure_size = text.size < MEASURE_SIZE ? text.size : MEASURE_SIZE;
	memcpy(state->measure, text.data, state->measure_size);
}

static enum status mysql_slow_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice text = record->whole;
	struct stamp stamp;
	if (eat_time(text, &stamp)) {
		state->stamp = stamp;
		return STATUS_OK;
	}
	if (is_measure(text)) {
		keep_measure(state, text);
		return STATUS_OK;
	}
	if (read_user(text, state) || mysql_slow_is_header(record)) {
		return STATUS_OK;
	}
	bool is_stray = !state->is_due && slice_starts_with(text, "SET timestamp=");
	if (!state->is_due && !is_stray) {
		return STATUS_MISMATCH;
	}
	if (is_stray || slice_starts_with(text, "#") || slice_starts_with(text, "use ")) {
		event->code = slice_from("continuation"); /* Percona's details; the database */
		return STATUS_OK;
	}
	give(state, text, event);
	return STATUS_OK;
}

static bool mysql_slow_begins(const struct record *record)
{
	return mysql_slow_is_header(record) || slice_starts_with(record->whole, "SET timestamp=");
}

static int mysql_slow_bid(const struct record *record)
{
	struct slice text = slice_trim(record->whole);
	if (is_measure(text) || is_head(text)) {
		return BID_SIGNATURE;
	}
	if (is_banner(text)) {
		return BID_SHAPE + 10;
	}
	return slice_starts_with(text, "SET timestamp=") || is_detail(text) ? BID_SHAPE : BID_NONE;
}

const struct format mysql_slow_format = {
	.name = "mysql_slow",
	.title = "MySQL, MariaDB, Percona, slow query log",
	.source = "MySQL reference manual, The Slow Query Log; Percona Server, extended slow log",
	.bid = mysql_slow_bid,
	.needs_any = "#VT",
	.parse = mysql_slow_parse,
	.open = mysql_slow_open,
	.close = free,
	.begins = mysql_slow_begins,
	.is_header = mysql_slow_is_header,
};
