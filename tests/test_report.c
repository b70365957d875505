// SPDX-License-Identifier: MIT
/* The report of the method's worked example: every figure that section 12 prints. */
#include "digest.h"
#include "rounding.h"
#include "worked_example.h"

#include <criterion/criterion.h>

static const int64_t minute_us = US_PER_MINUTE;

Test(rounding, parts_by_largest_remainder_sum_to_the_total)
{
	const wide parts[4] = {121 * 10 + 5, 58 * 10 + 5, 107 * 10 + 3, 12 * 10 + 7};
	int64_t rounded[4];
	round_parts(parts, 4, 10, 300, rounded);
	const int64_t expected[4] = {122, 58, 107, 13};
	cr_assert_arr_eq(rounded, expected, sizeof expected);
}

Test(rounding, ties_go_to_the_earlier)
{
	const wide parts[3] = {5, 5, 0};
	int64_t rounded[3];
	round_parts(parts, 3, 10, 1, rounded);
	const int64_t expected[3] = {1, 0, 0};
	cr_assert_arr_eq(rounded, expected, sizeof expected);
}

Test(rounding, is_right_below_zero_and_beyond_64_bits)
{
	cr_assert_eq(round_down(-1, 10), -1);
	cr_assert_eq(round_up(-1, 10), 0);
	cr_assert_eq(round_nearest(-15, 10), -1);
	cr_assert_eq(round_nearest(-16, 10), -2);
	cr_assert_eq(round_nearest((wide)INT64_MAX * 60480, 60480), INT64_MAX);
}

Test(report, prints_the_figures_of_the_worked_example)
{
	static const int64_t headline[] = {122, 58, 107, 13};
	static const int64_t chronological[] = {106, 63, 117, 14};
	static const int64_t shapley[] = {125, 55, 109, 11};
	static const int64_t least[] = {106, 36, 90, 0};
	static const int64_t greatest[] = {133, 63, 117, 14};
	static const int64_t lost[] = {133, 63, 117, 14};
	struct report *report = example_report(NULL);
	cr_expect_eq(report->overrun.min, 300);
	cr_expect_eq(report->lost.min, 327);
	cr_expect_eq(report->reserve.min, 27);
	cr_expect_eq(report->recovered.min, 0);
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		const struct report_cause *cause = &report->causes[i];
		cr_expect_eq(cause->headline.min, headline[i], "%s", cause->name);
		cr_expect_eq(cause->chronological.min, chronological[i], "%s", cause->name);
		cr_expect_eq(cause->shapley.min, shapley[i], "%s", cause->name);
		cr_expect_eq(cause->least.min, least[i], "%s", cause->name);
		cr_expect_eq(cause->greatest.min, greatest[i], "%s", cause->name);
		cr_expect_eq(cause->lost.min, lost[i], "%s", cause->name);
	}
	cr_expect_eq(report->causes[CAUSE_STAFFING].headline.s, 7321);
	cr_expect_eq(report->causes[CAUSE_STAFFING].shapley.s, 7510);
	cr_expect_null(report->main_cause);
	cr_expect_str_eq(report->reason, "conventions_disagree");
	cr_expect_eq(report->but_for_count, 16);
	report_free(report);
}

Test(report, seconds_sum_to_the_overrun_in_every_convention)
{
	struct report *report = example_report(NULL);
	int64_t sums[3] = {0};
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		sums[0] += report->causes[i].headline.s;
		sums[1] += report->causes[i].chronological.s;
		sums[2] += report->causes[i].shapley.s;
	}
	for (size_t i = 0; i < 3; i++) {
		cr_expect_eq(sums[i], 18000);
	}
	report_free(report);
}

Test(report, partitions_window_start_to_restoration)
{
	struct report *report = example_report(NULL);
	timestamp at = report->window_start_at;
	int64_t lost_min = 0;
	for (size_t i = 0; i < report->path_count; i++) {
		cr_expect_eq(report->path[i].from_at, at);
		at = report->path[i].to_at;
		lost_min += report->path[i].lost ? report->path[i].amount.min : 0;
	}
	cr_expect_eq(at, report->restored_at);
	cr_expect_eq(lost_min, 327);
	report_free(report);
}

Test(report, numbers_evidence_along_the_path)
{
	struct report *report = example_report(NULL);
	const struct report_span *first = &report->path[0];
	cr_assert_eq(first->evidence.count, 2);
	cr_expect_eq(report->evidence[first->evidence.items[0]].number, 1);
	cr_expect_eq(report->evidence[0].event, 1);
	int last = 0;
	for (size_t i = 0; i < report->path_count; i++) {
		for (size_t j = 0; j < report->path[i].evidence.count; j++) {
			int number = report->evidence[report->path[i].evidence.items[j]].number;
			cr_expect_leq(number, last + 1);
			last = number > last ? number : last;
		}
	}
	cr_expect_gt(last, 10);
	/* One is cited beside the path only: the end of S5. */
	cr_expect_eq(report->evidence_count, 22);
	cr_expect_eq(last, 21);
	report_free(report);
}

Test(report, evidence_says_where_the_line_stands_and_when)
{
	struct report *report = example_report(NULL);
	const struct report_evidence *evidence = NULL;
	for (size_t i = 0; i < report->evidence_count; i++) {
		if (report->evidence[i].event == 6) {
			evidence = &report->evidence[i];
		}
	}
	cr_assert_not_null(evidence);
	cr_expect_str_eq(evidence->source, "night.tar.gz");
	cr_expect_str_eq(evidence->chain, "night.tar.gz!logs/fw.log.gz");
	cr_expect_eq(evidence->line, 1);
	cr_expect_eq(evidence->offset, 50);
	cr_expect_eq(evidence->at, report->window_start_at + 215 * minute_us);
	cr_expect_eq(evidence->written_at - evidence->at, 37 * (int64_t)US_PER_S);
	report_free(report);
}

Test(report, keeps_names_out)
{
	struct report *report = example_report(NULL);
	bool token = false;
	for (size_t i = 0; i < report->evidence_count; i++) {
		const char *text = report->evidence[i].text;
		cr_expect_null(strstr(text, "sec.kim"), "%s", text);
		cr_expect_null(strstr(text, "Kim Jisoo"), "%s", text);
		token = token || strcmp(text, "F1 import rejected, ran by SEC-1") == 0;
	}
	cr_expect(token);
	report_free(report);
}

Test(report, keeps_names_out_of_steps_and_feeds)
{
	struct report *report =
		example_report("UPDATE instance SET step = 'fix of Kim Jisoo' WHERE step = 'X1';"
			       "UPDATE feed SET name = 'laptop of Kim Jisoo' WHERE id = 1;"
			       "DELETE FROM sensitivity WHERE name <> 'ack_grace_us = 0';UPDATE "
			       "sensitivity SET name = 'Kim Jisoo +60 s'");
	for (size_t i = 0; i < report->path_count; i++) {
		cr_expect_null(strstr(report->path[i].step, "Kim"), "%s", report->path[i].step);
	}
	cr_expect_str_eq(report->steps[8].step, "fix of PERSON-1");
	for (size_t i = 0; i < report->coverage_count; i++) {
		cr_expect_null(strstr(report->coverage[i].feed, "Kim"));
	}
	cr_expect_str_eq(report->sensitivities[0].name, "PERSON-1 +60 s");
	report_free(report);
}

Test(report, merges_adjoining_spans_that_say_the_same)
{
	struct report *report = example_report(
		"UPDATE label SET to_at = to_at - 600000000 WHERE id = 11;"
		"INSERT INTO label SELECT 30, instance, to_at, to_at + 600000000, phase, state,"
		" open_event, 12 FROM label WHERE id = 11;"
		"INSERT INTO label_leaf SELECT 30, leaf, cause, trigger, absolute, NULL, NULL, 'B',"
		" open_event, close_event, third_event FROM label_leaf WHERE label = 11;"
		"DELETE FROM path_label;"
		"INSERT INTO path_label SELECT 1, from_at, to_at, id FROM label WHERE id <> 20");
	cr_expect_eq(report->path_count, 19);
	cr_expect_eq(report->path[10].to_at - report->path[10].from_at, 60 * minute_us);
	cr_expect_str_eq(report->path[10].grade, "B");
	report_free(report);
}

Test(report, weighs_several_paths)
{
	/* A second path of the same weight, the same but for its own label of the first step. */
	struct report *report = example_report("UPDATE path_weight SET weight = 30240;"
					       "INSERT INTO path_weight VALUES (2, 30240);"
					       "UPDATE ledger SET weight = 30240;"
					       "INSERT INTO ledger SELECT 2, lost_us, reserve_us, "
					       "recovered_us, weight FROM ledger;"
					       "INSERT INTO label SELECT 40, 5, from_at, to_at, "
					       "phase, state, open_event, close_event"
					       " FROM label WHERE id = 14;"
					       "INSERT INTO path_label SELECT 2, from_at, to_at, "
					       "CASE label WHEN 14 THEN 40 ELSE label"
					       " END FROM path_label");
	cr_expect_eq(report->lost.min, 327);
	size_t halves = 0;
	for (size_t i = 0; i < report->path_count; i++) {
		halves += 2 * report->path[i].weight == report->path[i].weights;
	}
	cr_expect_eq(halves, 2);
	report_free(report);
}

Test(report, refuses_figures_that_do_not_add_up)
{
	struct error error = {0};
	struct report *report = NULL;
	enum status status =
		example_load("UPDATE ledger SET lost_us = lost_us + 1", &report, &error);
	cr_expect_eq(status, STATUS_INTERNAL, "%s", error.message);
	status = example_load("UPDATE share SET headline_us = headline_us + 1000", &report, &error);
	cr_expect_eq(status, STATUS_INTERNAL, "%s", error.message);
}

Test(report, says_when_the_method_has_not_run)
{
	struct error error = {0};
	struct report *report = NULL;
	enum status status = example_load("DELETE FROM overrun", &report, &error);
	cr_expect_eq(status, STATUS_DATABASE);
	cr_expect_not_null(strstr(error.message, "overrun analyze"));
}

Test(report, prints_minutes_that_add_up_where_seconds_do_not_divide)
{
	/* 327 lost minutes and 30 s: the overrun ends 30 s later. */
	struct report *report = example_report(
		"UPDATE overrun SET restored_at = restored_at + 30000000, overrun_us = overrun_us "
		"+ "
		"30000000;"
		"UPDATE ledger SET lost_us = lost_us + 30000000;"
		"UPDATE label SET to_at = to_at + 30000000, state = 'lost' WHERE id = 19;"
		"UPDATE path_label SET to_at = to_at + 30000000 WHERE label = 19;"
		"UPDATE ledger SET reserve_us = reserve_us + 28 * 60000000,"
		" lost_us = lost_us + 28 * 60000000;"
		"INSERT INTO label_leaf VALUES (19, 'U.SILENCE', 'undetermined', '', 0, NULL, NULL,"
		" 'D', NULL, NULL, NULL);"
		"UPDATE share SET headline_us = headline_us + 30000000, chronological_us ="
		" chronological_us + 30000000, shapley_us = shapley_us + 30000000"
		" WHERE cause = 'undetermined'");
	int64_t spans = 0;
	int64_t headline = 0;
	for (size_t i = 0; i < report->path_count; i++) {
		spans += report->path[i].lost ? report->path[i].amount.min : 0;
	}
	for (size_t i = 0; i < CAUSE_COUNT; i++) {
		headline += report->causes[i].headline.min;
	}
	cr_expect_eq(spans, report->lost.min);
	cr_expect_eq(headline, report->overrun.min);
	cr_expect_eq(report->lost.min - report->reserve.min - report->recovered.min,
		     report->overrun.min);
	report_free(report);
}

Test(report, schedules_the_plan)
{
	struct report *report = example_report(NULL);
	const struct report_step *last = &report->steps[7];
	cr_expect_str_eq(last->step, "S8");
	cr_expect_eq(last->plan_end_at, report->window_start_at + 330 * minute_us);
	cr_expect_str_eq(report->steps[8].step, "X1");
	cr_expect_not(report->steps[8].planned);
	cr_expect_eq(report->steps[5].attempt_count, 2);
	report_free(report);
}

Test(report, clocks_are_in_the_zone_of_the_case)
{
	struct report *report = example_report(NULL);
	char text[TIMESTAMP_TEXT_SIZE];
	report_clock(report, report->restored_at, text);
	cr_expect_str_eq(text, "12:00");
	report_clock(report, report->restored_at + 5 * (int64_t)US_PER_S, text);
	cr_expect_str_eq(text, "12:00:05");
	report_clock(report, report->notice_at, text);
	cr_expect_str_eq(text, "2023-09-11 10:00");
	report_iso(report, report->window_start_at, text);
	cr_expect_str_eq(text, "2023-09-17T01:00:00+09:00");
	report_free(report);
}

/* --------------------------------------------------------------------------------- re-reading */

struct rereading {
	int calls;
	int64_t skipped_line; /* of site.csv */
};

static enum status reread(void *user, const struct report_cited *cited, report_line_fn *on_line,
			  void *report, struct error *error)
{
	struct rereading *reading = user;
	reading->calls++;
	for (size_t i = 0; i < cited->count; i++) {
		if (i > 0) {
			cr_expect_gt(cited->lines[i], cited->lines[i - 1]);
		}
		if (strcmp(cited->source, "site.csv") == 0 &&
		    cited->lines[i] == reading->skipped_line) {
			continue;
		}
		struct position position = {cited->lines[i], cited->lines[i] * 50,
					    slice_from("raw line")};
		enum status status = on_line(report, &position, slice_from("text line"), error);
		if (status != STATUS_OK) {
			return status;
		}
	}
	return STATUS_OK;
}

Test(report, rereads_each_entry_once_and_hashes_the_raw_line)
{
	struct report *report = example_report(NULL);
	struct rereading reading = {0};
	struct error error = {0};
	cr_assert_eq(report_resolve(report, reread, &reading, &error), STATUS_OK);
	cr_expect_eq(reading.calls, 3);
	unsigned char sha256[SHA256_SIZE];
	char hex[DIGEST_HEX_SIZE];
	cr_assert(digest_sha256("raw line", 8, sha256));
	digest_to_hex(sha256, SHA256_SIZE, hex);
	for (size_t i = 0; i < report->evidence_count; i++) {
		cr_expect_str_eq(report->evidence[i].sha256, hex);
		cr_expect_str_eq(report->evidence[i].text, "text line");
	}
	cr_expect_eq(report->warning_count, 1);
	report_free(report);
}

Test(report, warns_of_a_line_that_cannot_be_reread)
{
	struct report *report = example_report(NULL);
	struct rereading reading = {.skipped_line = 5};
	struct error error = {0};
	cr_assert_eq(report_resolve(report, reread, &reading, &error), STATUS_OK);
	cr_assert_eq(report->warning_count, 2);
	cr_expect_not_null(strstr(report->warnings[1].text, "site.csv line 5"));
	report_free(report);
}
