// SPDX-License-Identifier: MIT
/* Counts cells into rows; the notation does the rest. */
#include "sheet.h"

void sheet_begin(struct sheet *sheet, const struct sheet_column *columns, size_t count)
{
	sheet->columns = columns;
	sheet->column_count = count;
	sheet->column = 0;
	sheet->notation->begin(sheet);
}

void sheet_end(struct sheet *sheet)
{
	sheet->notation->end(sheet);
}

static void put(struct sheet *sheet, const struct cell *cell)
{
	if (sheet->column == 0) {
		sheet->notation->row(sheet, true);
	}
	sheet->notation->cell(sheet, cell);
	sheet->column++;
	if (sheet->column == sheet->column_count) {
		sheet->notation->row(sheet, false);
		sheet->column = 0;
	}
}

void sheet_text(struct sheet *sheet, const char *text)
{
	put(sheet, &(struct cell){.kind = CELL_TEXT, .text = text == NULL ? "" : text});
}

void sheet_word(struct sheet *sheet, const char *word)
{
	put(sheet, &(struct cell){.kind = CELL_WORD,
				  .text = word == NULL ? "" : words_word(sheet->language, word)});
}

void sheet_said(struct sheet *sheet, const char *said)
{
	char text[WORDS_SENTENCE_SIZE];
	words_said(sheet->language, said, text);
	sheet_text(sheet, text);
}

void sheet_number(struct sheet *sheet, int64_t number)
{
	put(sheet, &(struct cell){.kind = CELL_NUMBER, .number = number});
}

void sheet_time(struct sheet *sheet, timestamp at)
{
	put(sheet, &(struct cell){.kind = CELL_TIME, .at = at});
}

void sheet_causes(struct sheet *sheet, const bool *causes)
{
	put(sheet, &(struct cell){.kind = CELL_CAUSES, .causes = causes});
}

void sheet_cause(struct sheet *sheet, size_t cause)
{
	bool causes[CAUSE_COUNT] = {false};
	causes[cause] = true;
	sheet_causes(sheet, causes);
}

void sheet_evidence(struct sheet *sheet, const struct report_citations *citations)
{
	put(sheet, &(struct cell){.kind = CELL_EVIDENCE, .citations = citations});
}

void sheet_mark(struct sheet *sheet, int number)
{
	put(sheet, &(struct cell){.kind = CELL_MARK, .number = number});
}

void sheet_put_causes(const struct sheet *sheet, const bool *causes)
{
	bool first = true;
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		if (causes[i]) {
			(void)fputs(first ? "" : " + ", sheet->out);
			(void)fputs(words_cause(sheet->language, sheet->report->causes[i].name),
				    sheet->out);
			first = false;
		}
	}
}

void sheet_put_marks(const struct sheet *sheet, const struct report_citations *citations)
{
	for (size_t i = 0; i < citations->count; i++) {
		(void)fprintf(sheet->out, "%sE%d", i == 0 ? "" : " ",
			      sheet->report->evidence[citations->items[i]].number);
	}
}
