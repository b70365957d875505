// SPDX-License-Identifier: MIT
/* overrun formats: the shelf of formats; who would read a file, and where he fails. */
#include "bids.h"
#include "feeds.h"
#include "trial.h"

#include <stdio.h>

/* The user's own first, for they come before the shelf. */
static int list(const struct options *options)
{
	struct error error = {0};
	struct feeds feeds;
	enum status status = feeds_from_paths(NULL, 0, options, &feeds, &error);
	for (size_t i = 0; status == STATUS_OK && i < feeds.format_count; i++) {
		(void)printf("%-20s %s\n", feeds.formats[i]->name, feeds.formats[i]->title);
	}
	for (size_t i = 0; status == STATUS_OK && i < format_count; i++) {
		(void)printf("%-20s %s\n", format_table[i]->name, format_table[i]->title);
	}
	feeds_free(&feeds);
	return status == STATUS_OK ? EXIT_DONE : command_fail(&error);
}

/* First the bids, then the whole file. */
static enum status try_file(const struct path *file, const struct feeds *feeds,
			    const struct reader_options *settings,
			    struct reader_account *ret_account, struct error *error)
{
	/* Standard input can be read once only. */
	enum status status =
		strcmp(file->path, "-") == 0 ? STATUS_OK : bids_print(file, settings, true, error);
	return status == STATUS_OK ? trial_run(file, feeds, settings, ret_account, error) : status;
}

static int try_files(const struct options *options)
{
	struct error error = {0};
	struct feeds feeds;
	struct zone *zone = NULL;
	struct reader_options settings;
	int64_t damaged = 0;
	enum status status = feeds_from_paths(options->operands + 1, options->operand_count - 1,
					      options, &feeds, &error);
	for (size_t i = 0; status == STATUS_OK && i < feeds.plan->source_count; i++) {
		const struct feed_files *files = &feeds.files[i];
		status =
			files->error.status != STATUS_OK
				? error_set(&error, files->error.status, "%s", files->error.message)
				: feeds_settings(&feeds, i, &zone, &settings, &error);
		for (size_t k = 0; status == STATUS_OK && k < files->paths.count; k++) {
			struct reader_account account = {0};
			status = try_file(&files->paths.items[k], &feeds, &settings, &account,
					  &error);
			damaged += account.damaged;
		}
		zone_free(zone);
		zone = NULL;
	}
	feeds_free(&feeds);
	return status != STATUS_OK ? command_fail(&error) : damaged > 0 ? EXIT_INPUT : EXIT_DONE;
}

static int run(const struct options *options)
{
	if (options->operand_count == 0) {
		return list(options);
	}
	if (strcmp(options->operands[0], "test") == 0 && options->operand_count > 1) {
		return try_files(options);
	}
	struct error error;
	(void)error_set(&error, STATUS_USAGE, "formats: to try a file: overrun formats test FILE");
	return command_fail(&error);
}

const struct command formats_command = {
	.name = "formats",
	.title = "list the log formats; explain which one reads a file",
	.usage = "[test FILE…]",
	.help = "Without arguments lists the formats. With test, prints who bids what on the "
		"first\n"
		"lines of each entry, reads it to the end, and shows its first events field by "
		"field,\n"
		"the first line that is not read, and where it leaves a pattern of your own.\n"
		"Nothing is stored.\n",
	.examples = "  overrun formats test access.log.gz\n"
		    "  overrun formats test --format '*.log=fortigate' fw.log\n",
	.options = OPTION_FORMAT | OPTION_FORMATS_DIR | OPTION_TZ | OPTION_SPAN,
	.run = run,
};
