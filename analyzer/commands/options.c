// SPDX-License-Identifier: MIT
/* The options that subcommands share. */
#include "options.h"

#include "option_values.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

typedef enum status setter_fn(struct options *options, const char *value, struct error *error);

/* One option; NULL `argument`: it is a switch. */
struct option_row {
	unsigned bit;
	char letter; /* 0: none */
	const char *name;
	const char *argument;
	const char *help;
	setter_fn *set;
};

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

static const struct option_row table[] = {
	{OPTION_DB, 0, "db", "FILE", "the case database (default: the case file's name with .db)",
	 set_db},
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
	{OPTION_COMMON, 'V', "version", NULL, "the version", set_version},
};

enum {
	TABLE_COUNT = sizeof table / sizeof table[0],
	FIRST_VALUE = 256, /* what getopt_long answers for row 0: beyond all letters */
	VARIABLE_SIZE = 32,
};

/* "fail-on" → "OVERRUN_FAIL_ON" */
static void variable_name(const char *name, char *buffer)
{
	int size = snprintf(buffer, VARIABLE_SIZE, "OVERRUN_%s", name);
	for (int i = 0; i < size && i < VARIABLE_SIZE - 1; i++) {
		if (buffer[i] == '-') {
			buffer[i] = '_';
		} else if (buffer[i] >= 'a' && buffer[i] <= 'z') {
			buffer[i] = (char)(buffer[i] - ('a' - 'A'));
		}
	}
}

void options_print(unsigned bits)
{
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		const struct option_row *row = &table[i];
		char left[64];
		char variable[VARIABLE_SIZE];
		char letter[] = {'-', row->letter, ',', ' ', '\0'};
		if ((row->bit & (bits | OPTION_COMMON)) == 0) {
			continue;
		}
		variable_name(row->name, variable);
		(void)snprintf(left, sizeof left, "%s--%s%s%s", row->letter == 0 ? "    " : letter,
			       row->name, row->argument == NULL ? "" : " ",
			       row->argument == NULL ? "" : row->argument);
		(void)printf("  %-24s %s\n", left, row->help);
	}
	(void)puts("\nEach of them can be given as a variable, too: --fail-on as OVERRUN_FAIL_ON.");
}

static enum status unknown_option(unsigned bits, const char *given, struct error *error)
{
	enum { slips = 3 };
	struct slice name = slice_from(given);
	const char *nearest = NULL;
	size_t best = slips;
	while (slice_eat_char(&name, '-')) {
	}
	name = slice_first(name, slice_find_char(name, '='));
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		size_t distance = slice_distance(slice_from(table[i].name), name);
		if ((table[i].bit & bits) != 0 && distance < best) {
			best = distance;
			nearest = table[i].name;
		}
	}
	if (nearest == NULL) {
		return error_set(error, STATUS_USAGE, "%s: no such option here: see --help", given);
	}
	return error_set(error, STATUS_USAGE, "%s: no such option here: did you mean --%s?", given,
			 nearest);
}

/* The options of a command as getopt_long wants them. */
static void fill_getopt(unsigned bits, struct option *ret_long, char *ret_short)
{
	size_t count = 0;
	size_t size = 0;
	ret_short[size++] = ':'; /* tells a missing argument from an unknown option */
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		if ((table[i].bit & bits) == 0) {
			continue;
		}
		bool has_argument = table[i].argument != NULL;
		ret_long[count++] = (struct option){table[i].name, has_argument ? 1 : 0, NULL,
						    FIRST_VALUE + (int)i};
		if (table[i].letter != 0) {
			ret_short[size++] = table[i].letter;
			if (has_argument) {
				ret_short[size++] = ':';
			}
		}
	}
	ret_long[count] = (struct option){0};
	ret_short[size] = '\0';
}

static size_t row_of(int answer)
{
	size_t i = 0;
	while (i < TABLE_COUNT && FIRST_VALUE + (int)i != answer && table[i].letter != answer) {
		i++;
	}
	return i;
}

static enum status read_arguments(unsigned bits, int count, char **arguments, bool *given,
				  struct options *options, struct error *error)
{
	struct option longs[TABLE_COUNT + 1];
	char shorts[2 * TABLE_COUNT + 2];
	int answer = 0;
	fill_getopt(bits, longs, shorts);
	opterr = 0;
	optind = 1;
	while ((answer = getopt_long(count, arguments, shorts, longs, NULL)) != -1) {
		size_t row = row_of(answer);
		if (answer == ':') {
			return error_set(error, STATUS_USAGE, "%s: needs a value: see --help",
					 arguments[optind - 1]);
		}
		if (answer == '?' || row == TABLE_COUNT) {
			return unknown_option(bits, arguments[optind - 1], error);
		}
		given[row] = true;
		enum status status = table[row].set(options, optarg, error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	options->operands = arguments + optind;
	options->operand_count = (size_t)(count - optind);
	return STATUS_OK;
}

static enum status read_variables(unsigned bits, const bool *given, struct options *options,
				  struct error *error)
{
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		char variable[VARIABLE_SIZE];
		bool is_question = table[i].set == set_help || table[i].set == set_version;
		if (given[i] || is_question || (table[i].bit & bits) == 0) {
			continue;
		}
		variable_name(table[i].name, variable);
		const char *value = getenv(variable);
		if (value == NULL || *value == '\0') {
			continue;
		}
		struct error cause = {0};
		if (table[i].set(options, value, &cause) != STATUS_OK) {
			return error_set(error, STATUS_USAGE, "%s: %s", variable, cause.message);
		}
	}
	return STATUS_OK;
}

static enum status place_times(struct options *options, struct error *error)
{
	enum status status = STATUS_OK;
	if (options->since != NULL) {
		status = option_time("since", options->since, options->timezone, &options->since_at,
				     error);
	}
	if (status == STATUS_OK && options->until != NULL) {
		status = option_time("until", options->until, options->timezone, &options->until_at,
				     error);
	}
	return status;
}

enum status options_read(const struct command *command, int count, char **arguments,
			 struct options *ret_options, struct error *error)
{
	bool given[TABLE_COUNT] = {false};
	unsigned bits = command->options | OPTION_COMMON;
	*ret_options = (struct options){.since_at = TIMESTAMP_NONE,
					.until_at = TIMESTAMP_NONE,
					.argument_count = count,
					.arguments = arguments};
	enum status status = read_arguments(bits, count, arguments, given, ret_options, error);
	if (status != STATUS_OK || ret_options->help || ret_options->version) {
		return status;
	}
	status = read_variables(bits, given, ret_options, error);
	return status == STATUS_OK ? place_times(ret_options, error) : status;
}
