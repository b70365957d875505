// SPDX-License-Identifier: MIT
/*
 * The contract of the shelf of subcommands: one file NAME.c with one `const struct command
 * NAME_command` each, all else in it static. Subcommands do not know each other.
 *
 * A command gets its options read and checked, prints its result to standard output and nothing
 * else there, tells failures on standard error and answers with an exit code.
 */
#ifndef OVERRUN_COMMAND_H
#define OVERRUN_COMMAND_H

#include "status.h"

#include <signal.h>
#include <stddef.h>

/* A public contract: cron jobs and pipelines decide by these. */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_THRESHOLD = 1, /* done, and the threshold of --fail-on is exceeded */
	EXIT_USAGE = 2,     /* usage, or a mistake in the case file */
	EXIT_INPUT = 3,     /* an input is unreadable or corrupt; what could be read is in */
	EXIT_DATABASE = 4,  /* locked, newer schema, no space */
	EXIT_VERIFY = 6,    /* verification failed */
	EXIT_INTERRUPTED = 130,
};

struct options;

struct command {
	const char *name;     /* "ingest": the file's name */
	const char *title;    /* one line for the list of commands */
	const char *usage;    /* "CASE.yaml [-o FILE]…", without program and name */
	const char *help;     /* what it does, in lines; ends with a newline */
	const char *examples; /* in lines of two blanks; NULL: none */
	unsigned options;     /* which it takes, of enum option_bit (options.h) */
	size_t operands;      /* how many, the case database first; 0: it takes none of those */
	int (*run)(const struct options *options); /* answers an enum exit_code */
};

/* The shelf, sorted by name; written by CMake. */
extern const struct command *const command_table[];
extern const size_t command_count;

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

/* The name nearest to a misspelt one, or NULL when none is near. */
const char *command_nearest(const char *name);

/*
 * "overrun 0.1.0" on standard output, and below it the libraries at work, as they name their own
 * versions: what a reading depends on beside the program.
 */
void command_print_version(void);

/* Tells a failure on standard error and answers the exit code that goes with its status. */
int command_fail(const struct error *error);

/* The exit code of a status; EXIT_DONE for STATUS_OK and STATUS_END. */
enum exit_code command_exit(enum status status);

/* A line on standard error: "overrun: warning: …". */
void command_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Set by SIGINT and SIGTERM once command_catch_signals was called; readers look at it. */
const volatile sig_atomic_t *command_stop(void);
void command_catch_signals(void);

#endif
