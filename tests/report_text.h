// SPDX-License-Identifier: MIT
/* Reports of the worked example as texts, for tests of renderers. */
#ifndef OVERRUN_REPORT_TEXT_H
#define OVERRUN_REPORT_TEXT_H

#include "renderer.h"
#include "worked_example.h"

#include <criterion/criterion.h>

/* The caller frees. */
static inline char *render_with(const char *name, const struct report *report,
				const struct render_options *options)
{
	char *text = NULL;
	size_t size = 0;
	struct error error = {0};
	FILE *out = open_memstream(&text, &size);
	cr_assert_not_null(out);
	const struct renderer *renderer = renderer_named(slice_from(name));
	cr_assert_not_null(renderer, "%s", name);
	cr_assert_eq(renderer->render(report, options, out, &error), STATUS_OK, "%s",
		     error.message);
	(void)fclose(out);
	cr_assert_eq(strlen(text), size, "%s: a NUL byte", name);
	return text;
}

static inline char *render(const char *name, const struct report *report)
{
	const struct render_options options = {.language = LANGUAGE_ENGLISH};
	return render_with(name, report, &options);
}

/* The example, re-read: hashes and texts are in. */
static inline enum status reread(void *user, const struct report_cited *cited,
				 report_line_fn *on_line, void *report, struct error *error)
{
	for (size_t i = 0; i < cited->count; i++) {
		char text[256];
		(void)snprintf(text, sizeof text, "%s %lld%s", cited->chain,
			       (long long)cited->lines[i], user == NULL ? "" : (const char *)user);
		struct position position = {cited->lines[i], cited->lines[i] * 50,
					    slice_from(text)};
		enum status status = on_line(report, &position, slice_from(text), error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	return STATUS_OK;
}

/* The example with its cited lines; `more` and `tail` may be NULL. The caller frees. */
static inline struct report *resolved(const char *more, char *tail)
{
	struct error error = {0};
	struct report *report = example_report(more);
	cr_assert_eq(report_resolve(report, reread, tail, &error), STATUS_OK, "%s", error.message);
	return report;
}

/* How often `part` stands in `text`. */
static inline size_t count_of(const char *text, const char *part)
{
	size_t count = 0;
	for (const char *at = text; (at = strstr(at, part)) != NULL; at++) {
		count++;
	}
	return count;
}

#endif
