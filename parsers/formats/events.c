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
 * Each line says by itself which of the two notations it is in.
 *
 * A quoted cell may go on in the next lines. Where no named column stands behind it, the event is
 * that of its first line, with the text up to its end; else that of its last line, where all cells
 * are known. The other lines are rows of code "continuation". A line that is a whole row by itself
 * ends a quote that was never closed.
 */
#include "clock_text.h"
#include "csv.h"
#include "format.h"
#include "json_text.h"
#include <stdlib.h>

enum {
	COLUMNS_MAX = 64,         /* cells of a row that are looked at; the record has 13 */
	SCRATCH_SIZE = 64 * 1024, /* resolved quotes and escapes of a line */
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
	struct clock_text habit;
	struct csv_row row; /* over several lines */
	bool is_told;       /* its event was that of its first line */
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

/* A line with the cells "time" and "signal" is a header, wherever it stands. */
static bool is_header_text(struct slice text)
{
	bool time = false;
	bool signal = false;
	bool may_be = slice_contains_ignoring_case(text, "signal") && text.data[0] != '{';
	struct csv_cell cell = {.last = !may_be};
	for (size_t i = 0; i < COLUMNS_MAX && !cell.last && !csv_is_numeric(&cell); i++) {
		cell = csv_eat(&text, ',');
		enum column column = column_of(cell.text);
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
	csv_forget(&state->row);
	while (!cell.last && state->count < COLUMNS_MAX) {
		cell = csv_eat(&text, ',');
		state->columns[state->count++] = column_of(cell.text);
	}
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

/* Where the columns go that are only kept. */
static const size_t texts[COLUMN_COUNT] = {
	[COLUMN_STEP] = offsetof(struct event, step),
	[COLUMN_ROLE] = offsetof(struct event, role),
	[COLUMN_ACTOR] = offsetof(struct event, actor),
	[COLUMN_OBJECT] = offsetof(struct event, object),
	[COLUMN_OUTCOME] = offsetof(struct event, outcome),
	[COLUMN_REASON] = offsetof(struct event, reason),
	[COLUMN_ID] = offsetof(struct event, id),
	[COLUMN_RECIPIENT] = offsetof(struct event, recipient),
	[COLUMN_AFTER] = offsetof(struct event, after),
	[COLUMN_DETAIL] = offsetof(struct event, message),
};

/* One value into its field; false only for a time that is none. */
static bool put(struct clock_text *habit, enum column column, struct slice value,
		struct event *event)
{
	if (slice_is_empty(value)) {
		return column != COLUMN_TIME;
	}
	switch (column) {
	case COLUMN_TIME:
		return clock_text_read(habit, value, &event->stamp);
	case COLUMN_SIGNAL:
		read_signal(value, event);
		break;
	case COLUMN_SEQ:
		if (!slice_to_int(value, &event->sequence)) {
			event->sequence = SEQUENCE_NONE;
		}
		break;
	case COLUMN_OTHER:
		break;
	default:
		*(struct slice *)(void *)((char *)event + texts[column]) = value;
		break;
	}
	return true;
}

static size_t count_cells(struct slice text)
{
	struct csv_cell cell = {.last = false};
	size_t count = 0;
	for (; !cell.last && count < COLUMNS_MAX; count++) {
		cell = csv_eat(&text, ',');
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

/* The cells of a whole row; `ret_more` is whether a named column stands behind its last cell. */
static enum status read_row(struct state *state, struct slice text, struct event *event,
			    bool *ret_more)
{
	struct csv_cell cell = {.last = false};
	bool good = true;
	size_t at = 0;
	for (; at < state->count && !cell.last && good; at++) {
		cell = csv_eat(&text, ',');
		struct slice value = csv_text(&cell, state->scratch, SCRATCH_SIZE, &state->used);
		good = put(&state->habit, state->columns[at], value, event);
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
	bool whole = !csv_closes(text, ',') && count_cells(text) == state->count &&
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
	switch (csv_feed(&state->row, ',', text, &row)) {
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
		if (!put(&state->habit, column_of(field.name), slice_trim(value), event)) {
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
		csv_forget(&state->row);
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
	struct clock_text habit = {.told = false};
	struct csv_cell cell = {.last = text.size == 0};
	for (size_t i = 0; i < COLUMNS_MAX && !cell.last; i++) {
		struct stamp stamp;
		enum signal signal;
		cell = csv_eat(&text, ',');
		bool figure = cell.text.size > 0 && (unsigned)(cell.text.data[0] - '0') < 10;
		time = time || (figure && clock_text_read(&habit, cell.text, &stamp));
		word = word || find_signal(cell.text, &signal);
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
	if (slice_starts_with(text, "{")) {
		return bid_object(text);
	}
	text = envelope_is_sent(&record->envelope) ? slice_empty() : text;
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
