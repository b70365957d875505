// SPDX-License-Identifier: MIT
/* overrun query: asks the case database; reads and nothing else. */
#include "answers.h"
#include "cells.h"
#include "database.h"
#include "question.h"
#include "screen.h"

#include <stdio.h>

/* Its lines, each further in. */
static void print_note(const char *note)
{
	struct slice rest = slice_from(note);
	while (rest.size > 0) {
		struct slice line = slice_first(rest, slice_find_char(rest, '\n'));
		rest = slice_after(rest, line.size + 1);
		(void)printf("%29s", "");
		screen_text(stdout, line);
		(void)fputc('\n', stdout);
	}
}

/* For people: one below the other, under a heading. */
static void list(const char *heading, const struct questions *questions, bool with_notes)
{
	(void)printf("%s\n", heading);
	for (size_t i = 0; i < questions->count; i++) {
		(void)printf("  %-24s ", questions->items[i].name);
		screen_text(stdout, slice_from(questions->items[i].title));
		(void)fputs(questions->items[i].overridden ? "  (yours)\n" : "\n", stdout);
		if (with_notes) {
			print_note(questions->items[i].note);
		}
	}
}

/* A cell is one line. */
static const char *in_one_line(char *note)
{
	for (char *at = note; *at != '\0'; at++) {
		if (*at == '\n') {
			*at = ' ';
		}
	}
	return note;
}

/* For machines: rows of name, shelf, title and note. */
static void list_rows(enum table_notation notation, const struct questions *questions,
		      const char *shelf, size_t first)
{
	static const char *const names[] = {"name", "shelf", "title", "note"};
	static const enum column_kind kinds[] = {COLUMN_PLAIN, COLUMN_PLAIN, COLUMN_PLAIN,
						 COLUMN_PLAIN};
	const struct question_row head = {.names = names, .kinds = kinds, .count = 4};
	if (first == 0) {
		cells_head(notation, &head);
	}
	for (size_t i = 0; i < questions->count; i++) {
		const char *const texts[] = {questions->items[i].name, shelf,
					     questions->items[i].title,
					     in_one_line(questions->items[i].note)};
		cells_begin_row(notation, first + i);
		for (size_t column = 0; column < head.count; column++) {
			cells_print(notation, &head, column, slice_from(texts[column]), VALUE_TEXT);
		}
		cells_end_row(notation);
	}
}

static void list_all(const struct options *options, const struct questions *evidence,
		     const struct questions *method)
{
	enum table_notation notation = options->to;
	if (notation == TABLE_PLAIN) {
		list("evidence, to be asked by name:", evidence, options->verbose);
		list("method, run by analyze in this order:", method, options->verbose);
		return;
	}
	list_rows(notation, evidence, "evidence", 0);
	list_rows(notation, method, "method", evidence->count);
	(void)fputs(notation == TABLE_JSON ? "\n]\n" : "", stdout);
}

/* Both shelves, the evidence with what --queries adds. */
static enum status open_shelves(const struct options *options, struct questions *ret_evidence,
				struct questions *ret_method, struct error *error)
{
	*ret_evidence = *ret_method = (struct questions){0};
	enum status status = questions_open(evidence_queries, evidence_queries_count,
					    options->queries, ret_evidence, error);
	return status == STATUS_OK ? questions_open(method_queries, method_queries_count, NULL,
						    ret_method, error)
				   : status;
}

/* A name, a file, or the text of a question. */
static enum status find(const struct questions *shelf, const char *operand,
			struct question *ret_question, struct error *error)
{
	const struct question *known = questions_find(shelf, operand);
	if (known != NULL) {
		return question_from_text(known->name, known->text, ret_question, error);
	}
	if (slice_ends_with(slice_from(operand), ".sql")) {
		return question_read(operand, ret_question, error);
	}
	if (strpbrk(operand, " \t\n") != NULL) {
		return question_from_text("query", operand, ret_question, error);
	}
	const char *nearest = NULL;
	size_t best = 4;
	for (size_t i = 0; i < shelf->count; i++) {
		size_t distance =
			slice_distance(slice_from(shelf->items[i].name), slice_from(operand));
		nearest = distance < best ? shelf->items[i].name : nearest;
		best = distance < best ? distance : best;
	}
	return error_set(error, STATUS_USAGE, "query %s: no such query: %s%s", operand,
			 nearest == NULL ? "overrun query CASE.db lists them" : "did you mean ",
			 nearest == NULL ? "" : nearest);
}

static enum status ask(const struct options *options, const struct questions *shelf,
		       struct error *error)
{
	struct question question = {0};
	struct store *store = NULL;
	struct redact *redact = NULL;
	enum status status = find(shelf, options->operands[0], &question, error);
	if (status == STATUS_OK) {
		status = database_read(options->db, &store, error);
	}
	if (status == STATUS_OK && !options->reveal) {
		status = database_redaction(store, &redact, error);
	}
	if (status == STATUS_OK) {
		database_warn_of_key(store);
	}
	if (status == STATUS_OK) {
		status = answers_print(store, &question, options, redact, error);
	}
	redact_free(redact);
	store_close(store);
	question_free(&question);
	return status;
}

/* That a database is named wrongly is told before its questions are listed. */
static enum status check_database(const struct options *options, struct error *error)
{
	struct store *store = NULL;
	if (options->db == NULL) {
		return STATUS_OK;
	}
	enum status status = database_read(options->db, &store, error);
	store_close(store);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct questions evidence;
	struct questions method;
	if (options->operand_count > 1 || (options->operand_count == 1 && options->db == NULL)) {
		(void)error_set(
			&error, STATUS_USAGE,
			"query: put the question in quotes: overrun query CASE.db 'SELECT …'");
		return command_fail(&error);
	}
	enum status status = open_shelves(options, &evidence, &method, &error);
	if (status == STATUS_OK && options->operand_count == 1) {
		status = ask(options, &evidence, &error);
	} else if (status == STATUS_OK) {
		status = check_database(options, &error);
	}
	if (status == STATUS_OK && options->operand_count == 0) {
		list_all(options, &evidence, &method);
	}
	questions_free(&evidence);
	questions_free(&method);
	return status == STATUS_OK ? EXIT_DONE : command_fail(&error);
}

const struct command query_command = {
	.name = "query",
	.title = "ask the case database",
	.usage = "[CASE.db [NAME | FILE.sql | 'SQL']]",
	.help = "Runs a canned query, a file or a text of SQL; without one lists the canned ones, "
		"with\n"
		"-v also what they say of themselves. The connection can only read. Accounts and\n"
		"names are hidden unless --reveal is given.\n",
	.examples =
		"  overrun query case.db timeline --to csv > timeline.csv\n"
		"  overrun query case.db mine.sql\n"
		"  overrun query case.db 'SELECT signal, COUNT(*) FROM event GROUP BY signal'\n",
	.options = OPTION_DB | OPTION_TO | OPTION_QUERIES | OPTION_REVEAL,
	.operands = 2,
	.run = run,
};
