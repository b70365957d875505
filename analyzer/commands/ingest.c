// SPDX-License-Identifier: MIT
/* overrun ingest: only reads, and prints the account of every line. */
#include "bids.h"
#include "database.h"
#include "reading.h"

#include <stdio.h>
#include <stdlib.h>

/* Is the one operand a case file? */
static bool is_case(const struct options *options)
{
	struct slice name = slice_from(options->operands[0]);
	return options->operand_count == 1 &&
	       (slice_ends_with(name, ".yaml") || slice_ends_with(name, ".yml"));
}

static enum status open_feeds(const struct options *options, struct feeds *ret_feeds,
			      char **ret_database, struct error *error)
{
	if (!is_case(options)) {
		*ret_database = options->db == NULL ? NULL : slice_copy(slice_from(options->db));
		return feeds_from_paths(options->operands, options->operand_count, options,
					ret_feeds, error);
	}
	struct plan *plan = NULL;
	enum status status = plan_read(options->operands[0], NULL, NULL, &plan, error);
	if (status != STATUS_OK) {
		return status;
	}
	*ret_database = database_path(options, options->operands[0]);
	return feeds_from_plan(plan, options, ret_feeds, error);
}

/* --dry-run */
static enum status tell_bids(const struct feeds *feeds, struct reading *reading,
			     struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < feeds->plan->source_count; i++) {
		struct zone *zone = NULL;
		struct reader_options settings;
		if (feeds->files[i].error.status != STATUS_OK) {
			command_warn("%s", feeds->files[i].error.message);
			reading->unreadable++;
			continue;
		}
		status = feeds_settings(feeds, i, &zone, &settings, error);
		for (size_t k = 0; status == STATUS_OK && k < feeds->files[i].paths.count; k++) {
			struct error trouble = {0};
			status = bids_print(&feeds->files[i].paths.items[k], &settings, false,
					    &trouble);
			if (status == STATUS_IO || status == STATUS_CORRUPT ||
			    status == STATUS_LIMIT || status == STATUS_USAGE) {
				command_warn("%s", trouble.message);
				reading->unreadable++;
				status = STATUS_OK;
			} else if (status != STATUS_OK) {
				(void)error_set(error, status, "%s", trouble.message);
			}
		}
		zone_free(zone);
	}
	return status;
}

static enum status read_all(const struct feeds *feeds, const char *database,
			    struct reading *reading, struct error *error)
{
	struct store *store = NULL;
	struct rules *rules = NULL;
	enum status status = reading_open(database, feeds, &store, &rules, error);
	if (status != STATUS_OK) {
		return status;
	}
	status = reading_run(store, feeds, rules, reading, error);
	if (status == STATUS_OK && !feeds->options->quiet) {
		status = reading_print(store, feeds->options, error);
	}
	reading_close(store, rules, status);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct feeds feeds = {0};
	struct reading reading = {0};
	char *database = NULL;
	if (options->operand_count == 0 ||
	    (!is_case(options) && options->db == NULL && !options->dry_run)) {
		(void)error_set(&error, STATUS_USAGE,
				"ingest: what is to be read: give CASE.yaml, or --db CASE.db LOG…");
		return command_fail(&error);
	}
	enum status status = open_feeds(options, &feeds, &database, &error);
	if (status == STATUS_OK) {
		status = options->dry_run   ? tell_bids(&feeds, &reading, &error)
			 : database == NULL ? error_set(&error, STATUS_NO_MEMORY, "out of memory")
					    : read_all(&feeds, database, &reading, &error);
	}
	int code = status != STATUS_OK ? command_fail(&error) : (int)reading_exit(&reading);
	feeds_free(&feeds);
	free(database);
	return code;
}

const struct command ingest_command = {
	.name = "ingest",
	.title = "only read logs into a case database",
	.usage = "CASE.yaml | --db CASE.db LOG… | --db CASE.db - < LOG",
	.help = "Reads every line of every source and prints the account of each entry: lines =\n"
		"events + rejected + blank, the format that reads it and by what margin it won.\n"
		"LOG is a file, a folder, a glob or an archive; - is standard input.\n",
	.examples = "  overrun ingest case.yaml --dry-run\n"
		    "  overrun ingest --db case.db logs/ 'fw/*.gz'\n"
		    "  zcat fw.log.gz | overrun ingest --db case.db -\n",
	.options = OPTION_DB | OPTION_FORMAT | OPTION_FORMATS_DIR | OPTION_TZ | OPTION_SPAN |
		   OPTION_FOLD | OPTION_TO | OPTION_DRY_RUN | OPTION_SOURCES | OPTION_PROGRESS,
	.run = run,
};
