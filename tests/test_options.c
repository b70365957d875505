// SPDX-License-Identifier: MIT
/* Options from the command line and from the environment. */
#include "option_values.h"
#include "options.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { ARGUMENTS = 8 };

/* Reads the words as arguments of a command. */
static enum status read_for(char *command, char *const *words, struct options *ret_options,
			    struct error *error)
{
	static char *arguments[ARGUMENTS]; /* outlives the call, as argv does */
	int count = 0;
	arguments[count++] = command;
	while (words[count - 1] != NULL) {
		arguments[count] = words[count - 1];
		count++;
	}
	arguments[count] = NULL;
	return options_read(command_find(command), count, arguments, ret_options, error);
}

static enum status read_words(char *const *words, struct options *ret_options, struct error *error)
{
	return read_for("analyze", words, ret_options, error);
}

Test(options, options_and_operands_may_be_mixed)
{
	char *words[] = {"case.yaml", "-o", "a.html", "--force", "-ob.md", NULL};
	struct options options;
	struct error error = {0};
	cr_assert_eq(read_words(words, &options, &error), STATUS_OK, "%s", error.message);
	cr_assert_eq(options.operand_count, 1);
	cr_assert_str_eq(options.operands[0], "case.yaml");
	cr_assert_eq(options.output_count, 2);
	cr_assert_str_eq(options.outputs[1], "b.md");
	cr_assert(options.force && !options.quiet);
}

Test(options, the_command_line_goes_before_the_environment)
{
	char *words[] = {"--tz", "+09:00", NULL};
	struct options options;
	struct error error = {0};
	setenv("OVERRUN_TZ", "UTC", 1);
	setenv("OVERRUN_FORCE", "0", 1);
	setenv("OVERRUN_FOLD", "1", 1);
	cr_assert_eq(read_words(words, &options, &error), STATUS_OK, "%s", error.message);
	cr_assert_str_eq(options.timezone, "+09:00");
	cr_assert(!options.force);
	cr_assert(options.fold);
}

Test(options, mistakes_name_the_nearest_option)
{
	char *words[] = {"--no-progres", NULL};
	struct options options;
	struct error error = {0};
	cr_assert_eq(read_words(words, &options, &error), STATUS_OK,
		     "getopt completes a beginning");
	words[0] = "--no-porgress";
	cr_assert_eq(read_words(words, &options, &error), STATUS_USAGE);
	cr_assert_not_null(strstr(error.message, "did you mean --no-progress?"));
}

Test(options, spans_and_shares_are_read)
{
	int64_t value = 0;
	cr_assert(option_span("1h30m", &value));
	cr_assert_eq(value, INT64_C(5400000000));
	cr_assert(option_span("1.5h", &value));
	cr_assert_eq(value, INT64_C(5400000000));
	static const char *const bad[] = {"", "10", "m", "10x", "10m 5s", "99999999999999d"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		cr_assert(!option_span(bad[i], &value), "%s", bad[i]);
	}
	cr_assert(option_permille(slice_from("0.5%"), &value));
	cr_assert_eq(value, 5);
	cr_assert(!option_permille(slice_from("20"), &value));
	cr_assert(!option_permille(slice_from("%"), &value));
}

Test(options, times_have_the_zone_that_is_given)
{
	timestamp at = 0;
	struct error error = {0};
	cr_assert_eq(option_time("since", "1970-01-01 09:00", "Asia/Seoul", &at, &error),
		     STATUS_OK);
	cr_assert_eq(at, 0);
	cr_assert_eq(option_time("since", "1970-01-01T00:00:01Z", "Asia/Seoul", &at, &error),
		     STATUS_OK);
	cr_assert_eq(at, US_PER_S);
	cr_assert_eq(option_time("since", "yesterday", NULL, &at, &error), STATUS_USAGE);
}

Test(options, a_database_is_named_by_operand_by_option_or_by_variable)
{
	static const struct {
		char *words[ARGUMENTS - 1];
		const char *variable, *db, *operand;
	} cases[] = {
		{{"a.db", "E1", NULL}, NULL, "a.db", "E1"},
		{{"E1", "--db", "a.db", NULL}, NULL, "a.db", "E1"},
		{{"E1", NULL}, "v.db", "v.db", "E1"},
		{{"a.db", "E1", NULL}, "v.db", "a.db", "E1"},
		{{"E1", "--db", "a.db", NULL}, "v.db", "a.db", "E1"},
		{{"a.db", NULL}, NULL, "a.db", NULL},
		{{NULL}, "v.db", "v.db", NULL},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct options options;
		struct error error = {0};
		if (cases[i].variable == NULL) {
			unsetenv("OVERRUN_DB");
		} else {
			setenv("OVERRUN_DB", cases[i].variable, 1);
		}
		cr_assert_eq(read_for("show", cases[i].words, &options, &error), STATUS_OK);
		cr_assert_str_eq(options.db, cases[i].db, "case %zu: %s", i, options.db);
		cr_assert_eq(options.operand_count, cases[i].operand == NULL ? 0 : 1, "case %zu",
			     i);
		cr_assert(cases[i].operand == NULL ||
			  strcmp(options.operands[0], cases[i].operand) == 0);
	}
}

Test(options, what_one_command_takes_all_take)
{
	char *words[] = {"a.db", "--no-progress", "--force", "--db", "b.db", "--tz=UTC", NULL};
	for (size_t i = 0; i < command_count; i++) {
		struct options options;
		struct error error = {0};
		cr_assert_eq(read_for((char *)command_table[i]->name, words, &options, &error),
			     STATUS_OK, "%s: %s", command_table[i]->name, error.message);
		cr_assert(options.no_progress && options.force);
		cr_assert_str_eq(options.db, "b.db");
	}
}
