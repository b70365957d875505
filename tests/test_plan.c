// SPDX-License-Identifier: MIT
/* The case file: every key, every mistake with its place, and what hostile files get. */
#include "plan.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TOLD_SIZE = 16384 };

/* All mistakes as "line:column: message\n". */
struct outcome {
	enum status status;
	struct plan *plan;
	struct error error;
	char told[TOLD_SIZE];
	int count;
};

static void tell(void *user, const struct plan_mistake *mistake)
{
	struct outcome *outcome = user;
	size_t used = strlen(outcome->told);
	snprintf(outcome->told + used, sizeof outcome->told - used, "%d:%d: %s\n", mistake->line,
		 mistake->column, mistake->message);
	outcome->count++;
}

static void read_bytes(const char *bytes, size_t size, struct outcome *ret_outcome)
{
	memset(ret_outcome, 0, sizeof *ret_outcome);
	char path[] = "/tmp/test_plan_XXXXXX";
	int file = mkstemp(path);
	cr_assert_geq(file, 0);
	cr_assert_eq(write(file, bytes, size), (ssize_t)size);
	close(file);
	ret_outcome->status =
		plan_read(path, tell, ret_outcome, &ret_outcome->plan, &ret_outcome->error);
	unlink(path);
}

static void read_text(const char *text, struct outcome *ret_outcome)
{
	read_bytes(text, strlen(text), ret_outcome);
}

static timestamp at(const char *text)
{
	struct slice slice = slice_from(text);
	struct stamp stamp;
	cr_assert(stamp_eat_iso(&slice, &stamp), "%s", text);
	return stamp_to_timestamp(stamp);
}

/* ---------------------------------------------------------------------------------- what is read
 */

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

#define HEAD           \
	"overrun: 1\n" \
	"case: t\n"    \
	"timezone: Asia/Seoul\n"
#define WINDOW "window: {start: 2024-05-01 01:00, end: 05:00}\n"
#define STEPS "steps: [{id: S1, allow: 60m}]\n"
#define SOURCES "sources: [{path: app.log, kind: app}]\n"

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

/* ------------------------------------------------------------------------------ what is refused */

/* Line 7 is the first of the text; what comes before it is good. */
static const struct {
	const char *text, *told;
} mistakes[] = {
	{"pepole: [x]\n", "7:1: unknown key `pepole`: did you mean `people`?"},
	{"zzz: 1\n", "7:1: unknown key `zzz`: a case file has overrun, case,"},
	{"roles: {A: {actor: [x]}}\n", "7:13: unknown key `actor`: did you mean `actors`?"},
	{"people: x\n", "7:9: `people`: expected a list, found text"},
	{"people:\n", "7:1: `people`: expected a list, found nothing"},
	{"people: [[x]]\n", "7:10: `people`: expected text, found a list"},
	{"people: [x, y, x]\n", "7:16: `people`: x stands twice"},
	{"title: ''\n", "7:8: `title`: is empty"},
	{"roles: [A]\n", "7:8: `roles`: expected a mapping, found a list"},
	{"roles: {A: {presence: [ap]}}\n", "7:23: unknown source `ap`: did you mean `app`?"},
	{"roles: {A: {due: [{to: 03:00}]}}\n", "7:19: an item of `due` needs `from`"},
	{"roles: {A: {due: [{from: 25:00}]}}\n", "7:26: `from`: not a time: `25:00`"},
	{"roles: {A: {due: [{from: 2024-02-30 01:00}]}}\n", "7:26: `from`: not a time"},
	{"notice: {at: yesterday}\n",
	 "7:14: `at`: not a time: `yesterday`: write 2023-09-17 01:00"},
	{"notice: {at: 00:00, plan_sha256: abc}\n", "7:34: `plan_sha256`: expected 64 hexadecimal"},
	{"extensions: [{at: 00:30, end: 06:00}]\n", "7:19: an extension before the window"},
	{"extensions: [{at: 04:30, end: 04:40}]\n", "7:31: an extension that does not end after"},
	{"restoration: {success: 101%}\n", "7:24: `success`: not a share: `101%`"},
	{"restoration: {success: 0%}\n", "7:24: `success`: must be more than nothing"},
	{"restoration: {success: 95.55%}\n", "7:24: `success`: not a share"},
	{"restoration: {hold: 90s}\n", "7:21: `hold`: must be whole minutes"},
	{"restoration: {services: {p: '^/v1(/'}}\n", "7:29: `p`: not a pattern: "},
	{"restoration: {hold: 1m}\npolicy: {hold: 2m}\n", "8:16: `hold`: stands in `restoration`"},
	{"policy: {idle: 5}\n", "7:16: `idle`: 5 what? write 5m or 5s"},
	{"policy: {idle: 5 min}\n", "7:16: `idle`: not a duration: `5 min`"},
	{"policy: {idle: 30m1h}\n", "7:16: `idle`: not a duration"},
	{"policy: {idle: 99999d}\n", "7:16: `idle`: not a duration"},
	{"policy: {idle: -5m}\n", "7:16: `idle`: must be 0 or more"},
	{"policy: {burst: 0}\n", "7:17: `burst`: expected a whole number from 1, found `0`"},
	{"rules: [{match: x, signal: step.begn}]\n",
	 "7:28: unknown signal `step.begn`: did you mean "
	 "`step.begin`?"},
	{"rules: [{match: x}]\n", "7:9: a rule needs `signal`"},
	{"rules: [{signal: log}]\n", "7:9: a rule without conditions"},
	{"rules: [{match: '(?<stp>x)', signal: log}]\n",
	 "7:17: `match`: group <stp> is no field: did "
	 "you mean <step>?"},
	{"rules: [{match: 'a(b', signal: log}]\n", "7:17: `match`: not a pattern: at "},
	{"rules: [{match: x, kind: gatewy, signal: log}]\n", "7:26: unknown kind `gatewy`: did you "
							     "mean `gateway`?"},
	{"rules: [{match: x, source: apq, signal: log}]\n", "7:28: unknown source `apq`"},
	{"faults: [{open: {match: x}}]\n", "7:10: a fault needs `clear`"},
	{"faults: [{open: {}, clear: {match: x}}]\n", "7:17: a matcher without conditions"},
	{"faults: [{open: {match: x}, clear: {source: q}}]\n", "7:45: unknown source `q`"},
	{"faults: [{open: {match: x}, clear: {match: y}, external: yes}]\n",
	 "7:58: `external`: expected true or false, found `yes`"},
	{"formats: [{name: A b, pattern: '(?<time>x)', sample: x}]\n",
	 "7:18: `name`: a format's name"},
	{"formats: [{name: a, pattern: 'x', sample: x}]\n",
	 "7:30: `pattern`: needs a group <time>"},
	{"formats: [{name: a, pattern: '(?<time>x)', sample: y}]\n",
	 "7:52: `sample`: the pattern does"},
	{"regulation: {subscribers: many}\n", "7:27: `subscribers`: expected a whole number"},
};

Test(plan, tells_each_mistake_with_its_place_and_the_right_word)
{
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		char text[800];
		snprintf(text, sizeof text, "%s%s", HEAD WINDOW STEPS SOURCES, mistakes[i].text);
		struct outcome outcome;
		read_text(text, &outcome);
		cr_expect_eq(outcome.status, STATUS_USAGE, "%s", mistakes[i].text);
		cr_expect(strncmp(outcome.told, mistakes[i].told, strlen(mistakes[i].told)) == 0,
			  "%s\nis told as  %s\nnot as      %s", mistakes[i].text, outcome.told,
			  mistakes[i].told);
		cr_expect_eq(outcome.count, 1, "%s", outcome.told);
		plan_free(outcome.plan);
	}
}

/* Whole files: window, steps, sources, the head itself. */
static const struct {
	const char *text, *told;
} files[] = {
	{"", "1:1: empty: a case file begins with `overrun: 1`"},
	{"[]\n", "1:1: expected a case file: write {overrun: …}"},
	{"case: t\ntimezone: UTC\n" WINDOW STEPS SOURCES, "1:1: a case file needs `overrun`"},
	{"overrun: 2\ncase: t\ntimezone: UTC\n" WINDOW STEPS SOURCES,
	 "1:10: `overrun`: version `2`"},
	{"overrun: 1\ncase: t\ntimezone: Asia/Soul\n" WINDOW STEPS SOURCES,
	 "3:11: unknown time zone `Asia/Soul`: did you mean `Asia/Seoul`?"},
	{HEAD "window: {start: 01:00, end: 05:00}\n" STEPS SOURCES,
	 "4:17: `start`: needs its date"},
	{HEAD "window: {start: 2024-05-01 01:00, end: 2024-04-30 05:00}\n" STEPS SOURCES,
	 "4:40: the window ends before it starts"},
	{HEAD WINDOW "steps: []\n" SOURCES, "5:8: no steps"},
	{HEAD WINDOW STEPS "sources: []\n", "6:10: no sources"},
	{HEAD WINDOW SOURCES "steps:\n- {id: S1, alow: 5m}\n", "7:3: a step needs `allow`"},
	{HEAD WINDOW SOURCES "steps:\n- {id: S1, allow: 5m}\n- {id: S1, allow: 5m}\n",
	 "8:8: a second step of the id `S1`"},
	{HEAD WINDOW SOURCES "steps:\n- {id: S1, allow: 5m, after: [S2]}\n",
	 "7:30: `after`: unknown step `S2`: did you mean `S1`?"},
	{HEAD WINDOW SOURCES "steps:\n- {id: S1, allow: 5m, after: [S1]}\n",
	 "7:30: `after`: step `S1` is after itself"},
	{HEAD WINDOW SOURCES
	 "steps:\n- {id: S0, allow: 1m}\n- {id: S1, allow: 1m, after: [S2, S0]}\n"
	 "- {id: S2, allow: 1m, after: [S3]}\n- {id: S3, allow: 1m, after: [S1]}\n",
	 "8:30: `after`: a circle: S1 after S2 after S3 after S1"},
	{HEAD WINDOW SOURCES "roles: {SEC: {}}\nsteps: [{id: S1, allow: 1m, role: SCE}]\n",
	 "7:35: unknown role `SCE`: did you mean `SEC`?"},
	{HEAD WINDOW SOURCES "steps: [{id: S1, allow: 1m, restores: false}]\n",
	 "6:8: no step restores"},
	{HEAD WINDOW SOURCES "steps: [{id: S1, allow: 1m, expects: [link.dwn]}]\n",
	 "6:39: unknown signal `link.dwn`: did you mean `link.down`?"},
	{HEAD WINDOW STEPS
	 "sources: [{path: a, kind: app, name: x}, {path: b, kind: chat, name: x}]\n",
	 "6:58: sources named `x` are one system: `kind` must be the same"},
	{HEAD WINDOW STEPS "sources: [{path: a, kind: app, clock: 5}]\n", "6:39: `clock`: 5 what?"},
	{HEAD WINDOW STEPS "sources: [{path: a, kind: app, timezone: Mars/Base}]\n",
	 "6:42: unknown time zone `Mars/Base`"},
	/* not YAML, or refused */
	{"a: 1\n\tb: 2\n", "2:1: a tab in the indentation: YAML wants blanks"},
	{"a: [1, 2\nb: 3\n", "3:1: not YAML: "},
	{"a: 1\na: 2\n", "2:1: key `a` stands twice: first in line 1"},
	{"a: *b\n", "1:5: alias *b: no such anchor"},
	{"a: &x {b: *x}\n", "1:12: an alias inside its own anchor"},
	{"<<: {a: 1}\n", "1:1: merge keys are not supported"},
	{"a: 1\n---\nb: 1\n", "2:1: a second document"},
	{"a: !x 1\n", "1:7: tags are not supported"},
	{"a: \xff\n", "1:4: not UTF-8"},
	{"a: \xed\xa0\x80\n", "1:4: not UTF-8"},
	{"a: \x1b[31m\n", "1:4: a control character"},
};

Test(plan, tells_mistakes_of_whole_files)
{
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		struct outcome outcome;
		read_text(files[i].text, &outcome);
		cr_expect_eq(outcome.status, STATUS_USAGE, "%s", files[i].text);
		cr_expect(strncmp(outcome.told, files[i].told, strlen(files[i].told)) == 0,
			  "%s\nis told as  %s\nnot as      %s", files[i].text, outcome.told,
			  files[i].told);
		plan_free(outcome.plan);
	}
}

Test(plan, tells_all_mistakes_at_once_in_the_files_order)
{
	struct outcome outcome;
	read_text(HEAD "titel: x\n" WINDOW SOURCES
		       "steps:\n- {id: S1, allow: 5, after: [S9]}\npolicy: {epz: 1m}\n",
		  &outcome);
	cr_expect_eq(outcome.count, 4);
	cr_expect_str_eq(outcome.told, "4:1: unknown key `titel`: did you mean `title`?\n"
				       "8:19: `allow`: 5 what? write 5m or 5s\n"
				       "8:29: `after`: unknown step `S9`: did you mean `S1`?\n"
				       "9:10: unknown key `epz`: did you mean `eps`?\n");
	cr_expect_not_null(
		strstr(outcome.error.message, ":4:1: unknown key `titel`: did you mean `title`?"));
}

/* --------------------------------------------------------------------------------- hostile files
 */

Test(plan, says_why_a_file_cannot_be_read)
{
	struct plan *plan = NULL;
	struct error error = {0};
	cr_expect_eq(plan_read("/nonexistent/case.yaml", NULL, NULL, &plan, &error), STATUS_IO);
	cr_expect_not_null(strstr(error.message, "/nonexistent/case.yaml: cannot be opened"));
	cr_expect_eq(plan_read("/tmp", NULL, NULL, &plan, &error), STATUS_IO);
	cr_expect_eq(plan_read("/dev/zero", NULL, NULL, &plan, &error), STATUS_LIMIT);
	cr_expect_not_null(strstr(error.message, "larger than 1 MiB"));
	cr_expect_null(plan);
}

Test(plan, refuses_a_nul_byte)
{
	struct outcome outcome;
	read_bytes("a: 1\0b\n", 7, &outcome);
	cr_expect_str_eq(outcome.told, "1:5: a NUL byte: not a text file\n");
}

Test(plan, ends_nesting_and_alias_bombs)
{
	static char text[1024 * 1024];
	struct outcome outcome;
	memset(text, '[', 100000);
	text[100000] = '\0';
	read_text(text, &outcome);
	cr_expect_not_null(strstr(outcome.told, "nested deeper than 24 levels"));
	/* 1,000 roles that each have the same 1,000 actors: a million values in 20 KiB */
	size_t used = (size_t)snprintf(text, sizeof text,
				       HEAD WINDOW STEPS SOURCES "roles:\n  R: {actors: &a [");
	for (int i = 0; i < 1000; i++) {
		used += (size_t)snprintf(text + used, sizeof text - used, "a%d,", i);
	}
	used += (size_t)snprintf(text + used, sizeof text - used, "z]}\n");
	for (int i = 0; i < 1000; i++) {
		used += (size_t)snprintf(text + used, sizeof text - used, "  R%d: {actors: *a}\n",
					 i);
	}
	read_text(text, &outcome);
	cr_expect_eq(outcome.status, STATUS_USAGE);
	cr_expect_not_null(strstr(outcome.told, "more than 200000 values, aliases followed"));
}

Test(plan, accepts_anchors_and_aliases)
{
	struct outcome outcome;
	read_text(HEAD WINDOW SOURCES "steps:\n"
				      "- {id: S1, allow: &t 60m, done: &d [{match: done}]}\n"
				      "- {id: S2, allow: *t, done: *d}\n",
		  &outcome);
	cr_assert_eq(outcome.status, STATUS_OK, "%s", outcome.told);
	cr_expect_eq(outcome.plan->steps[1].allow_us, 3600000000);
	cr_expect_str_eq(outcome.plan->steps[1].lists[LIST_DONE].items[0].match, "done");
	plan_free(outcome.plan);
}

/* Cut anywhere, or with any one byte changed: an answer, no crash, nothing leaked. */
Test(plan, survives_every_cut_and_changed_bytes)
{
	FILE *file = fopen(OVERRUN_SOURCE_DIR "/samples/reference-case.yaml", "rb");
	cr_assert_not_null(file);
	static char text[16384];
	size_t size = fread(text, 1, sizeof text, file);
	fclose(file);
	struct outcome outcome;
	for (size_t cut = 0; cut < size; cut += 7) {
		read_bytes(text, cut, &outcome);
		plan_free(outcome.plan);
	}
	static const char bytes[] = "{}[],:&*!|>'\"%@`#-? \t\n\r\0\xff";
	unsigned seed = 5;
	for (int round = 0; round < 1500; round++) {
		size_t where = (seed = seed * 1103515245u + 12345u) / 16u % size;
		char kept = text[where];
		text[where] = bytes[(seed = seed * 1103515245u + 12345u) / 65536u % sizeof bytes];
		read_bytes(text, size, &outcome);
		cr_expect(outcome.status == STATUS_OK || outcome.error.message[0] != '\0');
		plan_free(outcome.plan);
		text[where] = kept;
	}
}
