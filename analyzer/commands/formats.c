// SPDX-License-Identifier: MIT
/* overrun formats: the shelf of formats; who would read a file, and where he fails. */
#include "bids.h"
#include "feeds.h"
#include "screen.h"

#include <inttypes.h>

static void list(void)
{
	for (size_t i = 0; i < format_count; i++) {
		(void)printf("%-20s %s\n", format_table[i]->name, format_table[i]->title);
	}
}

/* The first line that no format reads, and the account of the entry. */
struct trial {
	int64_t line;
	char reason[ERROR_MESSAGE_SIZE];
	char text[1024]; /* cut: enough to recognise the line */
};

static enum status enter(void *self, const struct entry *entry, struct error *error)
{
	struct trial *trial = self;
	(void)entry;
	(void)error;
	trial->line = 0;
	return STATUS_OK;
}

static enum status accept(void *self, const struct position *position, const struct event *event,
			  struct slice text, struct error *error)
{
	(void)self;
	(void)position;
	(void)event;
	(void)text;
	(void)error;
	return STATUS_OK;
}

static enum status reject(void *self, const struct position *position, const char *reason,
			  struct slice text, struct error *error)
{
	struct trial *trial = self;
	(void)error;
	if (trial->line == 0) {
		trial->line = position->line;
		(void)snprintf(trial->reason, sizeof trial->reason, "%s", reason);
		(void)snprintf(trial->text, sizeof trial->text, SLICE_FORMAT,
			       SLICE_ARGUMENTS(text));
	}
	return STATUS_OK;
}

static enum status leave(void *self, const struct entry_result *result, struct error *error)
{
	const struct trial *trial = self;
	const struct tally *tally = &result->tally;
	(void)error;
	(void)printf("  %" PRId64 " lines = %" PRId64 " events + %" PRId64 " rejected + %" PRId64
		     " blank; zone %s (%s)\n",
		     tally->lines, tally->events, tally->rejected, tally->blank,
		     result->zone[0] == '\0' ? "none" : result->zone,
		     origin_name(result->zone_origin));
	if (result->message[0] != '\0') {
		(void)fputs("  ", stdout);
		screen_text(stdout, slice_from(result->message));
		(void)fputc('\n', stdout);
	}
	if (trial->line > 0) {
		(void)printf("  first line that is not read: %" PRId64 ": %s\n    ", trial->line,
			     trial->reason);
		screen_text(stdout, slice_from(trial->text));
		(void)fputc('\n', stdout);
	}
	return STATUS_OK;
}

static enum status known(void *self, int64_t bytes, const unsigned char *sha256,
			 struct error *error)
{
	(void)self;
	(void)bytes;
	(void)sha256;
	(void)error;
	return STATUS_OK;
}

/* First the bids, then the whole file into a sink that only counts. */
static enum status try_file(const struct path *file, const struct reader_options *settings,
			    struct reader_account *ret_account, struct error *error)
{
	struct trial trial = {0};
	const struct event_sink sink = {.enter = enter,
					.accept = accept,
					.reject = reject,
					.known = known,
					.leave = leave,
					.self = &trial};
	/* Standard input can be read once only. */
	enum status status =
		strcmp(file->path, "-") == 0 ? STATUS_OK : bids_print(file, settings, true, error);
	if (status == STATUS_OK) {
		status = reader_read(file->path, file->display, settings, sink, ret_account, error);
	}
	return status;
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
			status = try_file(&files->paths.items[k], &settings, &account, &error);
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
		list();
		return EXIT_DONE;
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
		"lines of each entry, reads it to the end, and shows the first line that is not "
		"read.\n"
		"Nothing is stored.\n",
	.options = OPTION_FORMAT | OPTION_FORMATS_DIR | OPTION_TZ | OPTION_SPAN,
	.run = run,
};
