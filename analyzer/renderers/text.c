// SPDX-License-Identifier: MIT
/*
 * The summary for a terminal: answer, bar, the four categories, the lost spans.
 *
 *     ███████████████████████████████████████████████
 *     staffing        122 min  106–133  B   ends at 09:47 without it
 *     02:02–02:47   45 min  S3  staffing  S.ABSENT  A  E4 E5
 *
 * Every character of a log is printed plain: no escape sequence reaches the terminal. Columns count
 * Korean letters double.
 */
#include "characters.h"
#include "renderer.h"
#include "tables.h"

enum {
	CLOCK_COLUMNS = 13, /* at least; as wide as the widest of its column, as those below */
	STEP_COLUMNS = 6,
	CAUSE_COLUMNS = 13,
	LEAF_COLUMNS = 14,
	WARNINGS_SHOWN = 5,
	CATEGORY_INDENT = 2,
	MINUTES_COLUMNS = 8, /* the number, two blanks, and one more before it */
	REST_COLUMNS = 12,   /* grade and some ids */
	NARROW_INDENT = 4,
	CAUSES_SIZE = 128,
	LEAVES_SIZE = 256,
};

static const char *const cause_colors[CAUSE_COUNT] = {"\033[33m", "\033[34m", "\033[35m",
						      "\033[90m"};
static const char *const cause_cells[CAUSE_COUNT] = {"█", "▓", "▒", "░"};

struct page {
	const struct report *report;
	const struct render_options *options;
	FILE *out;
	int width;
	int clocks, causes, leaves; /* columns of the lost spans */
};

static void put_spaces(FILE *out, int count)
{
	for (int i = 0; i < count; i++) {
		(void)fputc(' ', out);
	}
}

/* At least one blank follows, so columns never touch. */
static void put_padded(FILE *out, const char *text, int columns)
{
	int used = characters_put_cut(out, text, columns);
	put_spaces(out, columns - used + 1);
}

static void color(const struct page *page, size_t cause)
{
	if (page->options->color) {
		(void)fputs(cause == CAUSE_COUNT ? "\033[0m" : cause_colors[cause], page->out);
	}
}

/* Breaks at blanks; a word longer than the line is cut. Lines after the first begin
 * `indent` columns in. */
static void put_wrapped(const struct page *page, const char *text, int indent)
{
	struct slice rest = slice_from(text);
	int width_left = page->width - indent;
	int used = 0;
	while (rest.size > 0) {
		char word[WORDS_SENTENCE_SIZE];
		size_t end = slice_find_char(rest, ' ');
		size_t size = end < sizeof word ? end : sizeof word - 1;
		memcpy(word, rest.data, size);
		word[size] = '\0';
		rest = slice_after(rest, end + 1);
		int width = characters_width(word);
		if (used > 0 && used + 1 + width > width_left) {
			(void)fputc('\n', page->out);
			put_spaces(page->out, indent);
			used = 0;
		} else if (used > 0) {
			(void)fputc(' ', page->out);
			used++;
		}
		used += characters_put_cut(page->out, word, width_left);
	}
	(void)fputc('\n', page->out);
}

static void put_bar(const struct page *page)
{
	int64_t cells[CAUSE_COUNT];
	table_bar(page->report, page->width, cells);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		color(page, i);
		for (int64_t j = 0; j < cells[i]; j++) {
			(void)fputs(cause_cells[i], page->out);
		}
	}
	color(page, CAUSE_COUNT);
	(void)fputc('\n', page->out);
}

static void put_categories(const struct page *page)
{
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		char text[WORDS_SENTENCE_SIZE];
		words_category(page->options->language, page->report, i, text);
		color(page, i);
		(void)fputs(cause_cells[i], page->out);
		color(page, CAUSE_COUNT);
		(void)fputc(' ', page->out);
		put_wrapped(page, text, CATEGORY_INDENT);
	}
}

static void say_causes(const struct page *page, const struct report_span *span, char *buffer)
{
	buffer[0] = '\0';
	for (size_t i = 0, size = 0; i < CAUSE_COUNT && size < CAUSES_SIZE; i++) {
		if (span->causes[i]) {
			size += (size_t)snprintf(
				buffer + size, CAUSES_SIZE - size, "%s%s", size == 0 ? "" : "+",
				words_cause(page->options->language, page->report->causes[i].name));
		}
	}
}

static void say_leaves(const struct report_span *span, char *buffer)
{
	buffer[0] = '\0';
	for (size_t i = 0, size = 0; i < span->leaf_count && size < LEAVES_SIZE; i++) {
		size += (size_t)snprintf(buffer + size, LEAVES_SIZE - size, "%s%s",
					 i == 0 ? "" : "+", span->leaves[i]);
	}
}

static int wider(int columns, const char *text)
{
	int width = characters_width(text);
	return width > columns ? width : columns;
}

/* Columns as wide as what stands in them. */
static void measure(struct page *page)
{
	page->clocks = CLOCK_COLUMNS;
	page->causes = CAUSE_COLUMNS;
	page->leaves = LEAF_COLUMNS;
	for (size_t i = 0; i < page->report->path_count; i++) {
		const struct report_span *span = &page->report->path[i];
		char clocks[REPORT_CLOCKS_SIZE];
		char causes[CAUSES_SIZE];
		char leaves[LEAVES_SIZE];
		if (!span->lost) {
			continue;
		}
		report_clocks(page->report, span->from_at, span->to_at, clocks);
		say_causes(page, span, causes);
		say_leaves(span, leaves);
		page->clocks = wider(page->clocks, clocks);
		page->causes = wider(page->causes, causes);
		page->leaves = wider(page->leaves, leaves);
	}
}

/* Where causes begin: in the row, or on a line of their own where a row would be too wide. */
static int cause_column(const struct page *page)
{
	const char *min = words_label(page->options->language, "min");
	int column = page->clocks + MINUTES_COLUMNS + characters_width(min) + STEP_COLUMNS + 1;
	int wide = column + page->causes + page->leaves + 2 + REST_COLUMNS;
	return wide > page->width ? NARROW_INDENT : column;
}

/* The time by which the plan is longer than the window: lost, but at no hour. */
static void put_plan(const struct page *page)
{
	put_spaces(page->out, page->clocks + 1);
	(void)fprintf(page->out, "%5lld %s ", (long long)-page->report->reserve.min,
		      words_label(page->options->language, "min"));
	put_padded(page->out, "", STEP_COLUMNS);
	if (cause_column(page) == NARROW_INDENT) {
		(void)fputc('\n', page->out);
		put_spaces(page->out, NARROW_INDENT);
	}
	put_padded(page->out, words_cause(page->options->language, "procedure"), page->causes);
	(void)fputs("P.PLAN\n", page->out);
}

/* On as many lines as they need, each beginning where the first id does. */
static void put_ids(const struct page *page, const struct report_span *span, int column)
{
	int used = column;
	for (size_t i = 0; i < span->evidence.count; i++) {
		char id[24];
		int size = snprintf(id, sizeof id, " E%d",
				    page->report->evidence[span->evidence.items[i]].number);
		if (used + size > page->width && used > column) {
			(void)fputc('\n', page->out);
			put_spaces(page->out, column);
			used = column;
		}
		(void)fputs(id, page->out);
		used += size;
	}
	(void)fputc('\n', page->out);
}

static void put_span(const struct page *page, const struct report_span *span)
{
	char clocks[REPORT_CLOCKS_SIZE];
	char causes[CAUSES_SIZE];
	char leaves[LEAVES_SIZE];
	int column = cause_column(page);
	report_clocks(page->report, span->from_at, span->to_at, clocks);
	say_causes(page, span, causes);
	say_leaves(span, leaves);
	put_padded(page->out, clocks, page->clocks);
	(void)fprintf(page->out, "%5lld %s ", (long long)span->amount.min,
		      words_label(page->options->language, "min"));
	put_padded(page->out, span->step == NULL ? "" : span->step, STEP_COLUMNS);
	if (column == NARROW_INDENT) {
		(void)fputc('\n', page->out);
		put_spaces(page->out, NARROW_INDENT);
	}
	put_padded(page->out, causes, page->causes);
	put_padded(page->out, leaves, page->leaves);
	(void)fputs(span->grade == NULL ? " " : span->grade, page->out);
	put_ids(page, span, column + page->causes + page->leaves + 3);
}

static void put_warnings(const struct page *page)
{
	const struct report *report = page->report;
	if (report->warning_count == 0) {
		return;
	}
	(void)fprintf(page->out, "\n%s (%zu)\n", words_label(page->options->language, "warnings"),
		      report->warning_count);
	for (size_t i = 0; i < report->warning_count && i < WARNINGS_SHOWN; i++) {
		char text[WORDS_SENTENCE_SIZE];
		words_said(page->options->language, report->warnings[i].text, text);
		put_wrapped(page, text, 0);
	}
	if (report->warning_count > WARNINGS_SHOWN) {
		(void)fputs("…\n", page->out);
	}
}

/* With a plan longer than the window the rows hold more than the lost time: no sum then. */
static void put_lost_heading(const struct page *page)
{
	enum language language = page->options->language;
	(void)fprintf(page->out, "\n%s", words_label(language, "lost_minutes"));
	if (page->report->reserve.us >= 0) {
		(void)fprintf(page->out, ": %lld %s", (long long)page->report->lost.min,
			      words_label(language, "min"));
	}
	(void)fputc('\n', page->out);
}

static int page_width(int width)
{
	if (width == 0) {
		return RENDER_WIDTH;
	}
	if (width < RENDER_WIDTH_MIN) {
		return RENDER_WIDTH_MIN;
	}
	return width > RENDER_WIDTH_MAX ? RENDER_WIDTH_MAX : width;
}

static enum status render_text(const struct report *report, const struct render_options *options,
			       FILE *out, struct error *error)
{
	struct page page = {.report = report,
			    .options = options,
			    .out = out,
			    .width = page_width(options->width)};
	char text[WORDS_SENTENCE_SIZE];
	(void)characters_put_cut(out, report->case_title, page.width);
	(void)fputs("\n\n", out);
	words_answer(options->language, report, text);
	put_wrapped(&page, text, 0);
	words_verdict(options->language, report, text);
	put_wrapped(&page, text, 0);
	if (report->split && report->overrun.us > 0) {
		(void)fputc('\n', out);
		put_bar(&page);
		put_categories(&page);
	}
	measure(&page);
	if (report->lost.us > 0 || report->reserve.us < 0) {
		put_lost_heading(&page);
	}
	if (report->reserve.us < 0) {
		put_plan(&page);
	}
	for (size_t i = 0; i < report->path_count; i++) {
		if (report->path[i].lost) {
			put_span(&page, &report->path[i]);
		}
	}
	put_warnings(&page);
	return renderer_finish(out, error);
}

const struct renderer text_renderer = {
	.name = "text",
	.ending = ".txt",
	.title = "the summary, for a terminal",
	.render = render_text,
};
