// SPDX-License-Identifier: MIT
/* overrun analyze: reads, reconstructs and reports; the main job. */
#include "database.h"
#include "method.h"
#include "reading.h"
#include "writing.h"

#include <stdio.h>
#include <stdlib.h>

/* What lives from the case file to the report. */
struct analysis {
	const struct options *options;
	struct feeds feeds;
	char *database;
	struct reading reading;
	bool exceeds;
};

static enum status keep_citations(struct store *store, const struct report *report,
				  struct error *error)
{
	enum status status = store_begin(store, error);
	if (status == STATUS_OK) {
		status = report_keep_citations(report, store, error);
	}
	if (status == STATUS_OK) {
		status = store_commit(store, error);
	}
	if (status != STATUS_OK) {
		store_rollback(store);
	}
	return status;
}

/* With the store open: everything that is in one run's books. */
static enum status work(struct analysis *analysis, struct store *store, struct rules *rules,
			struct error *error)
{
	const struct options *options = analysis->options;
	struct report *report = NULL;
	enum status status = reading_run(store, &analysis->feeds, rules, &analysis->reading, error);
	if (status == STATUS_OK) {
		status = method_run(store, options->queries, error);
	}
	if (status == STATUS_OK) {
		status = writing_load(store, analysis->feeds.plan->directory, &report, error);
	}
	if (status == STATUS_OK) {
		status = keep_citations(store, report, error);
	}
	if (status == STATUS_OK) {
		status = writing_reports(report, options, error);
		analysis->exceeds = status == STATUS_OK && writing_exceeds(report, options);
	}
	report_free(report);
	return status;
}

static enum status open_and_work(struct analysis *analysis, struct error *error)
{
	struct store *store = NULL;
	struct rules *rules = NULL;
	enum status status =
		reading_open(analysis->database, &analysis->feeds, &store, &rules, error);
	if (status != STATUS_OK) {
		return status;
	}
	status = work(analysis, store, rules, error);
	reading_close(store, rules, status);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct analysis analysis = {.options = options};
	struct plan *plan = NULL;
	if (options->operand_count != 1) {
		(void)error_set(&error, STATUS_USAGE,
				"analyze: one case file is needed: overrun analyze CASE.yaml");
		return command_fail(&error);
	}
	enum status status = writing_check(options, &error);
	if (status == STATUS_OK) {
		status = plan_read(options->operands[0], NULL, NULL, &plan, &error);
	}
	if (status == STATUS_OK) {
		for (size_t i = 0; i < plan->warnings.count; i++) {
			command_warn("%s", plan->warnings.items[i]);
		}
		status = feeds_from_plan(plan, options, &analysis.feeds, &error);
	}
	if (status == STATUS_OK) {
		analysis.database = database_path(options, options->operands[0]);
		status = analysis.database == NULL
				 ? error_set(&error, STATUS_NO_MEMORY, "out of memory")
				 : open_and_work(&analysis, &error);
	}
	int code =
		status != STATUS_OK ? command_fail(&error) : (int)reading_exit(&analysis.reading);
	feeds_free(&analysis.feeds);
	free(analysis.database);
	return code == EXIT_DONE && analysis.exceeds ? EXIT_THRESHOLD : code;
}

const struct command analyze_command = {
	.name = "analyze",
	.title = "read the logs of a case, reconstruct the night, report",
	.usage = "CASE.yaml [-o report.html] [-o report.json] [-o report.md] [-o report.csv]",
	.help = "Reads every source of the case file into the case database (what was read before "
		"is\n"
		"not read again), reconstructs the work, and says how much of the overrun was held "
		"by\n"
		"staffing, procedure or equipment, and which log lines prove it. The summary goes "
		"to\n"
		"standard output, reports to the files named.\n",
	.examples = "  overrun analyze case.yaml -o report.html -o report.json\n"
		    "  overrun analyze nightly.yaml -q --fold --fail-on overrun=10m\n",
	.options = OPTION_DB | OPTION_FORMAT | OPTION_FORMATS_DIR | OPTION_TZ | OPTION_SPAN |
		   OPTION_OUTPUT | OPTION_FORCE | OPTION_FAIL_ON | OPTION_LANGUAGE | OPTION_FOLD |
		   OPTION_QUERIES | OPTION_SOURCES | OPTION_PROGRESS,
	.run = run,
};
