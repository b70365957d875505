// SPDX-License-Identifier: MIT
/* overrun init: looks at logs and writes a commented case file to begin with. */
#include "screen.h"
#include "survey.h"

#include <inttypes.h>
#include <stdlib.h>

/* A scalar in double quotes: whatever a log or a path holds, it stays one. */
static void put_scalar(const char *text)
{
	(void)fputc('"', stdout);
	for (; *text != '\0'; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte == '"' || byte == '\\') {
			(void)printf("\\%c", byte);
		} else if (byte < 0x20 || byte == 0x7F) {
			(void)printf("\\x%02x", byte);
		} else {
			(void)fputc(byte, stdout);
		}
	}
	(void)fputc('"', stdout);
}

static void put_names(const struct survey_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		(void)fputs(i == 0 ? "" : ", ", stdout);
		put_scalar(names->items[i]);
	}
	(void)fputs(names->more ? ", …" : "", stdout);
}

/* "2023-09-17 01:00" in the zone; the minute before or after, so that the span lies inside. */
static void put_time(struct zone *zone, timestamp at, bool up)
{
	char text[TIMESTAMP_TEXT_SIZE];
	timestamp minute = at - at % US_PER_MINUTE + (up ? US_PER_MINUTE : 0);
	timestamp_to_iso(minute, zone_offset_s(zone, minute), text);
	text[10] = ' ';
	(void)printf("%.16s", text);
}

static void put_span(struct zone *zone, const struct survey_span *span, const char *heading)
{
	if (span->first_at != TIMESTAMP_NONE) {
		(void)printf("\n  # %s ", heading);
		put_time(zone, span->first_at, false);
		(void)fputs(" to ", stdout);
		put_time(zone, span->last_at, true);
	}
}

static void put_source(struct zone *zone, const struct plan_source *item, size_t position,
		       const struct survey_source *source)
{
	(void)printf("  # %" PRId64 " lines = %" PRId64 " events + %" PRId64 " rejected + %" PRId64
		     " blank; format: ",
		     source->tally.lines, source->tally.events, source->tally.rejected,
		     source->tally.blank);
	put_names(&source->formats);
	put_span(zone, &source->sure, "from");
	put_span(zone, &source->guessed,
		 "lines without a year: that of the window; if of today: from");
	if (source->hosts.count > 0) {
		(void)fputs("\n  # hosts: ", stdout);
		put_names(&source->hosts);
	}
	(void)fputs(source->lacks_zone ? "\n  # its lines have no zone: state `timezone`" : "",
		    stdout);
	(void)fputs("\n  - {path: ", stdout);
	put_scalar(item->path);
	(void)printf(", kind: %s, name: ", survey_kind(source));
	char name[ERROR_MESSAGE_SIZE];
	(void)snprintf(name, sizeof name, "%zu-%s", position + 1, item->name);
	put_scalar(name);
	if (source->hosts.count == 1 && !source->hosts.more) {
		(void)fputs(", host: ", stdout);
		put_scalar(source->hosts.items[0]);
	}
	(void)fputs("}\n", stdout);
}

static bool has_actor(const struct survey_source *source, const char *name)
{
	for (size_t i = 0; i < source->actors.count; i++) {
		if (strcmp(source->actors.items[i], name) == 0) {
			return true;
		}
	}
	return false;
}

/* Everybody who did something, each once: where he is met first. */
static void put_actors(const struct survey_source *sources, size_t count)
{
	size_t shown = 0;
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < sources[i].actors.count; k++) {
			const char *name = sources[i].actors.items[k];
			size_t first = 0;
			while (first < i && !has_actor(&sources[first], name)) {
				first++;
			}
			if (first == i) {
				(void)fputs(shown++ == 0 ? "" : ", ", stdout);
				put_scalar(name);
			}
		}
	}
}

static void put_case(const struct feeds *feeds, const struct survey_source *sources,
		     struct zone *zone, const struct survey_span *span)
{
	(void)fputs(
		"# written by overrun init: every line marked with ? is a guess; check it with\n"
		"# `overrun lint`, then run `overrun analyze`\n"
		"overrun: 1\n"
		"case: my-case                    # ? a short id\n"
		"title: What was to be done       # ?\n"
		"timezone: ",
		stdout);
	put_scalar(zone_name(zone));
	(void)fputs("                  # ? of times here, and of lines without one\n"
		    "window: {start: ",
		    stdout);
	put_time(zone, span->first_at, false);
	(void)fputs(", end: ", stdout);
	put_time(zone, span->last_at, true);
	(void)fputs("}  # ? the span of the logs: write the announced window\n"
		    "roles:\n"
		    "  OPS:                           # ? one entry per role of the plan\n"
		    "    actors: [",
		    stdout);
	put_actors(sources, feeds->plan->source_count);
	(void)fputs("]\n"
		    "steps:                           # ? the procedure, in order\n"
		    "  - id: S1\n"
		    "    title: First step\n"
		    "    role: OPS\n"
		    "    allow: 60m                   # ? what the plan grants it\n"
		    "sources:\n",
		    stdout);
	for (size_t i = 0; i < feeds->plan->source_count; i++) {
		put_source(zone, &feeds->plan->sources[i], i, &sources[i]);
	}
}

static enum status write_case(const struct feeds *feeds, const struct survey_source *sources,
			      struct error *error)
{
	struct zone *zone = NULL;
	struct survey_span sure = {TIMESTAMP_NONE, TIMESTAMP_NONE};
	struct survey_span guessed = sure;
	for (size_t i = 0; i < feeds->plan->source_count; i++) {
		survey_widen(&sure, sources[i].sure);
		survey_widen(&guessed, sources[i].guessed);
	}
	const struct survey_span *span = sure.first_at == TIMESTAMP_NONE ? &guessed : &sure;
	if (span->first_at == TIMESTAMP_NONE) {
		return error_set(error, STATUS_CORRUPT,
				 "init: no line has a time that is understood: see overrun formats "
				 "test FILE");
	}
	enum status status = zone_open(feeds->plan->timezone, &zone, error);
	if (status == STATUS_OK) {
		put_case(feeds, sources, zone, span);
	}
	zone_free(zone);
	return status;
}

static enum status survey(const struct feeds *feeds, int64_t *ret_damaged, struct error *error)
{
	size_t count = feeds->plan->source_count;
	struct survey_source *sources = calloc(count + 1, sizeof *sources);
	if (sources == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = survey_read(feeds, i, &sources[i], error);
		*ret_damaged += sources[i].damaged;
	}
	if (status == STATUS_OK) {
		status = write_case(feeds, sources, error);
	}
	for (size_t i = 0; i < count; i++) {
		survey_free(&sources[i]);
	}
	free(sources);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct feeds feeds = {0};
	int64_t damaged = 0;
	if (options->operand_count == 0) {
		(void)error_set(&error, STATUS_USAGE,
				"init: which logs: overrun init LOG… > case.yaml");
		return command_fail(&error);
	}
	enum status status = feeds_from_paths(options->operands, options->operand_count, options,
					      &feeds, &error);
	if (status == STATUS_OK) {
		status = survey(&feeds, &damaged, &error);
	}
	feeds_free(&feeds);
	return status != STATUS_OK ? command_fail(&error) : damaged > 0 ? EXIT_INPUT : EXIT_DONE;
}

const struct command init_command = {
	.name = "init",
	.title = "look at logs and write a case file to begin with",
	.usage = "LOG… > case.yaml",
	.help = "Reads the logs and writes a commented case file to standard output: what "
		"formats,\n"
		"zones, spans, hosts and operators were found, and what is left for you to say.\n"
		"Quote a glob to make it one source: overrun init 'fw/*' access.log > case.yaml\n",
	.examples = "  overrun init 'logs/*' records.csv > case.yaml\n"
		    "  overrun init --tz Asia/Seoul night.tar.gz > case.yaml\n",
	.options = OPTION_FORMAT | OPTION_FORMATS_DIR | OPTION_TZ | OPTION_SPAN,
	.run = run,
};
