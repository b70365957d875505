// SPDX-License-Identifier: MIT
/*
 * Compares our events with what other parsers expect of the same logs, field by field.
 *
 *     conformance [--bars] [--format NAME] [--list FIELD|lines] DATA FIXTURES
 *
 * DATA is the folder of the tables (sources, fields, words, reasons), FIXTURES that of the logs.
 * --bars answers 1 when a bar is missed. --list tells every difference of one field, or every line
 * that its format did not read, one a line: to work through them.
 */
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expected.h"
#include "ledger.h"
#include "reader.h"
#include "witness.h"

struct run {
	struct rows sources, fields, words, reasons;
	struct ledger *ledger;
	const struct row *source; /* prefix, kind, formats, zone */
	char format[64];          /* the first of the source's formats: where it is counted */
	const char *only;         /* --format */
	const char *list;         /* --list */
	const char *root;
	const struct specimen *specimen;
	struct witness_shelf shelf;
	json_t *announced; /* expected of the record whose event has not come yet */
	size_t *uses;      /* of each reason */
};

/* ------------------------------------------------------------------ comparing */

/* Is `word` among the names of a list separated by commas? */
static bool is_among(const char *list, const char *word)
{
	size_t size = strlen(word);
	for (const char *at = strstr(list, word); at != NULL; at = strstr(at + 1, word)) {
		if ((at == list || at[-1] == ',') && (at[size] == ',' || at[size] == '\0')) {
			return true;
		}
	}
	return false;
}

static const char *reason_for(struct run *run, const struct difference *difference)
{
	char line[4096];
	snprintf(line, sizeof line, "%.*s", (int)difference->raw.size, difference->raw.data);
	for (size_t i = 0; i < run->reasons.count; i++) {
		char *const *cells = run->reasons.rows[i].cells;
		if (fnmatch(cells[0], run->format, FNM_EXTMATCH) == 0 &&
		    is_among(cells[1], field_names[difference->field]) &&
		    fnmatch(cells[2], difference->ours, FNM_EXTMATCH) == 0 &&
		    fnmatch(cells[3], difference->theirs, FNM_EXTMATCH) == 0 &&
		    (fnmatch(cells[4], line, FNM_EXTMATCH) == 0 ||
		     fnmatch(cells[4], difference->source, FNM_EXTMATCH) == 0 ||
		     strcmp(cells[4], difference->relation) == 0)) {
			run->uses[i]++;
			return cells[5];
		}
	}
	return "";
}

static void tell(const struct run *run, int field, const struct position *position,
		 const char *ours, const char *theirs, const char *why)
{
	if (run->list != NULL && strcmp(run->list, field_names[field]) == 0) {
		printf("%s:%lld\t%s\t%s\t%s\t%.*s\n", run->specimen->name,
		       (long long)position->line, why, ours, theirs, (int)position->raw.size,
		       position->raw.data);
	}
}

static void compare_field(struct run *run, const struct position *position,
			  const struct event *event, json_t *item, int field)
{
	struct field_rule rule =
		field_rule(&run->fields, run->source->cells[1], run->format, field);
	if (rule.compare == NULL) {
		return;
	}
	struct value ours = field_of_event(event, field);
	struct value theirs = field_of_item(&run->words, item, rule);
	char relation[VALUE_SIZE] = "";
	if (ours.is_there != theirs.is_there) {
		ledger_one_sided(run->ledger, field, ours.is_there);
		if (theirs.is_there) {
			tell(run, field, position, "", theirs.text, "only theirs");
		}
	} else if (ours.is_there &&
		   field_equals(&run->words, rule, event, field, &ours, &theirs, relation)) {
		ledger_equal(run->ledger, field);
	} else if (ours.is_there) {
		struct difference difference = {.field = field,
						.relation = relation,
						.source = run->specimen->name,
						.line = (long)position->line,
						.ours = ours.text,
						.theirs = theirs.text,
						.raw = position->raw};
		difference.reason = reason_for(run, &difference);
		ledger_differ(run->ledger, &difference);
		if (difference.reason[0] == '\0') {
			tell(run, field, position, ours.text, theirs.text, relation);
		}
	}
}

static json_t *item_at(const struct run *run, const struct position *position)
{
	size_t line = (size_t)position->line;
	return line >= 1 && line <= run->specimen->line_count ? run->specimen->lines[line - 1].item
							      : NULL;
}

/*
 * What is expected of a record stands at its first line. Where that only announces the event (a
 * slow query's comments, the rule before a record of MQ), it is compared with the event that
 * follows.
 */
static json_t *item_of_record(struct run *run, const struct position *position,
			      const struct event *event)
{
	json_t *item = item_at(run, position);
	bool by_record =
		strcmp(run->source->cells[1], "elastic") == 0; /* others tell of each line */
	bool announces = slice_is(event->code, "header") ||
			 (by_record && slice_is(event->code, "continuation"));
	if (announces) {
		run->announced = item == NULL ? run->announced : item;
		return NULL;
	}
	item = item == NULL ? run->announced : item;
	run->announced = NULL;
	return item;
}

static void tell_line(const struct run *run, const struct position *position, const char *by)
{
	if (run->list != NULL && strcmp(run->list, "lines") == 0) {
		printf("%s:%lld\t%s\t%.*s\n", run->specimen->name, (long long)position->line, by,
		       (int)position->raw.size, position->raw.data);
	}
}

/* Sources hold lines that are none of the format: the fifth cell says which, they do not count. */
static bool is_foreign(const struct run *run, const struct position *position)
{
	char line[4096];
	snprintf(line, sizeof line, "%.*s", (int)position->raw.size, position->raw.data);
	const char *pattern = run->source->cells[4];
	return pattern[0] != '\0' && fnmatch(pattern, line, FNM_EXTMATCH) == 0;
}

/* ------------------------------------------------------------------ the sink */

static enum status on_enter(void *self, const struct entry *entry, struct error *error)
{
	(void)self;
	(void)entry;
	(void)error;
	return STATUS_OK;
}

static enum status on_accept(void *self, const struct position *position, const struct event *event,
			     struct slice text, struct error *error)
{
	struct run *run = self;
	(void)text;
	(void)error;
	const char *by = run->shelf.last == NULL ? "" : run->shelf.last->name;
	if (is_foreign(run, position)) {
		return STATUS_OK;
	}
	bool specific = is_among(run->source->cells[2], by) || strcmp(run->format, "*") == 0;
	ledger_line(run->ledger, specific ? READ_BY_SPECIFIC : READ_BY_FALLBACK);
	if (!specific) {
		tell_line(run, position, by);
	}
	json_t *item = item_of_record(run, position, event);
	for (int field = 0; item != NULL && field < FIELD_COUNT; field++) {
		compare_field(run, position, event, item, field);
	}
	return STATUS_OK;
}

static enum status on_reject(void *self, const struct position *position, const char *reason,
			     struct slice text, struct error *error)
{
	(void)text;
	(void)error;
	struct run *run = self;
	if (is_foreign(run, position)) {
		return STATUS_OK;
	}
	ledger_line(run->ledger, READ_BY_NOBODY);
	tell_line(run, position, reason);
	return STATUS_OK;
}

static enum status on_leave(void *self, const struct entry_result *result, struct error *error)
{
	(void)self;
	(void)result;
	(void)error;
	return STATUS_OK;
}

/* ------------------------------------------------------------------ one log */

/* The first text at that path among the expectations of a log. */
static const char *first_text(const struct specimen *specimen, const char *path)
{
	for (size_t i = 0; i < specimen->line_count; i++) {
		json_t *item = specimen->lines[i].item;
		json_t *value = item == NULL ? NULL : expected_at(item, path);
		if (json_is_string(value)) {
			return json_string_value(value);
		}
	}
	return NULL;
}

/* "UTC", "-02:00", or "@event.timezone": what the expectations themselves say. */
static struct zone *zone_of(const struct run *run, const struct specimen *specimen)
{
	const char *name = run->source->cells[3];
	if (name[0] == '@') {
		name = first_text(specimen, name + 1);
	}
	struct zone *zone = NULL;
	struct error error = {.status = STATUS_OK};
	if (zone_open(name == NULL ? "UTC" : name, &zone, &error) != STATUS_OK) {
		fprintf(stderr, "conformance: %s: %s\n", specimen->name, error.message);
	}
	return zone;
}

/* Years are stated as the zone is: near the first time that is expected. */
static timestamp reference_of(const struct specimen *specimen)
{
	const char *text = first_text(specimen, "@timestamp");
	struct stamp stamp = {.flags = 0};
	struct slice rest = slice_from(text == NULL ? "" : text);
	stamp_eat_iso(&rest, &stamp);
	return stamp_to_timestamp(stamp);
}

static void on_specimen(void *user, const struct specimen *specimen)
{
	struct run *run = user;
	run->specimen = specimen;
	run->announced = NULL;
	run->shelf.last = NULL;
	struct reader_options options = reader_defaults();
	struct zone *zone = zone_of(run, specimen);
	options.formats = run->shelf.table;
	options.format_count = format_count;
	options.zone = zone;
	options.zone_name = zone == NULL ? "UTC" : zone_name(zone);
	options.zone_origin = ORIGIN_COMMAND;
	options.reference_at = reference_of(specimen);
	options.reference_origin = ORIGIN_COMMAND;
	struct event_sink sink = {.enter = on_enter,
				  .accept = on_accept,
				  .reject = on_reject,
				  .leave = on_leave,
				  .self = run};
	struct reader_account account;
	struct error error = {.status = STATUS_OK};
	ledger_file(run->ledger, specimen->unplaced);
	if (reader_read(specimen->path, specimen->name, &options, sink, &account, &error) !=
	    STATUS_OK) {
		fprintf(stderr, "conformance: %s: %s\n", specimen->name, error.message);
	}
	zone_free(zone);
}

/* ------------------------------------------------------------------ the program */

static const char *take_options(int argc, char **argv, struct run *run, bool *ret_bars)
{
	int at = 1;
	for (; at < argc && argv[at][0] == '-'; at++) {
		if (strcmp(argv[at], "--bars") == 0) {
			*ret_bars = true;
		} else if (strcmp(argv[at], "--format") == 0 && at + 1 < argc) {
			run->only = argv[++at];
		} else if (strcmp(argv[at], "--list") == 0 && at + 1 < argc) {
			run->list = argv[++at];
		} else {
			return NULL;
		}
	}
	if (argc - at != 2) {
		return NULL;
	}
	run->root = argv[at + 1];
	return argv[at];
}

/* A reason that explains nothing any more hides what comes next. */
static void tell_idle_reasons(const struct run *run)
{
	for (size_t i = 0; run->uses != NULL && i < run->reasons.count; i++) {
		if (run->uses[i] == 0) {
			printf("reason without a use: %s %s: %s\n", run->reasons.rows[i].cells[0],
			       run->reasons.rows[i].cells[1], run->reasons.rows[i].cells[5]);
		}
	}
}

int main(int argc, char **argv)
{
	static struct run run;
	bool bars = false;
	const char *data = take_options(argc, argv, &run, &bars);
	if (data == NULL) {
		fprintf(stderr, "usage: conformance [--bars] [--format NAME] "
				"[--list FIELD|lines] DATA FIXTURES\n");
		return 2;
	}
	run.sources = rows_load(data, "sources.tsv", 4);
	run.fields = rows_load(data, "fields.tsv", 4);
	run.words = rows_load(data, "words.tsv", 2);
	run.reasons = rows_load(data, "reasons.tsv", 6);
	run.uses = calloc(run.reasons.count + 1, sizeof *run.uses);
	run.ledger = ledger_new();
	if (!witness_shelf_open(&run.shelf)) {
		fprintf(stderr, "conformance: the shelf has outgrown its table\n");
		return 2;
	}
	size_t missing = 0;
	for (size_t i = 0; i < run.sources.count; i++) {
		run.source = &run.sources.rows[i];
		const char *formats = run.source->cells[2];
		snprintf(run.format, sizeof run.format, "%.*s", (int)strcspn(formats, ","),
			 formats);
		if (strcmp(run.format, "*") != 0 && format_find(run.format) == NULL) {
			missing++;
		} else if (run.only == NULL || strcmp(run.only, run.format) == 0) {
			ledger_format(run.ledger, run.format);
			expected_walk(run.root, run.source->cells[0], run.source->cells[1],
				      on_specimen, &run);
		}
	}
	int missed = run.list == NULL ? ledger_print(run.ledger, bars) : 0;
	if (run.only == NULL && run.list == NULL) {
		tell_idle_reasons(&run);
	}
	if (missing > 0 && run.only == NULL && run.list == NULL) {
		printf("sources of formats that are not on the shelf, left out: %zu\n", missing);
	}
	ledger_free(run.ledger);
	rows_free(&run.sources);
	rows_free(&run.fields);
	rows_free(&run.words);
	rows_free(&run.reasons);
	free(run.uses);
	return bars && missed > 0 ? 1 : 0;
}
