// SPDX-License-Identifier: MIT
/* What lines mean: rules, claims, objects, services, and the hash of it all. */
#include "rules.h"

#include "literals.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char base_case[] =
	"overrun: 1\n"
	"case: t\n"
	"timezone: UTC\n"
	"window: {start: 2024-05-01 01:00, end: 2024-05-01 05:00}\n"
	"restoration: {services: {pay: '^/v1/pay/', img: '\\.png$', dot: '^/a\\.b'}}\n"
	"steps:\n"
	"  - id: S1\n"
	"    allow: 60m\n"
	"    begin:    [{signal: operator.login, host: fw1}]\n"
	"    activity: [{signal: operator.command, object: fw1}, {match: 'import "
	"(running|verified)'}]\n"
	"    done:     [{match: 'import verified'}, {signal: config.commit.ok}]\n"
	"    fail:     [{match: '(a+)+$', source: slow}]\n"
	"  - id: S2\n"
	"    allow: 60m\n"
	"    done: [{match: 'import verified', kind: record}, {outcome: fail, actor: kim}]\n"
	"sources:\n"
	"  - {path: a, kind: firewall, name: fw, host: fw1}\n"
	"  - {path: b, kind: record, name: site}\n"
	"  - {path: c, kind: gateway, name: gw}\n"
	"  - {path: d, kind: app, name: slow}\n"
	"faults:\n"
	"  - {open: {match: 'sync lost'}, clear: {match: 'sync restored'}, object: 'fw1:ha'}\n"
	"rules:\n"
	"  - {match: 'step=(?<step>\\w+) (?:by (?<actor>\\w+) )?start', signal: step.begin}\n"
	"  - {match: 'step=(?<step>\\w+)', signal: step.activity}\n"
	"  - {match: 'bounced (?<object>\\S+) for (?<reason>\\w+)', signal: link.down}\n"
	"  - {match: 'rebooting', signal: device.reboot, source: fw}\n";

enum { FW, SITE, GW, SLOW };

struct fixture {
	struct plan *plan;
	struct rules *rules;
	struct event event;
	struct rules_claims claims;
};

static struct plan *read_case(const char *text)
{
	char path[] = "/tmp/test_rules_XXXXXX";
	int file = mkstemp(path);
	cr_assert_geq(file, 0);
	cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
	struct plan *plan = NULL;
	struct error error = {0};
	enum status status = plan_read(path, NULL, NULL, &plan, &error);
	unlink(path);
	cr_assert_eq(status, STATUS_OK, "%s", error.message);
	return plan;
}

static struct fixture setup(const char *text)
{
	struct fixture fixture = {.plan = read_case(text)};
	struct error error = {0};
	cr_assert_eq(rules_compile(fixture.plan, &fixture.rules, &error), STATUS_OK, "%s",
		     error.message);
	event_clear(&fixture.event);
	return fixture;
}

static void teardown(struct fixture *fixture)
{
	rules_free(fixture->rules);
	plan_free(fixture->plan);
}

static void apply(struct fixture *fixture, size_t source, const char *text)
{
	rules_apply(fixture->rules, source, &fixture->event, slice_from(text), &fixture->claims);
}

#define cr_slice(slice, text)                                                                      \
	cr_assert(slice_is(slice, text), "'" SLICE_FORMAT "' is not '%s'", SLICE_ARGUMENTS(slice), \
		  text)

Test(rules, the_stated_host_wins_over_the_lines)
{
	struct fixture f = setup(base_case);
	f.event.host = slice_from("10.0.0.1");
	apply(&f, FW, "x");
	cr_slice(f.event.host, "fw1");
	event_clear(&f.event);
	f.event.host = slice_from("lb7");
	apply(&f, GW, "x");
	cr_slice(f.event.host, "lb7");
	teardown(&f);
}

Test(rules, a_part_becomes_an_object_of_its_host)
{
	struct fixture f = setup(base_case);
	f.event.part = slice_from("eth0");
	f.event.signal = SIGNAL_LINK_DOWN;
	apply(&f, FW, "x");
	cr_slice(f.event.object, "fw1:eth0");
	teardown(&f);
}

Test(rules, a_signal_about_a_device_has_the_host_as_its_object_and_a_log_line_has_none)
{
	struct fixture f = setup(base_case);
	f.event.signal = SIGNAL_CONFIG_CHANGE;
	apply(&f, FW, "x");
	cr_slice(f.event.object, "fw1");
	event_clear(&f.event);
	apply(&f, FW, "x");
	cr_slice(f.event.object, "");
	event_clear(&f.event);
	f.event.signal = SIGNAL_ALERT_SENT;
	apply(&f, FW, "x");
	cr_slice(f.event.object, "");
	teardown(&f);
}

Test(rules, the_lines_own_object_stays)
{
	struct fixture f = setup(base_case);
	f.event.signal = SIGNAL_HEALTH_DOWN;
	f.event.object = slice_from("be/s1");
	apply(&f, FW, "x");
	cr_slice(f.event.object, "be/s1");
	teardown(&f);
}

Test(rules, the_first_rule_that_holds_wins_and_fills_fields)
{
	struct fixture f = setup(base_case);
	apply(&f, SITE, "chg step=S4 by kim start");
	cr_assert_eq(f.event.signal, SIGNAL_STEP_BEGIN);
	cr_slice(f.event.step, "S4");
	cr_slice(f.event.actor, "kim");
	event_clear(&f.event);
	apply(&f, SITE, "chg step=S5 runs");
	cr_assert_eq(f.event.signal, SIGNAL_STEP_ACTIVITY);
	cr_slice(f.event.step, "S5");
	teardown(&f);
}

Test(rules, a_group_that_took_no_part_leaves_the_field)
{
	struct fixture f = setup(base_case);
	f.event.actor = slice_from("lee");
	apply(&f, SITE, "chg step=S4 start");
	cr_assert_eq(f.event.signal, SIGNAL_STEP_BEGIN);
	cr_slice(f.event.actor, "lee");
	teardown(&f);
}

Test(rules, a_rule_may_name_the_object_or_leave_it_to_the_host)
{
	struct fixture f = setup(base_case);
	apply(&f, FW, "bounced fw1:eth7 for fault now");
	cr_assert_eq(f.event.signal, SIGNAL_LINK_DOWN);
	cr_slice(f.event.object, "fw1:eth7");
	cr_slice(f.event.reason, "fault");
	event_clear(&f.event);
	apply(&f, FW, "rebooting");
	cr_assert_eq(f.event.signal, SIGNAL_DEVICE_REBOOT);
	cr_slice(f.event.object, "fw1");
	teardown(&f);
}

Test(rules, a_rule_of_another_source_does_not_hold)
{
	struct fixture f = setup(base_case);
	apply(&f, GW, "rebooting");
	cr_assert_eq(f.event.signal, SIGNAL_LOG);
	event_clear(&f.event);
	apply(&f, RULES_NO_SOURCE, "rebooting");
	cr_assert_eq(f.event.signal, SIGNAL_LOG);
	teardown(&f);
}

static const struct claim_case {
	size_t source;
	enum signal signal;
	const char *actor, *object, *outcome, *text;
	const char *claims; /* "0:activity 1:done" */
} claim_cases[] = {
	{FW, SIGNAL_OPERATOR_LOGIN, "", "", "", "x", "0:begin"},
	{GW, SIGNAL_OPERATOR_LOGIN, "", "", "", "x", ""},
	{FW, SIGNAL_OPERATOR_COMMAND, "", "", "", "x", "0:activity"},
	{FW, SIGNAL_OPERATOR_COMMAND, "", "fw1:eth0", "", "x", "0:activity"},
	{FW, SIGNAL_OPERATOR_COMMAND, "", "fw10", "", "x", ""},
	{FW, SIGNAL_OPERATOR_COMMAND, "", "fw1x:eth0", "", "x", ""},
	/* two lists of one step hold: the first counts */
	{FW, SIGNAL_LOG, "", "", "", "import verified", "0:activity"},
	{SITE, SIGNAL_LOG, "", "", "", "import verified", "0:activity 1:done"},
	{GW, SIGNAL_CONFIG_COMMIT_OK, "", "", "", "x", "0:done"},
	{GW, SIGNAL_LOG, "kim", "", "fail", "x", "1:done"},
	{GW, SIGNAL_LOG, "kim", "", "ok", "x", ""},
	{GW, SIGNAL_LOG, "lee", "", "fail", "x", ""},
	/* even a request, when its text says so */
	{GW, SIGNAL_REQUEST, "", "", "", "GET /import running", "0:activity"},
	{GW, SIGNAL_REQUEST, "", "", "", "GET /", ""},
	{SLOW, SIGNAL_LOG, "", "", "", "aaa", "0:fail"},
};

Test(rules, steps_claim_what_their_matchers_say)
{
	struct fixture f = setup(base_case);
	for (size_t i = 0; i < sizeof claim_cases / sizeof *claim_cases; i++) {
		const struct claim_case *c = &claim_cases[i];
		event_clear(&f.event);
		f.event.signal = c->signal;
		f.event.actor = slice_from(c->actor);
		f.event.object = slice_from(c->object);
		f.event.outcome = slice_from(c->outcome);
		apply(&f, c->source, c->text);
		char claims[100] = "";
		for (size_t k = 0; k < f.claims.step_count; k++) {
			snprintf(claims + strlen(claims), sizeof claims - strlen(claims),
				 "%s%zu:%s", k > 0 ? " " : "", f.claims.steps[k].step,
				 step_list_name(f.claims.steps[k].list));
		}
		cr_expect_str_eq(claims, c->claims, "case %zu: '%s' is not '%s'", i, claims,
				 c->claims);
	}
	teardown(&f);
}

Test(rules, faults_of_the_case_file_are_opened_and_cleared)
{
	struct fixture f = setup(base_case);
	apply(&f, FW, "ha: sync lost");
	cr_assert_eq(f.claims.fault_count, 1);
	cr_assert_not(f.claims.faults[0].clears);
	apply(&f, FW, "ha: sync restored");
	cr_assert_eq(f.claims.fault_count, 1);
	cr_assert(f.claims.faults[0].clears);
	apply(&f, FW, "ha: sync");
	cr_assert_eq(f.claims.fault_count, 0);
	teardown(&f);
}

Test(rules, a_pattern_that_gives_up_is_no_match_and_is_counted)
{
	struct fixture f = setup(base_case);
	char text[4000];
	memset(text, 'a', sizeof text);
	text[sizeof text - 1] = '!';
	const struct rules_limit *limits = NULL;
	cr_assert_eq(rules_limits(f.rules, &limits), 0);
	for (int i = 0; i < 3; i++) {
		event_clear(&f.event);
		rules_apply(f.rules, SLOW, &f.event, slice_make(text, sizeof text), &f.claims);
		cr_assert_eq(f.claims.step_count, 0);
	}
	cr_assert_eq(rules_limits(f.rules, &limits), 1);
	cr_assert_eq(limits[0].lines, 3);
	cr_assert(strstr(limits[0].where, ":12:") != NULL, "%s", limits[0].where);
	teardown(&f);
}

Test(rules, services_are_found_by_path)
{
	struct fixture f = setup(base_case);
	cr_assert_eq(rules_service_count(f.rules), 3);
	cr_assert_eq(rules_service(f.rules, slice_from("/v1/pay/7?x=1")), 1);
	cr_assert_eq(rules_service(f.rules, slice_from("/v1/pay")), 0);
	cr_assert_eq(rules_service(f.rules, slice_from("/x/v1/pay/")), 0);
	cr_assert_eq(rules_service(f.rules, slice_from("/v1/logo.png")), 2);
	cr_assert_eq(rules_service(f.rules, slice_from("/a.b/")), 3);
	cr_assert_eq(rules_service(f.rules, slice_from("/axb/")), 0);
	cr_assert_eq(rules_service(f.rules, slice_from("")), 0);
	cr_assert_str_eq(rules_service_at(f.rules, 2).name, "img");
	teardown(&f);
}

Test(rules, without_services_every_request_is_of_one)
{
	struct plan *plan = NULL;
	struct rules *rules = NULL;
	cr_assert_eq(plan_empty("UTC", &plan, NULL), STATUS_OK);
	cr_assert_eq(rules_compile(plan, &rules, NULL), STATUS_OK);
	cr_assert_eq(rules_service_count(rules), 1);
	cr_assert_eq(rules_service(rules, slice_from("/x")), 1);
	cr_assert_str_eq(rules_service_at(rules, 1).name, "all requests");
	struct event event;
	struct rules_claims claims;
	event_clear(&event);
	rules_apply(rules, RULES_NO_SOURCE, &event, slice_from("x"), &claims);
	cr_assert_eq(claims.step_count + claims.fault_count, 0);
	rules_free(rules);
	plan_free(plan);
}

/* The case with one piece of text replaced. */
static void hash_with(const char *old, const char *new, char *ret_hash)
{
	char text[sizeof base_case + 200];
	const char *at = strstr(base_case, old);
	cr_assert_not_null(at, "%s", old);
	snprintf(text, sizeof text, "%.*s%s%s", (int)(at - base_case), base_case, new,
		 at + strlen(old));
	struct fixture f = setup(text);
	memcpy(ret_hash, rules_reading_hash(f.rules), 65);
	teardown(&f);
}

Test(rules, the_reading_hash_changes_with_what_changes_reading_and_with_nothing_else)
{
	char standard[65];
	char other[65];
	hash_with("case: t", "case: t", standard);
	cr_assert_eq(strlen(standard), 64);
	static const char *const same[][2] = {
		{"case: t", "case: u"},
		{"allow: 60m", "title: x\n    allow: 70m"},
		{"kind: gateway", "heartbeat: 60s, custody: x, kind: gateway"},
	};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		hash_with(same[i][0], same[i][1], other);
		cr_expect_str_eq(standard, other, "%s", same[i][1]);
	}
	static const char *const different[][2] = {
		{"timezone: UTC", "timezone: Asia/Seoul"},
		{"kind: gateway", "kind: app"},
		{"kind: gateway", "clock: +3s, kind: gateway"},
		{"kind: gateway", "timezone: Asia/Seoul, kind: gateway"},
		{"name: gw", "name: gw, host: h"},
		{"sync lost", "sync gone"},
		{"'^/v1/pay/'", "'^/v2/pay/'"},
		{"signal: device.reboot", "signal: device.up"},
		{"outcome: fail", "outcome: failed"},
	};
	for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
		hash_with(different[i][0], different[i][1], other);
		cr_expect_str_neq(standard, other, "%s", different[i][1]);
	}
}

/* The scan against memmem, over texts of few letters, where everything overlaps. */
Test(literals, finds_what_memmem_finds)
{
	enum { WORDS = 12, ROUNDS = 300 };
	unsigned seed = 7;
	for (int round = 0; round < ROUNDS; round++) {
		char words[WORDS][12];
		struct literals *literals = literals_new();
		cr_assert_not_null(literals);
		for (size_t i = 0; i < WORDS; i++) {
			size_t size = 4 + (seed = seed * 1103515245u + 12345u) / 65536u % 6;
			for (size_t k = 0; k < size; k++) {
				words[i][k] = (char)('a' + (seed = seed * 1103515245u + 12345u) /
								   65536u % 3);
			}
			words[i][size] = '\0';
			cr_assert(literals_add(literals, slice_from(words[i]), i));
		}
		literals_finish(literals);
		char text[200];
		size_t size = (seed = seed * 1103515245u + 12345u) / 65536u % sizeof text;
		for (size_t k = 0; k < size; k++) {
			text[k] = (char)('a' + (seed = seed * 1103515245u + 12345u) / 65536u % 3);
		}
		uint64_t marks[WORDS] = {0};
		literals_scan(literals, slice_make(text, size), marks, 1);
		for (size_t i = 0; i < WORDS; i++) {
			bool is_there = memmem(text, size, words[i], strlen(words[i])) != NULL;
			cr_assert_eq(marks[i] == 1, is_there, "%s", words[i]);
		}
		literals_free(literals);
	}
}

Test(literals, refuses_what_is_too_short)
{
	struct literals *literals = literals_new();
	cr_assert_not(literals_add(literals, slice_from("abc"), 0));
	literals_finish(literals);
	uint64_t marks[1] = {0};
	literals_scan(literals, slice_from("abc"), marks, 1);
	cr_assert_eq(marks[0], 0);
	literals_free(literals);
}
