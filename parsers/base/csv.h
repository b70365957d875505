// SPDX-License-Identifier: MIT
/*
 * Rows of comma separated values (RFC 4180), also with ';' or tabs, and rows over several lines.
 *
 *     INC0000045,"He said ""no"",
 *     twice",New          one row of two lines: a quoted cell went on
 */
#ifndef OVERRUN_CSV_H
#define OVERRUN_CSV_H

#include "slice.h"

enum {
	CSV_ROW_SIZE = 128 * 1024, /* of a row over several lines; tickets hold mails and logs */
	CSV_ROW_LINES = 2000,      /* after so many a quote was a stray one */
};

/* One cell, as it stands: doubled quotes are not resolved yet. */
struct csv_cell {
	struct slice text; /* without its quotes; a bare one trimmed */
	bool quoted;
	bool open; /* the quote is not closed in this text: the cell goes on in the next line */
	bool last; /* no separator behind it */
};

/* Eats one cell and the separator behind it. */
struct csv_cell csv_eat(struct slice *rest, char separator);

/*
 * Does the cell begin as numbers and times do? No column is called so, which tells rows from
 * headers at little cost.
 */
static inline bool csv_is_numeric(const struct csv_cell *cell)
{
	const char *data = cell->text.data;
	return cell->text.size > 1 && data[0] >= '0' && data[0] <= '9' &&
	       ((data[1] >= '0' && data[1] <= '9') || data[1] == '/' || data[1] == '.');
}

/* The separator of a header: the first of ',', ';' and tab in it; ',' when there is none. */
char csv_separator(struct slice header);

/*
 * The cell's text, with doubled quotes made single in `buffer`, of which `used` bytes are taken and
 * more will be. A text that does not fit comes back as it stands.
 */
struct slice csv_text(const struct csv_cell *cell, char *buffer, size_t size, size_t *used);

/* A row that is put together line by line. All zero at first but the text. */
struct csv_row {
	size_t size;
	size_t lines; /* 0: no row is open */
	char text[CSV_ROW_SIZE];
};

enum csv_line {
	CSV_WHOLE,   /* `ret_row` is a row: the line itself, or all its lines */
	CSV_GOES_ON, /* a quoted cell goes on in the next line */
	CSV_STRAY,   /* too long for a row: the quote that opened it was a mistake; forget it */
};

/* Feeds one line. `ret_row` borrows from the line or the row, until the next line. */
enum csv_line csv_feed(struct csv_row *row, char separator, struct slice line,
		       struct slice *ret_row);

/*
 * While a row is open: would the line end its quoted cell as a writer of CSV does, with a separator
 * or nothing behind the quote? One that does not may be a row of its own.
 */
bool csv_closes(struct slice line, char separator);

/* Forgets an open row: the line to come begins one by itself. */
void csv_forget(struct csv_row *row);

#endif
