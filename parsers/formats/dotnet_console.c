// SPDX-License-Identifier: MIT
/*
 * .NET's console logger (Microsoft.Extensions.Logging), of two lines and of one.
 *
 *     info: Microsoft.Hosting.Lifetime[14]
 *           Now listening on: http://[::]:8080
 *     2024-08-07 05:30:19 warn: Microsoft.AspNetCore.Server.Kestrel[22] As of "…", the heartbeat …
 *
 * Without configuration there is no time at all: it is the container runtime's or syslog's, or that
 * of the line before. The first line says who and how bad, the second what: the second is the
 * event, those after it (scopes, stack traces) go on with it.
 */
#include <stdlib.h>

#include "application.h"
#include "format.h"
#include "layout.h"
#include "log_head.h"

enum {
	CATEGORY_SIZE = 256, /* of a type's full name */
	INDENT = 6,          /* "info: " */
	STAMP_SIZE_MAX = 40, /* what may stand before the level */
	LEVEL_SIZE = 4,      /* "info" */
};

struct state {
	struct stamp stamp;
	enum severity severity;
	bool is_due;  /* a head was read, its text was not */
	bool is_open; /* a record was: indented lines belong to it */
	size_t category_size;
	char category[CATEGORY_SIZE];
};

struct head {
	struct stamp stamp;
	enum severity severity;
	struct slice category;
	struct slice message; /* empty: it is in the next line */
};

static void *dotnet_console_open(void)
{
	return calloc(1, sizeof(struct state));
}

/* Source: Microsoft.Extensions.Logging.Console, SimpleConsoleFormatter.GetLogLevelString */
static bool eat_level(struct slice *text, enum severity *ret_severity)
{
	static const struct {
		const char *word;
		enum severity severity;
	} levels[] = {{"info: ", SEVERITY_INFORMATIONAL}, {"warn: ", SEVERITY_WARNING},
		      {"fail: ", SEVERITY_ERROR},         {"dbug: ", SEVERITY_DEBUG},
		      {"trce: ", SEVERITY_DEBUG},         {"crit: ", SEVERITY_CRITICAL}};
	struct slice rest = *text;
	log_head_eat_blanks(&rest);
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		/* A terminal's colour ends behind the word: "ESC[32minfoESC[39mESC[22m: " */
		struct slice word = slice_first(rest, 4);
		if (word.size == 4 && memcmp(word.data, levels[i].word, 4) == 0) {
			struct slice behind = slice_after(rest, 4);
			if (behind.size > 0 && behind.data[0] == '\x1b') {
				log_head_eat_blanks(&behind);
			}
			if (!slice_eat(&behind, ": ")) {
				return false;
			}
			*ret_severity = levels[i].severity;
			*text = behind;
			return true;
		}
	}
	return false;
}

/* "Microsoft.Hosting.Lifetime[14]" */
static bool eat_category(struct slice *text, struct slice *ret_category)
{
	struct slice rest = *text;
	struct slice category = slice_empty();
	uint64_t number = 0;
	if (!slice_eat_until(&rest, '[', &category) || category.size == 0 ||
	    slice_find_char(category, ' ') < category.size) {
		return false;
	}
	(void)slice_eat_char(&rest, '-');
	if (!slice_eat_uint(&rest, &number) || !slice_eat_char(&rest, ']')) {
		return false;
	}
	*ret_category = category;
	*text = rest;
	return true;
}

/* TimestampFormat is the site's own; what can be read of it is. */
static bool eat_stamp(struct slice *text, struct stamp *ret_stamp)
{
	struct slice rest = *text;
	bool bracket = slice_eat_char(&rest, '[');
	if (!stamp_eat_iso(&rest, ret_stamp) && !stamp_eat_slashes(&rest, ret_stamp) &&
	    !layout_eat("%m/%d/%Y %H:%M:%S", &rest, ret_stamp)) {
		return false;
	}
	if (bracket && !slice_eat_char(&rest, ']')) {
		return false;
	}
	*text = rest;
	return true;
}

static bool read_head(struct slice text, struct head *head)
{
	struct slice rest = text;
	struct stamp stamp = {.flags = 0};
	if (!eat_level(&rest, &head->severity)) {
		/* A time that is none for us, "[05:30:19] ", is passed over. */
		size_t colon = slice_find(slice_first(text, STAMP_SIZE_MAX), ": ");
		if (colon >= STAMP_SIZE_MAX || colon < LEVEL_SIZE + 2) {
			return false;
		}
		rest = slice_after(text, colon - LEVEL_SIZE);
		if (!eat_level(&rest, &head->severity)) {
			return false;
		}
		(void)eat_stamp(&text, &stamp);
	}
	if (!eat_category(&rest, &head->category)) {
		return false;
	}
	head->stamp = stamp;
	head->message = slice_trim(rest);
	return true;
}

/* "      Now listening on: http://[::]:8080" */
static bool is_text(struct slice text)
{
	size_t blanks = 0;
	while (blanks < text.size && text.data[blanks] == ' ') {
		blanks++;
	}
	return blanks >= INDENT && blanks < text.size;
}

static enum status dotnet_console_parse(void *self, const struct record *record,
					struct event *event)
{
	struct state *state = self;
	struct head head;
	if (read_head(record->body, &head)) {
		state->is_due = slice_is_empty(head.message);
		state->is_open = true;
		state->stamp = head.stamp;
		state->severity = head.severity;
		state->category_size =
			head.category.size < CATEGORY_SIZE ? head.category.size : CATEGORY_SIZE;
		memcpy(state->category, head.category.data, state->category_size);
		if (state->is_due) {
			return STATUS_OK; /* a header: the event comes */
		}
	} else if (!state->is_open || !is_text(record->body)) {
		return STATUS_MISMATCH;
	} else if (!state->is_due) {
		event->code = slice_from("continuation");
		return STATUS_OK;
	}
	bool is_two = state->is_due;
	state->is_due = false;
	event->stamp = state->stamp;
	event->severity = state->severity;
	event->code = slice_make(state->category, state->category_size);
	event->message = is_two ? slice_trim(record->body) : head.message;
	application_read(event->message, event);
	return STATUS_OK;
}

static bool dotnet_console_is_header(const struct record *record)
{
	struct head head;
	return read_head(record->body, &head) && slice_is_empty(head.message);
}

static int dotnet_console_bid(const struct record *record)
{
	struct head head;
	return read_head(record->body, &head) ? BID_SIGNATURE - 5 : BID_NONE;
}

const struct format dotnet_console_format = {
	.name = "dotnet_console",
	.title = ".NET console (Microsoft.Extensions.Logging)",
	.source = "Microsoft, Console log formatting; SimpleConsoleFormatter",
	.bid = dotnet_console_bid,
	.needs = ":a",
	.parse = dotnet_console_parse,
	.open = dotnet_console_open,
	.close = free,
	.is_header = dotnet_console_is_header,
};
