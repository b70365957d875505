// SPDX-License-Identifier: MIT
/* overrun query: asks the case database; reads and nothing else. */
#include "answers.h"
#include "database.h"
#include "question.h"
#include "screen.h"

#include <stdio.h>

static void list(const char *heading, const struct questions *questions)
{
	(void)printf("%s\n", heading);
	for (size_t i = 0; i < questions->count; i++) {
		(void)printf("  %-24s ", questions->items[i].name);
		screen_text(stdout, slice_from(questions->items[i].title));
		(void)fputs(questions->items[i].overridden ? "  (yours)\n" : "\n", stdout);
	}
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
	enum status status = find(shelf, options->operands[1], &question, error);
	if (status == STATUS_OK) {
		status = database_read(options->operands[0], &store, error);
	}
	if (status == STATUS_OK && !options->reveal) {
		status = database_redaction(store, &redact, error);
	}
	if (status == STATUS_OK) {
		status = answers_print(store, &question, options, redact, error);
	}
	redact_free(redact);
	store_close(store);
	question_free(&question);
	return status;
}

static int run(const struct options *options)
{
	struct error error = {0};
	struct questions evidence;
	struct questions method;
	if (options->operand_count > 2) {
		(void)error_set(
			&error, STATUS_USAGE,
			"query: put the question in quotes: overrun query CASE.db 'SELECT …'");
		return command_fail(&error);
	}
	enum status status = open_shelves(options, &evidence, &method, &error);
	if (status == STATUS_OK && options->operand_count == 2) {
		status = ask(options, &evidence, &error);
	} else if (status == STATUS_OK) {
		list("evidence, to be asked by name:", &evidence);
		list("method, run by analyze in this order:", &method);
	}
	questions_free(&evidence);
	questions_free(&method);
	return status == STATUS_OK ? EXIT_DONE : command_fail(&error);
}

const struct command query_command = {
	.name = "query",
	.title = "ask the case database",
	.usage = "[CASE.db [NAME | FILE.sql | 'SQL']]",
	.help = "Runs a canned query, a file or a text of SQL; without one lists the canned ones. "
		"The\n"
		"connection can only read. Accounts and names are hidden unless --reveal is "
		"given.\n",
	.options = OPTION_TO | OPTION_QUERIES | OPTION_REVEAL,
	.run = run,
};
