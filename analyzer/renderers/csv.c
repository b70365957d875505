// SPDX-License-Identifier: MIT
/*
 * The lost-minutes table as CSV (RFC 4180), for a spreadsheet.
 *
 * A field that a spreadsheet would take for a formula gets an apostrophe before it; see OWASP, CSV
 * injection. Times are ISO 8601.
 */
#include "characters.h"
#include "renderer.h"
#include "tables.h"

/* = + - @, their full-width twins, tab and CR begin a formula in one spreadsheet or another. */
static bool is_formula(const char *text)
{
	static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t", "\r", "\n",
					     "＝", "＋", "－", "＠", "|",  "%"};
	struct slice trimmed = slice_from(text);
	while (trimmed.size > 0 && (trimmed.data[0] == ' ' || trimmed.data[0] == '\'')) {
		trimmed = slice_after(trimmed, 1);
	}
	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
		if (slice_starts_with(trimmed, starts[i])) {
			return true;
		}
	}
	return false;
}

static void put_field(FILE *out, const char *text)
{
	struct slice rest = slice_from(text);
	bool quoted = strpbrk(text, ",\"\r\n'") != NULL || is_formula(text);
	(void)fputs(quoted ? "\"" : "", out);
	(void)fputs(is_formula(text) ? "'" : "", out);
	while (rest.size > 0) {
		uint32_t character = characters_next(&rest);
		if (character == '"') {
			(void)fputc('"', out);
		}
		character_put(out,
			      character_is_plain(character) ? character : CHARACTER_REPLACEMENT);
	}
	(void)fputs(quoted ? "\"" : "", out);
}

static void begin_table(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->column_count; i++) {
		(void)fputs(i == 0 ? "" : ",", sheet->out);
		put_field(sheet->out, words_label(sheet->language, sheet->columns[i].key));
	}
	(void)fputs("\r\n", sheet->out);
}

static void put_row(struct sheet *sheet, bool begins)
{
	(void)fputs(begins ? "" : "\r\n", sheet->out);
}

static void put_cell(struct sheet *sheet, const struct cell *cell)
{
	FILE *out = sheet->out;
	char time[TIMESTAMP_TEXT_SIZE] = "";
	(void)fputs(sheet->column == 0 ? "" : ",", out);
	switch (cell->kind) {
	case CELL_TEXT:
	case CELL_WORD:
		put_field(out, cell->text);
		break;
	case CELL_NUMBER:
	case CELL_MARK:
		(void)fprintf(out, "%lld", (long long)cell->number);
		break;
	case CELL_TIME:
		if (cell->at != TIMESTAMP_NONE) {
			report_iso(sheet->report, cell->at, time);
		}
		put_field(out, time);
		break;
	case CELL_CAUSES:
		sheet_put_causes(sheet, cell->causes);
		break;
	case CELL_EVIDENCE:
		sheet_put_marks(sheet, cell->citations);
		break;
	}
}

static void end_table(struct sheet *sheet)
{
	(void)sheet;
}

static enum status render_csv(const struct report *report, const struct render_options *options,
			      FILE *out, struct error *error)
{
	static const struct sheet_notation notation = {begin_table, put_row, put_cell, end_table};
	struct sheet sheet = {
		.out = out, .report = report, .language = options->language, .notation = &notation};
	table_lost(&sheet);
	return renderer_finish(out, error);
}

const struct renderer csv_renderer = {
	.name = "csv",
	.ending = ".csv",
	.title = "the lost minutes, for a spreadsheet",
	.render = render_csv,
};
