// SPDX-License-Identifier: MIT
/* The table of the options: names, help, and what each value does. */
#include "option_table.h"

#include "option_values.h"

#include <stdio.h>

/* A switch that sets one boolean field. */
#define SWITCH(field)                                                                          \
	static enum status set_##field(struct options *options, const char *value,             \
				       struct error *error)                                    \
	{                                                                                      \
		(void)error;                                                                   \
		options->field = value == NULL || (*value != '\0' && strcmp(value, "0") != 0); \
		return STATUS_OK;                                                              \
	}

/* An option that keeps its text in one field. */
#define TEXT(field)                                                                \
	static enum status set_##field(struct options *options, const char *value, \
				       struct error *error)                        \
	{                                                                          \
		(void)error;                                                       \
		options->field = value;                                            \
		return STATUS_OK;                                                  \
	}

SWITCH(help)
SWITCH(version)
SWITCH(quiet)
SWITCH(verbose)
SWITCH(force)
SWITCH(fold)
SWITCH(dry_run)
SWITCH(reveal)
SWITCH(no_progress)
TEXT(db)
TEXT(timezone)
TEXT(queries)
TEXT(sources)
TEXT(formats_dir)
TEXT(since)
TEXT(until)

static enum status too_many(const char *name, struct error *error)
{
	return error_set(error, STATUS_USAGE, "--%s: given more than %d times", name,
			 OPTIONS_LIST_LIMIT);
}

static enum status set_format(struct options *options, const char *value, struct error *error)
{
	const char *equals = strrchr(value, '=');
	if (equals == NULL || equals == value || equals[1] == '\0') {
		return error_set(error, STATUS_USAGE,
				 "--format %s: not GLOB=NAME: write it as in '*.log=fortigate'",
				 value);
	}
	if (options->format_count == OPTIONS_LIST_LIMIT) {
		return too_many("format", error);
	}
	options->formats[options->format_count++] = (struct format_choice){
		.glob = slice_make(value, (size_t)(equals - value)), .name = equals + 1};
	return STATUS_OK;
}

static enum status set_output(struct options *options, const char *value, struct error *error)
{
	if (options->output_count == OPTIONS_LIST_LIMIT) {
		return too_many("output", error);
	}
	options->outputs[options->output_count++] = value;
	return STATUS_OK;
}

static enum status set_fail_on(struct options *options, const char *value, struct error *error)
{
	struct slice rest = slice_from(value);
	struct slice name = slice_empty();
	struct threshold threshold = {.text = value};
	bool is_good = slice_eat_until(&rest, '=', &name);
	if (slice_is(name, "overrun")) {
		threshold.kind = THRESHOLD_OVERRUN;
		is_good = option_span(rest.data, &threshold.value);
	} else if (slice_is(name, "undetermined") || slice_is(name, "rejected")) {
		threshold.kind =
			slice_is(name, "rejected") ? THRESHOLD_REJECTED : THRESHOLD_UNDETERMINED;
		is_good = option_permille(rest, &threshold.value);
	} else {
		is_good = false;
	}
	if (!is_good) {
		return error_set(error, STATUS_USAGE,
				 "--fail-on %s: not a threshold: write overrun=10m, "
				 "undetermined=20%% or rejected=1%%",
				 value);
	}
	if (options->threshold_count == OPTIONS_LIST_LIMIT) {
		return too_many("fail-on", error);
	}
	options->thresholds[options->threshold_count++] = threshold;
	return STATUS_OK;
}

/* The position of a word in a list, for options that take one of a few. */
static enum status choose(const char *option, const char *value, const char *const *words,
			  size_t count, size_t *ret_index, struct error *error)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(value, words[i]) == 0) {
			*ret_index = i;
			return STATUS_OK;
		}
	}
	char list[ERROR_MESSAGE_SIZE / 4] = "";
	size_t size = 0;
	for (size_t i = 0; i < count && size < sizeof list; i++) {
		size += (size_t)snprintf(list + size, sizeof list - size, "%s%s",
					 i == 0 ? "" : ", ", words[i]);
	}
	return error_set(error, STATUS_USAGE, "--%s %s: not one of %s", option, value, list);
}

static enum status set_color(struct options *options, const char *value, struct error *error)
{
	static const char *const words[] = {"auto", "always", "never"};
	size_t index = COLOR_AUTO;
	enum status status = choose("color", value, words, 3, &index, error);
	options->color = (enum color_choice)index;
	return status;
}

static enum status set_to(struct options *options, const char *value, struct error *error)
{
	static const char *const words[] = {"table", "csv", "json", "md"};
	size_t index = TABLE_PLAIN;
	enum status status = choose("to", value, words, 4, &index, error);
	options->to = (enum table_notation)index;
	return status;
}

static enum status set_lang(struct options *options, const char *value, struct error *error)
{
	if (!language_find(slice_from(value), &options->language)) {
		return error_set(error, STATUS_USAGE, "--lang %s: not one of en, ko", value);
	}
	return STATUS_OK;
}

static enum status set_context(struct options *options, const char *value, struct error *error)
{
	int64_t lines = -1;
	if (!slice_to_int(slice_from(value), &lines) || lines < 0 ||
	    lines > OPTIONS_CONTEXT_LIMIT) {
		return error_set(error, STATUS_USAGE,
				 "--context %s: not a number of lines up to %d", value,
				 OPTIONS_CONTEXT_LIMIT);
	}
	options->context = lines;
	return STATUS_OK;
}

const struct option_row option_table[OPTION_TABLE_COUNT] = {
	{OPTION_DB, 0, "db", "FILE",
	 "the case database (default: the operand, or the case file's name with .db)", set_db},
	{OPTION_FORMAT, 0, "format", "GLOB=NAME", "read entries that match as this format; repeat",
	 set_format},
	{OPTION_FORMATS_DIR, 0, "formats-dir", "DIR", "formats of your own: its *.yaml files",
	 set_formats_dir},
	{OPTION_TZ, 0, "tz", "ZONE", "time zone of stamps that have none: Asia/Seoul, +09:00",
	 set_timezone},
	{OPTION_SPAN, 0, "since", "TIME",
	 "the method takes nothing before it; stamps without a year lie near it", set_since},
	{OPTION_SPAN, 0, "until", "TIME", "nor from here on; every line is counted all the same",
	 set_until},
	{OPTION_OUTPUT, 'o', "output", "FILE", "write a report: .html .md .json .csv; repeat",
	 set_output},
	{OPTION_FORCE, 0, "force", NULL, "overwrite a report that exists", set_force},
	{OPTION_FAIL_ON, 0, "fail-on", "LIMIT",
	 "exit 1 above overrun=10m, undetermined=20%, rejected=1%; repeat", set_fail_on},
	{OPTION_LANGUAGE, 0, "lang", "en|ko", "language of reports", set_lang},
	{OPTION_FOLD, 0, "fold", NULL, "keep only per-minute counts of requests and flows",
	 set_fold},
	{OPTION_QUERIES, 0, "queries", "DIR", "queries that replace or join the built-in ones",
	 set_queries},
	{OPTION_TO, 0, "to", "KIND", "table, csv, json or md", set_to},
	{OPTION_REVEAL, 0, "reveal", NULL, "show accounts and names as the logs spell them",
	 set_reveal},
	{OPTION_CONTEXT, 'C', "context", "LINES", "lines around it", set_context},
	{OPTION_SOURCES, 0, "sources", "DIR",
	 "where the sources lie (default: the case file's folder)", set_sources},
	{OPTION_DRY_RUN, 0, "dry-run", NULL, "read nothing; say who bids what on which file",
	 set_dry_run},
	{OPTION_PROGRESS, 0, "no-progress", NULL, "no progress line on a terminal",
	 set_no_progress},
	{OPTION_COMMON, 0, "color", "WHEN", "auto, always or never (also NO_COLOR)", set_color},
	{OPTION_COMMON, 'q', "quiet", NULL, "warnings and failures only", set_quiet},
	{OPTION_COMMON, 'v', "verbose", NULL, "say what is done with each file", set_verbose},
	{OPTION_COMMON, 'h', "help", NULL, "this text", set_help},
	{OPTION_COMMON, 'V', "version", NULL, "the version, and those of the libraries",
	 set_version},
};

size_t option_row_named(const char *name)
{
	size_t i = 0;
	while (i < OPTION_TABLE_COUNT && strcmp(option_table[i].name, name) != 0) {
		i++;
	}
	return i;
}

bool option_is_question(size_t row)
{
	return option_table[row].set == set_help || option_table[row].set == set_version;
}

/* "fail-on" → "OVERRUN_FAIL_ON" */
void option_variable(const char *name, char *buffer)
{
	int size = snprintf(buffer, OPTION_VARIABLE_SIZE, "OVERRUN_%s", name);
	for (int i = 0; i < size && i < OPTION_VARIABLE_SIZE - 1; i++) {
		if (buffer[i] == '-') {
			buffer[i] = '_';
		} else if (buffer[i] >= 'a' && buffer[i] <= 'z') {
			buffer[i] = (char)(buffer[i] - ('a' - 'A'));
		}
	}
}

void options_print(unsigned bits)
{
	for (size_t i = 0; i < OPTION_TABLE_COUNT; i++) {
		const struct option_row *row = &option_table[i];
		char left[64];
		char letter[] = {'-', row->letter, ',', ' ', '\0'};
		if ((row->bit & (bits | OPTION_COMMON)) == 0) {
			continue;
		}
		(void)snprintf(left, sizeof left, "%s--%s%s%s", row->letter == 0 ? "    " : letter,
			       row->name, row->argument == NULL ? "" : " ",
			       row->argument == NULL ? "" : row->argument);
		(void)printf("  %-24s %s\n", left, row->help);
	}
	(void)puts("\nEach of them can be given as a variable, too: --fail-on as OVERRUN_FAIL_ON.");
}
