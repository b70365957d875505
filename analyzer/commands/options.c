// SPDX-License-Identifier: MIT
/* The options that subcommands share: reads them. */
#include "options.h"

#include "option_table.h"
#include "option_values.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	FIRST_VALUE = 256, /* what getopt_long answers for row 0: beyond all letters */
};

static enum status unknown_option(unsigned bits, const char *given, struct error *error)
{
	enum { slips = 3 };
	struct slice name = slice_from(given);
	const char *nearest = NULL;
	size_t best = slips;
	while (slice_eat_char(&name, '-')) {
	}
	name = slice_first(name, slice_find_char(name, '='));
	for (size_t i = 0; i < OPTION_TABLE_COUNT; i++) {
		size_t distance = slice_distance(slice_from(option_table[i].name), name);
		if ((option_table[i].bit & bits) != 0 && distance < best) {
			best = distance;
			nearest = option_table[i].name;
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
	for (size_t i = 0; i < OPTION_TABLE_COUNT; i++) {
		if ((option_table[i].bit & bits) == 0) {
			continue;
		}
		bool has_argument = option_table[i].argument != NULL;
		ret_long[count++] = (struct option){option_table[i].name, has_argument ? 1 : 0,
						    NULL, FIRST_VALUE + (int)i};
		if (option_table[i].letter != 0) {
			ret_short[size++] = option_table[i].letter;
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
	while (i < OPTION_TABLE_COUNT && FIRST_VALUE + (int)i != answer &&
	       option_table[i].letter != answer) {
		i++;
	}
	return i;
}

static enum status read_arguments(unsigned bits, int count, char **arguments, bool *given,
				  struct options *options, struct error *error)
{
	struct option longs[OPTION_TABLE_COUNT + 1];
	char shorts[2 * OPTION_TABLE_COUNT + 2];
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
		if (answer == '?' || row == OPTION_TABLE_COUNT) {
			return unknown_option(bits, arguments[optind - 1], error);
		}
		given[row] = true;
		enum status status = option_table[row].set(options, optarg, error);
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
	for (size_t i = 0; i < OPTION_TABLE_COUNT; i++) {
		char variable[OPTION_VARIABLE_SIZE];
		if (given[i] || option_is_question(i) || (option_table[i].bit & bits) == 0) {
			continue;
		}
		option_variable(option_table[i].name, variable);
		const char *value = getenv(variable);
		if (value == NULL || *value == '\0') {
			continue;
		}
		struct error cause = {0};
		if (option_table[i].set(options, value, &cause) != STATUS_OK) {
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

/* What would have changed something elsewhere is not passed over in silence. */
static void warn_of_idle(const struct command *command, const bool *given)
{
	const unsigned harmless = OPTION_PROGRESS | OPTION_FORCE;
	for (size_t i = 0; i < OPTION_TABLE_COUNT; i++) {
		unsigned bit = option_table[i].bit;
		if (given[i] && (bit & (command->options | OPTION_COMMON | harmless)) == 0) {
			command_warn("--%s: without effect on overrun %s", option_table[i].name,
				     command->name);
		}
	}
}

/* --db names the database, else the first operand does; its variable, where an operand lacks. */
static void take_database(const struct command *command, bool is_given, struct options *options)
{
	bool is_full = options->operand_count >= command->operands;
	if (command->operands == 0 || is_given || options->operand_count == 0 ||
	    (!is_full && options->db != NULL)) {
		return;
	}
	options->db = options->operands[0];
	options->operands++;
	options->operand_count--;
}

enum status options_read(const struct command *command, int count, char **arguments,
			 struct options *ret_options, struct error *error)
{
	bool given[OPTION_TABLE_COUNT] = {false};
	unsigned bits = command->options | OPTION_COMMON;
	*ret_options = (struct options){.since_at = TIMESTAMP_NONE,
					.until_at = TIMESTAMP_NONE,
					.argument_count = count,
					.arguments = arguments};
	enum status status = read_arguments(bits | OPTION_EVERYWHERE, count, arguments, given,
					    ret_options, error);
	if (status != STATUS_OK || ret_options->help || ret_options->version) {
		return status;
	}
	status = read_variables(bits, given, ret_options, error);
	take_database(command, given[option_row_named("db")], ret_options);
	warn_of_idle(command, given);
	return status == STATUS_OK ? place_times(ret_options, error) : status;
}
