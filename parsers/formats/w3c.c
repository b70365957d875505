// SPDX-License-Identifier: MIT
/*
 * W3C extended logs: IIS, HTTP.sys errors (HTTPERR), CloudFront and others that name their columns.
 *
 *     #Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip …
 *     2024-08-07 05:30:19 10.0.0.1 GET /v1/pay id=7 443 - 192.0.2.7 curl/8.0 200 0 0 35
 *
 * The columns may change in the middle of a file. Rows before any header are read by the
 * anchors of IIS and HTTPERR, where their shape leaves no doubt. Times are UTC by definition, and a
 * request's end. A log without a date column takes the day from `#Date:` and goes to the next when
 * its clock falls back. IIS writes '+' for a blank in values, CloudFront "%20".
 */
#include <stdlib.h>

#include "format.h"
#include "request_line.h"
#include "token.h"
#include "w3c_columns.h"

enum {
	COLUMNS_MAX = 64,         /* CloudFront has 33 */
	SCRATCH_SIZE = 32 * 1024, /* a path with its query, an agent without '+' */
	ROW_COLUMNS_MIN = 9,      /* of a row before any header */
	ADDRESS_COLUMNS_MAX = 9,  /* words looked at for a client's address in a row */
};

struct state {
	size_t count; /* columns of the header; 0 before any */
	enum w3c_column columns[COLUMNS_MAX];
	struct stamp day; /* of #Date, for rows that have only a time */
	int64_t last_us;  /* of the row before, within its day */
	size_t used;
	char scratch[SCRATCH_SIZE];
};

/* Parts of a row that belong together. */
struct row {
	struct slice date, time, path, query, reason, substatus;
};

static struct slice text_of(const struct record *record)
{
	struct slice text = record->whole;
	slice_eat(&text, "\xef\xbb\xbf");
	return text;
}

static bool is_directive(struct slice text)
{
	static const char *const names[] = {
		"#Fields:",     "#Software:", "#Version:", "#Date:",
		"#Start-Date:", "#End-Date:", "#Remark:",  "#GMT-Offset:"};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (slice_starts_with(text, names[i])) {
			return true;
		}
	}
	return false;
}

static bool w3c_is_header(const struct record *record)
{
	return is_directive(text_of(record));
}

static void read_directive(struct state *state, struct slice text)
{
	struct slice word = slice_empty();
	if (slice_eat(&text, "#Fields:")) {
		slice_eat_blanks(&text);
		state->count = 0;
		while (state->count < COLUMNS_MAX && slice_eat_word(&text, &word)) {
			state->columns[state->count++] = w3c_column_find(slice_trim(word));
		}
	} else if (slice_eat(&text, "#Date:") || slice_eat(&text, "#Start-Date:")) {
		struct stamp day;
		slice_eat_blanks(&text);
		if (stamp_eat_iso(&text, &day)) {
			state->day = day;
			state->last_us = 0;
		}
	}
}

/* Without IIS's '+' and CloudFront's "%20" for blanks. */
static struct slice without_plus(struct state *state, struct slice value)
{
	if (slice_find_char(value, '+') == value.size && !slice_contains(value, "%20")) {
		return value;
	}
	if (value.size > SCRATCH_SIZE - state->used) {
		return value;
	}
	bool plus = !slice_contains(value, "%20");
	char *text = state->scratch + state->used;
	size_t size = 0;
	for (size_t i = 0; i < value.size; i++) {
		bool percent = !plus && slice_starts_with(slice_after(value, i), "%20");
		bool blank = percent || (plus && value.data[i] == '+');
		text[size++] = value.data[i];
		if (blank) {
			text[size - 1] = ' ';
			i += percent ? 2 : 0;
		}
	}
	state->used += size;
	return slice_make(text, size);
}

/* "/v1/pay" and "id=7" → "/v1/pay?id=7" */
static struct slice join_path(struct state *state, struct slice path, struct slice query)
{
	size_t size = path.size + 1 + query.size;
	if (slice_is_empty(query) || size > SCRATCH_SIZE - state->used) {
		return path;
	}
	char *text = state->scratch + state->used;
	memcpy(text, path.data, path.size);
	text[path.size] = '?';
	memcpy(text + path.size + 1, query.data, query.size);
	state->used += size;
	return slice_make(text, size);
}

/* "35" is milliseconds (IIS), "0.035" seconds (CloudFront, the specification) */
static void read_span(struct slice value, struct event *event)
{
	int64_t span_us = 0;
	if (slice_find_char(value, '.') < value.size) {
		event->duration_us = slice_seconds_to_us(value, &span_us) ? span_us : DURATION_NONE;
	} else if (slice_to_int(value, &span_us) && span_us >= 0 &&
		   span_us < INT64_MAX / US_PER_MS) {
		event->duration_us = span_us * US_PER_MS;
	}
}

static void put_port(struct slice value, int32_t *ret_port)
{
	int64_t port = token_count(value, PORT_NONE);
	*ret_port = port <= UINT16_MAX ? (int32_t)port : PORT_NONE;
}

static void put_request(enum w3c_column column, struct slice value, struct event *event)
{
	switch (column) {
	case COLUMN_METHOD:
		event->method = value;
		break;
	case COLUMN_PROTOCOL:
		event->protocol = value;
		break;
	case COLUMN_STATUS:
		event->status = http_status(value);
		break;
	case COLUMN_BYTES_OUT:
		event->bytes_out = token_count(value, BYTES_NONE);
		break;
	case COLUMN_BYTES_IN:
		event->bytes_in = token_count(value, BYTES_NONE);
		break;
	case COLUMN_SPAN:
		read_span(value, event);
		break;
	default:
		break;
	}
}

static void put(struct state *state, struct row *row, enum w3c_column column, struct slice value,
		struct event *event)
{
	switch (column) {
	case COLUMN_OTHER:
		break;
	case COLUMN_DATE:
		row->date = value;
		break;
	case COLUMN_TIME:
		row->time = value;
		break;
	case COLUMN_PATH:
		row->path = value;
		break;
	case COLUMN_QUERY:
		row->query = value;
		break;
	case COLUMN_REASON:
		row->reason = value;
		break;
	case COLUMN_SUBSTATUS:
		row->substatus = value;
		break;
	case COLUMN_CLIENT:
		event->client = slice_first(value, slice_find_char(value, '%'));
		break;
	case COLUMN_SERVER:
		event->server = slice_first(value, slice_find_char(value, '%'));
		break;
	case COLUMN_CLIENT_PORT:
		put_port(value, &event->client_port);
		break;
	case COLUMN_SERVER_PORT:
		put_port(value, &event->server_port);
		break;
	case COLUMN_USER:
		event->actor = value;
		break;
	case COLUMN_AGENT:
		event->agent = without_plus(state, value);
		break;
	case COLUMN_COMPUTER:
		event->host = value;
		break;
	case COLUMN_SITE:
		event->rule = value;
		break;
	default:
		put_request(column, value, event);
		break;
	}
}

/* The row's own date and time, or its time on the day of the header; UTC. */
static bool place(struct state *state, const struct row *row, struct event *event)
{
	static const char epoch_day[] = "1970-01-01";
	if (!slice_is_empty(row->date)) {
		if (!stamp_from_date_and_time(row->date, row->time, &event->stamp)) {
			return false;
		}
	} else {
		struct stamp clock;
		if ((state->day.flags & STAMP_SET) == 0 ||
		    !stamp_from_date_and_time(slice_from(epoch_day), row->time, &clock)) {
			return false;
		}
		int64_t day_us = state->day.civil_us / US_PER_DAY * US_PER_DAY;
		if (clock.civil_us + US_PER_DAY / 2 < state->last_us) {
			day_us += US_PER_DAY; /* past midnight */
			state->day.civil_us += US_PER_DAY;
		}
		state->last_us = clock.civil_us;
		event->stamp = clock;
		event->stamp.civil_us += day_us;
	}
	event->stamp.flags |= STAMP_ZONE;
	event->stamp.offset_s = 0;
	return true;
}

static size_t split(struct slice text, struct slice *words, size_t limit)
{
	size_t count = 0;
	slice_eat_blanks(&text);
	while (count < limit && slice_eat_word(&text, &words[count])) {
		words[count] = slice_trim(words[count]);
		count++;
	}
	return count;
}

/* What HTTP.sys says of connections that never became a request. */
static void judge(const struct row *row, struct event *event)
{
	event->code = !slice_is_empty(row->reason) ? row->reason : row->substatus;
	if (slice_is(event->code, "0")) {
		event->code = slice_empty();
	}
	if (event->status != 0 || (!slice_is_empty(event->method) && slice_is_empty(row->reason))) {
		event->signal = SIGNAL_REQUEST;
		event->stamps_end = true;
	} else if (slice_is(row->reason, "QueueFull")) {
		event->signal = SIGNAL_POOL_EXHAUSTED;
	} else if (slice_starts_with(row->reason, "Timer_")) {
		event->outcome = slice_from("timeout");
	}
}

static enum status w3c_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice text = text_of(record);
	struct slice words[COLUMNS_MAX];
	enum w3c_column inferred[COLUMNS_MAX];
	struct row row = {.date = slice_empty(),
			  .time = slice_empty(),
			  .path = slice_empty(),
			  .query = slice_empty(),
			  .reason = slice_empty(),
			  .substatus = slice_empty()};
	state->used = 0;
	if (is_directive(text)) {
		read_directive(state, text);
		return STATUS_OK;
	}
	if (text.size == 0 || text.data[0] < '0' || text.data[0] > '9') {
		return STATUS_MISMATCH;
	}
	size_t count = split(text, words, COLUMNS_MAX);
	const enum w3c_column *columns = state->columns;
	if (state->count == 0) {
		if (count < ROW_COLUMNS_MIN || !w3c_columns_infer(words, count, inferred)) {
			return STATUS_MISMATCH;
		}
		columns = inferred;
	}
	count = state->count != 0 && state->count < count ? state->count : count;
	for (size_t i = 0; i < count; i++) {
		struct slice value = token_value(words[i]);
		if (!slice_is_empty(value)) {
			put(state, &row, columns[i], value, event);
		}
	}
	if (!place(state, &row, event)) {
		return STATUS_MISMATCH;
	}
	event->path = join_path(state, row.path, row.query);
	event->message = text;
	event->relay = (struct stamp){.flags = 0};
	judge(&row, event);
	return STATUS_OK;
}

static void *w3c_open(void)
{
	struct state *state = malloc(sizeof *state);
	if (state != NULL) {
		state->count = 0;
		state->used = 0;
		state->last_us = 0;
		state->day = (struct stamp){.flags = 0};
	}
	return state;
}

static void w3c_close(void *state)
{
	free(state);
}

/* A row begins with a date and a time, and has an address and not a level near its beginning. */
static int bid_row(struct slice text)
{
	struct slice words[ADDRESS_COLUMNS_MAX];
	struct stamp stamp;
	if (text.size == 0 || text.data[0] < '0' || text.data[0] > '9') {
		return BID_NONE;
	}
	size_t count = split(text, words, ADDRESS_COLUMNS_MAX);
	size_t first = count > 2 && stamp_from_date_and_time(words[0], words[1], &stamp) ? 2 : 1;
	if (count < ADDRESS_COLUMNS_MAX ||
	    (first == 1 && (words[0].size != strlen("05:30:19") || words[0].data[2] != ':'))) {
		return BID_NONE;
	}
	bool address = false;
	bool method = false;
	for (size_t i = first; i < count; i++) {
		address = address ||
			  is_address(slice_first(words[i], slice_find_char(words[i], '%')));
		method = method || slice_is(words[i], "GET") || slice_is(words[i], "POST") ||
			 slice_is(words[i], "HEAD") || slice_is(words[i], "-");
	}
	return address && method ? BID_SHAPE + 20 : BID_NONE;
}

static int w3c_bid(const struct record *record)
{
	struct slice text = text_of(record);
	return is_directive(text) ? BID_SIGNATURE : bid_row(text);
}

const struct format w3c_format = {
	.name = "w3c",
	.title = "W3C extended (IIS, HTTPERR, CloudFront: #Fields)",
	.source = "W3C, Extended Log File Format; Microsoft, W3C Logging and Error logging in HTTP "
		  "APIs; AWS, CloudFront standard logs",
	.bid = w3c_bid,
	.parse = w3c_parse,
	.open = w3c_open,
	.close = w3c_close,
	.is_header = w3c_is_header,
};
