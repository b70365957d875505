// SPDX-License-Identifier: MIT
/*
 * What a report keeps to itself, and the words its loaders share. Not for other folders.
 */
#ifndef OVERRUN_REPORT_OWN_H
#define OVERRUN_REPORT_OWN_H

#include "keep.h"
#include "redact.h"
#include "report.h"
#include "rounding.h"
#include "rows.h"
#include "zone.h"

/* Where a cited line may stand, as the database spells it; unredacted. */
struct report_spot {
	const char *source, *chain, *sha256, *charset;
};

/* What a report does not show of a cited line. */
struct report_place {
	struct report_spot *spots; /* the likeliest first; at least one */
	size_t spot_count;
	size_t spot; /* the one that the evidence names */
	const char *actor;
	const char *trouble; /* why the first could not be read again, or NULL */
	int64_t entry;
	const char *line_sha256; /* of the line when it was first cited; NULL: not cited before */
};

struct report_own {
	struct keep keep;
	struct report *report;
	struct store *store; /* during report_load only */
	struct zone *zone;
	struct redact *redact;
	struct report_place *places; /* one per evidence */
	size_t *buckets;             /* by event: position in evidence + 1; 0 free */
	size_t bucket_count;         /* a power of two */
	const size_t *batch;         /* during report_resolve: evidence of one entry, by line */
	size_t batch_count;
};

/* One more zeroed item at the end of an array of the report; NULL when out of memory. */
#define OWN_PUSH(own, items, count)                                                     \
	(((items) = keep_grow(&(own)->keep, (items), (count), sizeof *(items))) == NULL \
		 ? NULL                                                                 \
		 : &(items)[(count)++])

/* Called for each row; any status but OK ends the reading with it. */
typedef enum status own_row_fn(struct report_own *own, struct rows *rows, void *user,
			       struct error *error);

/* Runs `sql` and gives each row to `on_row`. */
enum status own_each(struct report_own *own, const char *sql, own_row_fn *on_row, void *user,
		     struct error *error);

/* The same for statements with one parameter, a text or an integer. */
enum status own_each_with(struct report_own *own, const char *sql, struct value value,
			  own_row_fn *on_row, void *user, struct error *error);

enum status own_no_memory(struct error *error);

/* A word of the method or a hash, copied as it is; NULL stays NULL. */
enum status own_word(struct report_own *own, struct rows *rows, size_t column,
		     const char **ret_word, struct error *error);

/* A text that may name people: redacted and copied; NULL stays NULL. */
enum status own_text(struct report_own *own, struct rows *rows, size_t column,
		     const char **ret_text, struct error *error);

/* Any text, redacted and copied. */
enum status own_redacted(struct report_own *own, struct slice text, struct slice actor,
			 const char **ret_text, struct error *error);

/* An amount of its own, to the nearest. */
struct amount own_amount(int64_t us);

/* The position of a category's name; CAUSE_COUNT when it is none. */
size_t own_cause(struct slice name);
const char *own_cause_name(size_t cause);

/* A line of `report->warnings`, in English, from this module. */
enum status own_warn(struct report_own *own, const char *text, struct error *error);

/* The evidence of these events, in this order, each once; events of 0 are left out. */
enum status own_cite(struct report_own *own, const int64_t *events, size_t count,
		     struct report_citations *ret_citations, struct error *error);

/* The event numbers in these columns (0 for NULL) of a row. */
enum status own_cite_columns(struct report_own *own, struct rows *rows, size_t first, size_t count,
			     struct report_citations *ret_citations, struct error *error);

/* Has an item of evidence name one of the spots of its place. */
enum status own_set_spot(struct report_own *own, size_t position, size_t spot, struct error *error);

/* The text of an item of evidence, redacted and cut to what a report shows. */
enum status own_set_text(struct report_own *own, size_t position, struct slice text,
			 struct error *error);

/* The parts, in the order in which they are loaded: the path comes first, it numbers evidence. */
enum status report_load_case(struct report_own *own, struct error *error);
enum status report_load_figures(struct report_own *own, struct error *error);
enum status report_load_path(struct report_own *own, struct error *error);
enum status report_load_causes(struct report_own *own, struct error *error);
enum status report_load_steps(struct report_own *own, struct error *error);
enum status report_load_events(struct report_own *own, struct error *error);
enum status report_load_night(struct report_own *own, struct error *error);
enum status report_load_sources(struct report_own *own, struct error *error);
enum status report_load_regulation(struct report_own *own, struct error *error);

#endif
