// SPDX-License-Identifier: MIT
/*
 * The options that subcommands share: read from the command line by getopt_long, and from the
 * environment where the command line does not give them: --fail-on is also OVERRUN_FAIL_ON.
 */
#ifndef OVERRUN_OPTIONS_H
#define OVERRUN_OPTIONS_H

#include "command.h"
#include "words.h"

#include "timestamp.h"

/* Which options a command takes beside -h, -V, -q, -v, --color. */
enum option_bit {
	OPTION_DB = 1 << 0,
	OPTION_FORMAT = 1 << 1,
	OPTION_TZ = 1 << 2,
	OPTION_SPAN = 1 << 3, /* --since, --until */
	OPTION_PROGRESS = 1 << 4,
	OPTION_FORCE = 1 << 5,
	OPTION_OUTPUT = 1 << 6,
	OPTION_FAIL_ON = 1 << 7,
	OPTION_LANGUAGE = 1 << 8,
	OPTION_FOLD = 1 << 9,
	OPTION_QUERIES = 1 << 10,
	OPTION_TO = 1 << 11,
	OPTION_CONTEXT = 1 << 12,
	OPTION_DRY_RUN = 1 << 13,
	OPTION_SOURCES = 1 << 14,
	OPTION_REVEAL = 1 << 15,
	OPTION_COMMON = 1 << 16,
	OPTION_FORMATS_DIR = 1 << 17,
	/* Taken by every command, so that scripts can give all the same ones. */
	OPTION_EVERYWHERE = OPTION_DB | OPTION_FORMAT | OPTION_TZ | OPTION_SPAN | OPTION_PROGRESS |
			    OPTION_FORCE,
};

enum {
	OPTIONS_LIST_LIMIT = 64,      /* of one repeated option; a person types them */
	OPTIONS_CONTEXT_LIMIT = 1000, /* lines of -C; more is the file itself */
};

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

enum table_notation { TABLE_PLAIN, TABLE_CSV, TABLE_JSON, TABLE_MARKDOWN };

/* --format '*.log=fortigate' */
struct format_choice {
	struct slice glob;
	const char *name;
};

enum threshold_kind { THRESHOLD_OVERRUN, THRESHOLD_UNDETERMINED, THRESHOLD_REJECTED };

/* `--fail-on overrun=10m`, `rejected=1%` */
struct threshold {
	enum threshold_kind kind;
	int64_t value;    /* microseconds of overrun, else per mille */
	const char *text; /* as given */
};

/*
 * Texts borrow from the arguments and the environment. A command whose first operand is a case
 * database finds it in `db`; `operands` are those behind it.
 */
struct options {
	bool help, version, quiet, verbose, force, fold, dry_run, reveal;
	bool no_progress;
	enum color_choice color;
	const char *db, *timezone, *queries, *sources, *formats_dir;
	enum language language;
	enum table_notation to;
	int64_t context;
	timestamp since_at, until_at; /* or TIMESTAMP_NONE */
	const char *since, *until;    /* as given */
	struct format_choice formats[OPTIONS_LIST_LIMIT];
	size_t format_count;
	const char *outputs[OPTIONS_LIST_LIMIT];
	size_t output_count;
	struct threshold thresholds[OPTIONS_LIST_LIMIT];
	size_t threshold_count;
	char *const *operands;
	size_t operand_count;
	int argument_count; /* the whole command line, for the database's record of runs */
	char *const *arguments;
};

/*
 * Reads the arguments behind the command's name (`arguments[0]` is that name). STATUS_USAGE with a
 * message that names the nearest option when one is misspelt. Reorders `arguments`. An option that
 * the command does not know but others do (OPTION_EVERYWHERE) is taken, with a warning if it would
 * have changed something.
 */
enum status options_read(const struct command *command, int count, char **arguments,
			 struct options *ret_options, struct error *error);

/* Prints the options that a command takes, one per line, and how variables name them. */
void options_print(unsigned bits);

#endif
