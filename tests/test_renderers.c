// SPDX-License-Identifier: MIT
/*
 * Every renderer: the worked example against tests/expected/stories/worked_example.*, hostile texts
 * inert in all of them. OVERRUN_UPDATE=1 rewrites.
 */
#include "report_text.h"

#define EXPECTED OVERRUN_SOURCE_DIR "/tests/expected/stories/worked_example"

static void compare(const char *ending, const char *text)
{
	char path[256];
	(void)snprintf(path, sizeof path, "%s%s", EXPECTED, ending);
	if (getenv("OVERRUN_UPDATE") != NULL) {
		FILE *file = fopen(path, "wb");
		cr_assert_not_null(file, "%s", path);
		cr_assert_eq(fwrite(text, 1, strlen(text), file), strlen(text));
		cr_assert_eq(fclose(file), 0);
	}
	char *expected = example_read(path);
	size_t line = 1;
	for (size_t i = 0; expected[i] != '\0' || text[i] != '\0'; i++) {
		cr_assert_eq(expected[i], text[i], "%s differs from line %zu on", path, line);
		line += text[i] == '\n';
	}
	free(expected);
}

Test(renderers, print_the_worked_example_as_expected)
{
	struct report *report = resolved(NULL, NULL);
	for (size_t i = 0; i < renderer_count; i++) {
		char *text = render(renderer_table[i]->name, report);
		compare(renderer_table[i]->ending, text);
		free(text);
	}
	report_free(report);
}

Test(renderers, print_korean)
{
	struct report *report = resolved(NULL, NULL);
	const struct render_options options = {.language = LANGUAGE_KOREAN};
	char *text = render_with("markdown", report, &options);
	compare(".ko.md", text);
	cr_expect_not_null(strstr(text, "판단 불가"));
	free(text);
	report_free(report);
}

Test(renderers, are_found_by_ending)
{
	cr_expect_str_eq(renderer_find("a.b/report.HTML")->name, "html");
	cr_expect_str_eq(renderer_find("x.md")->name, "markdown");
	cr_expect_null(renderer_find("report"));
	cr_expect_null(renderer_find(".md"));
}

/* Two nights of opening: two loads of the same database contents. */
Test(renderers, give_the_same_bytes_twice)
{
	struct report *first = resolved(NULL, NULL);
	struct report *second = resolved(NULL, NULL);
	for (size_t i = 0; i < renderer_count; i++) {
		char *a = render(renderer_table[i]->name, first);
		char *b = render(renderer_table[i]->name, second);
		cr_expect_str_eq(a, b);
		free(a);
		free(b);
	}
	report_free(first);
	report_free(second);
}

/* ------------------------------------------------------------------------------------ hostile */

static const char hostile_sql[] =
	"UPDATE happening SET message = '<script>alert(1)</script>';"
	"UPDATE case_file SET title = '</title><script>x</script> [a](javascript:b) |' || char(27) "
	"||"
	" '[31m' || char(0x202e) || 'evil';"
	"UPDATE step SET title = '=HYPERLINK(\"http://x\")|`<b>`' || char(7);"
	"UPDATE instance SET step = '=1+1' WHERE step = 'S3';"
	"UPDATE fault SET object = '\"><img src=x onerror=y>';"
	"UPDATE deviation SET text = CAST(x'41ff80c328e28041' AS TEXT);"
	"UPDATE warning SET text = 'a' || char(10) || '# heading' || char(13) || '<iframe>';"
	"UPDATE feed SET custody = '${jndi}' || char(0x2066);"
	"UPDATE policy SET note = '--><svg/onload=z>'";

static char hostile_tail[] = "\033]0;owned\007<script>|`=cmd \xff\xc0\x80\xe2\x80\xae\xed\xa0\x80";

/* The page's data and the page's script. */
enum { OWN_SCRIPTS = 2 };

static bool is_valid_utf8(const char *text)
{
	static const unsigned char lead[] = {0xc2, 0xe0, 0xf0};
	const unsigned char *byte = (const unsigned char *)text;
	while (*byte != 0) {
		int more = *byte < 0x80 ? 0 : (*byte < 0xe0 ? 1 : (*byte < 0xf0 ? 2 : 3));
		if (more > 0 && (*byte < lead[more - 1] || *byte > 0xf4)) {
			return false;
		}
		byte++;
		for (; more > 0; more--, byte++) {
			if ((*byte & 0xc0) != 0x80) {
				return false;
			}
		}
	}
	return true;
}

Test(renderers, keep_hostile_text_inert)
{
	struct report *report = resolved(hostile_sql, hostile_tail);
	for (size_t i = 0; i < renderer_count; i++) {
		const char *name = renderer_table[i]->name;
		char *text = render(name, report);
		cr_expect(is_valid_utf8(text), "%s: invalid UTF-8", name);
		cr_expect_null(strchr(text, '\033'), "%s: escape sequence", name);
		cr_expect_null(strchr(text, '\007'), "%s: bell", name);
		cr_expect_null(strstr(text, "\xe2\x80\xae"), "%s: right-to-left override", name);
		cr_expect_null(strstr(text, "\xe2\x81\xa6"), "%s: isolate", name);
		if (strcmp(name, "html") == 0) {
			cr_expect_eq(count_of(text, "<script"), OWN_SCRIPTS, "a script");
			cr_expect_eq(count_of(text, "</script"), OWN_SCRIPTS, "a script's end");
		}
		if (strcmp(name, "markdown") == 0) {
			cr_expect_null(strstr(text, "<script"), "%s: script", name);
		}
		if (strcmp(name, "html") == 0 || strcmp(name, "markdown") == 0) {
			cr_expect_null(strstr(text, "<svg/onload"), "%s: handler", name);
			cr_expect_null(strstr(text, "<iframe"), "%s: iframe", name);
			cr_expect_null(strstr(text, "<img"), "%s: image", name);
			cr_expect_null(strstr(text, "\n# heading"), "%s: heading", name);
		}
		if (strcmp(name, "markdown") == 0) {
			cr_expect_null(strstr(text, "](javascript"), "%s: link", name);
		}
		free(text);
	}
	report_free(report);
}

/* Names, accounts, addresses, numbers of cards and telephones, in a line that is cited. */
static char private_tail[] = " Kim Jisoo sec.kim jisoo.kim@example.com 4111 1111 1111 1111 "
			     "010-1234-5678";

Test(renderers, name_nobody_in_any_notation_or_language)
{
	static const char *const secrets[] = {
		"Jisoo",        "sec.kim",   "sec.lee",          "dc.park",
		"@example.com", "4111 1111", "4111111111111111", "010-1234-5678"};
	struct report *report = resolved(NULL, private_tail);
	for (size_t i = 0; i < LANGUAGE_COUNT * renderer_count; i++) {
		const char *name = renderer_table[i / LANGUAGE_COUNT]->name;
		const struct render_options options = {.language = i % LANGUAGE_COUNT};
		char *text = render_with(name, report, &options);
		for (size_t j = 0; j < sizeof secrets / sizeof secrets[0]; j++) {
			cr_expect_null(strstr(text, secrets[j]), "%s: %s", name, secrets[j]);
		}
		free(text);
	}
	report_free(report);
}

Test(renderers, csv_has_no_formulas)
{
	struct report *report = resolved(hostile_sql, hostile_tail);
	char *text = render("csv", report);
	cr_expect_not_null(strstr(text, ",\"'=1+1\","));
	cr_expect_null(strstr(text, ",=1+1,"));
	size_t quotes = 0;
	for (const char *at = text; *at != '\0'; at++) {
		quotes += *at == '"';
		cr_expect(!(*at == '\n' && at[-1] != '\r'), "a bare line feed");
	}
	cr_expect_eq(quotes % 2, 0);
	free(text);
	report_free(report);
}

Test(renderers, html_fetches_nothing_and_runs_its_own_script_only)
{
	struct report *report = resolved(NULL, NULL);
	char *text = render("html", report);
	cr_expect_eq(count_of(text, "<script"), OWN_SCRIPTS);
	cr_expect_not_null(strstr(text, "script-src 'sha256-"));
	cr_expect_not_null(strstr(text, "default-src 'none'"));
	cr_expect_null(strstr(text, "http://"));
	cr_expect_null(strstr(text, "https://"));
	cr_expect_null(strstr(text, "src="));
	cr_expect_null(strstr(text, "@import"));
	cr_expect_null(strstr(text, "url(h"));
	free(text);
	report_free(report);
}

/* Every link leads to something on the page, and no two things have one name. */
Test(renderers, html_links_lead_somewhere)
{
	struct report *report = resolved(NULL, NULL);
	char *text = render("html", report);
	for (const char *at = text; (at = strstr(at, "href=\"#")) != NULL; at++) {
		char name[64];
		char id[80];
		size_t size = strcspn(at + 7, "\"");
		cr_assert_lt(size, sizeof name);
		(void)snprintf(name, sizeof name, "%.*s", (int)size, at + 7);
		(void)snprintf(id, sizeof id, " id=\"%s\"", name);
		cr_expect_eq(count_of(text, id), 1, "#%s", name);
	}
	cr_expect_gt(count_of(text, "href=\"#L"), report->evidence_count / 2);
	free(text);
	report_free(report);
}

/* Columns of the widest line: Korean syllables count double, other letters beyond ASCII once. */
static int widest(const char *text)
{
	int most = 0;
	int width = 0;
	for (const unsigned char *at = (const unsigned char *)text; *at != 0; at++) {
		if (*at == '\n') {
			width = 0;
		} else if ((*at & 0xc0) != 0x80) {
			width += *at >= 0xea && *at <= 0xed ? 2 : 1;
		}
		most = width > most ? width : most;
	}
	return most;
}

Test(renderers, text_fits_any_terminal)
{
	static const int widths[] = {40, 60, 80, 100, 200};
	struct report *report = resolved(NULL, NULL);
	for (size_t i = 0; i < 2 * sizeof widths / sizeof widths[0]; i++) {
		const struct render_options options = {.width = widths[i / 2],
						       .language = i % 2 == 0 ? LANGUAGE_ENGLISH
									      : LANGUAGE_KOREAN};
		char *text = render_with("text", report, &options);
		cr_expect_leq(widest(text), options.width, "%d: %s", options.width, text);
		free(text);
	}
	report_free(report);
}

Test(renderers, text_is_colored_only_when_asked)
{
	struct report *report = resolved(NULL, NULL);
	const struct render_options colored = {.color = true, .width = 80};
	char *text = render_with("text", report, &colored);
	cr_expect_not_null(strstr(text, "\033[33m"));
	free(text);
	const struct render_options plain = {.width = 60, .language = LANGUAGE_KOREAN};
	text = render_with("text", report, &plain);
	cr_expect_null(strchr(text, '\033'));
	free(text);
	report_free(report);
}
