// SPDX-License-Identifier: MIT
/* overrun report: tells the findings of a case again, from its database. */
#include "database.h"
#include "writing.h"

#include <stdlib.h>

static enum status tell(const struct options *options, const char *path, bool *ret_exceeds,
			struct error *error)
{
	struct store *store = NULL;
	struct report *report = NULL;
	char *directory = NULL;
	enum status status = database_read(path, &store, error);
	if (status == STATUS_OK) {
		status = database_directory(options, store, &directory, error);
	}
	if (status == STATUS_OK) {
		status = writing_load(store, directory, &report, error);
	}
	if (status == STATUS_OK) {
		database_warn_of_key(store);
	}
	if (status == STATUS_OK) {
		status = writing_reports(report, options, error);
	}
	*ret_exceeds = status == STATUS_OK && writing_exceeds(report, options);
	report_free(report);
	store_close(store);
	free(directory);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	bool exceeds = false;
	if (options->db == NULL || options->operand_count > 0) {
		(void)error_set(&error, STATUS_USAGE,
				"report: one case database is needed: overrun report CASE.db");
		return command_fail(&error);
	}
	enum status status = writing_check(options, &error);
	if (status == STATUS_OK) {
		status = tell(options, options->db, &exceeds, &error);
	}
	return status != STATUS_OK ? command_fail(&error) : exceeds ? EXIT_THRESHOLD : EXIT_DONE;
}

const struct command report_command = {
	.name = "report",
	.title = "tell the findings of a case again",
	.usage = "CASE.db [-o FILE.{html,md,json,csv}]…",
	.help = "Prints the summary of a case that was analyzed before, and writes reports. Cited "
		"lines\n"
		"are re-read from their sources; one that is gone is told in the report.\n",
	.examples = "  overrun report case.db -o report.html -o report.json\n"
		    "  overrun report case.db --lang ko -o report.md --force\n",
	.options = OPTION_DB | OPTION_OUTPUT | OPTION_FORCE | OPTION_FAIL_ON | OPTION_LANGUAGE |
		   OPTION_SOURCES,
	.operands = 1,
	.run = run,
};
