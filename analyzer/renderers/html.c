// SPDX-License-Identifier: MIT
/*
 * The report as one page: the answer, the night, and everything behind it.
 *
 * Self-contained: no script, no network, prints as it stands; every evidence mark leads to the
 * cited line.
 */
#include "html_text.h"
#include "night_chart.h"
#include "renderer.h"
#include "tables.h"

enum { BAR_PERMILLE = 1000 };

static void put_element(FILE *out, const char *open, const char *text, const char *close)
{
	(void)fputs(open, out);
	html_put_text(out, text);
	(void)fputs(close, out);
}

static void put_head(struct sheet *sheet)
{
	FILE *out = sheet->out;
	(void)fprintf(out,
		      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
		      language_name(sheet->language));
	(void)fputs("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		    "style-src 'unsafe-inline'\">\n"
		    "<meta name=\"referrer\" content=\"no-referrer\">\n",
		    out);
	put_element(out, "<title>", sheet->report->case_title, "</title>\n");
	(void)fputs("<style>\n", out);
	(void)fputs(html_style, out);
	(void)fputs("</style>\n</head>\n<body>\n", out);
}

/* The width of each part in per mille of the bar. */
static void put_bar(struct sheet *sheet)
{
	int64_t cells[CAUSE_COUNT];
	table_bar(sheet->report, BAR_PERMILLE, cells);
	(void)fputs("<div class=\"bar\">", sheet->out);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		const struct report_cause *cause = &sheet->report->causes[i];
		if (cells[i] == 0) {
			continue;
		}
		(void)fprintf(sheet->out, "<span class=\"%s\" style=\"width:%lld.%lld%%\">",
			      html_cause_class(i), (long long)(cells[i] / 10),
			      (long long)(cells[i] % 10));
		html_put_text(sheet->out, words_cause(sheet->language, cause->name));
		(void)fprintf(sheet->out, " %lld</span>", (long long)cause->headline.min);
	}
	(void)fputs("</div>\n", sheet->out);
}

static void put_answer(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	char text[WORDS_SENTENCE_SIZE];
	put_element(sheet->out, "<h1>", report->case_title, "</h1>\n");
	words_answer(sheet->language, report, text);
	put_element(sheet->out, "<p class=\"answer\">", text, "</p>\n");
	words_verdict(sheet->language, report, text);
	put_element(sheet->out, "<p class=\"answer\">", text, "</p>\n");
	if (report->split && report->overrun.us > 0) {
		put_bar(sheet);
		table_answer(sheet);
	}
	table_facts(sheet);
	put_element(sheet->out, "<p class=\"note\">", words_label(sheet->language, "identity"),
		    "</p>\n");
}

/* The cited lines of one span, folded up under its sentence. */
static void put_lines(struct sheet *sheet, const struct report_citations *citations)
{
	for (size_t i = 0; i < citations->count; i++) {
		const struct report_evidence *evidence =
			&sheet->report->evidence[citations->items[i]];
		(void)fprintf(sheet->out, "<pre><a href=\"#E%d\">E%d</a> ", evidence->number,
			      evidence->number);
		html_put_text(sheet->out, evidence->chain);
		(void)fprintf(sheet->out, ":%lld\n", (long long)evidence->line);
		html_put_text(sheet->out, evidence->text);
		(void)fputs("</pre>\n", sheet->out);
	}
}

static void put_sentences(struct sheet *sheet)
{
	char text[WORDS_SENTENCE_SIZE];
	(void)fputs("<ul class=\"spans\">\n", sheet->out);
	for (size_t i = 0; i < sheet->report->path_count; i++) {
		const struct report_span *span = &sheet->report->path[i];
		if (span->lost) {
			words_span(sheet->language, sheet->report, span, text);
			put_element(sheet->out, "<li><details><summary>", text, "</summary>\n");
			put_lines(sheet, &span->evidence);
			(void)fputs("</details></li>\n", sheet->out);
		}
	}
	(void)fputs("</ul>\n", sheet->out);
}

static void put_tables(struct sheet *sheet)
{
	for (const struct table *table = report_tables; table->heading != NULL; table++) {
		if (!table->is_filled(sheet->report)) {
			continue;
		}
		put_element(sheet->out, "<h2>", words_label(sheet->language, table->heading),
			    "</h2>\n");
		if (table->note != NULL) {
			put_element(sheet->out, "<p class=\"note\">",
				    words_label(sheet->language, table->note), "</p>\n");
		}
		table->write(sheet);
		if (table->write == table_lost) {
			put_sentences(sheet);
		}
	}
}

static enum status render_html(const struct report *report, const struct render_options *options,
			       FILE *out, struct error *error)
{
	struct sheet sheet = {.out = out,
			      .report = report,
			      .language = options->language,
			      .notation = &html_notation};
	put_head(&sheet);
	put_answer(&sheet);
	put_element(out, "<h2>", words_label(options->language, "night"), "</h2>\n");
	night_chart(out, report, options->language);
	put_tables(&sheet);
	(void)fputs("<p class=\"note\">", out);
	html_put_text(out, words_label(options->language, "generated_by"));
	(void)fputc(' ', out);
	html_put_text(out, report->version);
	put_element(out, " · ", report->case_id, " · SHA-256 ");
	put_element(out, "", report->case_sha256, "</p>\n</body>\n</html>\n");
	return renderer_finish(out, error);
}

const struct renderer html_renderer = {
	.name = "html",
	.ending = ".html",
	.title = "one self-contained page",
	.render = render_html,
};
