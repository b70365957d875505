// SPDX-License-Identifier: MIT
/* Which events are facts to the method, and which the timeline shows besides. */
#include "own_case.h"
#include "question.h"

/* `kim` is listed, `lee` under two roles, which is evidence for neither; `guest` is not listed. */
static void open_store(void)
{
	open_case("facts");
	run("INSERT INTO feed (id, name, kind, path) VALUES (1, 'bastion', 'operator', 'b.log');"
	    "INSERT INTO source VALUES (1, 1, 'b.log', 1, 'a', 'whole', NULL);"
	    "INSERT INTO entry (id, source, chain, sha256, bytes, lines, events, rejected, blank,"
	    " cut, mended, format, margin, runner_up, charset, zone, zone_origin, state, reading)"
	    " VALUES (1, 1, 'b.log', 'a', 1, 20, 20, 0, 0, 0, 0, 'sshd', 0, '', 'UTF-8', '', '',"
	    " 'whole', '');"
	    "INSERT INTO policy (name, value, standard, unit, note) VALUES"
	    " ('uncalibrated_us', 60000000, 60000000, 'us', ''), ('stated_width_us', 1, 1, 'us',"
	    " '');"
	    "INSERT INTO word (id, text) VALUES (1, 'kim'), (2, 'guest');"
	    "INSERT INTO role_actor VALUES ('DBA', 'kim'), ('NET', 'lee'), ('OPS', 'lee')");
}

TestSuite(facts, .init = open_store, .fini = close_case);

/* An event of that id; `actor` and `role` as SQL. */
static void event(int id, const char *signal, const char *actor, const char *role)
{
	char sql[400];
	(void)snprintf(
		sql, sizeof(sql),
		"INSERT INTO happening (id, entry, line, offset, written_at, zone_origin,"
		" year_origin, signal, actor, role, line_hash) SELECT %d, 1, %d, 0, %d000000,"
		" 0, 0, code, %s, %s, %d FROM signal_word WHERE word = '%s'",
		id, id, id, actor, role, id, signal);
	run(sql);
}

static void derive(void)
{
	for (size_t i = 0; i < method_queries_count; i++) {
		if (strcmp(method_queries[i].name, "11") < 0) {
			run(method_queries[i].text);
		}
	}
}

static bool is_fact(int id)
{
	char sql[80];
	(void)snprintf(sql, sizeof(sql), "SELECT COUNT(*) FROM fact WHERE event = %d", id);
	return ask(sql) == 1;
}

/* How often the timeline has the line of that event. */
static int64_t in_timeline(int id)
{
	char sql[4096];
	const char *text = NULL;
	for (size_t i = 0; i < evidence_queries_count; i++) {
		bool is_it = strcmp(evidence_queries[i].name, "timeline") == 0;
		text = is_it ? evidence_queries[i].text : text;
	}
	cr_assert_not_null(text);
	int size = (int)(strrchr(text, ';') - text);
	cr_assert_lt(snprintf(sql, sizeof(sql), "SELECT COUNT(*) FROM (%.*s) WHERE line = %d", size,
			      text, id),
		     (int)sizeof(sql));
	return ask(sql);
}

/* Are the first events facts, and how often does the timeline have each? */
static void expect(int count, bool fact, int64_t shown)
{
	for (int id = 1; id <= count; id++) {
		cr_expect_eq(is_fact(id), fact, "event %d", id);
		cr_expect_eq(in_timeline(id), shown, "event %d", id);
	}
}

Test(facts, are_what_listed_people_do)
{
	event(1, "operator.login", "1", "NULL");
	event(2, "operator.command", "'kim'", "NULL");
	event(3, "auth.fail", "1", "NULL");
	event(4, "operator.command", "'lee'", "NULL");
	event(5, "operator.login", "2", "'VENDOR'");
	derive();
	expect(5, true, 1);
	cr_expect_eq(ask("SELECT COUNT(*) FROM fact WHERE role = 'DBA'"), 3);
	cr_expect_eq(ask("SELECT COUNT(*) FROM fact WHERE role IS NULL"), 1, "lee");
	cr_expect_eq(ask("SELECT COUNT(*) FROM fact WHERE role = 'VENDOR'"), 1);
}

Test(facts, are_not_what_others_do_but_the_timeline_has_it)
{
	static const char *const signals[] = {"operator.login", "operator.login_failed",
					      "operator.logout", "operator.command"};
	for (int id = 1; id <= 4; id++) {
		event(id, signals[id - 1], "2", "NULL");
	}
	event(5, "operator.command", "NULL", "NULL");
	derive();
	expect(5, false, 1);
}

Test(facts, are_what_a_step_or_fault_claims_whoever_did_it)
{
	event(1, "operator.command", "2", "NULL");
	event(2, "operator.logout", "2", "NULL");
	event(3, "auth.fail", "2", "NULL");
	run("INSERT INTO step_match VALUES (1, 'S1', 'activity'), (3, 'S1', 'done');"
	    "INSERT INTO fault_match VALUES (2, 1, 'open')");
	derive();
	expect(3, true, 1);
	cr_expect_eq(ask("SELECT COUNT(*) FROM touch WHERE step = 'S1'"), 2);
}

Test(facts, are_no_twins_and_nothing_that_end_users_do)
{
	event(1, "operator.login", "2", "NULL");
	event(2, "auth.fail", "2", "NULL");
	event(3, "operator.login", "1", "NULL");
	event(4, "config.change", "2", "NULL");
	run("UPDATE happening SET twin = 1 WHERE id IN (1, 3)");
	derive();
	expect(3, false, 0);
	cr_expect(is_fact(4), "a device was changed, whoever did it");
}

/* Account `1` is not the account whose word has that number, nor the other way round. */
Test(facts, tell_numbers_of_words_from_accounts_that_are_numbers)
{
	run("INSERT INTO word (id, text) VALUES (7, 'somebody'), (8, '9');"
	    "INSERT INTO role_actor VALUES ('APP', '7'), ('APP', '9')");
	event(1, "operator.login", "'1'", "NULL");
	event(2, "operator.login", "7", "NULL");
	event(3, "operator.login", "'7'", "NULL");
	event(4, "operator.login", "8", "NULL");
	event(5, "auth.fail", "'1'", "NULL");
	event(6, "auth.fail", "'7'", "NULL");
	event(7, "log", "8", "NULL");
	derive();
	cr_expect(!is_fact(1) && !is_fact(2) && !is_fact(5));
	cr_expect(is_fact(3) && is_fact(4) && is_fact(6) && is_fact(7));
}

Test(facts, keep_to_the_scope)
{
	event(1, "operator.login", "1", "NULL");
	event(2, "operator.login", "2", "NULL");
	event(50, "operator.login", "1", "NULL");
	event(51, "operator.login", "2", "NULL");
	run("INSERT INTO scope VALUES (40000000, 60000000)");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM fact"), 1);
	cr_expect(is_fact(50));
	cr_expect_eq(in_timeline(1) + in_timeline(2), 0);
	cr_expect_eq(in_timeline(50) + in_timeline(51), 2);
}
