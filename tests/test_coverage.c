// SPDX-License-Identifier: MIT
/* When a record was alive: from its first line to its last, cut where one of its files is missing.
 */
#include "own_case.h"
#include "question.h"

/* A site log without a heartbeat, of which the file of 200 s … 300 s may be kept or not. */
static void open_store(void)
{
	open_case("coverage");
	run("INSERT INTO feed (id, name, kind, path) VALUES (1, 'site', 'record', 'site*');"
	    "INSERT INTO policy (name, value, standard, unit, note) VALUES"
	    " ('uncalibrated_us', 0, 0, 'us', ''), ('stated_width_us', 0, 0, 'us', ''),"
	    " ('cover_factor', 5, 5, 'count', ''), ('cover_min_us', 60000000, 0, 'us', '')");
}

/* One file with lines at both times; none when `state` says that nothing of it could be read. */
static void file(int id, const char *chain, const char *state, int from_s, int to_s)
{
	char sql[800];
	(void)snprintf(
		sql, sizeof(sql),
		"INSERT INTO source VALUES (%d, 1, '%s', 1, '%d', 'whole', NULL);"
		"INSERT INTO entry (id, source, chain, sha256, bytes, lines, events, rejected,"
		" blank, cut, mended, format, margin, runner_up, charset, zone, zone_origin,"
		" state, reading) VALUES (%d, %d, '%s', '%d', 1, 2, 2, 0, 0, 0, 0, 'events', 0,"
		" '', 'UTF-8', '', '', '%s', '')",
		id, chain, id, id, id, chain, id, state);
	run(sql);
	for (int i = 0; i < 2 && from_s >= 0; i++) {
		long long at = (i == 0 ? from_s : to_s) * 1000000LL;
		(void)snprintf(sql, sizeof(sql),
			       "INSERT INTO pulse VALUES (%d, %lld, 1, %lld, %lld, 1, 1)", id,
			       at / 60000000, at, at);
		run(sql);
	}
}

static void derive(void)
{
	for (size_t i = 0; i < method_queries_count; i++) {
		if (strcmp(method_queries[i].name, "16") < 0) {
			run(method_queries[i].text);
		}
	}
}

static void expect_hole(int from_s, int to_s)
{
	cr_assert_eq(ask("SELECT COUNT(*) FROM coverage"), 2);
	cr_expect_eq(ask("SELECT MIN(to_at) FROM coverage"), from_s * 1000000LL);
	cr_expect_eq(ask("SELECT MAX(from_at) FROM coverage"), to_s * 1000000LL);
}

TestSuite(coverage, .init = open_store, .fini = close_case);

Test(coverage, rotated_files_that_follow_one_another_are_one_record)
{
	file(1, "site.jsonl", "whole", 600, 900);
	file(2, "site.jsonl.1.gz", "whole", 300, 540);
	file(3, "old.tar!site.jsonl.2", "whole", 0, 240);
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM coverage"), 1);
}

Test(coverage, a_number_that_is_missing_between_rotated_files_is_a_hole)
{
	file(1, "site.jsonl", "whole", 600, 900);
	file(2, "site.jsonl.2.gz", "whole", 0, 240);
	derive();
	expect_hole(240, 600);
}

Test(coverage, a_rotated_file_of_which_nothing_could_be_read_is_missing)
{
	file(1, "site.jsonl", "whole", 600, 900);
	file(2, "site.jsonl.1.gz", "unreadable", -1, -1);
	file(3, "site.jsonl.2.gz", "whole", 0, 240);
	derive();
	expect_hole(240, 600);
}

Test(coverage, an_empty_rotated_file_is_there)
{
	file(1, "site.jsonl", "whole", 600, 900);
	file(2, "site.jsonl.1", "whole", -1, -1);
	file(3, "site.jsonl.2", "whole", 0, 240);
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM coverage"), 1);
}

Test(coverage, numbers_missing_at_either_end_say_nothing)
{
	file(1, "site.jsonl.3", "whole", 600, 900);
	file(2, "site.jsonl.4", "whole", 0, 240);
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM coverage"), 1);
}

Test(coverage, names_that_end_in_a_date_or_a_number_of_their_own_are_not_rotated_ones)
{
	file(1, "site.20230919", "whole", 600, 900);
	file(2, "site.20230917", "whole", 0, 240);
	file(3, "door7", "whole", 300, 400);
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM coverage"), 1);
}
