// SPDX-License-Identifier: MIT
/* The cells of a result on standard output in the notations that machines read. */
#include "cells.h"

#include "charset.h"
#include "rows.h"
#include "screen.h"
#include "zone.h"

#include <inttypes.h>
#include <unistd.h>

struct slice cells_text(const struct value *value, enum column_kind kind, bool for_people,
			struct zone *zone, char *buffer)
{
	switch (value->kind) {
	case VALUE_NULL:
		return slice_empty();
	case VALUE_TEXT:
	case VALUE_BLOB:
		return value->text;
	case VALUE_REAL:
		(void)snprintf(buffer, CELLS_BUFFER_SIZE, for_people ? "%.6g" : "%.17g",
			       value->real);
		return slice_from(buffer);
	case VALUE_INTEGER:
		break;
	}
	if (kind == COLUMN_INSTANT) {
		timestamp_to_iso(value->integer, zone_offset_s(zone, value->integer), buffer);
	} else if (kind == COLUMN_SPAN && for_people) {
		screen_span(value->integer, buffer);
	} else {
		(void)snprintf(buffer, CELLS_BUFFER_SIZE, "%" PRId64, value->integer);
	}
	return slice_from(buffer);
}

/* To a terminal what could drive it is written out; into a file bytes go as they are. */
static void put(struct slice text)
{
	if (isatty(STDOUT_FILENO) != 0) {
		screen_text(stdout, text);
	} else {
		(void)fwrite(text.data, 1, text.size, stdout);
	}
}

static bool has_any(struct slice text, const char *bytes)
{
	for (size_t i = 0; i < text.size; i++) {
		if (text.data[i] != '\0' && strchr(bytes, text.data[i]) != NULL) {
			return true;
		}
	}
	return false;
}

/* RFC 4180; an apostrophe keeps a spreadsheet from running "=cmd|…". */
static void put_csv(struct slice text, bool is_text)
{
	bool is_formula = is_text && text.size > 0 && has_any(slice_first(text, 1), "=+-@\t\r");
	bool is_quoted = is_formula || has_any(text, ",\"\r\n");
	(void)fputs(is_quoted ? "\"" : "", stdout);
	(void)fputs(is_formula ? "'" : "", stdout);
	while (text.size > 0) {
		size_t size = slice_find_char(text, '"');
		put(slice_first(text, size));
		(void)fputs(size < text.size ? "\"\"" : "", stdout);
		text = slice_after(text, size + 1);
	}
	(void)fputs(is_quoted ? "\"" : "", stdout);
}

/* A JSON string: controls, line separators and direction marks as \u…, bytes that are no text as
 * U+FFFD. */
static void put_json(struct slice text)
{
	(void)fputc('"', stdout);
	while (text.size > 0) {
		unsigned char byte = (unsigned char)text.data[0];
		size_t size = charset_utf8_length(text);
		const unsigned char *bytes = (const unsigned char *)text.data;
		unsigned point = 0;

		if (size == 3 && byte == 0xE2) {
			point = 0x2000u | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
		}
		bool is_mark = (point >= 0x200B && point <= 0x200F) ||
			       (point >= 0x2028 && point <= 0x202E) ||
			       (point >= 0x2060 && point <= 0x206F);
		if (size == 0) {
			(void)fputs("\\ufffd", stdout);
			size = 1;
		} else if (byte == '"' || byte == '\\') {
			(void)printf("\\%c", byte);
		} else if (byte < 0x20 || byte == 0x7F) {
			(void)printf("\\u%04x", byte);
		} else if (size == 2 && byte == 0xC2 && (unsigned char)text.data[1] < 0xA0) {
			(void)printf("\\u%04x", (unsigned char)text.data[1]);
		} else if (is_mark) {
			(void)printf("\\u%04x", point);
		} else {
			(void)fwrite(text.data, 1, size, stdout);
		}
		text = slice_after(text, size);
	}
	(void)fputc('"', stdout);
}

static void put_markdown(struct slice text)
{
	for (; text.size > 0; text = slice_after(text, 1)) {
		if (has_any(slice_first(text, 1), "\\|`*_[]<>#")) {
			(void)fputc('\\', stdout);
		}
		size_t size = charset_utf8_length(text);
		screen_text(stdout, slice_first(text, size == 0 ? 1 : size));
		text = slice_after(text, size == 0 ? 0 : size - 1);
	}
}

void cells_head(enum table_notation notation, const struct question_row *head)
{
	if (notation == TABLE_JSON) {
		(void)fputc('[', stdout);
		return;
	}
	for (size_t i = 0; i < head->count; i++) {
		cells_print(notation, head, i, slice_from(head->names[i]), VALUE_TEXT);
	}
	cells_end_row(notation);
	for (size_t i = 0; notation == TABLE_MARKDOWN && i < head->count; i++) {
		(void)fputs(i == 0 ? "|---|" : "---|", stdout);
	}
	(void)fputs(notation == TABLE_MARKDOWN ? "\n" : "", stdout);
}

void cells_begin_row(enum table_notation notation, size_t row)
{
	if (notation == TABLE_JSON) {
		(void)fputs(row == 0 ? "\n {" : ",\n {", stdout);
	}
}

void cells_print(enum table_notation notation, const struct question_row *head, size_t column,
		 struct slice text, enum value_kind kind)
{
	if (notation == TABLE_CSV) {
		(void)fputs(column == 0 ? "" : ",", stdout);
		put_csv(text, kind == VALUE_TEXT);
	} else if (notation == TABLE_MARKDOWN) {
		(void)fputs(column == 0 ? "| " : " ", stdout);
		put_markdown(text);
		(void)fputs(" |", stdout);
	} else {
		bool is_bare = (kind == VALUE_INTEGER || kind == VALUE_REAL) &&
			       head->kinds[column] != COLUMN_INSTANT;
		(void)fputs(column == 0 ? "" : ", ", stdout);
		put_json(slice_from(head->names[column]));
		(void)fputs(": ", stdout);
		if (kind == VALUE_NULL) {
			(void)fputs("null", stdout);
		} else if (is_bare) {
			(void)fwrite(text.data, 1, text.size, stdout);
		} else {
			put_json(text);
		}
	}
}

void cells_end_row(enum table_notation notation)
{
	if (notation == TABLE_CSV) {
		(void)fputs("\r\n", stdout);
	} else if (notation == TABLE_MARKDOWN) {
		(void)fputc('\n', stdout);
	} else if (notation == TABLE_JSON) {
		(void)fputc('}', stdout);
	}
}
