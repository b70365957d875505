// SPDX-License-Identifier: MIT
/* Escaped at the last moment: the only way text gets into the page. */
#include "html_text.h"

#include "characters.h"

void html_put_text(FILE *out, const char *text)
{
	struct slice rest = text == NULL ? slice_empty() : slice_from(text);
	while (rest.size > 0) {
		uint32_t character = characters_next(&rest);
		switch (character) {
		case '&':
			(void)fputs("&amp;", out);
			break;
		case '<':
			(void)fputs("&lt;", out);
			break;
		case '>':
			(void)fputs("&gt;", out);
			break;
		case '"':
			(void)fputs("&quot;", out);
			break;
		case '\'':
			(void)fputs("&#39;", out);
			break;
		default:
			character_put(out, character_is_plain(character) ? character
									 : CHARACTER_REPLACEMENT);
			break;
		}
	}
}

const char *html_cause_class(size_t cause)
{
	static const char *const classes[CAUSE_COUNT] = {"staffing", "procedure", "technical",
							 "undetermined"};
	return classes[cause];
}

void html_put_element(FILE *out, const char *open, const char *text, const char *close)
{
	(void)fputs(open, out);
	html_put_text(out, text);
	(void)fputs(close, out);
}

void html_open_table(struct sheet *sheet, const char *attributes)
{
	(void)fprintf(sheet->out,
		      "<div class=\"table\" tabindex=\"0\" role=\"group\" aria-labelledby=\"h-%s\">"
		      "<table%s>\n<thead><tr>",
		      sheet->heading == NULL ? "" : sheet->heading, attributes);
}

static void begin_table(struct sheet *sheet)
{
	html_open_table(sheet, "");
	for (size_t i = 0; i < sheet->column_count; i++) {
		(void)fputs(sheet->columns[i].numeric ? "<th scope=\"col\" class=\"n\">"
						      : "<th scope=\"col\">",
			    sheet->out);
		html_put_text(sheet->out, words_label(sheet->language, sheet->columns[i].key));
		(void)fputs("</th>", sheet->out);
	}
	(void)fputs("</tr></thead>\n<tbody>\n", sheet->out);
}

static void put_row(struct sheet *sheet, bool begins)
{
	(void)fputs(begins ? "" : "</tr>\n", sheet->out);
}

void html_put_causes(struct sheet *sheet, const bool *causes)
{
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		if (causes[i]) {
			(void)fprintf(sheet->out, "<span class=\"chip %s\"><i></i>",
				      html_cause_class(i));
			html_put_text(sheet->out,
				      words_cause(sheet->language, sheet->report->causes[i].name));
			(void)fputs("</span> ", sheet->out);
		}
	}
}

void html_put_marks(struct sheet *sheet, const struct report_citations *citations)
{
	for (size_t i = 0; i < citations->count; i++) {
		int number = sheet->report->evidence[citations->items[i]].number;
		(void)fprintf(sheet->out, "%s<a href=\"#E%d\">E%d</a>", i == 0 ? "" : " ", number,
			      number);
	}
}

/* From four digits on in groups of three: "10,743,553". */
static void put_number(FILE *out, int64_t number)
{
	enum { GROUPED_FROM = 1000, GROUP = 3, DIGITS = 24 };
	char digits[DIGITS];
	int size = snprintf(digits, sizeof digits, "%lld", (long long)number);
	bool grouped = number >= GROUPED_FROM;
	for (int i = 0; i < size; i++) {
		(void)fputs(grouped && i > 0 && (size - i) % GROUP == 0 ? "," : "", out);
		(void)fputc(digits[i], out);
	}
}

static void put_content(struct sheet *sheet, const struct cell *cell)
{
	char clock[TIMESTAMP_TEXT_SIZE] = "";
	switch (cell->kind) {
	case CELL_TEXT:
	case CELL_WORD:
		html_put_text(sheet->out, cell->text);
		break;
	case CELL_NUMBER:
		put_number(sheet->out, cell->number);
		break;
	case CELL_MARK:
		(void)fprintf(sheet->out, "E%lld", (long long)cell->number);
		break;
	case CELL_TIME:
		if (cell->at != TIMESTAMP_NONE) {
			report_clock(sheet->report, cell->at, clock);
		}
		(void)fputs(clock, sheet->out);
		break;
	case CELL_CAUSES:
		html_put_causes(sheet, cell->causes);
		break;
	case CELL_EVIDENCE:
		html_put_marks(sheet, cell->citations);
		break;
	}
}

/* What a cell's look depends on: its column, else what it holds. */
static const char *cell_class(const struct sheet_column *column, enum cell_kind kind)
{
	static const char *const long_keys[] = {"text", "note", "rule", "title", "settled_by"};
	if (column->numeric) {
		return "n";
	}
	if (strcmp(column->key, "sha256") == 0) {
		return "hash";
	}
	if (strcmp(column->key, "file") == 0) {
		return "file";
	}
	for (size_t i = 0; i < sizeof long_keys / sizeof long_keys[0]; i++) {
		if (strcmp(column->key, long_keys[i]) == 0) {
			return "long";
		}
	}
	return kind == CELL_TIME ? "t" : NULL;
}

/* The first cell of a row is its heading. */
static void put_cell(struct sheet *sheet, const struct cell *cell)
{
	const char *class = cell_class(&sheet->columns[sheet->column], cell->kind);
	bool heads = sheet->column == 0;
	(void)fputs(heads ? "<tr><th scope=\"row\"" : "<td", sheet->out);
	if (class != NULL) {
		(void)fprintf(sheet->out, " class=\"%s\"", class);
	}
	(void)fputc('>', sheet->out);
	put_content(sheet, cell);
	(void)fputs(heads ? "</th>" : "</td>", sheet->out);
}

static void end_table(struct sheet *sheet)
{
	(void)fputs("</tbody>\n</table></div>\n", sheet->out);
}

const struct sheet_notation html_notation = {begin_table, put_row, put_cell, end_table};

static void begin_pairs(struct sheet *sheet)
{
	(void)fputs("<dl class=\"facts\">\n", sheet->out);
}

static void put_pair(struct sheet *sheet, bool begins)
{
	(void)fputs(begins ? "<div>" : "</div>\n", sheet->out);
}

static void put_side(struct sheet *sheet, const struct cell *cell)
{
	(void)fputs(sheet->column == 0 ? "<dt>" : "<dd>", sheet->out);
	put_content(sheet, cell);
	(void)fputs(sheet->column == 0 ? "</dt>" : "</dd>", sheet->out);
}

static void end_pairs(struct sheet *sheet)
{
	(void)fputs("</dl>\n", sheet->out);
}

const struct sheet_notation html_pairs_notation = {begin_pairs, put_pair, put_side, end_pairs};
