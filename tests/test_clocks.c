// SPDX-License-Identifier: MIT
/* Clocks: offsets, steps, drift and wrong zones found from what two sources both saw. */
#include "own_case.h"
#include "question.h"

/* A gateway (1), a firewall (2), a jump host (3) and a second firewall (4). */
static void open_store(void)
{
	open_case("clocks");
	run("INSERT INTO feed (id, name, kind, path) VALUES (1, 'gw', 'gateway', 'gw.log'),"
	    " (2, 'fw', 'firewall', 'fw.log'), (3, 'jump', 'operator', 'jump.log'),"
	    " (4, 'core', 'firewall', 'core.log');"
	    "INSERT INTO source SELECT id, id, path, 1, 'a', 'whole', NULL FROM feed;"
	    "INSERT INTO entry (id, source, chain, sha256, bytes, lines, events, rejected, blank,"
	    " cut, mended, format, margin, runner_up, charset, zone, zone_origin, state, reading)"
	    " SELECT id, id, path, 'a', 1, 3, 3, 0, 0, 0, 0, 'x', 0, '', 'UTF-8', '', '', 'whole',"
	    " '' FROM feed;"
	    "INSERT INTO policy (name, value, standard, unit, note) VALUES"
	    " ('uncalibrated_us', 60000000, 60000000, 'us', ''),"
	    " ('stated_width_us', 1000000, 1000000, 'us', ''), ('clock_pairs', 20, 20, 'count', "
	    "''),"
	    " ('clock_jump_us', 2000000, 2000000, 'us', ''), ('echo_us', 2000000, 2000000, 'us', "
	    "'');"
	    "INSERT INTO request_minute VALUES (1, 0, 1, 1, 0, 0, 1, 1, NULL, NULL);"
	    /* 300 connections of a second each, one a minute from 100 h after 1970 on */
	    "CREATE TEMP TABLE seen AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM"
	    " n WHERE i < 300) SELECT i, 360000000000 + i * 60000000 AS at FROM n;"
	    "INSERT INTO request_common (id, entry, stamps_end, status) VALUES (1, 1, 0, 200);"
	    "INSERT INTO flow_common (id, entry, stamps_end) SELECT id, id, 0 FROM feed;"
	    "INSERT INTO request_row (id, common, line, offset, written_at, duration_us, client,"
	    " client_port) SELECT i, 1, i, 0, at, 1000000, '192.0.2.1', i FROM seen;");
}

/* What the firewall logs of the connections, `fast` microseconds ahead (an SQL expression of at).
 */
static void firewall(int feed, const char *fast, const char *which)
{
	char sql[640];
	snprintf(sql, sizeof sql,
		 "INSERT INTO flow_row (id, common, line, offset, written_at, duration_us, client,"
		 " client_port) SELECT 1000 * %d + i, %d, i, 0, at - 500000 + %s, 2000000,"
		 " '192.0.2.1', i FROM seen WHERE %s",
		 feed, feed, fast, which);
	run(sql);
}

/* The same commands typed at the jump host and logged by `feed`, each with its own clock. */
static void commands(int feed, const char *fast, const char *jump_fast)
{
	char sql[1200];
	snprintf(sql, sizeof sql,
		 "INSERT INTO happening (id, entry, line, offset, written_at, zone_origin, "
		 "year_origin, signal, message, line_hash) SELECT 10000 * %d + i, %d, i, 0, at + "
		 "400000 + %s, 0, 0, code, 'executed ''permit host 198.51.100.' || i || '''', "
		 "10000 * %d + i FROM seen, signal_word WHERE word = 'config.change' AND i <= 40 "
		 "UNION ALL SELECT 10000 * (%d + 10) + i, 3, i, 0, at + %s, 0, 0, code, 'S1 run by"
		 " net.han: permit host 198.51.100.' || i, 10000 * (%d + 10) + i FROM seen, "
		 "signal_word WHERE word = 'step.activity' AND i <= 40",
		 feed, feed, fast, feed, feed, jump_fast, feed);
	run(sql);
}

static void derive(void)
{
	for (size_t i = 0; i < method_queries_count; i++) {
		if (strcmp(method_queries[i].name, "07") < 0) {
			run(method_queries[i].text);
		}
	}
}

#define NEAR(feed, us)                                                                             \
	"SELECT COUNT(*) FROM clock WHERE feed = " #feed " AND origin = 'pairs' AND ABS(offset_us" \
	" - (" #us ")) <= 1500000"

TestSuite(clocks, .init = open_store, .fini = close_case);

Test(clocks, connections_that_both_saw_give_the_offset)
{
	firewall(2, "317000000", "1");
	derive();
	cr_expect_eq(ask(NEAR(2, 317000000)), 1);
	cr_expect_eq(ask("SELECT pairs FROM clock WHERE feed = 2"), 300);
	cr_expect_eq(ask("SELECT agreement FROM clock WHERE feed = 2"), 1000);
	cr_expect_eq(ask("SELECT COUNT(*) FROM warning"), 0);
	cr_expect_eq(ask("SELECT COUNT(*) FROM clock WHERE origin = 'uncalibrated'"), 2);
}

/* From 1.3 million requests on only connections of some client ports are looked at. */
Test(clocks, of_a_very_large_night_the_sampled_ports_make_the_pairs)
{
	firewall(2, "317000000", "1");
	run("UPDATE request_minute SET success = 1500000;"
	    "INSERT INTO port_sample SELECT id FROM request_row WHERE client_port * 40503 % 65536"
	    " < 1024 UNION SELECT id FROM flow_row WHERE client_port * 40503 % 65536 < 1024");
	derive();
	cr_expect_eq(
		ask("SELECT COUNT(*) FROM clock_pair"),
		ask("SELECT COUNT(*) FROM seen WHERE i * 40503 % 65536 < 1311000000 / 1500001"));
	cr_expect_gt(ask("SELECT COUNT(*) FROM clock_pair"), 2);
	run("DELETE FROM port_sample");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM clock_pair"), 0);
}

Test(clocks, nineteen_pairs_are_too_few)
{
	firewall(2, "317000000", "i <= 19");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM clock WHERE feed = 2 AND origin = 'uncalibrated'"),
		     1);
	cr_expect_eq(ask("SELECT width_us FROM clock WHERE feed = 2"), 60000000);
}

Test(clocks, pairs_that_agree_on_nothing_calibrate_nothing)
{
	firewall(2, "i * i * 7919000 % 7200000000", "1");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM clock WHERE feed = 2 AND origin = 'uncalibrated'"),
		     1);
	cr_expect_eq(ask("SELECT COUNT(*) FROM warning WHERE text LIKE '%no offset%'"), 1);
}

Test(clocks, a_clock_that_was_set_has_two_offsets_and_a_finding)
{
	firewall(2, "CASE WHEN i < 137 THEN 40000000 ELSE 190000000 END", "1");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM clock WHERE feed = 2"), 2);
	cr_expect_eq(ask(NEAR(2, 40000000)), 1);
	cr_expect_eq(ask(NEAR(2, 190000000)), 1);
	cr_expect_eq(ask("SELECT (MAX(from_at) - 360000000000) / 60000000 FROM clock"
			 " WHERE feed = 2"),
		     140, "the 137th minute, by the firewall's own clock 190 s ahead");
	cr_expect_eq(ask("SELECT COUNT(*) FROM warning WHERE text LIKE 'clock of fw: set forward by"
			 " 150.0 s%'"),
		     1);
}

Test(clocks, a_drift_is_told_in_parts_per_million)
{
	firewall(2, "i * 2000", "1");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM warning WHERE text LIKE 'clock of fw: drifts%'"), 0,
		     "under a second in all");
	run("UPDATE flow_row SET written_at = written_at + client_port * 18000");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM warning WHERE text LIKE 'clock of fw: drifts by 333"
			 " ppm%'"),
		     1);
}

Test(clocks, nine_hours_and_some_seconds_are_a_wrong_zone)
{
	firewall(2, "-32378000000", "1");
	derive();
	cr_expect_eq(ask(NEAR(2, -32378000000)), 1);
	cr_expect_eq(ask("SELECT COUNT(*) FROM warning WHERE text LIKE 'clock of fw: is behind by"
			 " 9 h 00 min%'"),
		     1);
}

Test(clocks, ten_minutes_are_no_zone)
{
	firewall(2, "600000000", "1");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM warning"), 0);
}

Test(clocks, commands_typed_and_carried_out_calibrate_both_ways)
{
	firewall(2, "317000000", "1");
	commands(2, "317000000", "-420000000");
	derive();
	cr_expect_eq(ask(NEAR(2, 317000000)), 1);
	cr_expect_eq(ask(NEAR(3, -420000000)), 1, "the jump host shares nothing with the gateway");
	cr_expect_eq(ask("SELECT pairs FROM clock WHERE feed = 3"), 40);
}

Test(clocks, an_echo_of_an_echo_reaches_the_reference)
{
	firewall(2, "0", "1");
	commands(2, "0", "90000000");
	run("UPDATE happening SET message = replace(message, 'permit', 'deny') WHERE id % 2 = 0");
	commands(4, "-55000000", "90000000");
	derive();
	cr_expect_eq(ask(NEAR(3, 90000000)), 1);
	cr_expect_eq(ask(NEAR(4, -55000000)), 1);
}

Test(clocks, two_firewalls_of_one_connection_are_a_pair)
{
	firewall(2, "317000000", "1");
	firewall(4, "-12000000", "1");
	run("DELETE FROM request_row WHERE client_port > 15; DELETE FROM flow_row WHERE common = 4 "
	    "AND"
	    " client_port <= 15; UPDATE feed SET clock_us = 317000000 WHERE id = 2");
	derive();
	cr_expect_eq(ask(NEAR(4, -12000000)), 1, "by way of the firewall whose clock is stated");
}

Test(clocks, a_stated_clock_stands_and_its_pairs_may_say_otherwise)
{
	run("UPDATE feed SET clock_us = 37000000 WHERE id = 2");
	firewall(2, "97000000", "1");
	derive();
	cr_expect_eq(ask("SELECT offset_us FROM clock WHERE feed = 2"), 37000000);
	cr_expect_eq(ask("SELECT agreement FROM clock WHERE feed = 2"), 0);
	cr_expect_eq(ask("SELECT COUNT(*) FROM warning WHERE text LIKE 'clock of fw: only 0 %%"
			 " of its 300 pairs allow%'"),
		     1);
}

Test(clocks, a_key_that_the_gateway_logged_twice_makes_no_pair)
{
	firewall(2, "317000000", "1");
	run("UPDATE request_row SET client_port = 1 + client_port / 2");
	derive();
	cr_expect_eq(ask("SELECT COUNT(*) FROM clock_pair"), 2, "the first and the last");
}
