// SPDX-License-Identifier: MIT
/* overrun lint: every mistake of a case file at once, and the hash of its plan. */
#include "command.h"
#include "feeds.h"
#include "screen.h"

#include <stdio.h>

/* Where mistakes are told. */
struct listing {
	const char *path;
	size_t count;
};

static void tell(void *user, const struct plan_mistake *mistake)
{
	struct listing *listing = user;
	listing->count++;
	screen_text(stdout, slice_from(listing->path));
	(void)printf(":%d:%d: ", mistake->line, mistake->column);
	screen_message(stdout, mistake->message);
	(void)fputc('\n', stdout);
}

/* Sources that stand for nothing are no mistake of the file, but worth knowing before the night. */
static void tell_missing(const struct feeds *feeds)
{
	for (size_t i = 0; i < feeds->plan->source_count; i++) {
		if (feeds->files[i].error.status != STATUS_OK) {
			command_warn("%s", feeds->files[i].error.message);
		}
	}
}

static int finish(struct plan *plan, const struct options *options)
{
	struct error error = {0};
	struct feeds feeds;
	enum status status = feeds_from_plan(plan, options, &feeds, &error);
	if (status == STATUS_OK) {
		for (size_t i = 0; i < plan->warnings.count; i++) {
			command_warn("%s", plan->warnings.items[i]);
		}
		tell_missing(&feeds);
		(void)printf("plan_sha256: %s\n", plan->plan_sha256);
	}
	int code = status == STATUS_OK ? EXIT_DONE : command_fail(&error);
	feeds_free(&feeds);
	return code;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct plan *plan = NULL;
	if (options->operand_count != 1) {
		(void)error_set(&error, STATUS_USAGE,
				"lint: one case file is needed: overrun lint CASE.yaml");
		return command_fail(&error);
	}
	struct listing listing = {options->operands[0], 0};
	enum status status = plan_read(options->operands[0], tell, &listing, &plan, &error);
	if (status == STATUS_OK) {
		return finish(plan, options);
	}
	/* What was listed need not be told twice. */
	return listing.count > 0 ? EXIT_USAGE : command_fail(&error);
}

const struct command lint_command = {
	.name = "lint",
	.title = "check a case file; print the hash of its plan",
	.usage = "CASE.yaml",
	.help = "Prints the first syntax error, or every mistake of content, as FILE:LINE:COLUMN "
		"with\n"
		"the nearest right word. Without mistakes, prints the hash of window and steps "
		"that an\n"
		"announcement can state beforehand.\n",
	.examples = "  overrun lint case.yaml\n",
	.options = OPTION_FORMATS_DIR,
	.run = run,
};
