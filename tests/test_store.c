// SPDX-License-Identifier: MIT
/* What the store makes of what it is given. */
#include "store_driver.h"

enum { TEXT_SIZE = 8192 };

TestSuite(store, .init = begin, .fini = end);

Test(store, puts_each_event_where_it_belongs)
{
	cr_assert(read_source("a.log", mixed));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(ask("SELECT COUNT(*) FROM flow"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening"), 2);
	cr_assert_eq(ask("SELECT COUNT(*) FROM rejected_line WHERE line = 8 AND text = 'BAD line'"),
		     1);
	cr_assert_eq(ask("SELECT lines FROM entry"), 8);
	cr_assert_eq(ask("SELECT events FROM entry"), 6);
	cr_assert_eq(ask("SELECT lines FROM pulse WHERE minute = 1"), 6);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening AS h JOIN signal_word AS s"
			 " ON s.code = h.signal WHERE s.word = 'link.down' AND h.line = 6"),
		     1);
	cr_assert_eq(ask("SELECT COUNT(DISTINCT id) FROM (SELECT id FROM happening UNION ALL"
			 " SELECT id FROM request UNION ALL SELECT id FROM flow)"),
		     6);
}

static void write_statuses(FILE *out, int number)
{
	int status = number % 7 == 0 ? 500 : number % 11 == 0 ? 499 : number % 13 == 0 ? 408 : 200;
	(void)fprintf(out, "REQ %d %d /p%d\n", 30 + number * 37 % 900, status, number);
}

Test(store, counts_requests_per_minute_as_their_rows_say)
{
	read_made("a.log", write_statuses, 200);
	cr_assert_eq(
		ask("SELECT COUNT(*) FROM (SELECT written_at / 60000000 AS minute,"
		    " SUM(status < 500 AND status NOT IN (408, 499)) AS success,"
		    " SUM(status >= 500) AS failure, SUM(status IN (408, 499)) AS neither,"
		    " MIN(line) AS first_line, MAX(line) AS last_line,"
		    " MIN(CASE WHEN status < 500 AND status NOT IN (408, 499) THEN written_at END)"
		    " AS first_success_at FROM request GROUP BY minute"
		    " EXCEPT SELECT minute, success, failure, neither, first_line, last_line,"
		    " first_success_at FROM request_minute)"),
		0);
	cr_assert_eq(ask("SELECT SUM(success + failure + neither) FROM request_minute"), 200);
}

static const char backend_minutes[] =
	"WITH answer AS (SELECT r.*, COALESCE(w.text, r.backend) AS text, FIRST_VALUE(r.id) OVER"
	" (PARTITION BY r.entry, COALESCE(w.text, r.backend), r.written_at / 60000000"
	" ORDER BY r.written_at, r.id) AS first_id FROM request AS r"
	" LEFT JOIN word AS w ON w.id = r.backend WHERE r.status BETWEEN 200 AND 399)"
	" SELECT COUNT(*) FROM (SELECT entry, written_at / 60000000, text, MIN(written_at),"
	" first_id, MAX(written_at), MIN(id), MAX(id) FROM answer GROUP BY 1, 2, 3 EXCEPT SELECT"
	" entry, minute, backend, first_at, first_event, last_at, from_event, to_event"
	" FROM backend_minute)";

/* BACK lines of 90 backends over an hour, not in the order of time. */
static void write_backends(FILE *out, int number)
{
	(void)fprintf(out, "BACK %d %d be/app-%d\n", 30 + number * 37 % 3600,
		      number % 7 == 0 ? 503 : 200 + number % 3 * 100,
		      number % 11 == 0 ? number : number % 90);
}

Test(store, counts_what_each_backend_answered_per_minute)
{
	/* more minutes and backends than it has room for */
	read_made("a.log", write_backends, 8000);
	cr_assert_gt(ask("SELECT COUNT(*) FROM backend_minute"), 2048);
	cr_assert_eq(ask("SELECT SUM(to_event >= from_event AND last_at >= first_at"
			 " AND first_event BETWEEN from_event AND to_event) - COUNT(*)"
			 " FROM backend_minute"),
		     0);
	cr_assert_eq(ask(backend_minutes), 0);
}

Test(store, takes_the_stated_clock_off_the_minutes_of_requests)
{
	struct plan_source fast = feed_a;
	fast.clock_us = 37 * US_PER_S;
	must(store_add_feed(store, &fast, RULES_NO_SOURCE, &error));
	cr_assert(read_source("a.log", "REQ 130 200 /a\n"));
	cr_assert_eq(ask("SELECT minute FROM request_minute"), 1);
	cr_assert_eq(ask("SELECT first_success_at FROM request_minute"), 93 * US_PER_S);
	cr_assert_eq(ask("SELECT minute FROM pulse"), 2);
}

Test(store, does_not_read_the_same_file_twice)
{
	cr_assert(read_source("a.log", mixed));
	int64_t rows = ask(count_rows);
	cr_assert_not(read_source("a.log", mixed));
	close_store();
	open_store(false);
	cr_assert_not(read_source("a.log", mixed));
	cr_assert_eq(ask(count_rows), rows);
}

Test(store, knows_a_renamed_copy)
{
	cr_assert(read_source("a.log", mixed));
	int64_t rows = ask(count_rows);
	cr_assert(read_source("a.log.1", mixed));
	cr_assert_eq(ask(count_rows), rows);
	cr_assert_eq(ask("SELECT COUNT(*) FROM entry WHERE state = 'known' AND same_as = 1"
			 " AND lines = 8"),
		     1);
}

Test(store, reads_only_what_has_grown)
{
	char grown[TEXT_SIZE];
	snprintf(grown, sizeof(grown), "%s%s", mixed, "SIG 130 link.up fw1:eth0\nREQ 131 200 /a\n");
	cr_assert(read_source("a.log", mixed));
	int64_t rows = ask(count_rows);
	cr_assert(read_source("a.log", grown));
	cr_assert_eq(ask("SELECT new_from FROM entry WHERE id = 2"), 8);
	cr_assert_eq(ask("SELECT same_as FROM entry WHERE id = 2"), 1);
	cr_assert_eq(ask("SELECT lines FROM entry WHERE id = 2"), 10);
	cr_assert_eq(ask("SELECT SUM(twin) FROM happening"), 0);
	cr_assert_eq(ask(count_rows),
		     rows + 5); /* a happening, its pulse; a request, pulse, minute */
}

/* How many known contents the store wants to be asked about in such an entry. */
static size_t wanted_of(const char *chain, uint64_t head, const char *content)
{
	struct pass pass;
	begin_pass_of(&pass, chain, head, content);
	size_t count = pass.length_count;
	give_lines(&pass);
	end_pass(&pass);
	return count;
}

Test(store, asks_about_contents_that_begin_alike)
{
	const char *first = "REQ 1 200 /a\n", *second = "REQ 2 200 /b\n",
		   *third = "REQ 33 200 /c\n";
	must(store_begin_source(store, "a.tar", 1, "", &error));
	cr_assert_eq(wanted_of("a.tar!1", 7, first), 0);
	cr_assert_eq(wanted_of("a.tar!2", 8, second), 0, "begins otherwise");
	cr_assert_eq(wanted_of("a.tar!3", 8, third), 1,
		     "as the second, which is as long as the first");
	cr_assert_eq(wanted_of("a.tar!4", 8, "REQ 4 200 /dddd\n"), 2);
	cr_assert_eq(wanted_of("a.tar!5", 9, "REQ 5 200 /eeeee\n"), 0);
	cr_assert_eq(wanted_of("a.tar!6", 0, "REQ 6 200 /f\n"), 4,
		     "too short to tell: each length");
	must(store_end_source(store, "whole", NULL, &error));
	close_store();
	open_store(false);
	must(store_begin_source(store, "b.tar", 1, "", &error));
	cr_assert_eq(wanted_of("b.tar!1", 10, "REQ 7 200 /g\n"), 4, "of an earlier run");
	must(store_end_source(store, "whole", NULL, &error));
}

Test(store, replaces_a_last_line_that_was_not_finished)
{
	cr_assert(read_source("a.log", "REQ 60 200 /a\nREQ 61 200 /lon"));
	cr_assert(read_source("a.log", "REQ 60 200 /a\nREQ 61 200 /long\nREQ 62 200 /c\n"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request WHERE line = 2 AND path = '/long'"), 1);
	cr_assert_eq(ask("SELECT SUM(success) FROM request_minute"), 3);
	cr_assert_eq(ask("SELECT SUM(lines) FROM pulse"), 3);
	cr_assert_eq(ask("SELECT new_from FROM entry WHERE id = 2"), 1);
	cr_assert_eq(ask("SELECT lines + events FROM entry WHERE id = 1"), 2);
}

Test(store, takes_back_what_a_backend_answered_with_an_unfinished_line)
{
	cr_assert(read_source("a.log", "BACK 60 200 be/app1\nBACK 130 200 be/ap"));
	cr_assert(read_source("a.log", "BACK 60 200 be/app1\nBACK 130 200 be/app2\n"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM backend_minute"), 2);
	cr_assert_eq(ask("SELECT COUNT(*) FROM backend_minute AS m JOIN request AS r"
			 " ON r.id = m.first_event WHERE m.backend = 'be/app2' AND r.line = 2"),
		     1);
}

Test(store, forgets_what_an_edited_record_said)
{
	must(store_add_feed(store, &feed_b, RULES_NO_SOURCE, &error));
	cr_assert(read_source("b.csv", "SIG 60 link.down x\nSIG 61 link.up x\n"));
	cr_assert(read_source("b.csv", "SIG 59 link.down x\nSIG 61 link.up x\n"));
	must(store_begin(store, &error));
	must(store_commit(store, &error));
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening"), 2);
	cr_assert_eq(ask("SELECT SUM(twin) FROM happening"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM entry"), 1);
}

Test(store, folds_requests_into_their_minutes)
{
	close_store();
	open_store(true);
	cr_assert(read_source("a.log", mixed));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 0);
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening"), 2);
	cr_assert_eq(ask("SELECT SUM(success + failure + neither) FROM request_minute"), 3);
	cr_assert_eq(ask("SELECT SUM(flows) FROM flow_minute WHERE outcome = 'deny'"
			 " AND rule = 'r9'"),
		     1);
}

Test(store, folded_it_keeps_the_requests_that_backend_minute_names)
{
	close_store();
	open_store(true);
	cr_assert(read_source("a.log", "BACK 60 200 be/app1\nBACK 61 200 be/app1\n"
				       "BACK 62 503 be/app2\nBACK 59 200 be/app1\n"));
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 2);
	cr_assert_eq(ask("SELECT SUM(r.written_at) FROM backend_minute AS m JOIN request AS r"
			 " ON r.id = m.first_event"),
		     119 * US_PER_S);
}

static void write_repeats(FILE *out, int number)
{
	(void)fprintf(out, "REQ 60 200 /same\nREQ 60 200 /other/%d\n", number);
}

Test(store, interns_what_repeats_and_nothing_else)
{
	read_made("a.log", write_repeats, 100);
	cr_assert_eq(ask("SELECT COUNT(*) FROM word"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request AS r WHERE r.path = '/same' OR"
			 " r.path = (SELECT id FROM word WHERE text = '/same')"),
		     100);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request WHERE path LIKE '/other/%'"), 100);
}

Test(store, writes_the_case_file_anew_each_time)
{
	struct plan_policy policy = {"idle_us", 5, 7, "us", "note"};
	struct plan plan = {.path = "x/case.yaml",
			    .id = "c",
			    .title = "t",
			    .timezone = "UTC",
			    .window_start_at = 1,
			    .window_end_at = 2,
			    .notice_at = TIMESTAMP_NONE,
			    .subscribers = PLAN_NONE,
			    .aware_at = TIMESTAMP_NONE,
			    .classified_at = 77,
			    .policies = &policy,
			    .policy_count = 1};
	must(store_write_plan(store, &plan, &error));
	must(store_write_plan(store, &plan, &error));
	cr_assert_eq(ask("SELECT COUNT(*) FROM window WHERE notice_at IS NULL AND end_at = 2"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM case_file WHERE path = 'case.yaml'"), 1);
	cr_assert_eq(ask("SELECT value FROM policy WHERE name = 'idle_us'"), 5);
	cr_assert_eq(ask("SELECT COUNT(*) FROM fault_pair WHERE origin = 'built in'"), 19);
	cr_assert_eq(ask("SELECT COUNT(*) FROM regulation WHERE name = 'classified_at'"
			 " AND value = '77'"),
		     1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM service WHERE pattern = ''"), 1);
}

static void write_rules(FILE *out, int number)
{
	(void)fprintf(out, "FLOW %d deny r%d\n", number % 300, number % 1400);
}

Test(store, counts_flows_of_more_rules_than_it_has_room_for)
{
	read_made("a.log", write_rules, 3000);
	cr_assert_eq(ask("SELECT SUM(flows) FROM flow_minute"), 3000);
	cr_assert_eq(ask("SELECT COUNT(*) FROM (SELECT f.written_at / 60000000 AS minute,"
			 " COALESCE((SELECT text FROM word WHERE id = f.rule), f.rule) AS rule,"
			 " COUNT(*) AS flows, MIN(line) AS first_line, MAX(line) AS last_line"
			 " FROM flow AS f GROUP BY 1, 2 EXCEPT SELECT minute, rule, flows,"
			 " first_line, last_line FROM flow_minute)"),
		     0);
}

Test(store, cuts_a_rejected_line_between_characters)
{
	char content[1100];
	memset(content, 'x', sizeof(content));
	memcpy(content, "BAD ", 4);
	memcpy(content + 1023, "\xc3\xa9", 2); /* bytes 1024 and 1025: one character */
	content[sizeof(content) - 1] = '\0';
	cr_assert(read_source("a.log", content));
	cr_assert_eq(ask("SELECT length(CAST(text AS BLOB)) FROM rejected_line"), 1023);
}
