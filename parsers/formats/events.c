// SPDX-License-Identifier: MIT
/*
 * The human record: what phones, chats and site logs knew, as CSV with a header or as JSON lines.
 *
 *     time,signal,step,role,actor,object,outcome,reason,id,recipient,after,seq,detail
 *     2023-09-17 03:05,step.begin,S4,SEC,sec.kim,,,,,,S3,,"Import, rules and NAT"
 *     {"time": "2023-09-17T03:05:00+09:00", "signal": "presence.in", "role": "SEC", "detail":
 * "badge in"}
 *
 * Columns come in any order, any of them may be missing but the time, and others are passed over.
 * Rows before any header (the second half of a rotated file) are read in the order above, with or
 * without `seq`. A signal that is no word of the vocabulary makes a `log` whose code is that word.
 * A quoted cell does not go on in the next line: every line is a row. Each line says by itself
 * which of the two notations it is in.
 */
#include <stdlib.h>

#include "format.h"
#include "json_text.h"

enum {
	COLUMNS_MAX = 64,         /* cells of a row that are looked at; the record has 13 */
	SCRATCH_SIZE = 64 * 1024, /* resolved quotes and escapes of a line */
	MINUTE_SIZE = 16,         /* "2023-09-17 03:05" */
	TIME_SIZE_MAX = 40,       /* the longest clock text, with zone */
	SIGNAL_SIZE_MAX = 32,     /* the longest word has 21 bytes */
	HEADERLESS_MIN = 12,      /* cells of a row without `seq` */
};

enum column {
	COLUMN_TIME,
	COLUMN_SIGNAL,
	COLUMN_STEP,
	COLUMN_ROLE,
	COLUMN_ACTOR,
	COLUMN_OBJECT,
	COLUMN_OUTCOME,
	COLUMN_REASON,
	COLUMN_ID,
	COLUMN_RECIPIENT,
	COLUMN_AFTER,
	COLUMN_SEQ,
	COLUMN_DETAIL,
	COLUMN_COUNT,
	COLUMN_OTHER = COLUMN_COUNT,
};

static const char *const column_names[COLUMN_COUNT] = {
	"time",   "signal", "step",      "role",  "actor", "object", "outcome",
	"reason", "id",     "recipient", "after", "seq",   "detail"};

struct state {
	size_t count; /* columns of the header; 0 before any */
	enum column columns[COLUMNS_MAX];
	size_t used;
	char scratch[SCRATCH_SIZE];
};

static enum column column_of(struct slice name)
{
	name = slice_trim(name);
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		if (slice_is_ignoring_case(name, column_names[i])) {
			return (enum column)i;
		}
	}
	return COLUMN_OTHER;
}

/* The text of a line behind a byte order mark. */
static struct slice text_of(const struct record *record)
{
	struct slice text = record->whole;
	slice_eat(&text, "\xef\xbb\xbf");
	return slice_trim(text);
}

/* Eats one cell and the comma behind it; `ret_more` says whether there was one. */
static struct slice eat_cell(struct slice *rest, bool *ret_quoted, bool *ret_more)
{
	struct slice cell = *rest;
	*ret_quoted = slice_eat_char(rest, '"');
	if (*ret_quoted) {
		size_t at = 0;
		while (at < rest->size && (rest->data[at] != '"' ||
					   (at + 1 < rest->size && rest->data[at + 1] == '"'))) {
			at += rest->data[at] == '"' ? 2 : 1;
		}
		cell = slice_first(*rest, at);
		*rest = slice_after(*rest, at + 1);
	}
	size_t comma = slice_find_char(*rest, ',');
	cell = *ret_quoted ? cell : slice_trim(slice_first(*rest, comma));
	*ret_more = comma < rest->size;
	*rest = slice_after(*rest, comma + 1);
	return cell;
}

/* A quoted cell with its doubled quotes made single. */
static struct slice unquote(struct state *state, struct slice cell)
{
	char *text = state->scratch + state->used;
	size_t size = 0;
	if (slice_find_char(cell, '"') == cell.size || cell.size > SCRATCH_SIZE - state->used) {
		return cell;
	}
	for (size_t i = 0; i < cell.size; i++) {
		text[size++] = cell.data[i];
		i += cell.data[i] == '"' ? 1 : 0;
	}
	state->used += size;
	return slice_make(text, size);
}

/* A line with the cells "time" and "signal" is a header, wherever it stands. */
static bool is_header_text(struct slice text)
{
	bool time = false;
	bool signal = false;
	bool quoted = false;
	bool more = text.size > 0 && text.data[0] != '{';
	for (size_t i = 0; i < COLUMNS_MAX && more; i++) {
		enum column column = column_of(eat_cell(&text, &quoted, &more));
		time = time || column == COLUMN_TIME;
		signal = signal || column == COLUMN_SIGNAL;
	}
	return time && signal;
}

static bool events_is_header(const struct record *record)
{
	return is_header_text(text_of(record));
}

static void read_header(struct state *state, struct slice text)
{
	bool quoted = false;
	bool more = true;
	state->count = 0;
	while (more && state->count < COLUMNS_MAX) {
		state->columns[state->count++] = column_of(eat_cell(&text, &quoted, &more));
	}
}

/* "2023-09-17 03:05[+09:00]": people leave the seconds out. */
static bool eat_minute(struct slice *text, struct stamp *ret_stamp)
{
	char full[TIME_SIZE_MAX + 3];
	if (text->size < MINUTE_SIZE || text->size > TIME_SIZE_MAX || text->data[13] != ':') {
		return false;
	}
	memcpy(full, text->data, MINUTE_SIZE);
	memset(full + MINUTE_SIZE, '0', 3);
	full[MINUTE_SIZE] = ':';
	memcpy(full + MINUTE_SIZE + 3, text->data + MINUTE_SIZE, text->size - MINUTE_SIZE);
	struct slice rest = slice_make(full, text->size + 3);
	if (!stamp_eat_iso(&rest, ret_stamp) && !stamp_eat_slashes(&rest, ret_stamp)) {
		return false;
	}
	*text = slice_after(*text, text->size - rest.size);
	return true;
}

static bool read_time(struct slice text, struct stamp *ret_stamp)
{
	return (stamp_eat_iso(&text, ret_stamp) || stamp_eat_slashes(&text, ret_stamp) ||
		eat_minute(&text, ret_stamp) || stamp_eat_epoch(&text, ret_stamp)) &&
	       slice_is_empty(slice_trim(text));
}

/* A word of the vocabulary, however people capitalize it. */
static bool find_signal(struct slice word, enum signal *ret_signal)
{
	char lower[SIGNAL_SIZE_MAX];
	if (word.size > sizeof lower) {
		return false;
	}
	for (size_t i = 0; i < word.size; i++) {
		char byte = word.data[i];
		lower[i] = (char)(byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
	}
	return signal_find(slice_make(lower, word.size), ret_signal);
}

static void read_signal(struct slice word, struct event *event)
{
	if (!find_signal(word, &event->signal)) {
		event->signal = SIGNAL_LOG;
		event->code = word;
	}
}

/* One value into its field; false only for a time that is none. */
static bool put(enum column column, struct slice value, struct event *event)
{
	if (slice_is_empty(value)) {
		return column != COLUMN_TIME;
	}
	switch (column) {
	case COLUMN_TIME:
		return read_time(value, &event->stamp);
	case COLUMN_SIGNAL:
		read_signal(value, event);
		break;
	case COLUMN_SEQ:
		if (!slice_to_int(value, &event->sequence)) {
			event->sequence = SEQUENCE_NONE;
		}
		break;
	case COLUMN_STEP:
		event->step = value;
		break;
	case COLUMN_ROLE:
		event->role = value;
		break;
	case COLUMN_ACTOR:
		event->actor = value;
		break;
	case COLUMN_OBJECT:
		event->object = value;
		break;
	case COLUMN_OUTCOME:
		event->outcome = value;
		break;
	case COLUMN_REASON:
		event->reason = value;
		break;
	case COLUMN_ID:
		event->id = value;
		break;
	case COLUMN_RECIPIENT:
		event->recipient = value;
		break;
	case COLUMN_AFTER:
		event->after = value;
		break;
	case COLUMN_DETAIL:
		event->message = value;
		break;
	default:
		break;
	}
	return true;
}

static size_t count_cells(struct slice text)
{
	bool quoted = false;
	bool more = true;
	size_t count = 0;
	while (more && count < COLUMNS_MAX) {
		eat_cell(&text, &quoted, &more);
		count++;
	}
	return count;
}

/* The order of product.md, for rows whose header is in another file. */
static bool assume_columns(struct state *state, struct slice text)
{
	size_t cells = count_cells(text);
	if (cells != HEADERLESS_MIN && cells != COLUMN_COUNT) {
		return false;
	}
	for (size_t i = 0; i < cells; i++) {
		bool detail = cells == HEADERLESS_MIN && i == COLUMN_SEQ;
		state->columns[i] = detail ? COLUMN_DETAIL : (enum column)i;
	}
	state->count = cells;
	return true;
}

static enum status parse_row(struct state *state, struct slice text, struct event *event)
{
	bool quoted = false;
	bool more = true;
	bool assumed = state->count == 0;
	if (assumed && !assume_columns(state, text)) {
		return STATUS_MISMATCH;
	}
	bool good = true;
	for (size_t i = 0; i < state->count && more && good; i++) {
		struct slice cell = eat_cell(&text, &quoted, &more);
		good = put(state->columns[i], quoted ? unquote(state, cell) : cell, event);
	}
	state->count = assumed ? 0 : state->count;
	return good && (event->stamp.flags & STAMP_SET) != 0 ? STATUS_OK : STATUS_MISMATCH;
}

static enum status parse_object(struct state *state, struct slice text, struct event *event)
{
	struct json_walk walk;
	struct json_field field;
	json_open(&walk, text);
	while (json_next(&walk, &field)) {
		if (field.kind != JSON_STRING && field.kind != JSON_NUMBER) {
			continue;
		}
		struct slice value =
			json_text(&field, state->scratch + state->used, SCRATCH_SIZE - state->used);
		state->used += value.data == field.value.data ? 0 : value.size;
		if (!put(column_of(field.name), slice_trim(value), event)) {
			return STATUS_MISMATCH;
		}
	}
	return json_is_whole(&walk) && (event->stamp.flags & STAMP_SET) != 0 ? STATUS_OK
									     : STATUS_MISMATCH;
}

static enum status events_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice text = text_of(record);
	state->used = 0;
	if (text.size > 0 && text.data[0] == '{') {
		return parse_object(state, text, event);
	}
	if (is_header_text(text)) {
		read_header(state, text);
		return STATUS_OK;
	}
	return parse_row(state, text, event);
}

static void *events_open(void)
{
	struct state *state = malloc(sizeof *state);
	if (state != NULL) {
		state->count = 0;
		state->used = 0;
	}
	return state;
}

static void events_close(void *state)
{
	free(state);
}

/* A row has a cell that is a time and one that is a word of the vocabulary. */
static int bid_row(struct slice text)
{
	bool time = false;
	bool word = false;
	bool quoted = false;
	bool more = text.size > 0;
	for (size_t i = 0; i < COLUMNS_MAX && more; i++) {
		struct slice cell = eat_cell(&text, &quoted, &more);
		struct stamp stamp;
		enum signal signal;
		time = time || (cell.size >= MINUTE_SIZE && read_time(cell, &stamp));
		word = word || find_signal(cell, &signal);
	}
	return time && word ? BID_SHAPE + 20 : BID_NONE;
}

static int bid_object(struct slice text)
{
	struct json_walk walk;
	struct json_field field;
	bool time = false;
	int bid = BID_NONE;
	json_open(&walk, text);
	while (json_next(&walk, &field)) {
		enum column column = column_of(field.name);
		enum signal signal;
		time = time || column == COLUMN_TIME;
		if (column == COLUMN_SIGNAL && field.kind == JSON_STRING) {
			bid = find_signal(field.value, &signal) ? BID_SIGNATURE : BID_SHAPE + 5;
		}
	}
	return time ? bid : BID_NONE;
}

static int events_bid(const struct record *record)
{
	struct slice text = text_of(record);
	if (text.size > 0 && text.data[0] == '{') {
		return bid_object(text);
	}
	return is_header_text(text) ? BID_SIGNATURE : bid_row(text);
}

const struct format events_format = {
	.name = "events",
	.title = "the human record (CSV with a header, or JSON lines)",
	.source = "overrun's own: product description, \"Human events\"; RFC 4180, RFC 8259",
	.bid = events_bid,
	.parse = events_parse,
	.open = events_open,
	.close = events_close,
	.is_header = events_is_header,
};
