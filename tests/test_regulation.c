// SPDX-License-Identifier: MIT
/* The regulatory clock: rules in force on the night, facts that are missing, deadlines. */
#include "own_case.h"
#include "question.h"

extern const char regulation_rules_sql[];

static void open_store(void)
{
	open_case("regulation");
	run(regulation_rules_sql);
}

/* A night that begins at `start` (a text that SQLite reads) and overruns by so many minutes. */
static void night(const char *start, int minutes)
{
	char sql[600];
	snprintf(sql, sizeof sql,
		 "INSERT INTO overrun (start_at, end_at, restored_at, censored, overrun_us) "
		 "SELECT at, at + 3600000000, at + 3600000000 + us, 0, us FROM "
		 "(SELECT unixepoch('%s') * 1000000 AS at, %d * 60000000 AS us)",
		 start, minutes);
	run(sql);
}

static void reckon(void)
{
	for (size_t i = 0; i < method_queries_count; i++) {
		if (strcmp(method_queries[i].name, "95_regulation") == 0) {
			run(method_queries[i].text);
			return;
		}
	}
	cr_assert_fail("no query 95_regulation");
}

static bool holds(const char *condition)
{
	char sql[400];
	snprintf(sql, sizeof sql, "SELECT COUNT(*) FROM regulation_clock WHERE %s", condition);
	return ask(sql) == 1;
}

TestSuite(regulation, .init = open_store, .fini = close_case);

Test(regulation, a_rule_of_a_later_day_is_not_in_force)
{
	night("2023-09-17T01:00:00+09:00", 300);
	reckon();
	cr_expect(holds("rule = 'kr_efsr' AND state = 'not in force' AND in_force_at IS NOT NULL"));
	cr_expect(holds("rule = 'dora_final' AND state = 'not in force'"));
}

Test(regulation, missing_facts_are_named_and_nothing_is_guessed)
{
	night("2025-09-17T01:00:00+09:00", 300);
	reckon();
	cr_expect(
		holds("rule = 'kr_efsr' AND state = 'missing facts' AND missing = 'subscribers'"));
	cr_expect(holds("rule = 'kr_telecom' AND state = 'missing facts' AND missing = 'service'"));
	cr_expect(holds("rule = 'dora_initial' AND missing = 'aware_at, classified_at' AND due_at "
			"IS NULL"));
}

Test(regulation, ten_minutes_count_from_ten_thousand_subscribers)
{
	night("2025-09-17T01:00:00+09:00", 12);
	run("INSERT INTO regulation VALUES ('subscribers', '10000')");
	reckon();
	cr_expect(holds("rule = 'kr_efsr' AND state = 'reached' AND threshold_us = 600000000"));
}

Test(regulation, below_ten_thousand_it_is_thirty)
{
	night("2025-09-17T01:00:00+09:00", 12);
	run("INSERT INTO regulation VALUES ('subscribers', '9999')");
	reckon();
	cr_expect(
		holds("rule = 'kr_efsr' AND state = 'not reached' AND threshold_us = 1800000000"));
}

Test(regulation, the_older_threshold_holds_until_the_newer_is_valid)
{
	night("2025-03-27T23:59:00+09:00", 180);
	run("INSERT INTO regulation VALUES ('service', 'value_added')");
	reckon();
	cr_expect(holds(
		"rule = 'kr_telecom' AND state = 'not reached' AND threshold_us = 14400000000"));
	run("DELETE FROM overrun");
	night("2025-03-28T00:00:00+09:00", 180);
	reckon();
	cr_expect(holds("rule = 'kr_telecom' AND state = 'reached' AND threshold_us = 7200000000"));
}

Test(regulation, deadlines_follow_one_another)
{
	night("2026-01-30T01:00:00Z", 300);
	run("INSERT INTO regulation VALUES ('aware_at', CAST(unixepoch('2026-01-28T06:00:00Z') * "
	    "1000000 AS TEXT)),"
	    "('classified_at', CAST(unixepoch('2026-01-28T08:00:00Z') * 1000000 AS TEXT))");
	reckon();
	cr_expect(holds(
		"rule = 'dora_initial' AND due_at = unixepoch('2026-01-28T12:00:00Z') * 1000000"));
	cr_expect(holds("rule = 'dora_intermediate' AND due_at = unixepoch('2026-01-31T12:00:00Z') "
			"* 1000000"));
	cr_expect(holds("rule = 'dora_final' AND due_at = unixepoch('2026-02-28T12:00:00Z') * "
			"1000000"),
		  "one month after 31 January is the last of February");
}

Test(regulation, a_night_inside_its_window_has_no_first_instant_beyond)
{
	night("2025-09-17T01:00:00+09:00", 0);
	reckon();
	cr_expect(holds("rule = 'window' AND state = 'inside' AND start_at IS NULL"));
}
