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
 * What parts them is a comma, a semicolon or a tab, as the header has it.
 * Rows before any header (the second half of a rotated file) are read in the order above, with or
 * without `seq`. An object, alone or in an array, may be printed over many lines: its event is that
 * of the line in which it closes, those before it are rows of code "continuation". A signal that is
 * no word of the vocabulary makes a `log` whose code is that word. Each line says by itself which
 * of the two notations it is in.
 *
 * A quoted cell may go on in the next lines. Where no named column stands behind it, the event is
 * that of its first line, with the text up to its end; else that of its last line, where all cells
 * are known. The other lines are rows of code "continuation". A line that is a whole row by itself
 * ends a quote that was never closed.
 */
#include "clock_text.h"
#include "csv.h"
#include "format.h"
#include "json_join.h"
#include "json_text.h"
#include "record_columns.h"
#include <stdlib.h>

enum {
	COLUMNS_MAX = 64,         /* cells of a row that are looked at; the record has 13 */
	SCRATCH_SIZE = 64 * 1024, /* resolved quotes and escapes of a line */
	HEADERLESS_MIN = 12,      /* cells of a row without `seq` */
};

struct state {
	size_t count; /* columns of the header; 0 before any */
	char separator;
	enum column columns[COLUMNS_MAX];
	struct clock_text habit;
	struct csv_row row;    /* over several lines */
	bool is_told;          /* its event was that of its first line */
	struct json_join join; /* an object over many lines */
	size_t used;
	char scratch[SCRATCH_SIZE];
};

/* The text of a line behind a byte order mark. */
static struct slice text_of(const struct record *record)
{
	struct slice text = record->whole;
	slice_eat(&text, "\xef\xbb\xbf");
	return slice_trim(text);
}

/* A line with the cells "time" and "signal" is a header, wherever it stands. */
static bool is_header_text(struct slice text)
{
	bool time = false;
	bool signal = false;
	bool may_be = slice_contains_ignoring_case(text, "signal") && text.data[0] != '{';
	char separator = csv_separator(may_be ? text : slice_empty());
	struct csv_cell cell = {.last = !may_be};
	for (size_t i = 0; i < COLUMNS_MAX && !cell.last && !csv_is_numeric(&cell); i++) {
		cell = csv_eat(&text, separator);
		enum column column = record_column(cell.text);
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
	struct csv_cell cell = {.last = false};
	state->count = 0;
	state->separator = csv_separator(text);
	csv_forget(&state->row);
	json_join_reset(&state->join);
	while (!cell.last && state->count < COLUMNS_MAX) {
		cell = csv_eat(&text, state->separator);
		state->columns[state->count++] = record_column(cell.text);
	}
}

static size_t count_cells(struct slice text, char separator)
{
	struct csv_cell cell = {.last = false};
	size_t count = 0;
	for (; !cell.last && count < COLUMNS_MAX; count++) {
		cell = csv_eat(&text, separator);
	}
	return count;
}

/* The order of product.md, for rows whose header is in another file. */
static bool assume_columns(struct state *state, struct slice text)
{
	char separator = csv_separator(text);
	size_t cells = count_cells(text, separator);
	if (cells != HEADERLESS_MIN && cells != COLUMN_COUNT) {
		return false;
	}
	for (size_t i = 0; i < cells; i++) {
		bool detail = cells == HEADERLESS_MIN && i == COLUMN_SEQ;
		state->columns[i] = detail ? COLUMN_DETAIL : (enum column)i;
	}
	state->count = cells;
	state->separator = separator;
	return true;
}

/* The cells of a whole row; `ret_more` is whether a named column stands behind its last cell. */
static enum status read_row(struct state *state, struct slice text, struct event *event,
			    bool *ret_more)
{
	struct csv_cell cell = {.last = false};
	bool good = true;
	size_t at = 0;
	for (; at < state->count && !cell.last && good; at++) {
		cell = csv_eat(&text, state->separator);
		struct slice value = csv_text(&cell, state->scratch, SCRATCH_SIZE, &state->used);
		good = record_put(&state->habit, state->columns[at], value, event);
	}
	*ret_more = false;
	for (; at < state->count; at++) {
		*ret_more = *ret_more || state->columns[at] != COLUMN_OTHER;
	}
	return good && (event->stamp.flags & STAMP_SET) != 0 ? STATUS_OK : STATUS_MISMATCH;
}

static enum status give_continuation(struct slice text, struct event *event)
{
	event->message = text;
	event->code = slice_from("continuation");
	return STATUS_OK;
}

/* While a row is open: a line that has all cells and a time is a row of its own. */
static bool begins_anew(struct state *state, struct slice text)
{
	struct event event;
	bool more = false;
	event_clear(&event);
	bool whole = !csv_closes(text, state->separator) &&
		     count_cells(text, state->separator) == state->count &&
		     read_row(state, text, &event, &more) == STATUS_OK;
	state->used = 0;
	return whole;
}

/* A row that its line does not end: told now when nothing that matters can follow. */
static enum status parse_head(struct state *state, struct slice text, struct event *event)
{
	struct event whole = *event;
	bool more = false;
	state->is_told = read_row(state, text, &whole, &more) == STATUS_OK && !more;
	if (!state->is_told) {
		return give_continuation(text, event);
	}
	*event = whole;
	return STATUS_OK;
}

static enum status parse_row(struct state *state, struct slice text, struct event *event)
{
	struct slice row = slice_empty();
	bool more = false;
	bool was_open = state->row.lines > 0;
	if (was_open && begins_anew(state, text)) {
		csv_forget(&state->row);
		was_open = false;
	}
	switch (csv_feed(&state->row, state->separator, text, &row)) {
	case CSV_GOES_ON:
		return was_open ? give_continuation(text, event) : parse_head(state, text, event);
	case CSV_STRAY:
		return STATUS_MISMATCH;
	default:
		break;
	}
	if (was_open && state->is_told) {
		return give_continuation(text, event);
	}
	event->rule_text = was_open ? row : slice_empty();
	return read_row(state, row, event, &more);
}

/* A row whose header is in another file is one line. */
static enum status parse_headless(struct state *state, struct slice text, struct event *event)
{
	bool more = false;
	if (!assume_columns(state, text)) {
		return STATUS_MISMATCH;
	}
	enum status status = read_row(state, text, event, &more);
	state->count = 0;
	return status;
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
		if (!record_put(&state->habit, record_column(field.name), slice_trim(value),
				event)) {
			return STATUS_MISMATCH;
		}
	}
	return json_is_whole(&walk) && (event->stamp.flags & STAMP_SET) != 0 ? STATUS_OK
									     : STATUS_MISMATCH;
}

/* A line of an object that others began or will end. */
static enum status parse_piece(struct state *state, struct slice text, struct event *event)
{
	struct slice object = slice_empty();
	const struct event blank = *event;
	bool was_open = state->join.depth > 0;
	bool is_bad = false; /* a record that closed here, without a time */
	json_join_begin(&state->join, text);
	while (json_join_next(&state->join, &object)) {
		struct event one = blank;
		state->used = 0;
		if (parse_object(state, object, &one) == STATUS_OK) {
			json_join_take(&state->join);
			*event = one;
			event->rule_text = object;
			return STATUS_OK;
		}
		is_bad = is_bad || slice_contains_ignoring_case(object, "\"signal\"");
	}
	bool may_go_on = !is_bad && (was_open || state->join.depth > 0);
	return may_go_on ? give_continuation(text, event) : STATUS_MISMATCH;
}

/* Before any header: a bracket that other lines will close, and what stands inside of it. */
static bool is_piece(const struct state *state, struct slice text)
{
	bool opens = slice_is(text, "{") || slice_is(text, "[") || slice_is(text, "[{");
	return state->count == 0 && (state->join.depth > 0 || opens);
}

static enum status events_parse(void *self, const struct record *record, struct event *event)
{
	struct state *state = self;
	struct slice text = text_of(record);
	state->used = 0;
	if (is_piece(state, text)) {
		return parse_piece(state, text, event);
	}
	if (text.size > 0 && text.data[0] == '{' && state->row.lines == 0) {
		return parse_object(state, text, event);
	}
	if (is_header_text(text)) {
		read_header(state, text);
		return STATUS_OK;
	}
	return state->count == 0 ? parse_headless(state, text, event)
				 : parse_row(state, text, event);
}

static void *events_open(void)
{
	struct state *state = malloc(sizeof *state);
	if (state != NULL) {
		state->count = 0;
		state->used = 0;
		state->habit = (struct clock_text){.told = false};
		state->is_told = false;
		state->separator = ',';
		json_join_reset(&state->join);
		csv_forget(&state->row);
	}
	return state;
}

static void events_close(void *state)
{
	free(state);
}

/*
 * A row has a cell that is a time and one that is a word of the vocabulary. Semicolons and tabs
 * part much else, in which "log" or "request" is a word like others.
 */
static int bid_row(struct slice text)
{
	bool time = false;
	bool word = false;
	bool dotted = false;
	char separator = csv_separator(text);
	struct clock_text habit = {.told = false};
	struct csv_cell cell = {.last = text.size == 0};
	for (size_t i = 0; i < COLUMNS_MAX && !cell.last; i++) {
		struct stamp stamp;
		enum signal signal;
		cell = csv_eat(&text, separator);
		bool figure = cell.text.size > 0 && (unsigned)(cell.text.data[0] - '0') < 10;
		time = time || (figure && clock_text_read(&habit, cell.text, &stamp));
		if (record_signal(cell.text, &signal)) {
			word = true;
			dotted = dotted || slice_find_char(cell.text, '.') < cell.text.size;
		}
	}
	bool sure = time && (separator == ',' ? word : dotted);
	return sure ? BID_SHAPE + 20 : time && word ? BID_FALLBACK + 10 : BID_NONE;
}

/* `"signal": "step.begin",` in a line of its own. */
static int bid_field(struct slice text)
{
	static const char name[] = "\"signal\"";
	enum signal signal;
	if (!slice_eat(&text, name)) {
		return BID_NONE;
	}
	text = slice_trim(text);
	if (!slice_eat(&text, ":")) {
		return BID_NONE;
	}
	text = slice_trim(text);
	slice_eat(&text, "\"");
	return record_signal(slice_first(text, slice_find_char(text, '"')), &signal) ? BID_SIGNATURE
										     : BID_NONE;
}

static int bid_object(struct slice text)
{
	struct json_walk walk;
	struct json_field field;
	bool time = false;
	int bid = BID_NONE;
	json_open(&walk, text);
	while (json_next(&walk, &field)) {
		enum column column = record_column(field.name);
		enum signal signal;
		time = time || column == COLUMN_TIME;
		if (column == COLUMN_SIGNAL && field.kind == JSON_STRING) {
			bid = record_signal(field.value, &signal) ? BID_SIGNATURE : BID_SHAPE + 5;
		}
	}
	return time ? bid : BID_NONE;
}

static int events_bid(const struct record *record)
{
	struct slice text = text_of(record);
	if (slice_starts_with(text, "{")) {
		return bid_object(text);
	}
	if (slice_starts_with(text, "\"signal\"")) {
		int bid = bid_field(text);
		if (bid != BID_NONE) {
			return bid;
		}
	}
	text = envelope_is_sent(&record->envelope) ? slice_empty() : text;
	return is_header_text(text) ? BID_SIGNATURE : bid_row(text);
}

const struct format events_format = {
	.name = "events",
	.title = "the human record (CSV with a header, or JSON)",
	.source = "overrun's own: product description, \"Human events\"; RFC 4180, RFC 8259",
	.bid = events_bid,
	.parse = events_parse,
	.open = events_open,
	.close = events_close,
	.is_header = events_is_header,
};
