// SPDX-License-Identifier: MIT
/*
 * PostgreSQL's server log: stderr with any log_line_prefix, syslog, csvlog, jsonlog.
 *
 *     2020-04-15 12:02:55.247 CEST [23920] LOG:  database system is ready to accept connections
 *     2020-03-11 20:41:46 CET:192.0.2.7(41512):pay@paydb:[13566]:LOG:  duration: 0.578 ms
 *     Feb 11 13:15:39 db-1 postgres[10808]: [4-1] user=,db= LOG:  database system is ready …
 *     2021-01-04 00:17:53.742 UTC,"pay","paydb",54,"192.0.2.7:42608",5ff25ea4.36,6,"SELECT",…
 *
 * The prefix is everybody's own, so the line is anchored at the severity: a word of a short list,
 * a colon and two blanks. DETAIL, HINT, STATEMENT are lines of their own with the same prefix;
 * what has no prefix goes on with the line before.
 */
#include <stdlib.h>

#include "format.h"
#include "postgresql_messages.h"
#include "postgresql_row.h"
#include "request_line.h"

enum {
	PREFIX_SIZE_MAX = 512, /* of log_line_prefix with user, database, application and client */
	LEAD_SIZE_MAX = 128,   /* a word before the stamp: names of 63 bytes each, an address */
	WORD_SIZE_MAX = 24,    /* "치명적오류" has 15 bytes */
};

/* A line of stderr, taken apart. */
struct line {
	struct slice lead;   /* a word before the stamp */
	struct slice prefix; /* without stamp and severity */
	struct slice message;
	enum severity severity;
	bool sure; /* two blanks behind the colon, or "]:LOG: " before it */
};

static void *postgresql_open(void)
{
	return malloc(POSTGRESQL_ROW_SCRATCH);
}

/* The word that ends before `end`. */
static struct slice word_before(struct slice text, size_t end)
{
	size_t begin = end;
	while (begin > 0 && end - begin < WORD_SIZE_MAX &&
	       strchr(" \t:,;|]>)", text.data[begin - 1]) == NULL) {
		begin--;
	}
	return slice_make(text.data + begin, end - begin);
}

/* Finds the severity that parts prefix and message. */
static bool find_severity(struct slice text, struct line *line)
{
	size_t limit = text.size < PREFIX_SIZE_MAX ? text.size : PREFIX_SIZE_MAX;
	for (size_t at = slice_find_char(text, ':'); at < limit;) {
		struct slice word = word_before(text, at);
		struct slice rest = slice_after(text, at + 1);
		if (word.size > 0 && slice_eat_char(&rest, ' ') &&
		    postgresql_severity(word, &line->severity)) {
			line->prefix = slice_trim(slice_first(text, at - word.size));
			size_t begin = at - word.size;
			bool set_off = begin > 0 && strchr(":]>", text.data[begin - 1]) != NULL;
			line->sure = slice_eat_char(&rest, ' ') || set_off;
			line->message = rest;
			return true;
		}
		at += 1 + slice_find_char(slice_after(text, at + 1), ':');
	}
	return false;
}

/* "user=pay,db=paydb,client=192.0.2.7" */
static bool prefix_value(struct slice prefix, const char *key, struct slice *ret_value)
{
	size_t at = slice_find(prefix, key);
	if (at == prefix.size) {
		return false;
	}
	struct slice value = slice_after(prefix, at + strlen(key));
	size_t size = 0;
	while (size < value.size && strchr(" ,;", value.data[size]) == NULL) {
		size++;
	}
	*ret_value = slice_first(value, size);
	return true;
}

/* "192.0.2.7(41512)", "192.0.2.7", "[local]" */
static void read_client(struct slice text, struct event *event)
{
	size_t open = slice_find_char(text, '(');
	struct slice address = slice_first(text, open);
	struct slice port = slice_after(text, open + 1);
	uint64_t number = 0;
	if (!is_address(address)) {
		return;
	}
	event->client = address;
	if (slice_eat_uint(&port, &number) && number <= UINT16_MAX) {
		event->client_port = (int32_t)number;
	}
}

/* What a bare piece of the prefix is: "pay@paydb", "192.0.2.7(41512)"; blanks or colons part them.
 */
static void read_piece(struct slice piece, struct event *event)
{
	size_t at = slice_find_char(piece, '@');
	if (at < piece.size) {
		event->actor = slice_first(piece, at);
	} else {
		read_client(piece, event);
	}
}

static void read_prefix(struct slice prefix, struct event *event)
{
	struct slice value = slice_empty();
	if (prefix_value(prefix, "user=", &event->actor)) {
		if (prefix_value(prefix, "client=", &value) ||
		    prefix_value(prefix, "host=", &value)) {
			read_client(value, event);
		}
	} else {
		while (prefix.size > 0) {
			size_t size = 0;
			while (size < prefix.size && strchr(" :,", prefix.data[size]) == NULL) {
				size++;
			}
			read_piece(slice_first(prefix, size), event);
			prefix = slice_after(prefix, size + 1);
		}
	}
	if (slice_is(event->actor, "[unknown]")) {
		event->actor = slice_empty();
	}
}

/* "00000: database system is ready": log_error_verbosity = verbose. */
static void eat_state(struct slice *message, struct slice *ret_state)
{
	struct slice rest = *message;
	struct slice state = slice_empty();
	if (rest.size < 7 || rest.data[5] != ':' || rest.data[6] != ' ' ||
	    !slice_eat_until(&rest, ':', &state)) {
		return;
	}
	for (size_t i = 0; i < state.size; i++) {
		bool digit = state.data[i] >= '0' && state.data[i] <= '9';
		if (!digit && (state.data[i] < 'A' || state.data[i] > 'Z')) {
			return;
		}
	}
	*message = slice_after(rest, 1);
	*ret_state = state;
}

/* "[7-2] " of syslog: a part of a message. Heroku puts the database's colour before it. */
static bool is_counter(struct slice text)
{
	uint64_t number = 0;
	struct slice colour = text;
	struct slice word = slice_empty();
	if (slice_eat_char(&colour, '[') && slice_eat_until(&colour, ']', &word) && word.size > 2 &&
	    word.data[0] >= 'A' && word.data[0] <= 'Z') {
		text = colour;
		slice_eat_blanks(&text);
	}
	return slice_eat_char(&text, '[') && slice_eat_uint(&text, &number) &&
	       slice_eat_char(&text, '-') && slice_eat_uint(&text, &number) &&
	       slice_eat(&text, "] ");
}

/* By syslog_ident, by Heroku's process name, or by the counter that only this server writes. */
static bool is_postgres(const struct record *record)
{
	return slice_contains(record->envelope.tag, "postgres") ||
	       slice_contains(record->envelope.pid, "postgres") || is_counter(record->body);
}

/* The rest of a message that syslog split; also "2019-03-14T… app[postgres.4849]: [19-3] …" */
static bool is_rest(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	if (record->envelope.kind != ENVELOPE_NONE) {
		return is_postgres(record) && is_counter(text);
	}
	return stamp_eat_iso(&text, &stamp) && slice_eat(&text, " app[postgres.");
}

/* "2021-01-04 …", "< 2021-01-04 … >", "192.0.2.7 2021-01-04 …", "pay@paydb 2021-01-04 …" */
static bool eat_stamp(struct slice *text, struct stamp *ret_stamp, struct slice *ret_lead)
{
	struct slice rest = *text;
	*ret_lead = slice_empty();
	if (slice_eat_char(&rest, '<')) {
		slice_eat_blanks(&rest);
	}
	if (postgresql_eat_stamp(&rest, ret_stamp)) {
		*text = rest;
		return true;
	}
	struct slice word;
	if (!slice_eat_word(&rest, &word) || word.size > LEAD_SIZE_MAX ||
	    !postgresql_eat_stamp(&rest, ret_stamp) ||
	    !(is_address(slice_first(word, slice_find_char(word, '('))) ||
	      slice_is(word, "[local]") || slice_find_char(word, '@') < word.size)) {
		return false;
	}
	*ret_lead = word;
	*text = rest;
	return true;
}

/* syslog says the time, or the line itself does. */
static bool eat_begin(const struct record *record, struct slice *text, struct stamp *ret_stamp,
		      struct slice *ret_lead)
{
	bool enveloped = record->envelope.kind != ENVELOPE_NONE;
	if (enveloped &&
	    ((record->envelope.stamp.flags & STAMP_SET) == 0 || !is_postgres(record))) {
		return false;
	}
	return eat_stamp(text, ret_stamp, ret_lead) || enveloped;
}

/*
 * Any other prefix: a stamp somewhere among its first bytes, or an epoch (%n) at its front; then
 * only a severity with its two blanks tells that it is one.
 *
 *     t=2024-08-07 05:30:19.250 KST p=4711 LOG:  …      paydb pay 192.0.2.7(41512) 2024-08-07 …
 */
static bool read_any_prefix(struct slice text, struct stamp *ret_stamp, struct line *line)
{
	enum { EPOCH_DIGITS = 10 };
	struct slice rest = text;
	if (text.size > EPOCH_DIGITS && text.data[EPOCH_DIGITS] == '.' &&
	    stamp_eat_epoch(&rest, ret_stamp)) {
		line->lead = slice_empty();
		return find_severity(rest, line) && line->sure;
	}
	for (size_t at = 1; at < text.size && at < LEAD_SIZE_MAX; at++) {
		rest = slice_after(text, at);
		if (text.data[at] == '2' && strchr(" =[(|,:", text.data[at - 1]) != NULL &&
		    postgresql_eat_stamp(&rest, ret_stamp)) {
			line->lead = slice_first(text, at - 1);
			return find_severity(rest, line) && line->sure;
		}
	}
	return false;
}

static bool read_line(const struct record *record, struct stamp *ret_stamp, struct line *line)
{
	struct slice text = record->body;
	if (record->envelope.kind == ENVELOPE_NONE && slice_contains(text, ":  ") &&
	    read_any_prefix(text, ret_stamp, line)) {
		return true;
	}
	if (!eat_begin(record, &text, ret_stamp, &line->lead) || !find_severity(text, line)) {
		return false;
	}
	/* "ERROR: " is everybody's. */
	return line->sure || record->envelope.kind != ENVELOPE_NONE;
}

static enum status postgresql_parse(void *state, const struct record *record, struct event *event)
{
	struct stamp stamp = {.flags = 0};
	struct line line;
	if (slice_starts_with(record->body, "{")) {
		return postgresql_json_read(record->body, state, event) ? STATUS_OK
									: STATUS_MISMATCH;
	}
	if (postgresql_csv_read(record->body, state, event)) {
		return STATUS_OK;
	}
	if (!read_line(record, &stamp, &line)) {
		event->stamp = stamp;
		return is_rest(record) ? STATUS_OK : STATUS_MISMATCH;
	}
	event->stamp = stamp;
	read_prefix(line.lead, event);
	read_prefix(line.prefix, event);
	event->severity = line.severity;
	eat_state(&line.message, &event->code);
	event->message = line.message;
	if (line.severity != SEVERITY_NONE) {
		postgresql_message_read(line.message, event->code, event);
	}
	return STATUS_OK;
}

static bool postgresql_begins(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	struct slice lead;
	struct line line;
	return record->envelope.kind != ENVELOPE_NONE || eat_begin(record, &text, &stamp, &lead) ||
	       slice_starts_with(text, "{") ||
	       (slice_contains(text, ":  ") && read_any_prefix(text, &stamp, &line));
}

static int postgresql_bid(const struct record *record)
{
	struct slice text = record->body;
	struct stamp stamp;
	struct line line;
	if (slice_starts_with(text, "{")) {
		return slice_contains(text, "\"error_severity\"") ? BID_SIGNATURE : BID_NONE;
	}
	struct slice lead;
	if (!eat_begin(record, &text, &stamp, &lead)) {
		/* a tab goes on with a record, but of anybody's */
		return record->envelope.kind == ENVELOPE_NONE && slice_contains(text, ":  ") &&
				       read_any_prefix(text, &stamp, &line)
			       ? BID_SIGNATURE - 5
			       : BID_NONE;
	}
	if (slice_starts_with(text, ",")) {
		struct event event;
		char scratch[POSTGRESQL_ROW_SCRATCH];
		event_clear(&event);
		return postgresql_csv_read(record->body, scratch, &event) ? BID_SIGNATURE
									  : BID_NONE;
	}
	if (!read_line(record, &stamp, &line)) {
		return is_rest(record) ? BID_SIGNATURE : BID_NONE;
	}
	return line.sure ? BID_SIGNATURE - 5 : BID_SHAPE - 10;
}

const struct format postgresql_format = {
	.name = "postgresql",
	.title = "PostgreSQL (stderr, syslog, csvlog, jsonlog)",
	.source = "PostgreSQL documentation, Error Reporting and Logging; appendix A, error codes",
	.bid = postgresql_bid,
	.parse = postgresql_parse,
	.open = postgresql_open,
	.close = free,
	.begins = postgresql_begins,
};
