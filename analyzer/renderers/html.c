// SPDX-License-Identifier: MIT
/*
 * The report as one page: the answer, the night, and everything behind it.
 *
 * Self-contained: no network; complete without its script, which the page's own policy admits by
 * its hash, so that no other can run. Prints as it stands; every evidence mark leads to the cited
 * line, and every cited line to the minutes it supports.
 */
#include "digest.h"
#include "html_text.h"
#include "night_chart.h"
#include "renderer.h"
#include "tables.h"

#include <stdlib.h>

enum { PERMILLE = 1000, BASE64_SIZE = (SHA256_SIZE + 2) / 3 * 4 + 1 };

/* RFC 4648, section 4. */
static void to_base64(const unsigned char *bytes, char *buffer)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
	enum { PAD = 64 }; /* the last of them */
	size_t size = 0;
	for (size_t i = 0; i < SHA256_SIZE; i += 3) {
		bool two = i + 1 < SHA256_SIZE;
		bool three = i + 2 < SHA256_SIZE;
		uint32_t group = (uint32_t)bytes[i] << 16 |
				 (two ? (uint32_t)bytes[i + 1] << 8 : 0U) |
				 (three ? (uint32_t)bytes[i + 2] : 0U);
		buffer[size++] = digits[group >> 18];
		buffer[size++] = digits[group >> 12 & 63U];
		buffer[size++] = digits[two ? group >> 6 & 63U : PAD];
		buffer[size++] = digits[three ? group & 63U : PAD];
	}
	buffer[size] = '\0';
}

static const char *label(const struct sheet *sheet, const char *key)
{
	return words_label(sheet->language, key);
}

/* Without a hash (no memory) the script does not run, and the page is read without it. */
static void put_head(struct sheet *sheet)
{
	FILE *out = sheet->out;
	unsigned char sha256[SHA256_SIZE];
	char hash[BASE64_SIZE] = "";
	if (digest_sha256(html_script, strlen(html_script), sha256)) {
		to_base64(sha256, hash);
	}
	(void)fprintf(out,
		      "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		      "style-src 'unsafe-inline'; script-src 'sha256-%s'; base-uri 'none'; "
		      "form-action 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n",
		      language_name(sheet->language), hash);
	html_put_element(out, "<title>", sheet->report->case_title, "</title>\n<style>\n");
	(void)fputs(html_style, out);
	(void)fputs("</style>\n</head>\n<body>\n", out);
	html_put_element(out, "<a class=\"skip\" href=\"#night\">", label(sheet, "night"),
			 "</a>\n<main>\n");
}

/* The width of each part in per mille of the bar; a part too narrow for its name has none. */
static void put_bar(struct sheet *sheet)
{
	enum { ROOM_FOR_NUMBER = 45, ROOM_FOR_NAME = 150 };
	int64_t cells[CAUSE_COUNT];
	table_bar(sheet->report, PERMILLE, cells);
	(void)fputs("<div class=\"bar\" aria-hidden=\"true\">", sheet->out);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		const struct report_cause *cause = &sheet->report->causes[i];
		if (cells[i] == 0) {
			continue;
		}
		(void)fprintf(sheet->out, "<span class=\"%s\" style=\"width:%lld.%lld%%\">",
			      html_cause_class(i), (long long)(cells[i] / 10),
			      (long long)(cells[i] % 10));
		if (cells[i] >= ROOM_FOR_NUMBER) {
			(void)fprintf(sheet->out, "<b>%lld</b> ", (long long)cause->headline.min);
		}
		if (cells[i] >= ROOM_FOR_NAME) {
			html_put_element(sheet->out, "<em>",
					 words_cause(sheet->language, cause->name), "</em>");
		}
		(void)fputs("</span>", sheet->out);
	}
	(void)fputs("</div>\n", sheet->out);
}

/* Where the range and the headline lie, on a track as long as the overrun. */
static void put_range(struct sheet *sheet, const struct report_cause *cause)
{
	__extension__ __int128 permille = PERMILLE;
	int64_t whole = sheet->report->overrun.us;
	int64_t least = (int64_t)(cause->least.us * permille / whole);
	int64_t greatest = (int64_t)(cause->greatest.us * permille / whole);
	int64_t headline = (int64_t)(cause->headline.us * permille / whole);
	least = least < 0 ? 0 : (least > PERMILLE ? PERMILLE : least);
	greatest = greatest < least ? least : (greatest > PERMILLE ? PERMILLE : greatest);
	(void)fprintf(sheet->out,
		      "<div class=\"range\" aria-hidden=\"true\"><i style=\"left:%lld.%lld%%;"
		      "width:%lld.%lld%%\"></i><b style=\"left:%lld.%lld%%\"></b></div>",
		      (long long)(least / 10), (long long)(least % 10),
		      (long long)((greatest - least) / 10), (long long)((greatest - least) % 10),
		      (long long)(headline / 10), (long long)(headline % 10));
}

static void put_causes(struct sheet *sheet)
{
	FILE *out = sheet->out;
	(void)fputs("<dl class=\"causes\">\n", out);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		const struct report_cause *cause = &sheet->report->causes[i];
		char clock[TIMESTAMP_TEXT_SIZE];
		report_clock(sheet->report, cause->but_for_end_at, clock);
		(void)fprintf(out, "<div class=\"%s\"><dt><i></i>", html_cause_class(i));
		html_put_text(out, words_cause(sheet->language, cause->name));
		(void)fprintf(out, "</dt><dd><p class=\"big\">%lld <small>",
			      (long long)cause->headline.min);
		html_put_element(out, "", label(sheet, "min"), "</small></p>");
		put_range(sheet, cause);
		html_put_element(out, "<p class=\"more\">", label(sheet, "range"), "");
		(void)fprintf(out, " %lld–%lld", (long long)cause->least.min,
			      (long long)cause->greatest.min);
		if (cause->grade != NULL) {
			html_put_element(out, " · ", label(sheet, "grade"), "&nbsp;");
			html_put_text(out, cause->grade);
		}
		html_put_element(out, "<br>", label(sheet, "but_for"), " ");
		(void)fprintf(out, "%s</p></dd></div>\n", clock);
	}
	(void)fputs("</dl>\n", out);
}

/* A negative one is set apart: "0 − (−40) − 0". */
static void put_term(struct sheet *sheet, int64_t minutes)
{
	(void)fprintf(sheet->out, minutes < 0 ? "(−%lld)" : "%lld", (long long)llabs(minutes));
}

/* "lost − reserve − recovered = overrun: 327 − 27 − 0 = 300 min" */
static void put_sum(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	html_put_text(sheet->out, label(sheet, "identity"));
	(void)fputs(": ", sheet->out);
	put_term(sheet, report->lost.min);
	(void)fputs(" − ", sheet->out);
	put_term(sheet, report->reserve.min);
	(void)fputs(" − ", sheet->out);
	put_term(sheet, report->recovered.min);
	(void)fprintf(sheet->out, " = %lld%s",
		      (long long)(report->lost.min - report->reserve.min - report->recovered.min),
		      words_gap(sheet->language));
	html_put_text(sheet->out, label(sheet, "min"));
}

/* The three figures of which the overrun is the sum, as an equation. */
static void put_identity(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	bool blind = report_is_blind(report);
	if (blind && report->warning_count == 0) {
		return;
	}
	(void)fputs("<p class=\"note\">", sheet->out);
	if (!blind) {
		put_sum(sheet);
	}
	if (report->warning_count > 0) {
		html_put_element(sheet->out,
				 blind ? "<a href=\"#warnings\">" : " · <a href=\"#warnings\">",
				 label(sheet, "warnings"), "");
		(void)fprintf(sheet->out, ": %zu</a>", report->warning_count);
	}
	(void)fputs("</p>\n", sheet->out);
}

static void put_answer(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	char text[WORDS_SENTENCE_SIZE];
	char start[TIMESTAMP_TEXT_SIZE];
	report_iso(report, report->window_start_at, start);
	start[10] = '\0'; /* the day */
	html_put_element(sheet->out, "<header>\n<p class=\"eyebrow\">", report->case_id, " · ");
	html_put_element(sheet->out, start, " · ", "");
	html_put_element(sheet->out, "", report->timezone, "</p>\n");
	html_put_element(sheet->out, "<h1>", report->case_title, "</h1>\n");
	words_answer(sheet->language, report, text);
	html_put_element(sheet->out, "<p class=\"answer\">", text, "</p>\n");
	words_verdict(sheet->language, report, text);
	html_put_element(sheet->out, "<p class=\"verdict\">", text, "</p>\n");
	if (report->split && report->overrun.us > 0) {
		put_bar(sheet);
		put_causes(sheet);
	}
	sheet->notation = &html_pairs_notation;
	table_facts(sheet);
	sheet->notation = &html_notation;
	put_identity(sheet);
	(void)fputs("</header>\n", sheet->out);
}

static void put_contents(struct sheet *sheet)
{
	html_put_element(sheet->out, "<nav aria-label=\"", label(sheet, "contents"),
			 "\">\n<ul>\n<li><a href=\"#night\">");
	html_put_element(sheet->out, "", label(sheet, "night"), "</a></li>\n");
	for (const struct table *table = report_tables; table->heading != NULL; table++) {
		if (table->is_filled(sheet->report)) {
			(void)fprintf(sheet->out, "<li><a href=\"#%s\">", table->heading);
			html_put_element(sheet->out, "", label(sheet, table->heading),
					 "</a></li>\n");
		}
	}
	(void)fputs("</ul>\n</nav>\n", sheet->out);
}

static void open_section(struct sheet *sheet, const char *key)
{
	sheet->heading = key;
	(void)fprintf(sheet->out, "<section id=\"%s\" aria-labelledby=\"h-%s\">\n<h2 id=\"h-%s\">",
		      key, key, key);
	html_put_element(sheet->out, "", label(sheet, key), "</h2>\n");
}

/* The buttons are shown by the script that they need. */
static void put_night(struct sheet *sheet)
{
	static const struct {
		const char *factor, *sign, *key;
	} buttons[] = {{"0.5", "−", "zoom_out"}, {"2", "+", "zoom_in"}, {"1", "1:1", "zoom_none"}};
	FILE *out = sheet->out;
	open_section(sheet, "night");
	(void)fputs("<figure>\n<div class=\"tools\" hidden>", out);
	for (size_t i = 0; i < sizeof buttons / sizeof buttons[0]; i++) {
		(void)fprintf(out, "<button type=\"button\" data-zoom=\"%s\" aria-label=\"",
			      buttons[i].factor);
		html_put_element(out, "", label(sheet, buttons[i].key), "\">");
		html_put_element(out, "", buttons[i].sign, "</button>");
	}
	(void)fputs("<output></output></div>\n", out);
	night_chart(out, sheet->report, sheet->language);
	html_put_element(out, "<figcaption id=\"night-text\">", label(sheet, "night_text"),
			 "</figcaption>\n</figure>\n</section>\n");
}

static void put_tables(struct sheet *sheet)
{
	for (const struct table *table = report_tables; table->heading != NULL; table++) {
		if (!table->is_filled(sheet->report)) {
			continue;
		}
		open_section(sheet, table->heading);
		if (table->note != NULL) {
			html_put_element(sheet->out, "<p class=\"note\">",
					 label(sheet, table->note), "</p>\n");
		}
		if (table->write == table_lost) {
			html_lost(sheet);
		} else if (table->write == table_evidence) {
			html_lines(sheet);
		} else {
			table->write(sheet);
		}
		(void)fputs("</section>\n", sheet->out);
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
	put_contents(&sheet);
	put_night(&sheet);
	put_tables(&sheet);
	html_put_element(out, "</main>\n<footer>", words_label(options->language, "generated_by"),
			 " ");
	html_put_element(out, "", report->version, " · ");
	html_put_element(out, "", report->case_id, " · SHA-256 ");
	html_put_element(out, "", report->case_sha256, "</footer>\n<script>");
	(void)fputs(html_script, out);
	(void)fputs("</script>\n</body>\n</html>\n", out);
	return renderer_finish(out, error);
}

const struct renderer html_renderer = {
	.name = "html",
	.ending = ".html",
	.title = "one self-contained page",
	.render = render_html,
};
