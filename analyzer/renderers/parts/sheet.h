// SPDX-License-Identifier: MIT
/*
 * A table being written, cell by cell, in whatever notation.
 *
 *     sheet_begin(&sheet, columns, 3);
 *     sheet_time(&sheet, span->from_at); sheet_number(&sheet, 45); sheet_evidence(&sheet, …);
 *     … the next three cells are the next row …
 *     sheet_end(&sheet);
 *
 * Markdown, HTML and CSV show the same tables (tables.h) through their own notation.
 */
#ifndef OVERRUN_SHEET_H
#define OVERRUN_SHEET_H

#include "report.h"

#include <stdio.h>

struct sheet_column {
	const char *key; /* of words_label */
	bool numeric;
};

enum cell_kind {
	CELL_TEXT, /* from the case: escape it */
	CELL_WORD, /* of the program's own */
	CELL_NUMBER,
	CELL_TIME,     /* `at`; TIMESTAMP_NONE is shown as nothing */
	CELL_CAUSES,   /* `causes` */
	CELL_EVIDENCE, /* `citations` */
	CELL_MARK,     /* `number` of an item of evidence, where it is shown in full */
};

struct cell {
	enum cell_kind kind;
	const char *text;
	int64_t number;
	timestamp at;
	const bool *causes; /* CAUSE_COUNT */
	const struct report_citations *citations;
};

struct sheet;

struct sheet_notation {
	void (*begin)(struct sheet *sheet);
	void (*row)(struct sheet *sheet,
		    bool begins); /* before the first and after the last cell */
	void (*cell)(struct sheet *sheet, const struct cell *cell);
	void (*end)(struct sheet *sheet);
};

struct sheet {
	FILE *out;
	const struct report *report;
	enum language language;
	const struct sheet_notation *notation;
	const struct sheet_column *columns;
	size_t column_count;
	const char *heading; /* key of the section that it stands in, or NULL */
	size_t column;       /* of the cell being written */
};

void sheet_begin(struct sheet *sheet, const struct sheet_column *columns, size_t count);
void sheet_end(struct sheet *sheet);

void sheet_text(struct sheet *sheet, const char *text); /* NULL: an empty cell */
void sheet_word(struct sheet *sheet, const char *word); /* said in the sheet's language */
void sheet_said(struct sheet *sheet, const char *said); /* a phrase of the method's, likewise */
void sheet_number(struct sheet *sheet, int64_t number);
void sheet_time(struct sheet *sheet, timestamp at);
void sheet_causes(struct sheet *sheet, const bool *causes);
void sheet_cause(struct sheet *sheet, size_t cause);
void sheet_evidence(struct sheet *sheet, const struct report_citations *citations);
void sheet_mark(struct sheet *sheet, int number);

/* For notations of plain text: "staffing + technical", "E3 E12". */
void sheet_put_causes(const struct sheet *sheet, const bool *causes);
void sheet_put_marks(const struct sheet *sheet, const struct report_citations *citations);

#endif
