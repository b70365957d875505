// SPDX-License-Identifier: MIT
/* A file read for trial, nothing kept. */
#include "trial.h"

#include "fields.h"
#include "screen.h"

#include "user.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
	EVENTS_SHOWN = 3, /* field by field; more is what a database is for */
	PATTERNS_SHOWN = 8,
	LINE_SHOWN = 1024, /* bytes of a line: enough to recognise it */
};

/* The first line that a format of the user's own does not read. */
struct miss {
	int64_t line; /* 0: none yet */
	char why[USER_WHY_SIZE];
};

/* One entry on trial. */
struct trial {
	const struct feeds *feeds;
	struct miss *misses; /* one per format of the feeds */
	int shown;
	int64_t line; /* the first that no format reads */
	char reason[ERROR_MESSAGE_SIZE];
	char text[LINE_SHOWN];
};

static enum status enter(void *self, const struct entry *entry, struct error *error)
{
	struct trial *trial = self;
	(void)entry;
	(void)error;
	trial->line = 0;
	trial->shown = 0;
	for (size_t i = 0; i < trial->feeds->format_count; i++) {
		trial->misses[i].line = 0;
	}
	return STATUS_OK;
}

/* Asks every pattern that has read all lines so far. */
static void try_patterns(struct trial *trial, const struct position *position)
{
	for (size_t i = 0; i < trial->feeds->format_count; i++) {
		struct miss *miss = &trial->misses[i];
		if (miss->line == 0 &&
		    user_format_explain(trial->feeds->formats[i], position->raw, miss->why)) {
			miss->line = position->line;
		}
	}
}

static enum status accept(void *self, const struct position *position, const struct event *event,
			  struct slice text, struct error *error)
{
	struct trial *trial = self;
	(void)text;
	(void)error;
	try_patterns(trial, position);
	if (trial->shown < EVENTS_SHOWN) {
		(void)printf("  line %" PRId64 "\n", position->line);
		fields_print(event, 4);
		trial->shown++;
	}
	return STATUS_OK;
}

static enum status reject(void *self, const struct position *position, const char *reason,
			  struct slice text, struct error *error)
{
	struct trial *trial = self;
	(void)error;
	try_patterns(trial, position);
	if (trial->line == 0) {
		trial->line = position->line;
		(void)snprintf(trial->reason, sizeof trial->reason, "%s", reason);
		(void)snprintf(trial->text, sizeof trial->text, SLICE_FORMAT,
			       SLICE_ARGUMENTS(text));
	}
	return STATUS_OK;
}

static bool is_own(const struct feeds *feeds, const char *name)
{
	for (size_t i = 0; i < feeds->format_count; i++) {
		if (strcmp(feeds->formats[i]->name, name) == 0) {
			return true;
		}
	}
	return false;
}

/* Where the patterns stopped: the winner's, if it has one; else everybody's. */
static void put_misses(const struct trial *trial, const char *winner)
{
	const struct feeds *feeds = trial->feeds;
	bool is_winner_own = is_own(feeds, winner);
	int shown = 0;
	for (size_t i = 0; i < feeds->format_count && shown < PATTERNS_SHOWN; i++) {
		const struct miss *miss = &trial->misses[i];
		bool is_asked = !is_winner_own || strcmp(feeds->formats[i]->name, winner) == 0;
		if (!is_asked || miss->line == 0) {
			continue;
		}
		(void)printf("  first line that this pattern does not read: %" PRId64 "\n  ",
			     miss->line);
		screen_message(stdout, miss->why);
		(void)fputc('\n', stdout);
		shown++;
	}
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
	put_misses(trial, result->format);
	return STATUS_OK;
}

enum status trial_run(const struct path *file, const struct feeds *feeds,
		      const struct reader_options *settings, struct reader_account *ret_account,
		      struct error *error)
{
	struct trial trial = {
		.feeds = feeds,
		.misses = calloc(feeds->format_count + 1, sizeof *trial.misses),
	};
	const struct event_sink sink = {
		.enter = enter, .accept = accept, .reject = reject, .leave = leave, .self = &trial};
	enum status status = trial.misses == NULL
				     ? error_set(error, STATUS_NO_MEMORY, "out of memory")
				     : reader_read(file->path, file->display, settings, sink,
						   ret_account, error);
	free(trial.misses);
	return status;
}
