// SPDX-License-Identifier: MIT
/* Exports of the tools in which people work. */
#include "export.h"

#include <stdlib.h>

#include "csv.h"
#include "json_join.h"
#include "json_text.h"

enum {
	COLUMNS_MAX = 512,         /* Jira repeats a column for each of its values */
	SCRATCH_SIZE = 128 * 1024, /* resolved quotes and escapes of a record */
	TIME_SIZE_MAX = 48,        /* date and time in two columns */
	VALUE_SIZE = 12,           /* of a row's beginning, in which */
	VALUE_DIGITS = 4,          /* so many digits together are a number or a year */
};

/* What a header names: the field of each column. */
struct header {
	size_t count; /* 0 before any */
	char separator;
	unsigned char columns[COLUMNS_MAX];
};

struct state {
	struct header header;
	struct clock_text habit;
	size_t used;
	struct csv_row row;
	struct json_join join;
	char scratch[SCRATCH_SIZE];
};

void *export_open(void)
{
	struct state *state = malloc(sizeof *state);
	if (state != NULL) {
		state->header.count = 0;
		state->header.separator = ',';
		state->habit = (struct clock_text){.month_first = false};
		state->used = 0;
		csv_forget(&state->row);
		json_join_reset(&state->join);
	}
	return state;
}

void export_close(void *state)
{
	free(state);
}

static enum export_field field_of(const struct export_product *product, struct slice name)
{
	enum { CASE_BIT = 0x20 };
	if (name.size == 0) {
		return EXPORT_COUNT;
	}
	for (size_t i = 0; i < product->count; i++) {
		const char *known = product->names[i].name;
		if (((known[0] ^ name.data[0]) & ~CASE_BIT) == 0 &&
		    slice_is_ignoring_case(name, known)) {
			return product->names[i].field;
		}
	}
	return EXPORT_COUNT;
}

bool export_is_one_of(struct slice value, const char *const *words)
{
	for (; *words != NULL; words++) {
		if (slice_is_ignoring_case(value, *words)) {
			return true;
		}
	}
	return false;
}

bool export_time(const struct slice *values, struct clock_text *habit, struct stamp *ret_stamp)
{
	char both[TIME_SIZE_MAX];
	struct slice date = values[EXPORT_DATE];
	struct slice time = values[EXPORT_TIME];
	if (date.size > 0 && date.size + 1 + time.size <= sizeof both) {
		memcpy(both, date.data, date.size);
		both[date.size] = ' ';
		memcpy(both + date.size + 1, time.data, time.size);
		time = slice_make(both, date.size + 1 + time.size);
	}
	return clock_text_read(habit, time, ret_stamp) ||
	       clock_text_read(habit, values[EXPORT_TIME_2], ret_stamp);
}

static void clear_values(struct slice *values)
{
	for (size_t i = 0; i < EXPORT_COUNT; i++) {
		values[i] = slice_empty();
	}
}

/* The text of a line behind a byte order mark. */
static struct slice text_of(struct slice line)
{
	struct slice text = line;
	slice_eat(&text, "\xef\xbb\xbf");
	return text;
}

/* --- JSON --- */

/* The values of one object; without a scratch, texts stay escaped. */
static bool read_object(const struct export_product *product, struct slice object, char *scratch,
			size_t *used, struct slice *values)
{
	struct json_walk walk;
	struct json_field field;
	clear_values(values);
	if (!json_open(&walk, object)) {
		return false;
	}
	while (json_next(&walk, &field)) {
		enum export_field which = field_of(product, field.name);
		if (which == EXPORT_COUNT || !slice_is_empty(values[which]) ||
		    (field.kind == JSON_WORD && slice_is(field.value, "null"))) {
			continue;
		}
		values[which] = field.value;
		if (field.escaped && scratch != NULL) {
			struct slice text =
				json_text(&field, scratch + *used, SCRATCH_SIZE - *used);
			*used += text.data == field.value.data ? 0 : text.size;
			values[which] = text;
		}
	}
	return json_is_whole(&walk);
}

static bool read_record(const struct export_product *product, struct state *state,
			struct slice object, struct event *event)
{
	struct slice values[EXPORT_COUNT];
	if (!read_object(product, object, state->scratch, &state->used, values) ||
	    !product->read(values, &state->habit, event)) {
		return false;
	}
	event->rule_text =
		slice_is_empty(values[EXPORT_TEXT]) ? values[EXPORT_TEXT_2] : values[EXPORT_TEXT];
	return true;
}

static enum status give_continuation(struct slice text, struct event *event)
{
	event->message = text;
	event->code = slice_from("continuation");
	return STATUS_OK;
}

/* A line that is one object, whatever stood before it. */
static bool is_object(struct slice text)
{
	return text.size > 1 && text.data[0] == '{' && text.data[text.size - 1] == '}';
}

static enum status parse_json(const struct export_product *product, struct state *state,
			      struct slice text, struct event *event)
{
	struct slice object = slice_empty();
	struct event blank = *event;
	bool found = false;
	if (is_object(text) && read_record(product, state, text, event)) {
		json_join_reset(&state->join);
		return STATUS_OK;
	}
	*event = blank;
	size_t depth = state->join.depth;
	json_join_begin(&state->join, text);
	while (json_join_next(&state->join, &object)) {
		struct event one = blank;
		state->used = found ? state->used : 0;
		if (!read_record(product, state, object, &one)) {
			continue;
		}
		if (found) {
			json_join_reset(&state->join);
			return STATUS_MISMATCH; /* several records in one line: see export.h */
		}
		json_join_take(&state->join);
		*event = one;
		found = true;
	}
	if (!found && depth == 0 && state->join.depth == 0) {
		return STATUS_MISMATCH; /* whole, and not this product's */
	}
	return found ? STATUS_OK : give_continuation(text, event);
}

static bool has_one_of(struct slice text, const char *const *pieces)
{
	for (; pieces != NULL && *pieces != NULL; pieces++) {
		if (slice_contains(text, *pieces)) {
			return true;
		}
	}
	return false;
}

static enum export_likeness likeness_of_json(const struct export_product *product,
					     struct slice text)
{
	struct slice values[EXPORT_COUNT];
	struct clock_text habit = {.month_first = false};
	struct event event;
	if (is_object(text)) {
		event_clear(&event);
		bool mine = has_one_of(text, product->keys) &&
			    read_object(product, text, NULL, NULL, values) &&
			    product->read(values, &habit, &event);
		return mine ? EXPORT_SURE : EXPORT_UNLIKE;
	}
	return has_one_of(text, product->marks) ? EXPORT_SURE : EXPORT_UNLIKE;
}

/* A line of JSON over many lines, or a whole object. */
static bool may_be_json(struct slice text)
{
	return text.size > 0 && strchr("{}[]\"", text.data[0]) != NULL;
}

/* --- CSV --- */

/* "INC0010023", "2024-08-07": what a row begins with and the name of a column does not. */
static bool begins_with_value(struct slice text)
{
	size_t digits = 0;
	for (size_t i = 0; i < text.size && i < VALUE_SIZE && digits < VALUE_DIGITS; i++) {
		digits = text.data[i] >= '0' && text.data[i] <= '9' ? digits + 1 : 0;
	}
	return digits == VALUE_DIGITS;
}

static bool read_header(const struct export_product *product, struct slice text,
			struct header *ret_header)
{
	bool fields[EXPORT_COUNT + 1] = {false};
	if (product->is_header == NULL || begins_with_value(text) ||
	    may_be_json(text) != slice_starts_with(text, "\"")) {
		return false;
	}
	ret_header->separator = csv_separator(text);
	ret_header->count = 0;
	struct csv_cell cell = {.last = false};
	while (!cell.last && ret_header->count < COLUMNS_MAX) {
		cell = csv_eat(&text, ret_header->separator);
		if (csv_is_numeric(&cell)) {
			return false;
		}
		enum export_field field = field_of(product, slice_trim(cell.text));
		ret_header->columns[ret_header->count++] = (unsigned char)field;
		fields[field] = true;
	}
	return !cell.open && product->is_header(fields);
}

/* The values of one row, and how many cells it has. */
static size_t read_row(struct state *state, struct slice row, struct slice *values)
{
	const struct header *header = &state->header;
	struct csv_cell cell = {.last = false};
	size_t count = 0;
	clear_values(values);
	for (; !cell.last && count < COLUMNS_MAX; count++) {
		cell = csv_eat(&row, header->separator);
		unsigned char field = count < header->count ? header->columns[count] : EXPORT_COUNT;
		if (field < EXPORT_COUNT && slice_is_empty(values[field]) &&
		    !slice_is(cell.text, "?")) { /* how some write null */
			values[field] = slice_trim(
				csv_text(&cell, state->scratch, SCRATCH_SIZE, &state->used));
		}
	}
	return cell.open ? 0 : count;
}

/* While a row is open: a line that is a whole row by itself shows that the quote was a stray one.
 */
static bool begins_anew(const struct export_product *product, struct state *state,
			struct slice line)
{
	struct slice values[EXPORT_COUNT];
	struct event event;
	event_clear(&event);
	bool whole = !csv_closes(line, state->header.separator) &&
		     read_row(state, line, values) == state->header.count &&
		     product->read(values, &state->habit, &event);
	state->used = 0;
	return whole;
}

static enum status parse_csv(const struct export_product *product, struct state *state,
			     struct slice text, struct event *event)
{
	struct slice values[EXPORT_COUNT];
	struct slice row = slice_empty();
	if (state->row.lines > 0 && begins_anew(product, state, text)) {
		csv_forget(&state->row);
	}
	enum csv_line line = csv_feed(&state->row, state->header.separator, text, &row);
	if (line == CSV_GOES_ON) {
		return give_continuation(text, event);
	}
	if (line == CSV_STRAY) {
		return STATUS_MISMATCH;
	}
	read_row(state, row, values);
	if (!product->read(values, &state->habit, event)) {
		return STATUS_MISMATCH;
	}
	event->rule_text = row.data == text.data ? slice_empty() : row;
	return STATUS_OK;
}

/* --- both --- */

enum status export_parse(const struct export_product *product, void *self, struct slice line,
			 struct event *event)
{
	struct state *state = self;
	struct slice text = text_of(line);
	struct header header;
	state->used = 0;
	event->message = text;
	event->host = slice_empty();
	event->program = slice_empty();
	event->relay = (struct stamp){.flags = 0};
	if (read_header(product, text, &header)) {
		state->header = header;
		csv_forget(&state->row);
		return STATUS_OK;
	}
	struct slice trimmed = slice_trim(text);
	if (state->header.count == 0) {
		return may_be_json(trimmed) || state->join.depth > 0
			       ? parse_json(product, state, trimmed, event)
			       : STATUS_MISMATCH;
	}
	return is_object(trimmed) && state->row.lines == 0
		       ? parse_json(product, state, trimmed, event)
		       : parse_csv(product, state, text, event);
}

bool export_is_header(const struct export_product *product, struct slice line)
{
	struct header header;
	return read_header(product, text_of(line), &header);
}

enum export_likeness export_likeness(const struct export_product *product, struct slice line)
{
	struct slice text = text_of(line);
	struct slice trimmed = slice_trim(text);
	struct header header;
	if (read_header(product, text, &header)) {
		return EXPORT_SURE;
	}
	if (may_be_json(trimmed)) {
		enum export_likeness likeness = likeness_of_json(product, trimmed);
		if (likeness != EXPORT_UNLIKE) {
			return likeness;
		}
	}
	return product->is_row != NULL && product->is_row(text) ? EXPORT_LIKE_ROW : EXPORT_UNLIKE;
}
