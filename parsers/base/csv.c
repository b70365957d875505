// SPDX-License-Identifier: MIT
/* Rows of comma separated values, also over several lines. */
#include "csv.h"

#include "eight.h"

/* Where the quote stands that closes a cell; size when it does not: doubled ones are passed. */
static size_t find_closing(struct slice text)
{
	size_t at = 0;
	for (;;) {
		at += slice_find_char(slice_after(text, at), '"');
		if (at + 1 >= text.size || text.data[at + 1] != '"') {
			return at < text.size ? at : text.size;
		}
		at += 2;
	}
}

/* Cells are short: memchr would cost more than it saves. */
static inline size_t find_separator(struct slice text, char separator)
{
	size_t at = 0;
	for (; at + EIGHT_SIZE <= text.size; at += EIGHT_SIZE) {
		uint64_t marks = eight_find(eight_load(text.data + at), separator);
		if (marks != 0) {
			return at + eight_first(marks);
		}
	}
	while (at < text.size && text.data[at] != separator) {
		at++;
	}
	return at;
}

struct csv_cell csv_eat(struct slice *rest, char separator)
{
	struct csv_cell cell = {.text = *rest};
	cell.quoted = slice_eat_char(rest, '"');
	if (cell.quoted) {
		size_t at = find_closing(*rest);
		cell.open = at == rest->size;
		cell.text = slice_first(*rest, at);
		*rest = slice_after(*rest, at + 1);
	}
	size_t end = find_separator(*rest, separator);
	cell.text = cell.quoted ? cell.text : slice_trim(slice_first(*rest, end));
	cell.last = end == rest->size;
	*rest = slice_after(*rest, end + 1);
	return cell;
}

char csv_separator(struct slice header)
{
	static const char separators[] = {',', ';', '\t'};
	char first = ',';
	for (size_t i = 0; i < sizeof separators; i++) {
		size_t at = slice_find_char(header, separators[i]);
		if (at < header.size) {
			first = separators[i];
		}
		header = slice_first(header, at);
	}
	return first;
}

struct slice csv_text(const struct csv_cell *cell, char *buffer, size_t size, size_t *used)
{
	struct slice text = cell->text;
	size_t written = 0;
	if (!cell->quoted || slice_find_char(text, '"') == text.size || text.size > size - *used) {
		return text;
	}
	char *out = buffer + *used;
	for (size_t i = 0; i < text.size; i++) {
		out[written++] = text.data[i];
		i += text.data[i] == '"' ? 1 : 0;
	}
	*used += written;
	return slice_make(out, written);
}

/* Does the text end inside a quoted cell? */
static bool ends_open(struct slice text, char separator)
{
	struct csv_cell cell = {.last = slice_find_char(text, '"') == text.size};
	while (!cell.last) {
		cell = csv_eat(&text, separator);
	}
	return cell.open;
}

/* A line that begins inside a quoted cell: does it end in one? */
static bool stays_open(struct slice line, char separator)
{
	size_t at = find_closing(line);
	struct slice rest = slice_after(line, at + 1);
	size_t end = slice_find_char(rest, separator);
	return at == line.size ||
	       (end < rest.size && ends_open(slice_after(rest, end + 1), separator));
}

static bool append(struct csv_row *row, struct slice line)
{
	if (row->lines >= CSV_ROW_LINES || line.size + 1 > CSV_ROW_SIZE - row->size) {
		return false;
	}
	if (row->lines > 0) {
		row->text[row->size++] = '\n';
	}
	memcpy(row->text + row->size, line.data, line.size);
	row->size += line.size;
	row->lines++;
	return true;
}

enum csv_line csv_feed(struct csv_row *row, char separator, struct slice line,
		       struct slice *ret_row)
{
	*ret_row = line;
	if (row->lines == 0 && !ends_open(line, separator)) {
		return CSV_WHOLE;
	}
	bool is_first = row->lines == 0;
	if (!append(row, line)) {
		csv_forget(row);
		return CSV_STRAY;
	}
	if (is_first || stays_open(line, separator)) {
		return CSV_GOES_ON;
	}
	*ret_row = slice_make(row->text, row->size);
	csv_forget(row); /* the text stays until the next line */
	return CSV_WHOLE;
}

bool csv_closes(struct slice line, char separator)
{
	size_t at = find_closing(line);
	return at < line.size && (at + 1 == line.size || line.data[at + 1] == separator);
}

void csv_forget(struct csv_row *row)
{
	row->size = 0;
	row->lines = 0;
}
