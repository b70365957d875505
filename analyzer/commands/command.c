// SPDX-License-Identifier: MIT
/* What all subcommands share: how one is found, how failures are told, how a run is stopped. */
#include "command.h"

#include "digest.h"
#include "inflation.h"
#include "pattern.h"
#include "plan_yaml.h"
#include "screen.h"
#include "source_unpack.h"
#include "store.h"
#include "zone.h"

#include <stdarg.h>
#include <stdio.h>

/* The one mutable global of the program: a signal handler can reach nothing else. */
static volatile sig_atomic_t stop;

static void request_stop(int number)
{
	stop = number;
}

const volatile sig_atomic_t *command_stop(void)
{
	return &stop;
}

void command_catch_signals(void)
{
	/* The second signal ends the program at once: the first may have come while it hangs. */
	struct sigaction action = {.sa_handler = request_stop, .sa_flags = (int)SA_RESETHAND};
	(void)sigemptyset(&action.sa_mask);
	(void)sigaction(SIGINT, &action, NULL);
	(void)sigaction(SIGTERM, &action, NULL);
	/* A reader that closed the pipe shall be a failed write, not a death amid a transaction. */
	(void)signal(SIGPIPE, SIG_IGN);
}

void command_print_version(void)
{
	char pcre2[PATTERN_LIBRARY_SIZE];
	char glib[ZONE_LIBRARY_SIZE];
	pattern_library(pcre2);
	zone_library(glib);
	(void)printf("overrun %s\nSQLite %s, PCRE2 %s, ISA-L %s, %s, libfyaml %s, GLib %s, %s\n",
		     OVERRUN_VERSION, store_library(), pcre2, inflation_library(), unpack_library(),
		     yaml_library(), glib, digest_library());
}

const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < command_count; i++) {
		if (strcmp(command_table[i]->name, name) == 0) {
			return command_table[i];
		}
	}
	return NULL;
}

const char *command_nearest(const char *name)
{
	enum { slips = 2 };
	const char *nearest = NULL;
	size_t best = slips + 1;
	for (size_t i = 0; i < command_count; i++) {
		struct slice known = slice_from(command_table[i]->name);
		size_t distance = slice_distance(known, slice_from(name));
		if (distance < best && distance < known.size) {
			best = distance;
			nearest = command_table[i]->name;
		}
	}
	return nearest;
}

enum exit_code command_exit(enum status status)
{
	switch (status) {
	case STATUS_OK:
	case STATUS_END:
		return EXIT_DONE;
	case STATUS_USAGE:
		return EXIT_USAGE;
	case STATUS_CORRUPT:
	case STATUS_IO:
	case STATUS_LIMIT:
	case STATUS_MISMATCH:
		return EXIT_INPUT;
	case STATUS_NO_MEMORY:
	case STATUS_DATABASE:
		return EXIT_DATABASE;
	case STATUS_INTERRUPTED:
		return EXIT_INTERRUPTED;
	case STATUS_INTERNAL:
		break;
	}
	return EXIT_VERIFY;
}

int command_fail(const struct error *error)
{
	(void)fputs("overrun: ", stderr);
	if (error->status == STATUS_INTERRUPTED) {
		(void)fputs("interrupted: what was committed stands: run it again to go on",
			    stderr);
	} else {
		screen_message(stderr, error->message);
	}
	(void)fputc('\n', stderr);
	return (int)command_exit(error->status);
}

void command_warn(const char *format, ...)
{
	char message[ERROR_MESSAGE_SIZE];
	va_list arguments;
	va_start(arguments, format);
	(void)vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	(void)fputs("overrun: warning: ", stderr);
	screen_text(stderr, slice_from(message));
	(void)fputc('\n', stderr);
}
