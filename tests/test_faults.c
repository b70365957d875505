// SPDX-License-Identifier: MIT
/* Faults that vendors open and never close: recovery inferred from the traffic that follows. */
#include "own_case.h"
#include "question.h"

/* A gateway whose server goes down at 100 s and is never reported up. */
static void open_store(void)
{
	open_case("faults");
	run("INSERT INTO feed (id, name, kind, path) VALUES (1, 'gw', 'gateway', 'gw.log');"
	    "INSERT INTO source VALUES (1, 1, 'gw.log', 1, 'a', 'whole', NULL);"
	    "INSERT INTO entry (id, source, chain, sha256, bytes, lines, events, rejected, blank, "
	    "cut,"
	    " mended, format, margin, runner_up, charset, zone, zone_origin, state, reading)"
	    " VALUES (1, 1, 'gw.log', 'a', 1, 3, 3, 0, 0, 0, 0, 'haproxy', 0, '', 'UTF-8', '', '',"
	    " 'whole', '');"
	    "INSERT INTO policy (name, value, standard, unit, note) VALUES"
	    " ('uncalibrated_us', 60000000, 60000000, 'us', ''), ('stated_width_us', 1, 1, 'us', "
	    "''),"
	    " ('attach_us', 2000000, 2000000, 'us', ''), ('burst_span_us', 60000000, 0, 'us', ''),"
	    " ('burst_count', 10, 10, 'count', ''), ('cover_factor', 5, 5, 'count', ''),"
	    " ('cover_min_us', 60000000, 0, 'us', '');"
	    "INSERT INTO fault_pair (id, family, open, clear, external, origin)"
	    " VALUES (1, 'health', 'health.down', 'health.up', 0, 'built in');"
	    "INSERT INTO word (id, text) VALUES (1, 'be_pay/was01');"
	    "INSERT INTO happening (id, entry, line, offset, written_at, zone_origin, year_origin, "
	    "signal,"
	    " object, line_hash) SELECT 1, 1, 1, 0, 100000000, 0, 0, code, 1, 1 FROM signal_word"
	    " WHERE word = 'health.down';"
	    "INSERT INTO request_common (id, entry, stamps_end, status, backend)"
	    " VALUES (1, 1, 0, 200, 1), (2, 1, 0, 503, 1);"
	    "INSERT INTO request_row (id, common, line, offset, written_at)"
	    " VALUES (2, 1, 2, 0, 50000000), (3, 2, 3, 0, 160000000);");
}

/* Counts what was put into the tables as reading it would; then the method, as far as the faults.
 */
static void derive(void)
{
	run("INSERT INTO backend_minute (entry, minute, backend, first_at, first_event, last_at,"
	    " from_event, to_event) SELECT r.entry, r.written_at / 60000000, COALESCE(w.text,"
	    " r.backend), MIN(r.written_at), MIN(r.id), MAX(r.written_at), MIN(r.id),"
	    " MAX(r.id) FROM request AS r LEFT JOIN word AS w ON w.id = r.backend"
	    " WHERE r.status < 400 GROUP BY 1, 2, 3");
	for (size_t i = 0; i < method_queries_count; i++) {
		if (strcmp(method_queries[i].name, "26") < 0) {
			run(method_queries[i].text);
		}
	}
}

TestSuite(faults, .init = open_store, .fini = close_case);

Test(faults, without_a_clear_and_without_traffic_there_is_no_fault)
{
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM fault"), 0, "a 503 is no recovery");
}

Test(faults, the_first_answered_request_of_the_backend_ends_it)
{
	run("INSERT INTO request_row (id, common, line, offset, written_at)"
	    " VALUES (4, 1, 4, 0, 220000000), (5, 1, 5, 0, 230000000)");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM fault"), 1);
	cr_expect_eq(ask("SELECT clear_at FROM fault"), 220000000);
	cr_expect_eq(ask("SELECT clear_event FROM fault"), 4, "the request is the evidence");
}

Test(faults, in_the_minute_in_which_it_broke_only_what_was_answered_since_counts)
{
	run("INSERT INTO request_row (id, common, line, offset, written_at)"
	    " VALUES (4, 1, 4, 0, 99000000), (5, 2, 5, 0, 101000000), (6, 1, 6, 0, 104000000),"
	    " (7, 1, 7, 0, 170000000)");
	derive();
	cr_expect_eq(ask("SELECT clear_at FROM fault"), 104000000);
	cr_expect_eq(ask("SELECT clear_event FROM fault"), 6);
}

Test(faults, no_request_is_read_but_of_that_minute)
{
	run("INSERT INTO request_row (id, common, line, offset, written_at)"
	    " VALUES (4, 1, 4, 0, 220000000)");
	derive();
	run("DELETE FROM request_row");
	for (size_t i = 0; i < method_queries_count; i++) {
		if (strncmp(method_queries[i].name, "25", 2) == 0) {
			run(method_queries[i].text);
		}
	}
	cr_expect_eq(ask("SELECT clear_at FROM fault"), 220000000);
}

Test(faults, a_recorded_recovery_goes_before_an_inferred_one)
{
	run("INSERT INTO request_row (id, common, line, offset, written_at)"
	    " VALUES (4, 1, 4, 0, 220000000);"
	    "INSERT INTO happening (id, entry, line, offset, written_at, zone_origin, year_origin, "
	    "signal,"
	    " object, line_hash) SELECT 6, 1, 6, 0, 200000000, 0, 0, code, 1, 6 FROM signal_word "
	    "WHERE word = "
	    "'health.up'");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM fault"), 1);
	cr_expect_eq(ask("SELECT clear_at FROM fault"), 200000000);
}

Test(faults, another_backend_s_answer_ends_nothing)
{
	run("INSERT INTO word (id, text) VALUES (2, 'be_pay/was02');"
	    "INSERT INTO request_common (id, entry, stamps_end, status, backend)"
	    " VALUES (3, 1, 0, 200, 2);"
	    "INSERT INTO request_row (id, common, line, offset, written_at)"
	    " VALUES (4, 3, 4, 0, 220000000)");

	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM fault"), 0);
}

Test(faults, a_backend_s_name_that_was_stored_as_a_text_is_the_same_backend)
{
	run("INSERT INTO request_common (id, entry, stamps_end, status, backend)"
	    " VALUES (3, 1, 0, 200, 'be_pay/was01');"
	    "INSERT INTO request_row (id, common, line, offset, written_at)"
	    " VALUES (4, 3, 4, 0, 220000000)");
	derive();
	cr_expect_eq(ask("SELECT clear_event FROM fault"), 4);
}
