// SPDX-License-Identifier: MIT
/* Every query that is built in: it has a title and a note, it runs, it keeps the column contract.
 */
#include "own_case.h"
#include "question.h"

#include <ctype.h>

static void open_store(void)
{
	open_case("queries");
}

TestSuite(queries, .init = open_store, .fini = close_case);

static void check_text(const struct embedded_query *query)
{
	cr_expect_eq(strncmp(query->text, "-- ", 3), 0, "%s: no title comment", query->name);
	cr_expect_null(strstr(query->text, "SELECT *\n  FROM happening"), "%s", query->name);
	cr_expect_null(strchr(query->text, '\t'), "%s: tab", query->name);
	for (const char *at = query->name; *at != '\0'; at++) {
		cr_expect(islower((unsigned char)*at) || isdigit((unsigned char)*at) || *at == '_',
			  "%s: a name is [a-z0-9_]+", query->name);
	}
}

Test(queries, every_file_has_a_title)
{
	for (size_t i = 0; i < method_queries_count; i++) {
		check_text(&method_queries[i]);
	}
	for (size_t i = 0; i < evidence_queries_count; i++) {
		check_text(&evidence_queries[i]);
	}
	cr_expect_geq(method_queries_count, 16);
	cr_expect_geq(evidence_queries_count, 15);
}

Test(queries, the_method_runs_in_the_order_of_its_names)
{
	for (size_t i = 1; i < method_queries_count; i++) {
		cr_expect_lt(strcmp(method_queries[i - 1].name, method_queries[i].name), 0);
		cr_expect(isdigit((unsigned char)method_queries[i].name[0]));
	}
}

Test(queries, every_method_file_runs_on_an_empty_case_and_again)
{
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < method_queries_count; i++) {
			cr_expect_eq(store_run_script(store, method_queries[i].name,
						      method_queries[i].text, &error),
				     STATUS_OK, "%s", error.message);
		}
	}
}

static enum status check_columns(void *user, const struct question_row *row, struct error *unused)
{
	(void)unused;
	if (row->values != NULL) {
		return STATUS_END;
	}
	const char *name = user;
	cr_expect_gt(row->count, 0, "%s gives no column", name);
	for (size_t i = 0; i < row->count; i++) {
		const char *column = row->names[i];
		for (const char *at = column; *at != '\0'; at++) {
			cr_expect(islower((unsigned char)*at) || isdigit((unsigned char)*at) ||
					  *at == '_',
				  "%s: column '%s' has no plain name", name, column);
		}
		size_t size = strlen(column);
		bool is_instant = size > 3 && strcmp(column + size - 3, "_at") == 0;
		cr_expect_eq(row->kinds[i] == COLUMN_INSTANT, is_instant, "%s: %s", name, column);
	}
	return STATUS_OK;
}

Test(queries, every_evidence_file_reads_and_names_its_columns)
{
	struct questions questions;
	cr_assert_eq(
		questions_open(evidence_queries, evidence_queries_count, NULL, &questions, &error),
		STATUS_OK, "%s", error.message);
	for (size_t i = 0; i < questions.count; i++) {
		const struct question *question = &questions.items[i];
		cr_expect_gt(strlen(question->title), 8, "%s: title", question->name);
		enum status status =
			question_run(store, question, check_columns, question->name, &error);
		cr_expect(status == STATUS_OK || status == STATUS_END, "%s", error.message);
	}
	questions_free(&questions);
}
