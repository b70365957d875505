// SPDX-License-Identifier: MIT
/*
 * The report for a wiki (GitHub-flavoured Markdown): answer, bar, then every table.
 *
 * Text from logs is escaped so that no wiki takes it for markup, a table's border or HTML.
 */
#include "characters.h"
#include "renderer.h"
#include "tables.h"

enum { BAR_CELLS = 60 };

static bool is_word(uint32_t character)
{
	return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
	       (character >= 'A' && character <= 'Z');
}

/* True when a wiki might take it for markup. An underscore inside a word is none. */
static bool is_markup(uint32_t before, uint32_t character, struct slice rest)
{
	if (character == '_' && is_word(before) && rest.size > 0) {
		return !is_word((unsigned char)rest.data[0]);
	}
	if (character == ':') {
		return slice_starts_with(rest, "//"); /* no address becomes a link */
	}
	return character < 0x80 && character != 0 &&
	       strchr("\\`*_[]#|~$@&<>", (int)character) != NULL;
}

/* As entities: a backslash before a pipe does not help every wiki. */
static void put_text(FILE *out, const char *text)
{
	struct slice rest = slice_from(text);
	uint32_t before = 0;
	while (rest.size > 0) {
		uint32_t character = characters_next(&rest);
		if (is_markup(before, character, rest)) {
			(void)fprintf(out, "&#%u;", (unsigned)character);
		} else {
			character_put(out, character_is_plain(character) ? character
									 : CHARACTER_REPLACEMENT);
		}
		before = character;
	}
}

static void begin_table(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->column_count; i++) {
		(void)fputs("| ", sheet->out);
		(void)fputs(words_label(sheet->language, sheet->columns[i].key), sheet->out);
		(void)fputc(' ', sheet->out);
	}
	(void)fputs("|\n", sheet->out);
	for (size_t i = 0; i < sheet->column_count; i++) {
		(void)fputs(sheet->columns[i].numeric ? "|---:" : "|---", sheet->out);
	}
	(void)fputs("|\n", sheet->out);
}

static void put_row(struct sheet *sheet, bool begins)
{
	(void)fputs(begins ? "|" : "\n", sheet->out);
}

static void put_cell(struct sheet *sheet, const struct cell *cell)
{
	FILE *out = sheet->out;
	char clock[TIMESTAMP_TEXT_SIZE] = "";
	(void)fputc(' ', out);
	switch (cell->kind) {
	case CELL_TEXT:
	case CELL_WORD:
		put_text(out, cell->text);
		break;
	case CELL_NUMBER:
		(void)fprintf(out, "%lld", (long long)cell->number);
		break;
	case CELL_MARK:
		(void)fprintf(out, "E%lld", (long long)cell->number);
		break;
	case CELL_TIME:
		if (cell->at != TIMESTAMP_NONE) {
			report_clock(sheet->report, cell->at, clock);
		}
		(void)fputs(clock, out);
		break;
	case CELL_CAUSES:
		sheet_put_causes(sheet, cell->causes);
		break;
	case CELL_EVIDENCE:
		sheet_put_marks(sheet, cell->citations);
		break;
	}
	(void)fputs(" |", out);
}

static void end_table(struct sheet *sheet)
{
	(void)fputc('\n', sheet->out);
}

/* `SSSSSSSSSSSSSSSSSSSSSSSSPPPPPPPPPPPPTTTTTTTTTTTTTTTTTTTTTUUU` */
static void put_bar(FILE *out, const struct report *report)
{
	int64_t cells[CAUSE_COUNT];
	table_bar(report, BAR_CELLS, cells);
	(void)fputc('`', out);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		for (int64_t j = 0; j < cells[i]; j++) {
			(void)fputc("SPTU"[i], out);
		}
	}
	(void)fputs("`\n\n", out);
}

static void put_head(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	char text[WORDS_SENTENCE_SIZE];
	(void)fputs("# ", sheet->out);
	put_text(sheet->out, report->case_title);
	(void)fputs("\n\n**", sheet->out);
	words_answer(sheet->language, report, text);
	put_text(sheet->out, text);
	(void)fputs("** ", sheet->out);
	words_verdict(sheet->language, report, text);
	put_text(sheet->out, text);
	(void)fputs("\n\n", sheet->out);
	if (report->split && report->overrun.us > 0) {
		put_bar(sheet->out, report);
		table_answer(sheet);
	}
	table_facts(sheet);
}

/* One sentence per lost span, under the table of lost minutes. */
static void put_sentences(struct sheet *sheet)
{
	char text[WORDS_SENTENCE_SIZE];
	if (sheet->report->reserve.us < 0) {
		(void)fprintf(sheet->out, "* %lld%s%s: %s.\n",
			      (long long)-sheet->report->reserve.min, words_gap(sheet->language),
			      words_label(sheet->language, "min"),
			      words_leaf(sheet->language, "P.PLAN"));
	}
	for (size_t i = 0; i < sheet->report->path_count; i++) {
		if (sheet->report->path[i].lost) {
			words_span(sheet->language, sheet->report, &sheet->report->path[i], text);
			(void)fputs("* ", sheet->out);
			put_text(sheet->out, text);
			(void)fputc('\n', sheet->out);
		}
	}
	(void)fputc('\n', sheet->out);
}

static enum status render_markdown(const struct report *report,
				   const struct render_options *options, FILE *out,
				   struct error *error)
{
	static const struct sheet_notation notation = {begin_table, put_row, put_cell, end_table};
	struct sheet sheet = {
		.out = out, .report = report, .language = options->language, .notation = &notation};
	put_head(&sheet);
	for (const struct table *table = report_tables; table->heading != NULL; table++) {
		if (!table->is_filled(report)) {
			continue;
		}
		(void)fprintf(out, "## %s\n\n", words_label(options->language, table->heading));
		if (table->note != NULL) {
			(void)fprintf(out, "%s\n\n", words_label(options->language, table->note));
		}
		table->write(&sheet);
		if (table->write == table_lost) {
			put_sentences(&sheet);
		}
	}
	return renderer_finish(out, error);
}

const struct renderer markdown_renderer = {
	.name = "markdown",
	.ending = ".md",
	.title = "for a wiki",
	.render = render_markdown,
};
