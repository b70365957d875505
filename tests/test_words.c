// SPDX-License-Identifier: MIT
/* What the report says: no blame, no name left to fill in, no more than the evidence carries. */
#include "words.h"
#include "worked_example.h"

#include <criterion/criterion.h>

Test(words, blame_nobody)
{
	static const char *const banned[] = {
		"should have", "could have",
		"failed to",   "neglect",
		"forgot",      "careless",
		"human error", "root cause",
		"실수",        "과실",
		"태만",        "mistake",
		"fault of",    "blame",
		"guilt",       "negligen",
		"incompeten",  "lazy",
		"overlooked",  "ignored",
		"omitted to",  "would have to have",
		"ought to",    "to blame",
		"잘못",        "부주의",
		"책임자",      "게을",
		"무시",        "했어야",
		"잊",          "탓",
	};
	size_t count = 0;
	for (const char *text; (text = words_template(count)) != NULL; count++) {
		for (size_t i = 0; i < sizeof banned / sizeof banned[0]; i++) {
			cr_expect_null(strcasestr(text, banned[i]), "`%s` in: %s", banned[i], text);
		}
	}
	cr_expect_gt(count, 200);
}

/* Figures come from the report, never from a template; so do names and addresses. */
Test(words, hold_no_figure_and_no_address)
{
	for (size_t i = 0; words_template(i) != NULL; i++) {
		const char *text = words_template(i);
		bool figure = strpbrk(text, "0123456789") != NULL && strcmp(text, "SHA-256") != 0;
		cr_expect(!figure, "a figure in: %s", text);
		cr_expect_null(strchr(text, '@'), "an address in: %s", text);
	}
}

/* The `{name}`s of a template, in any order, as a sum that does not depend on it. */
static unsigned long names_in(const char *text)
{
	unsigned long sum = 0;
	for (const char *at = text; (at = strchr(at, '{')) != NULL; at++) {
		unsigned long hash = 5381;
		for (const char *letter = at; *letter != '}' && *letter != '\0'; letter++) {
			hash = hash * 33 + (unsigned char)*letter;
		}
		sum += hash;
	}
	return sum;
}

Test(words, say_the_same_in_both_languages)
{
	for (size_t i = 0; words_template(i) != NULL; i += LANGUAGE_COUNT) {
		const char *english = words_template(i);
		const char *korean = words_template(i + 1);
		bool hangul = false;
		for (const char *at = korean; *at != '\0'; at++) {
			hangul = hangul ||
				 ((unsigned char)*at >= 0xea && (unsigned char)*at <= 0xed);
		}
		cr_expect_eq(names_in(english), names_in(korean), "%s / %s", english, korean);
		cr_expect(hangul || strlen(english) < 8, "not in Korean: %s", korean);
		for (const char *at = english; *at != '\0'; at++) {
			cr_expect_lt((unsigned char)*at, 0xea, "Korean in: %s", english);
		}
	}
}

Test(words, fill_in_every_name_in_both_languages)
{
	struct report *report = example_report(NULL);
	for (int language = 0; language < LANGUAGE_COUNT; language++) {
		char text[WORDS_SENTENCE_SIZE];
		for (size_t i = 0; i < report->path_count; i++) {
			words_span((enum language)language, report, &report->path[i], text);
			cr_expect_null(strpbrk(text, "{}"), "%s", text);
		}
		for (size_t i = 0; i < report->regulation_count; i++) {
			words_regulation((enum language)language, report, &report->regulations[i],
					 text);
			cr_expect_null(strpbrk(text, "{}"), "%s", text);
			cr_expect_str_neq(text, "");
		}
		words_answer((enum language)language, report, text);
		cr_expect_null(strpbrk(text, "{}"), "%s", text);
		cr_expect_not_null(strstr(text, "300"));
	}
	report_free(report);
}

Test(words, say_shows_for_grade_b_and_consistent_for_grade_c)
{
	struct report *report = example_report(NULL);
	struct report_span span = report->path[2];
	char text[WORDS_SENTENCE_SIZE];
	span.grade = "B";
	words_span(LANGUAGE_ENGLISH, report, &span, text);
	cr_expect_not_null(strstr(text, "shows"));
	span.grade = "C";
	words_span(LANGUAGE_ENGLISH, report, &span, text);
	cr_expect_null(strstr(text, "shows"));
	cr_expect_not_null(strstr(text, "consistent with"));
	report_free(report);
}

Test(words, answer_for_every_verdict)
{
	static const char *const reasons[] = {"undetermined", "conventions_disagree", "margin",
					      "grade", "censored"};
	struct report *report = example_report(NULL);
	char text[WORDS_SENTENCE_SIZE];
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
		report->reason = reasons[i];
		words_verdict(LANGUAGE_ENGLISH, report, text);
		cr_expect_not_null(strstr(text, "No single main cause can be named"));
		cr_expect_null(strstr(text, reasons[i] == reasons[1] ? "_" : "{"));
	}
	report->main_cause = "technical";
	words_verdict(LANGUAGE_KOREAN, report, text);
	cr_expect_not_null(strstr(text, "기술"));
	report_free(report);
}
