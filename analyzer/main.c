// SPDX-License-Identifier: MIT
/*
 * overrun: how many minutes of an overrun were held by what, and which log lines prove it.
 *
 * This comment is the map of the program, in the order data flows.
 *
 *   parsers/base/         the words that every layer shares
 *     status.h            what can go wrong, and how it is told
 *     slice.h             borrowed text, and the functions that eat from its front
 *     timestamp.h         clock texts on their way to microseconds since 1970
 *     zone.h              time zones: from wall clocks to points in time
 *     pattern.h           regular expressions with named groups, bounded (literal.h: prefilter)
 *     digest.h            SHA-256, HMAC, random bytes
 *     syslog.h            peels the syslog envelope off a line (envelope.h: host, tag)
 *     signal.h            the vocabulary: what an event can mean to an operation
 *     event.h             the one thing every log line becomes, and the sink it goes into
 *   parsers/intake/       a path becomes lines, lines become events
 *     paths.h source.h    files, folders, globs, archives and what is inside them
 *     gunzip.h charset.h  compressed streams, verified (inflation.h); other charsets into UTF-8
 *     lines.h             blocks into lines, numbered, of bounded length
 *     auction.h           decides which format reads an entry
 *     needs.h             what a line must have for a format to bid on it
 *     players.h           the formats at work in an entry, and who bids highest on a line
 *     reader.h            reads one path to its end into a sink; keeps the tally
 *   parsers/formats/      the shelf of log formats: one line becomes one event (format.h)
 *   analyzer/case/        the case: what was planned, what was read
 *     plan.h              the case file: window, steps, roster, sources, rules
 *     rules.h             what a line means here: matchers and rules, compiled
 *     store.h             the case database; is the sink that events are written through
 *     whereabouts.h       where a line that was read stands today: logs are rotated
 *     question.h rows.h   asking it: .sql files, and rows for those who do not know SQLite
 *     schema.sql          its tables, commented; derived.sql: those that the method fills
 *   queries/method/       the method, one SQL file per step, run in order
 *   analyzer/findings/    from events to an explanation
 *     method.h            runs the method; butfor.h: the passes that are not SQL
 *     report.h            the finished findings as plain structs, redacted (redact.h)
 *     words.h             what they say in English and Korean
 *   analyzer/renderers/   the shelf of report formats: findings become a page (renderer.h)
 *   analyzer/commands/    the shelf of subcommands (command.h), and what they share:
 *     options.h           the options and their variables (option_table.h)
 *     feeds.h reading.h   which files are read how, and reading them (progress.h)
 *     writing.h reread.h  reports that are whole or not there; cited lines read again
 *     answers.h screen.h  rows and log text on their way to a person
 *     survey.h            what logs contain, before anybody has said so
 *
 * main() finds the subcommand, has its options read, and runs it.
 */
#include "options.h"
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static void print_help(void)
{
	(void)puts("usage: overrun COMMAND …\n\n"
		   "Reads the logs of a planned change that ran over its window, and says how much "
		   "of\n"
		   "the overrun was held by staffing, procedure or equipment, and which lines "
		   "prove it.\n");
	for (size_t i = 0; i < command_count; i++) {
		(void)printf("  %-10s %s\n", command_table[i]->name, command_table[i]->title);
	}
	(void)puts(
		"\nEach has its own --help. The main job:\n\n"
		"  overrun analyze case.yaml -o report.html\n\n"
		"exit: 0 done, 1 a --fail-on threshold exceeded, 2 usage or case file, 3 an input\n"
		"unreadable or damaged (the rest is in), 4 database, 6 verification failed,\n"
		"130 interrupted");
}

static void print_command_help(const struct command *command)
{
	(void)printf("usage: overrun %s %s\n\n%s\n", command->name, command->usage, command->help);
	options_print(command->options);
	if (command->examples != NULL) {
		(void)printf("\nExamples:\n\n%s", command->examples);
	}
}

static int fail_unknown(const char *name)
{
	struct error error = {0};
	const char *nearest = command_nearest(name);
	if (name[0] == '-') {
		(void)error_set(&error, STATUS_USAGE,
				"%s: options stand behind the command: overrun COMMAND %s", name,
				name);
		return command_fail(&error);
	}
	(void)error_set(&error, STATUS_USAGE, "%s: no such command: %s%s%s", name,
			nearest == NULL ? "see overrun --help" : "did you mean overrun ",
			nearest == NULL ? "" : nearest, nearest == NULL ? "" : "?");
	return command_fail(&error);
}

static int run_command(const struct command *command, int count, char **arguments)
{
	struct error error = {0};
	struct options options;
	if (options_read(command, count, arguments, &options, &error) != STATUS_OK) {
		return command_fail(&error);
	}
	if (options.help) {
		print_command_help(command);
		return EXIT_DONE;
	}
	if (options.version) {
		command_print_version();
		return EXIT_DONE;
	}
	command_catch_signals();
	return command->run(&options);
}

/* A result that could not be written whole is no result. */
static int finish(int code)
{
	if (fflush(stdout) == 0 && ferror(stdout) == 0) {
		return code;
	}
	/* A reader that has seen enough (| head) is no failure. */
	if (errno == EPIPE) {
		return code;
	}
	if (code != EXIT_DONE && code != EXIT_THRESHOLD) {
		return code; /* told already */
	}
	struct error error = {0};
	(void)error_set(&error, STATUS_DATABASE, "standard output: cannot be written: %s",
			strerror(errno));
	return command_fail(&error);
}

/*
 * A descriptor that was closed before the start is taken up with one that cannot be used: else the
 * next file to be opened would get what is meant for the terminal.
 */
static void occupy_standard_streams(void)
{
	for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++) {
		if (fcntl(file, F_GETFD) == -1) {
			(void)open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
		}
	}
}

int main(int argc, char **argv)
{
	occupy_standard_streams();
	const char *name = argc > 1 ? argv[1] : "";
	if (strcmp(name, "-h") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "help") == 0) {
		print_help();
		return finish(EXIT_DONE);
	}
	if (strcmp(name, "-V") == 0 || strcmp(name, "--version") == 0) {
		command_print_version();
		return finish(EXIT_DONE);
	}
	if (argc < 2) {
		struct error error = {0};
		(void)error_set(&error, STATUS_USAGE, "a command is needed: see overrun --help");
		return command_fail(&error);
	}
	const struct command *command = command_find(name);
	return finish(command == NULL ? fail_unknown(name)
				      : run_command(command, argc - 1, argv + 1));
}
