// SPDX-License-Identifier: MIT
/* The words the loaders of a report share: rows, texts, amounts. */
#include "report_own.h"

enum status own_no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "report: out of memory");
}

static enum status each_row(struct report_own *own, struct rows *rows, own_row_fn *on_row,
			    void *user, struct error *error)
{
	enum status status;
	while ((status = rows_next(rows, error)) == STATUS_OK) {
		status = on_row(own, rows, user, error);
		if (status != STATUS_OK) {
			break;
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status own_each(struct report_own *own, const char *sql, own_row_fn *on_row, void *user,
		     struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(own->store, sql, &rows, error);
	return status == STATUS_OK ? each_row(own, rows, on_row, user, error) : status;
}

enum status own_each_with(struct report_own *own, const char *sql, struct value value,
			  own_row_fn *on_row, void *user, struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open_with(own->store, sql, &value, 1, &rows, error);
	return status == STATUS_OK ? each_row(own, rows, on_row, user, error) : status;
}

enum status own_word(struct report_own *own, struct rows *rows, size_t column,
		     const char **ret_word, struct error *error)
{
	const char *word = NULL;
	if (!rows_is_null(rows, column)) {
		word = keep_text(&own->keep, rows_text(rows, column));
		if (word == NULL) {
			return own_no_memory(error);
		}
	}
	*ret_word = word;
	return STATUS_OK;
}

enum status own_redacted(struct report_own *own, struct slice text, struct slice actor,
			 const char **ret_text, struct error *error)
{
	struct slice clean;
	enum status status = redact_text(own->redact, text, actor, &clean, error);
	if (status != STATUS_OK) {
		return status;
	}
	const char *copy = keep_text(&own->keep, clean);
	if (copy == NULL) {
		return own_no_memory(error);
	}
	*ret_text = copy;
	return STATUS_OK;
}

enum status own_text(struct report_own *own, struct rows *rows, size_t column,
		     const char **ret_text, struct error *error)
{
	if (rows_is_null(rows, column)) {
		*ret_text = NULL;
		return STATUS_OK;
	}
	return own_redacted(own, rows_text(rows, column), slice_empty(), ret_text, error);
}

struct amount own_amount(int64_t us)
{
	return (struct amount){us, round_nearest(us, US_PER_S), round_nearest(us, US_PER_MINUTE)};
}

static const char *const cause_names[CAUSE_COUNT] = {"staffing", "procedure", "technical",
						     "undetermined"};

const char *own_cause_name(size_t cause)
{
	return cause_names[cause];
}

size_t own_cause(struct slice name)
{
	size_t cause = 0;
	while (cause < CAUSE_COUNT && !slice_is(name, cause_names[cause])) {
		cause++;
	}
	return cause;
}

enum status own_warn(struct report_own *own, const char *text, struct error *error)
{
	struct report *report = own->report;
	struct report_warning *warning = OWN_PUSH(own, report->warnings, report->warning_count);
	if (warning == NULL) {
		return own_no_memory(error);
	}
	warning->origin = "report";
	return own_redacted(own, slice_from(text), slice_empty(), &warning->text, error);
}
