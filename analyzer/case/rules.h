// SPDX-License-Identifier: MIT
/*
 * What a line means here: the case file's matchers, rules and services, compiled.
 *
 * Made once from a plan, asked once per event. The cheap conditions (feed, signal) decide first
 * whether any pattern needs to run at all, so that a request or a flow that no matcher can claim
 * costs two look-ups. Results borrow from the rules and from the line; they are valid until the
 * next rules_apply. One thread at a time.
 *
 *     rules_compile(plan, &rules, error);
 *     for each event:
 *             rules_apply(rules, source, &event, text, &claims);
 *             store the event, then claims.steps[] as step_match, claims.faults[] as fault_match
 */
#ifndef OVERRUN_RULES_H
#define OVERRUN_RULES_H

#include "plan.h"

struct rules;

/* The source of an event that belongs to none of the plan's (`ingest --db CASE.db LOG…`). */
#define RULES_NO_SOURCE SIZE_MAX

/* A step claims the event: plan->steps[step], the first of its lists that has a matcher for it. */
struct rules_step_claim {
	size_t step;
	enum step_list list;
};

/* A pair of the case file's `faults:` claims the event: plan->faults[fault]. */
struct rules_fault_claim {
	size_t fault;
	bool clears; /* false: opens */
};

struct rules_claims {
	const struct rules_step_claim *steps; /* at most one per step, in the plan's order */
	size_t step_count;
	const struct rules_fault_claim *faults;
	size_t fault_count;
};

/*
 * Compiles everything of `plan` that says what lines mean. The plan must outlive the rules.
 * STATUS_USAGE: a pattern does not compile (plan_read has told so already); STATUS_NO_MEMORY.
 */
enum status rules_compile(const struct plan *plan, struct rules **ret_rules, struct error *error);
void rules_free(struct rules *rules);

/*
 * Completes `event` in place and says which steps and faults claim it.
 *
 *   host     the source's stated `host` wins over the line's
 *   object   the line's own; else "host:part" when `part` is set; else the host, for signals that
 *            are about a device (link, ha, device, config, operator, table, resource, health, …)
 *   rules    the first of `rules:` that holds sets the signal and, from the named groups that took
 *            part, step, object, actor, role, reason, outcome, id, recipient, after
 *   claims   from the steps' matchers and `faults:`, asked with the signal as the rules left it;
 *            a `step.*` event that names its step needs no matcher and is not listed for that
 *
 * `source` is a position in plan->sources; matchers' `source` and `kind` are its feed name and
 * kind. `text` is the line after its syslog header and tag, or the whole line without them. A
 * matcher's `object: h` covers "h" and every "h:part"; an event without object is taken by host.
 */
void rules_apply(struct rules *rules, size_t source, struct event *event, struct slice text,
		 struct rules_claims *ret_claims);

/* Would rules_apply change nothing and claim nothing, whatever the text? */
bool rules_leave_alone(struct rules *rules, size_t source, const struct event *event);

/*
 * The service a request path belongs to: the first whose pattern matches, counted from 1 as in the
 * table `service`; 0: none. A plan without services has one, "all requests": always 1.
 */
size_t rules_service(struct rules *rules, struct slice path);

/* The number of services, at least 1, and the name and pattern of one (from 1): "all requests", "".
 */
size_t rules_service_count(const struct rules *rules);
struct plan_service rules_service_at(const struct rules *rules, size_t position);

/* SHA-256, hexadecimal, of all that changes how lines are read; for the column entry.reading. */
const char *rules_reading_hash(const struct rules *rules);

/*
 * What a command line states beside the plan and lines are read by ("timezone", "Asia/Seoul") goes
 * into the hash, too; nothing for NULL. False: out of memory.
 */
bool rules_state(struct rules *rules, const char *key, const char *text);

/* A pattern that gave up on some lines; they count as not matching. */
struct rules_limit {
	const char *where; /* "case.yaml:52:12: match 'a*b'" */
	int64_t lines;
};

/* The patterns that have met their work limit so far; for one warning each at the end of a run. */
size_t rules_limits(struct rules *rules, const struct rules_limit **ret_limits);

#endif
