// SPDX-License-Identifier: MIT
/* The same figures in every notation: none is printed that the JSON does not have. */
#include "report_text.h"

#include <ctype.h>

enum { NUMBERS_MAX = 20000 };

struct numbers {
	long long items[NUMBERS_MAX];
	size_t count;
};

static void add_number(struct numbers *numbers, long long number)
{
	cr_assert_lt(numbers->count, NUMBERS_MAX);
	numbers->items[numbers->count++] = number;
}

static bool has_number(const struct numbers *numbers, long long number)
{
	for (size_t i = 0; i < numbers->count; i++) {
		if (numbers->items[i] == number) {
			return true;
		}
	}
	return false;
}

/* All runs of digits that stand in `text`, entities and markup of HTML left out. */
static void collect(const char *text, struct numbers *numbers)
{
	for (const char *at = text; *at != '\0';) {
		if (isdigit((unsigned char)*at)) {
			char *end;
			long long number = strtoll(at, &end, 10);
			if (end - at < 16) { /* the rest are parts of hashes */
				add_number(numbers, number);
			}
			at = end;
		} else if (at[0] == '&' && at[1] == '#') {
			at += 2;
			while (isdigit((unsigned char)*at)) {
				at++;
			}
		} else {
			at++;
		}
	}
}

/* What a report may print that JSON says in seconds or in ends: minutes, and the sum of spans. */
static void add_minutes(const struct report *report, struct numbers *numbers)
{
	const struct amount *amounts[] = {&report->overrun, &report->overrun_extended,
					  &report->lost, &report->reserve, &report->recovered};
	for (size_t i = 0; i < sizeof amounts / sizeof amounts[0]; i++) {
		cr_expect(has_number(numbers, amounts[i]->s));
	}
	size_t count = numbers->count;
	for (size_t i = 0; i < count; i++) {
		add_number(numbers, numbers->items[i] / 60);
		add_number(numbers, (numbers->items[i] + 30) / 60);
		add_number(numbers, (numbers->items[i] + 59) / 60);
	}
	for (size_t i = 0; i < report->path_count; i++) {
		const struct report_span *span = &report->path[i];
		add_number(numbers, (span->to_at - span->from_at) / US_PER_MINUTE);
	}
}

/* HTML without tags, style sheet and chart. */
static char *without_markup(const char *html)
{
	char *text = malloc(strlen(html) + 1);
	cr_assert_not_null(text);
	size_t size = 0;
	const char *body = strstr(html, "<body>");
	for (const char *at = body == NULL ? html : body; *at != '\0';) {
		if (strncmp(at, "<svg", 4) == 0) {
			at = strstr(at, "</svg>\n</div>"); /* the chart holds others */
			cr_assert_not_null(at);
		}
		if (strncmp(at, "<script", 7) == 0) {
			at = strstr(at, "</script>");
			cr_assert_not_null(at);
		}
		if (*at == '<') {
			at = strchr(at, '>');
			cr_assert_not_null(at);
			text[size++] = ' ';
			at++;
		} else {
			text[size++] = *at++;
		}
	}
	text[size] = '\0';
	return text;
}

Test(figures, print_no_figure_that_the_json_does_not_have)
{
	static struct numbers known;
	static struct numbers shown;
	static const char *const names[] = {"markdown", "csv", "html", "text"};
	struct report *report = resolved(NULL, NULL);
	char *json = render("json", report);
	collect(json, &known);
	add_minutes(report, &known);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char *text = render(names[i], report);
		char *plain = without_markup(text);
		shown.count = 0;
		collect(plain, &shown);
		for (size_t j = 0; j < shown.count; j++) {
			/* The numbers of method queries and of SHA-256 are names, not figures. */
			long long number = shown.items[j];
			bool is_name = number == 256 || number == 60;
			cr_expect(is_name || has_number(&known, number), "%s: %lld", names[i],
				  number);
		}
		free(plain);
		free(text);
	}
	free(json);
	report_free(report);
}

/* The spans of the CSV are the lost spans of the JSON: same ends, in the same order. */
Test(figures, csv_has_the_spans_of_the_json)
{
	struct report *report = resolved(NULL, NULL);
	char *json = render("json", report);
	char *csv = render("csv", report);
	const char *at = json;
	const char *row = strchr(csv, '\n') + 1;
	long long sum = 0;
	size_t rows = 0;
	for (; *row != '\0'; row = strchr(row, '\n') + 1, rows++) {
		char from[64];
		size_t size = strcspn(row, ",");
		const char *minutes = strchr(row + size + 1, ',') + 1;
		cr_assert_lt(size, 40);
		(void)snprintf(from, sizeof from, "\"from\": \"%.*s\"", (int)size, row);
		at = strstr(at, from);
		cr_assert_not_null(at, "%s", from);
		sum += strtoll(minutes, NULL, 10);
	}
	cr_expect_eq(sum, report->lost.min);
	cr_expect_eq(rows, count_of(json, "\"state\": \"lost\""));
	free(json);
	free(csv);
	report_free(report);
}
