// SPDX-License-Identifier: MIT
/*
 * overrun show: the original line behind a piece of evidence, re-read from its source, with its
 * neighbours, and whether the source is still what was read. A record of several lines (a stack
 * trace, an object of an export) is shown as a whole: its other lines are marked with a bar.
 *
 *     overrun show case.db E12 -C 3
 *     overrun show case.db 'night.tar.gz!logs/fw.log.gz:4711'
 */
#include "database.h"
#include "digest.h"
#include "record_lines.h"
#include "reread.h"
#include "rows.h"
#include "screen.h"
#include "whereabouts.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The line that is wanted, and what the books say of its source. */
struct wanted {
	int64_t entry, line;     /* of the books; the content may stand elsewhere since */
	struct line_span record; /* the lines of its record, itself among them */
	int64_t offset; /* of an event or rejected line there; -1 when the books have none */
	char *source, *chain, *entry_sha256, *charset; /* owned */
	char *source_sha256;
	char *line_sha256; /* when it was cited; NULL: it is not */
	int64_t source_bytes, entry_lines;
};

/* What is owned; it can be filled anew. */
static void wanted_free(struct wanted *wanted)
{
	char **const owned[] = {&wanted->source,  &wanted->chain,         &wanted->entry_sha256,
				&wanted->charset, &wanted->source_sha256, &wanted->line_sha256};
	for (size_t i = 0; i < sizeof owned / sizeof owned[0]; i++) {
		free(*owned[i]);
		*owned[i] = NULL;
	}
}

static enum status take_place(struct rows *rows, struct wanted *wanted, struct error *error)
{
	wanted->source = slice_copy(rows_text(rows, WHEREABOUTS_SOURCE));
	wanted->chain = slice_copy(rows_text(rows, WHEREABOUTS_CHAIN));
	wanted->entry_sha256 = slice_copy(rows_text(rows, WHEREABOUTS_SHA256));
	wanted->charset = slice_copy(rows_text(rows, WHEREABOUTS_CHARSET));
	wanted->source_sha256 = slice_copy(rows_text(rows, WHEREABOUTS_SOURCE_SHA256));
	wanted->source_bytes = rows_int(rows, WHEREABOUTS_SOURCE_BYTES);
	wanted->entry_lines = rows_int(rows, WHEREABOUTS_LINES);
	if (wanted->source == NULL || wanted->chain == NULL || wanted->entry_sha256 == NULL ||
	    wanted->charset == NULL || wanted->source_sha256 == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	return STATUS_OK;
}

/* Is there a file where the source lay? */
static bool is_there(const char *directory, struct slice source)
{
	char *path = reread_path(directory, source.data);
	bool is_there = path != NULL && access(path, F_OK) == 0;
	free(path);
	return is_there;
}

/* The likeliest place of the line whose file is there; the likeliest of all when none is. */
static enum status find_place(struct store *store, const char *directory, struct wanted *wanted,
			      struct error *error)
{
	struct rows *rows = NULL;
	enum status status = whereabouts_open(store, wanted->entry, wanted->line, &rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		bool stands = is_there(directory, rows_text(rows, WHEREABOUTS_SOURCE));
		if (stands || wanted->source == NULL) {
			wanted_free(wanted);
			status = take_place(rows, wanted, error);
		}
		if (stands) {
			break;
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

/* "E12": the place of a piece of evidence in the report. */
static enum status find_evidence(struct store *store, int64_t number, struct wanted *wanted,
				 struct error *error)
{
	int64_t count = 0;
	struct rows *rows = NULL;
	const struct value value = value_int(number);
	enum status status =
		store_ask(store, "SELECT COALESCE(MAX(number), 0) FROM citation", &count, error);
	if (status == STATUS_OK && count == 0) {
		return error_set(error, STATUS_USAGE,
				 "E%" PRId64 ": this database cites no line: run overrun analyze",
				 number);
	}
	if (status == STATUS_OK) {
		status = rows_open_with(store, "SELECT entry, line FROM citation WHERE number = ?1",
					&value, 1, &rows, error);
	}
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_END) {
		status = error_set(error, STATUS_USAGE,
				   "E%" PRId64
				   ": no such evidence: the report cites up to E%" PRId64,
				   number, count);
	} else if (status == STATUS_OK) {
		wanted->entry = rows_int(rows, 0);
		wanted->line = rows_int(rows, 1);
	}
	rows_close(rows);
	return status;
}

/* The entry that was found under this name last. */
static enum status ask_entry(struct store *store, const char *sql, struct slice chain,
			     int64_t *ret_entry, int64_t *ret_lines, struct error *error)
{
	struct rows *rows = NULL;
	const struct value value = value_slice(chain);
	enum status status = rows_open_with(store, sql, &value, 1, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		*ret_entry = rows_int(rows, 0);
		*ret_lines = rows_int(rows, 1);
	}
	rows_close(rows);
	return status;
}

/* "logs/fw.log:4711": chain and line. */
static enum status find_line(struct store *store, const char *operand, struct wanted *wanted,
			     struct error *error)
{
	const char *colon = strrchr(operand, ':');
	int64_t entry = 0, lines = 0;
	if (colon == NULL || !slice_to_int(slice_from(colon + 1), &wanted->line) ||
	    wanted->line < 1) {
		return error_set(error, STATUS_USAGE,
				 "%s: neither an evidence id (E12) nor SOURCE:LINE", operand);
	}
	struct slice chain = slice_make(operand, (size_t)(colon - operand));
	enum status status =
		ask_entry(store, "SELECT id, lines FROM entry WHERE chain = ?1 ORDER BY id DESC",
			  chain, &entry, &lines, error);
	if (status == STATUS_END) {
		/* Enough of its end to be the only one. */
		status = ask_entry(store,
				   "SELECT id, lines FROM entry"
				   " WHERE substr(chain, -length(?1)) = ?1 ORDER BY id DESC",
				   chain, &entry, &lines, error);
	}
	if (status == STATUS_END) {
		return error_set(error, STATUS_USAGE, "%s: no such entry in this case", operand);
	}
	if (status == STATUS_OK && wanted->line > lines) {
		return error_set(error, STATUS_USAGE, "%s: the entry has %" PRId64 " lines",
				 operand, lines);
	}
	return status == STATUS_OK
		       ? whereabouts_origin(store, entry, wanted->line, &wanted->entry, error)
		       : status;
}

/* The hash the line had when it was cited, if it is. */
static enum status find_hash(struct store *store, struct wanted *wanted, struct error *error)
{
	struct rows *rows = NULL;
	const struct value values[] = {value_int(wanted->entry), value_int(wanted->line)};
	enum status status =
		rows_open_with(store, "SELECT sha256 FROM citation WHERE entry = ?1 AND line = ?2",
			       values, 2, &rows, error);
	if (status == STATUS_OK) {
		status = rows_next(rows, error);
	}
	if (status == STATUS_OK) {
		wanted->line_sha256 = slice_copy(rows_text(rows, 0));
		if (wanted->line_sha256 == NULL) {
			status = error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

/* What came back from the source. */
struct shown {
	const struct wanted *wanted;
	bool found, moved;
	struct reread reread; /* how it came */
	char sha256[DIGEST_HEX_SIZE];
};

static enum status show_line(void *report, const struct position *position, struct slice text,
			     struct error *error)
{
	struct shown *shown = report;
	bool is_it = position->line == shown->wanted->line;
	if (is_it) {
		unsigned char sha256[SHA256_SIZE];
		if (!digest_sha256(position->raw.data, position->raw.size, sha256)) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		digest_to_hex(sha256, sizeof sha256, shown->sha256);
		shown->found = true;
		shown->moved =
			shown->wanted->offset >= 0 && shown->wanted->offset != position->offset;
	}
	const struct line_span *record = &shown->wanted->record;
	bool is_of_it = position->line >= record->first && position->line <= record->last;
	(void)printf("%s%8" PRId64 "  ", is_it ? ">" : is_of_it ? "|" : " ", position->line);
	screen_text(stdout, text);
	(void)fputc('\n', stdout);
	return STATUS_OK;
}

static enum status show_lines(const struct wanted *wanted, int64_t context, struct shown *ret_shown,
			      struct error *error)
{
	const struct line_span *record = &wanted->record;
	int64_t first = record->first > context ? record->first - context : 1;
	size_t count = (size_t)(record->last + context - first + 1);
	int64_t *lines = calloc(count, sizeof *lines);
	if (lines == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	for (size_t i = 0; i < count; i++) {
		lines[i] = first + (int64_t)i;
	}
	const struct report_cited cited = {.source = wanted->source,
					   .chain = wanted->chain,
					   .entry_sha256 = wanted->entry_sha256,
					   .charset = wanted->charset,
					   .lines = lines,
					   .count = count};
	screen_text(stdout, slice_from(wanted->chain));
	(void)printf(" line %" PRId64 "\n", wanted->line);
	ret_shown->wanted = wanted;
	enum status status = reread_lines(&ret_shown->reread, &cited, show_line, ret_shown, error);
	free(lines);
	return status;
}

/* Is the file still what was read? */
static enum status check_source(const struct wanted *wanted, const char *directory,
				bool *ret_is_same, struct error *error)
{
	char sha256[DIGEST_HEX_SIZE];
	int64_t bytes = 0;
	char *path = reread_path(directory, wanted->source);
	if (path == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	enum status status = store_hash_file(path, &bytes, sha256, error);
	free(path);
	if (status != STATUS_OK) {
		return status;
	}
	bool same_size = bytes == wanted->source_bytes;
	bool same_hash = strcmp(sha256, wanted->source_sha256) == 0;
	(void)printf("source  %" PRId64 " bytes, sha256 %s: %s\n", bytes, sha256,
		     same_hash   ? "as it was read"
		     : same_size ? "NOT as it was read, though as long"
				 : "NOT as it was read: another size");
	*ret_is_same = same_size && same_hash;
	return STATUS_OK;
}

/* The part of the file that the lines stand in was compared before they were read from it. */
static void tell_part(const struct wanted *wanted, const struct reread *reread)
{
	(void)printf("source  %" PRId64 " bytes, of which %" PRId64 " to %" PRId64
		     ": as they were read\n",
		     wanted->source_bytes, reread->part_at, reread->part_end);
}

/* Is the line what was read, and where? */
static bool tell_line(const struct wanted *wanted, const struct shown *shown)
{
	bool is_cited = wanted->line_sha256 != NULL;
	bool is_same = !is_cited || strcmp(wanted->line_sha256, shown->sha256) == 0;
	(void)printf("line    sha256 %s%s\n", shown->sha256,
		     !is_same       ? ": NOT as it was cited"
		     : shown->moved ? ": NOT where it was read"
		     : is_cited     ? ": as it was cited"
				    : "");
	return is_same && !shown->moved;
}

static enum status show(const struct options *options, struct store *store, struct wanted *wanted,
			bool *ret_is_same, struct error *error)
{
	const char *operand = options->operands[0];
	char *directory = NULL;
	struct shown shown = {.reread.store = store};
	int64_t number = 0;
	bool is_evidence = operand[0] == 'E' && slice_to_int(slice_from(operand + 1), &number);
	enum status status = database_directory(options, store, &directory, error);
	if (status == STATUS_OK) {
		status = is_evidence ? find_evidence(store, number, wanted, error)
				     : find_line(store, operand, wanted, error);
	}
	if (status == STATUS_OK) {
		status = find_place(store, directory, wanted, error);
	}
	if (status == STATUS_OK) {
		status = whereabouts_offset(store, wanted->entry, wanted->line, &wanted->offset,
					    error);
	}
	if (status == STATUS_OK) {
		status = record_lines_find(store, wanted->entry, wanted->line, &wanted->record,
					   error);
	}
	if (status == STATUS_OK) {
		status = find_hash(store, wanted, error);
	}
	if (status == STATUS_OK && wanted->source_sha256 != NULL) {
		shown.reread.directory = directory;
		status = show_lines(wanted, options->context, &shown, error);
	}
	if (status == STATUS_OK && shown.found) {
		bool is_the_line = tell_line(wanted, &shown);
		*ret_is_same = true;
		if (shown.reread.has_read_front || shown.moved) {
			status = check_source(wanted, directory, ret_is_same, error);
		} else {
			tell_part(wanted, &shown.reread);
		}
		*ret_is_same = *ret_is_same && is_the_line;
	} else if (status == STATUS_OK) {
		command_warn("%s: line %" PRId64 " is not there any more", wanted->chain,
			     wanted->line);
	}
	free(directory);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct store *store = NULL;
	struct wanted wanted = {0};
	bool is_same = false;
	if (options->db == NULL || options->operand_count != 1) {
		(void)error_set(
			&error, STATUS_USAGE,
			"show: what is to be shown: overrun show CASE.db E12, or SOURCE:LINE");
		return command_fail(&error);
	}
	enum status status = database_read(options->db, &store, &error);
	if (status == STATUS_OK) {
		status = show(options, store, &wanted, &is_same, &error);
	}
	wanted_free(&wanted);
	store_close(store);
	return status != STATUS_OK ? command_fail(&error) : is_same ? EXIT_DONE : EXIT_VERIFY;
}

const struct command show_command = {
	.name = "show",
	.title = "show the original line behind a piece of evidence",
	.usage = "CASE.db EVIDENCE [-C LINES]",
	.help = "EVIDENCE is an id of the report (E12) or SOURCE:LINE. The line is re-read from "
		"its\n"
		"source; the hash of a cited line, and size and hash of the source (of a large "
		"one,\n"
		"of the part that the line is read from), are compared with\n"
		"what was read; exit 6 when one has changed. The text is shown as it stands there, "
		"names included.\n",
	.examples = "  overrun show case.db E12 -C 3\n"
		    "  overrun show case.db 'night.tar.gz!logs/fw.log.gz:4711'\n",
	.options = OPTION_DB | OPTION_CONTEXT | OPTION_SOURCES,
	.operands = 2,
	.run = run,
};
