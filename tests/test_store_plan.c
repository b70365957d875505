// SPDX-License-Identifier: MIT
/* The case file in the store: its tables, its claims on events, and what happens when it changes.
 */
#include "store_driver.h"

TestSuite(store_plan, .init = begin, .fini = end);

/* Of the second case file, `rules` differs: the same lines mean something else. */
#define CASE_HEAD                                                                                 \
	"overrun: 1\n"                                                                            \
	"case: c\n"                                                                               \
	"title: t\n"                                                                              \
	"timezone: UTC\n"                                                                         \
	"window: {start: 2024-01-02 01:00, end: 2024-01-02 07:00}\n"                              \
	"restoration: {services: {pay: '^/v1/pay/', rest: '^/'}}\n"                               \
	"roles: {SEC: {actors: [kim], due: [{from: 01:00, to: 07:00}], presence: [a]}}\n"         \
	"steps:\n"                                                                                \
	"  - {id: S1, title: one, role: SEC, allow: 10m, resources: [fw1], expects: [link.down]," \
	" begin: [{match: 'start'}], done: [{match: 'finished'}]}\n"                              \
	"  - {id: S2, title: two, role: SEC, allow: 10m, after: [S1], done: [{match: 'all'}]}\n"  \
	"sources:\n"                                                                              \
	"  - {path: 'a*', name: a, kind: gateway}\n"                                              \
	"faults:\n"                                                                               \
	"  - {open: {match: 'sync lost'}, clear: {match: 'sync back'}, object: fw1}\n"

static const char case_one[] = CASE_HEAD "rules: [{match: 'rebooting', signal: device.reboot}]\n";
static const char case_two[] = CASE_HEAD "rules: [{match: 'rebooting', signal: device.down}]\n";

static struct plan *plan;
static struct rules *rules;

static void use_case(const char *text)
{
	char name[300];
	rules_free(rules);
	plan_free(plan);
	snprintf(name, sizeof(name), "%s/case.yaml", folder);
	FILE *file = fopen(name, "w");
	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
	must(plan_read(name, NULL, NULL, &plan, &error));
	must(rules_compile(plan, &rules, &error));
	must(store_write_plan(store, plan, &error));
	store_use_rules(store, plan, rules);
	must(store_add_feed(store, &plan->sources[0], 0, &error));
}

static void drop_case(void)
{
	store_use_rules(store, NULL, NULL);
	rules_free(rules);
	plan_free(plan);
}

static int64_t signals(const char *word)
{
	char sql[200];
	snprintf(sql, sizeof(sql),
		 "SELECT COUNT(*) FROM happening AS h JOIN signal_word AS s ON s.code = h.signal"
		 " WHERE s.word = '%s' AND h.twin = 0",
		 word);
	return ask(sql);
}

static const char night[] = "LOG 60 start of it\nLOG 61 fw1 rebooting\nREQ 62 200 /v1/pay/7\n"
			    "REQ 63 200 /other\nLOG 64 sync lost\nLOG 65 sync back\n"
			    "LOG 66 all finished\n";

Test(store_plan, is_told_in_tables)
{
	use_case(case_one);
	use_case(case_two);
	cr_assert_eq(ask("SELECT COUNT(*) FROM step"), 2);
	cr_assert_eq(ask("SELECT COUNT(*) FROM step_after WHERE step = 'S2' AND predecessor ="
			 " 'S1'"),
		     1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM step_matcher WHERE list = 'begin' AND match ="
			 " 'start'"),
		     1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM step_resource"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM step_expects WHERE signal = 'link.down'"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM role_actor WHERE actor = 'kim'"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM role_presence WHERE feed = 'a'"), 1);
	cr_assert_eq(ask("SELECT to_at - from_at FROM roster"), 6 * US_PER_HOUR);
	cr_assert_eq(ask("SELECT end_at - start_at FROM window"), 6 * US_PER_HOUR);
	cr_assert_eq(ask("SELECT COUNT(*) FROM service"), 2);
	cr_assert_eq(ask("SELECT COUNT(*) FROM rule WHERE signal = 'device.down'"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM fault_pair WHERE origin = 'case file'"
			 " AND object = 'fw1'"),
		     1);
	cr_assert_gt(ask("SELECT COUNT(*) FROM policy"), 5);
	drop_case();
}

Test(store_plan, claims_events_for_steps_and_faults)
{
	use_case(case_one);
	cr_assert(read_source("a.log", night));
	cr_assert_eq(ask("SELECT COUNT(*) FROM step_match AS m JOIN happening AS h ON h.id ="
			 " m.event WHERE h.line = 1 AND m.step = 'S1' AND m.list = 'begin'"),
		     1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM step_match AS m JOIN happening AS h ON h.id ="
			 " m.event WHERE h.line = 7 AND m.list = 'done'"),
		     2);
	cr_assert_eq(ask("SELECT COUNT(*) FROM fault_match AS m JOIN happening AS h ON h.id ="
			 " m.event JOIN fault_pair AS p ON p.id = m.pair WHERE p.origin ="
			 " 'case file' AND (h.line, m.side) IN ((5, 'open'), (6, 'clear'))"),
		     2);
	cr_assert_eq(signals("device.reboot"), 1);
	cr_assert_eq(ask("SELECT service FROM request WHERE line = 3"), 1);
	cr_assert_eq(ask("SELECT service FROM request WHERE line = 4"), 2);
	drop_case();
}

Test(store_plan, is_applied_anew_when_it_has_changed)
{
	use_case(case_one);
	cr_assert(read_source("a.log", night));
	int64_t rows = ask(count_rows);
	use_case(case_two);
	cr_assert(read_source("a.log", night), "other rules: the file is read again");
	cr_assert_eq(ask(count_rows), rows);
	cr_assert_eq(ask("SELECT COUNT(*) FROM entry"), 1);
	must(store_begin(store, &error));
	must(store_commit(store, &error));
	cr_assert_eq(ask("SELECT COUNT(*) FROM happening WHERE twin = 1"), 0);
	cr_assert_eq(signals("device.reboot"), 0);
	cr_assert_eq(signals("device.down"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM step_match"), 3);
	cr_assert_not(read_source("a.log", night));
	drop_case();
}

Test(store_plan, is_applied_anew_to_what_has_grown_since)
{
	char grown[1024];
	use_case(case_one);
	cr_assert(read_source("a.log", night));
	use_case(case_two);
	snprintf(grown, sizeof(grown), "%sREQ 130 200 /v1/pay/8\n", night);
	cr_assert(read_source("a.log", grown));
	cr_assert_eq(ask("SELECT COUNT(*) FROM entry"), 1);
	cr_assert_eq(ask("SELECT COUNT(*) FROM request"), 3);
	cr_assert_eq(ask("SELECT SUM(success) FROM request_minute"), 3);
	drop_case();
}
