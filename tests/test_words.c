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

/* What the queries of the method say in words of their own is known in both languages. */
Test(words, say_phrases_of_the_method_in_korean)
{
	static const char *const said[][2] = {
		{"fault F1", "장애: F1"},
		{"fault be_s1/s11 health", "장애: be_s1/s11 health"},
		{"fault F1 cleared", "해소된 장애: F1"},
		{"cover of role DC", "역할 DC의 배치"},
		{"approval of S2 #1", "승인: S2 #1"},
		{"attempt 2 of S6", "S6: 2번째 시도"},
		{"X1 is not in the plan, after S6", "X1: 계획에 없음, S6 다음"},
		{"X1 is not in the plan", "X1: 계획에 없음"},
		{"clock of fw-edge-01 +60 s", "fw-edge-01의 시계 +60초"},
		{"clock of gw: only 40 % of its 25 pairs agree on its offset, +3.0 s",
		 "gw의 시계: 차이 +3.0초에 일치하는 쌍이 25개 가운데 40 %뿐임"},
		{"what no query says", "what no query says"},
		{"fault ", "fault "},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
		char buffer[WORDS_SENTENCE_SIZE];
		words_said(LANGUAGE_KOREAN, said[i][0], buffer);
		cr_expect_str_eq(buffer, said[i][1]);
		words_said(LANGUAGE_ENGLISH, said[i][0], buffer);
		cr_expect_str_eq(buffer, said[i][0]);
	}
}

/* A date that holds for both ends is said once; one that does not, is never left out. */
Test(words, say_the_date_of_a_span_once)
{
	struct report *report = example_report(NULL);
	const timestamp midnight = report->window_start_at - US_PER_HOUR; /* it starts at 01:00 */
	const struct {
		int64_t from_min, to_min;
		const char *clocks;
	} spans[] = {
		{62, 107, "01:02–01:47"},
		{62, 1440 + 30, "01:02–2023-09-18 00:30"},
		{1440 + 30, 1440 + 90, "2023-09-18 00:30–01:30"},
		{-600, 90, "2023-09-16 14:00–2023-09-17 01:30"},
		{-600, -540, "2023-09-16 14:00–15:00"},
	};
	for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
		char clocks[REPORT_CLOCKS_SIZE];
		report_clocks(report, midnight + spans[i].from_min * US_PER_MINUTE,
			      midnight + spans[i].to_min * US_PER_MINUTE, clocks);
		cr_expect_str_eq(clocks, spans[i].clocks);
	}
	report_free(report);
}
