// SPDX-License-Identifier: MIT
/* The case file: every key, times, numbers, names, hashes. */
#include "plan_driver.h"

static timestamp at(const char *text)
{
	struct slice slice = slice_from(text);
	struct stamp stamp;
	cr_assert(stamp_eat_iso(&slice, &stamp), "%s", text);
	return stamp_to_timestamp(stamp);
}

Test(plan, reads_every_key_of_the_reference)
{
	struct plan *plan = NULL;
	struct error error = {0};
	cr_assert_eq(plan_read(OVERRUN_SOURCE_DIR "/samples/reference-case.yaml", NULL, NULL, &plan,
			       &error),
		     STATUS_OK, "%s", error.message);
	cr_expect_str_eq(plan->id, "gateway-firewall-2023-09-17");
	cr_expect_str_eq(plan->title, "Gateway firewall replacement");
	cr_expect_str_eq(plan->directory, OVERRUN_SOURCE_DIR "/samples");
	cr_expect_eq(plan->window_start_at, at("2023-09-17T01:00:00+09:00"));
	cr_expect_eq(plan->window_end_at, at("2023-09-17T07:00:00+09:00"));
	cr_expect_eq(plan->notice_at, at("2023-09-11T10:00:00+09:00"));
	cr_expect_str_eq(plan->notice_file, "notice.txt");
	cr_expect_eq(strlen(plan->plan_sha256_stated), 64);
	cr_expect_eq(plan->extensions[0].announced_at, at("2023-09-17T06:50:00+09:00"));
	cr_expect_eq(plan->extensions[0].end_at, at("2023-09-17T09:00:00+09:00"));
	cr_expect_eq(plan->service_count, 2);
	cr_expect_str_eq(plan->services[1].name, "transfers");
	cr_expect_str_eq(plan->services[0].pattern, "^/v1/pay/");
	cr_expect_eq(plan->role_count, 2);
	cr_expect_str_eq(plan->roles[0].actors.items[1], "sec.lee");
	cr_expect_eq(plan->roles[0].due[0].from_at, plan->window_start_at);
	cr_expect_eq(plan->roles[0].due[0].to_at, plan->window_end_at);
	cr_expect_str_eq(plan->roles[0].presence.items[0], "bastion");
	cr_expect_eq(plan->fault_count, 1);
	cr_expect_str_eq(plan->faults[0].clear.match, "sync restored");
	cr_expect_str_eq(plan->faults[0].object, "fw-gw-01:ha");
	cr_expect_not(plan->faults[0].external);
	cr_expect_eq(plan->rule_count, 2);
	cr_expect_eq(plan->rules[0].signal, SIGNAL_APPROVAL_ASKED);
	cr_expect_null(plan->rules[0].matcher.signal_word);
	cr_expect_str_eq(plan->rules[1].matcher.kind, "firewall");
	cr_expect_str_eq(plan->formats[0].signals[0].field, "message");
	cr_expect_str_eq(plan->formats[0].time, "%Y-%m-%dT%H:%M:%S%z");
	cr_expect_str_eq(plan->regulation_service, "value_added");
	cr_expect_eq(plan->subscribers, 32000000);
	cr_expect_eq(plan->classified_at, at("2023-09-17T08:30:00+09:00"));
	cr_expect_str_eq(plan->people.items[1], "이현우");
	cr_expect_eq(plan->warnings.count, 1); /* the hash is not that of the notice */
	plan_free(plan);
}

Test(plan, reads_every_key_of_steps_and_sources)
{
	struct plan *plan = NULL;
	cr_assert_eq(plan_read(OVERRUN_SOURCE_DIR "/samples/reference-case.yaml", NULL, NULL, &plan,
			       NULL),
		     STATUS_OK);
	const struct plan_step *step = &plan->steps[1];
	cr_expect_str_eq(step->id, "S4");
	cr_expect_str_eq(step->role, "SEC");
	cr_expect_eq(step->allow_us, 60 * INT64_C(60000000));
	cr_expect_str_eq(step->after.items[0], "S3");
	cr_expect_eq(step->not_before_at, at("2023-09-17T03:00:00+09:00"));
	cr_expect_eq(step->crew, 1);
	cr_expect_eq(step->quiet_us, 5 * INT64_C(60000000));
	cr_expect_eq(step->check_us, 10 * INT64_C(60000000));
	cr_expect_str_eq(step->approval, "CAB");
	cr_expect_str_eq(step->resources.items[0], "fw-gw-01");
	cr_expect_str_eq(step->expects.items[1], "health.down");
	cr_expect(step->restores);
	const struct plan_matcher *activity = &step->lists[LIST_ACTIVITY].items[0];
	cr_expect_str_eq(activity->signal_word, "operator.command");
	cr_expect_str_eq(activity->source, "bastion");
	cr_expect_str_eq(activity->host, "bastion01");
	cr_expect_str_eq(activity->actor, "sec.kim");
	cr_expect_str_eq(activity->outcome, "ok");
	cr_expect_str_eq(step->lists[LIST_FAIL].items[0].match, "import rolled back");
	const struct plan_step *bare = &plan->steps[0];
	cr_expect_eq(bare->crew, PLAN_NONE);
	cr_expect_eq(bare->quiet_us, PLAN_NONE);
	cr_expect_eq(bare->not_before_at, TIMESTAMP_NONE);
	cr_expect(bare->restores);
	const struct plan_source *source = &plan->sources[0];
	cr_expect_str_eq(source->name, "fw");
	cr_expect_eq(source->clock_us, 37 * INT64_C(1000000));
	cr_expect_eq(source->heartbeat_us, 60 * INT64_C(1000000));
	cr_expect_str_eq(source->format, "fortigate");
	cr_expect_str_eq(source->custody, "copied by SEC 2023-09-17 14:10, sftp");
	cr_expect_str_eq(plan->sources[1].name, "bastion");
	cr_expect_str_eq(plan->sources[2].name, "human-events");
	cr_expect_eq(plan->sources[2].clock_us, PLAN_NONE);
	plan_free(plan);
}

Test(plan, knows_every_number_of_the_method)
{
	static const struct {
		const char *name;
		int64_t standard;
	} numbers[] = {
		{"ack_grace_us", 300000000}, {"idle_us", 300000000},        {"eps_us", 120000000},
		{"band_permille", 200},      {"band_min_us", 300000000},    {"burst_count", 10},
		{"burst_span_us", 60000000}, {"success_permille", 950},     {"hold_us", 600000000},
		{"relapse_us", 180000000},   {"relapse_permille", 500},     {"min_requests", 5},
		{"max_paths", 64},           {"uncalibrated_us", 60000000},
	};
	struct outcome outcome;
	read_text(HEAD WINDOW STEPS SOURCES
		  "restoration: {success: 0.9, hold: 20m}\n"
		  "policy: {ack_grace: 0s, band: 12.5%, burst: 7, min_requests: 9}\n",
		  &outcome);
	cr_assert_eq(outcome.status, STATUS_OK, "%s", outcome.told);
	const struct plan *plan = outcome.plan;
	cr_assert_geq(plan->policy_count, sizeof numbers / sizeof *numbers);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		cr_expect_str_eq(plan->policies[i].name, numbers[i].name);
		cr_expect_eq(plan->policies[i].standard, numbers[i].standard);
		cr_expect(plan->policies[i].note[0] != '\0' && plan->policies[i].unit[0] != '\0');
	}
	cr_expect_eq(plan_policy_value(plan, "success_permille"), 900);
	cr_expect_eq(plan_policy_value(plan, "hold_us"), 1200000000);
	cr_expect_eq(plan_policy_value(plan, "ack_grace_us"), 0);
	cr_expect_eq(plan_policy_value(plan, "band_permille"), 125);
	cr_expect_eq(plan_policy_value(plan, "burst_count"), 7);
	cr_expect_eq(plan_policy_value(plan, "min_requests"), 9);
	cr_expect_eq(plan_policy_value(plan, "idle_us"), 300000000);
	plan_free(outcome.plan);
}

/* A bare clock belongs to the window's night; a window from 23:00 crosses midnight. */
Test(plan, places_bare_clocks_on_the_windows_night)
{
	static const struct {
		const char *start, *clock, *expected;
	} nights[] = {
		{"2024-05-01 01:00", "00:30", "2024-05-01T00:30:00+09:00"},
		{"2024-05-01 01:00", "01:00", "2024-05-01T01:00:00+09:00"},
		{"2024-05-01 01:00", "18:59", "2024-05-01T18:59:00+09:00"},
		{"2024-05-01 01:00", "19:00", "2024-04-30T19:00:00+09:00"},
		{"2024-05-01 01:00", "23:00", "2024-04-30T23:00:00+09:00"},
		{"2024-05-01 23:00", "22:10", "2024-05-01T22:10:00+09:00"},
		{"2024-05-01 23:00", "2:05", "2024-05-02T02:05:00+09:00"},
		{"2024-05-01T14:00:00Z", "02:00:30", "2024-05-02T02:00:30+09:00"},
		{"2024-05-01 23:00", "2024-05-01T16:00Z", "2024-05-02T01:00:00+09:00"},
		{"2024-05-01 23:00", "2024-05-01 16:00 +0000", "2024-05-02T01:00:00+09:00"},
	};
	for (size_t i = 0; i < sizeof nights / sizeof *nights; i++) {
		char text[600];
		snprintf(text, sizeof text,
			 HEAD "window: {start: '%s', end: 07:00}\n" SOURCES
			      "steps: [{id: S1, allow: 1m, not_before: '%s'}]\n",
			 nights[i].start, nights[i].clock);
		struct outcome outcome;
		read_text(text, &outcome);
		cr_assert_eq(outcome.status, STATUS_OK, "%zu: %s", i, outcome.told);
		cr_expect_eq(outcome.plan->steps[0].not_before_at, at(nights[i].expected), "%zu",
			     i);
		plan_free(outcome.plan);
	}
}

Test(plan, warns_of_what_may_be_meant)
{
	static const char *const cases[][2] = {
		{"roles: {A: {due: [{from: 03:00, to: 02:00}]}}\n",
		 ":7:37: due.to lies before due.from"},
		{"roles: {A: {actors: [x]}, B: {actors: [x]}}\n", "in role `A` too"},
		{"notice: {at: 2024-05-01 02:00}\n", "later than the window's start"},
		{"notice: {at: 2024-04-01 02:00, plan_sha256: "
		 "00000000000000000000000000000000000000000000000000000000000000aa}\n",
		 "not those of the notice"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[800];
		snprintf(text, sizeof text, "%s%s", HEAD WINDOW STEPS SOURCES, cases[i][0]);
		struct outcome outcome;
		read_text(text, &outcome);
		cr_assert_eq(outcome.status, STATUS_OK, "%s", outcome.told);
		cr_assert_eq(outcome.plan->warnings.count, 1, "%s", cases[i][0]);
		cr_expect_not_null(strstr(outcome.plan->warnings.items[0], cases[i][1]), "%s",
				   outcome.plan->warnings.items[0]);
		plan_free(outcome.plan);
	}
}

/* Clocks change over the window: both readings are told, neither is refused. */
Test(plan, warns_of_times_that_occur_twice_or_never)
{
	static const char *const cases[][3] = {
		{"2024-10-27 01:00", "02:30", "occurs twice"},
		{"2024-03-31 01:00", "02:30", "does not occur"},
	};
	for (size_t i = 0; i < 2; i++) {
		char text[600];
		snprintf(text, sizeof text,
			 "overrun: 1\ncase: t\ntimezone: Europe/Berlin\n"
			 "window: {start: %s, end: 07:00}\n" SOURCES
			 "steps: [{id: S1, allow: 1m, not_before: %s}]\n",
			 cases[i][0], cases[i][1]);
		struct outcome outcome;
		read_text(text, &outcome);
		cr_assert_eq(outcome.status, STATUS_OK, "%s", outcome.told);
		cr_assert_eq(outcome.plan->warnings.count, 1);
		cr_expect_not_null(strstr(outcome.plan->warnings.items[0], cases[i][2]));
		plan_free(outcome.plan);
	}
}

Test(plan, names_sources_after_their_paths)
{
	static const char *const names[][2] = {
		{"logs/bastion.tar.gz", "bastion"},   {"records/*site.csv*", "site"},
		{"logs/fw-gw-01/*", "fw-gw-01"},      {"gw-*.log.gz", "gw"},
		{"a/b/access_log.1", "access_log.1"}, {"*", "source"},
	};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char text[600];
		snprintf(text, sizeof text,
			 HEAD WINDOW STEPS
			 "sources: [{path: '%s', kind: app}, {path: '%s', kind: app}]\n",
			 names[i][0], names[i][0]);
		struct outcome outcome;
		read_text(text, &outcome);
		cr_assert_eq(outcome.status, STATUS_OK, "%s", outcome.told);
		cr_expect_str_eq(outcome.plan->sources[0].name, names[i][1]);
		char second[100];
		snprintf(second, sizeof second, "%s-2", names[i][1]);
		cr_expect_str_eq(outcome.plan->sources[1].name, second);
		plan_free(outcome.plan);
	}
}

static void plan_hash_of(const char *text, char *ret_hash)
{
	struct outcome outcome;
	read_text(text, &outcome);
	cr_assert_eq(outcome.status, STATUS_OK, "%s", outcome.told);
	memcpy(ret_hash, outcome.plan->plan_sha256, 65);
	plan_free(outcome.plan);
}

Test(plan, the_plans_hash_is_of_window_and_steps_only)
{
	static const char *const same[] = {
		HEAD WINDOW STEPS SOURCES,
		"# a comment\n" SOURCES STEPS WINDOW HEAD,
		HEAD WINDOW SOURCES "steps:\n  - allow: 1h\n    id: 'S1'\n",
		HEAD WINDOW STEPS SOURCES "people: [x]\npolicy: {eps: 1m}\n",
		HEAD "window: {end: 2024-04-30T20:00Z, start: 2024-05-01 01:00:00}\n" STEPS SOURCES,
	};
	static const char *const different[] = {
		HEAD "window: {start: 2024-05-01 01:00, end: 05:01}\n" STEPS SOURCES,
		HEAD WINDOW SOURCES "steps: [{id: S1, allow: 61m}]\n",
		HEAD WINDOW SOURCES "steps: [{id: S1, allow: 60m, quiet: 1m}]\n",
		HEAD WINDOW SOURCES "steps: [{id: S1, allow: 60m, done: [{match: x}]}]\n",
		HEAD WINDOW SOURCES "steps: [{id: S1, allow: 60m}, {id: S2, allow: 0}]\n",
	};
	char standard[65];
	char other[65];
	plan_hash_of(same[0], standard);
	for (size_t i = 1; i < sizeof same / sizeof *same; i++) {
		plan_hash_of(same[i], other);
		cr_expect_str_eq(standard, other, "%zu", i);
	}
	for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
		plan_hash_of(different[i], other);
		cr_expect_str_neq(standard, other, "%zu", i);
	}
}

Test(plan, an_empty_plan_has_policies_and_nothing_else)
{
	struct plan *plan = NULL;
	struct error error = {0};
	cr_assert_eq(plan_empty("Asia/Seoul", &plan, &error), STATUS_OK);
	cr_expect_eq(plan->window_start_at, TIMESTAMP_NONE);
	cr_expect_eq(plan->step_count, 0);
	cr_expect_eq(plan_policy_value(plan, "max_paths"), 64);
	plan_free(plan);
	cr_expect_eq(plan_empty("Asia/Soul", &plan, &error), STATUS_USAGE);
	plan_free(NULL);
}

/* Adds the formats of a file to the plan. */
static enum status read_more(struct plan *plan, const char *text, char *message)
{
	char path[] = "/tmp/test_plan_XXXXXX";
	struct error error = {0};
	int file = mkstemp(path);
	cr_assert_geq(file, 0);
	cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
	enum status status = plan_read_more(plan, path, NULL, NULL, &error);
	const char *behind = strstr(error.message, path);
	snprintf(message, ERROR_MESSAGE_SIZE, "%s",
		 behind == NULL ? error.message : behind + strlen(path));
	unlink(path);
	return status;
}

Test(plan, takes_more_formats_from_files_of_their_own)
{
	static const char one[] = "formats:\n"
				  "  - name: one\n"
				  "    pattern: '^(?<time>\\S+) (?<host>till\\d)'\n"
				  "    time: '%F'\n"
				  "    sample: [2024-05-01 till7, 2024-05-02 till8 out]\n";
	struct plan *plan = NULL;
	char message[ERROR_MESSAGE_SIZE];
	cr_assert_eq(plan_empty("UTC", &plan, NULL), STATUS_OK);
	cr_assert_eq(read_more(plan, one, message), STATUS_OK, "%s", message);
	cr_assert_eq(plan->format_count, 1);
	cr_expect_eq(plan->formats[0].samples.count, 2);
	cr_expect_eq(plan->formats[0].line, 2);
	cr_expect_eq(read_more(plan, one, message), STATUS_USAGE);
	cr_expect_str_eq(message, ":2:5: a second format of the name `one`");
	plan_free(plan);
}

Test(plan, shows_where_a_sample_leaves_its_pattern)
{
	static const char *const cases[][2] = {
		{"", ":1:1: empty: a file of formats begins with `formats:`"},
		{"formats: [{name: a, pattern: '^(?<time>\\S+) b$', sample: [1 b, 1 c]}]",
		 ":1:64: `sample`: the pattern does not match it: up to here, then it wants `b`:\n"
		 "    1 c\n"
		 "      ^"},
		{"formats: [{name: a, pattern: '^(?<time>\\S+) b$', time: '%F', sample: 1 b}]",
		 ":1:70: `sample`: its <time> is not as `time` says:\n"
		 "    1 b\n"
		 "    ^"},
		{"formats: [{name: a, pattern: '^(?<time>\\S+)', sample: []}]",
		 ":1:55: `sample`: at least one line is needed"},
		{"formats: []\nsteps: []", ":2:1: unknown key `steps`"},
		{"formats: [{name: a, pattern: '^(?<time>\\S+)', time: '%Q', sample: 1}]",
		 ":1:53: `time`: "},
	};
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct plan *plan = NULL;
		char message[ERROR_MESSAGE_SIZE];
		cr_assert_eq(plan_empty("UTC", &plan, NULL), STATUS_OK);
		cr_expect_eq(read_more(plan, cases[i][0], message), STATUS_USAGE);
		cr_expect(strncmp(message, cases[i][1], strlen(cases[i][1])) == 0, "%s", message);
		plan_free(plan);
	}
}
