// SPDX-License-Identifier: MIT
/* What a line means here: host and object, rules, claims, services. */
#include "rules.h"

#include "pattern.h"
#include "rules_hash.h"
#include "services.h"
#include "uses.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	OBJECT_MAX = 1024, /* "host:part"; longer ones are cut: no device is called that */
	WHERE_SIZE = 200,  /* a service's place in the case file */
};

/* A named group of a rule and the event's field that it fills. */
struct capture {
	size_t group;
	size_t offset; /* of a slice in struct event */
};

struct captures {
	struct capture items[PATTERN_GROUP_LIMIT];
	size_t count;
};

/* What is known of the lines of a source that have a signal. */
enum interest { INTEREST_UNKNOWN, INTEREST_NONE, INTEREST_SOME };

struct rules {
	const struct plan *plan;
	struct pattern_pool *pool;
	struct uses *uses;
	struct services *services;
	struct captures *captures; /* per rule */
	struct rules_step_claim *steps;
	struct rules_fault_claim *faults;
	struct rules_limit *limits;        /* room for one per pattern and service */
	char (*service_where)[WHERE_SIZE]; /* per service */
	bool is_device[SIGNAL_COUNT];      /* the signal is about a device */
	size_t interested;                 /* the source that was asked about last: */
	enum interest interest[SIGNAL_COUNT];
	char object[OBJECT_MAX];
	char hash[2 * SHA256_SIZE + 1];
};

/* -------------------------------------------------------------------------------------- compile */

/* Signals about the machine that wrote the line, when they name no object of their own. */
static bool is_about_device(enum signal signal)
{
	static const char *const families[] = {
		"fault.",  "operator.", "config.", "policy.",   "device.",   "ha.",     "link.",
		"tunnel.", "peer.",     "health.", "table.",    "resource.", "pool.",   "upstream.",
		"update.", "service.",  "deploy.", "progress.", "clock.",    "log.gap",
	};
	if (signal == SIGNAL_LOG || signal == SIGNAL_REQUEST || signal == SIGNAL_FLOW) {
		return false;
	}
	struct slice word = slice_from(signal_name(signal));
	for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
		if (slice_starts_with(word, families[i])) {
			return true;
		}
	}
	return false;
}

static void find_captures(const struct pattern *pattern, struct captures *captures)
{
	static const struct {
		const char *name;
		size_t offset;
	} fields[] = {
		{"step", offsetof(struct event, step)},
		{"object", offsetof(struct event, object)},
		{"actor", offsetof(struct event, actor)},
		{"role", offsetof(struct event, role)},
		{"reason", offsetof(struct event, reason)},
		{"outcome", offsetof(struct event, outcome)},
		{"id", offsetof(struct event, id)},
		{"recipient", offsetof(struct event, recipient)},
		{"after", offsetof(struct event, after)},
	};
	size_t count = pattern_group_count(pattern);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		size_t group = pattern_group_find(pattern, fields[i].name);
		if (group < count) {
			captures->items[captures->count++] =
				(struct capture){group, fields[i].offset};
		}
	}
}

static bool allocate(struct rules *rules)
{
	const struct plan *plan = rules->plan;
	rules->pool = pattern_pool_new();
	rules->captures = calloc(plan->rule_count + 1, sizeof *rules->captures);
	rules->steps = calloc(plan->step_count + 1, sizeof *rules->steps);
	rules->faults = calloc(2 * plan->fault_count + 1, sizeof *rules->faults);
	rules->service_where = calloc(plan->service_count + 1, sizeof *rules->service_where);
	return rules->pool != NULL && rules->captures != NULL && rules->steps != NULL &&
	       rules->faults != NULL && rules->service_where != NULL;
}

static enum status compile(struct rules *rules, struct error *error)
{
	const struct plan *plan = rules->plan;
	if (!allocate(rules) || !rules_hash(plan, rules->hash)) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	enum status status = services_new(plan, &rules->services, error);
	if (status == STATUS_OK) {
		status = uses_new(plan, rules->pool, &rules->uses, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	for (int i = 0; i < SIGNAL_COUNT; i++) {
		rules->is_device[i] = is_about_device((enum signal)i);
	}
	for (size_t i = 0; i < plan->rule_count; i++) {
		size_t pattern = uses_at(rules->uses, i)->matcher.pattern;
		if (pattern != MATCHER_NO_PATTERN) {
			find_captures(pattern_pool_at(rules->pool, pattern), &rules->captures[i]);
		}
	}
	for (size_t i = 0; i < plan->service_count; i++) {
		snprintf(rules->service_where[i], WHERE_SIZE, "%.80s: service %.60s", plan->path,
			 plan->services[i].name);
	}
	size_t limits = pattern_pool_count(rules->pool) + plan->service_count + 1;
	rules->limits = calloc(limits, sizeof *rules->limits);
	return rules->limits != NULL ? STATUS_OK
				     : error_set(error, STATUS_NO_MEMORY, "out of memory");
}

enum status rules_compile(const struct plan *plan, struct rules **ret_rules, struct error *error)
{
	struct rules *rules = calloc(1, sizeof *rules);
	if (rules == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	rules->plan = plan;
	enum status status = compile(rules, error);
	if (status != STATUS_OK) {
		rules_free(rules);
		return status;
	}
	*ret_rules = rules;
	return STATUS_OK;
}

void rules_free(struct rules *rules)
{
	if (rules == NULL) {
		return;
	}
	pattern_pool_free(rules->pool);
	uses_free(rules->uses);
	services_free(rules->services);
	free(rules->captures);
	free(rules->steps);
	free(rules->faults);
	free(rules->limits);
	free(rules->service_where);
	free(rules);
}

/* -------------------------------------------------------------------------------------- objects */

/* "fw-gw-01:eth0" in the rules' own buffer. */
static struct slice join(struct rules *rules, struct slice host, struct slice part)
{
	host = slice_first(host, OBJECT_MAX / 2);
	part = slice_first(part, OBJECT_MAX - host.size - 1);
	memcpy(rules->object, host.data, host.size);
	rules->object[host.size] = ':';
	memcpy(rules->object + host.size + 1, part.data, part.size);
	return slice_make(rules->object, host.size + 1 + part.size);
}

static void complete_object(struct rules *rules, struct event *event)
{
	if (!slice_is_empty(event->object)) {
		return;
	}
	if (!slice_is_empty(event->part) && !slice_is_empty(event->host)) {
		event->object = join(rules, event->host, event->part);
	} else if (!slice_is_empty(event->part)) {
		event->object = event->part;
	} else if (rules->is_device[event->signal]) {
		event->object = event->host;
	}
}

/* ---------------------------------------------------------------------------------------- apply */

static bool use_holds(struct rules *rules, const struct use *use, const struct plan_source *source,
		      const struct event *event)
{
	const struct matcher *matcher = &use->matcher;
	return matcher_fits_signal(matcher, event->signal) && matcher_fits_event(matcher, event) &&
	       matcher_fits_source(matcher, source) &&
	       (matcher->pattern == MATCHER_NO_PATTERN ||
		pattern_pool_matches(rules->pool, matcher->pattern));
}

/* Most lines hold none of the bytes that any pattern here needs: one scan settles them all. */
static bool is_ruled_out(struct rules *rules, const struct use_list *list)
{
	return list->count == 0 || (list->needs_literal && !pattern_pool_has_any(rules->pool));
}

/* Is this item of it? Told without a look at its matcher: of a hundred rules hardly one stands. */
static bool is_item_ruled_out(struct rules *rules, const struct use_list *list, size_t item)
{
	return list->literals != NULL && list->literals[item] != USES_NO_LITERAL &&
	       !pattern_pool_stands(rules->pool, list->literals[item]);
}

/* The rule says what the line means; its groups say who and what. */
static void obey(struct rules *rules, size_t rule, struct event *event)
{
	event->signal = rules->plan->rules[rule].signal;
	const struct captures *captures = &rules->captures[rule];
	if (captures->count == 0) {
		return;
	}
	struct slice groups[PATTERN_GROUP_LIMIT];
	size_t pattern = uses_at(rules->uses, rule)->matcher.pattern;
	if (!pattern_pool_groups(rules->pool, pattern, groups)) {
		return;
	}
	for (size_t i = 0; i < captures->count; i++) {
		struct slice group = groups[captures->items[i].group];
		if (!slice_is_empty(group)) {
			memcpy((char *)event + captures->items[i].offset, &group, sizeof group);
		}
	}
}

static void apply_rules(struct rules *rules, size_t source, const struct plan_source *plan_source,
			struct event *event)
{
	struct use_list list = uses_rules(rules->uses, source);
	if (is_ruled_out(rules, &list)) {
		return;
	}
	for (size_t i = 0; i < list.count; i++) {
		if (is_item_ruled_out(rules, &list, i)) {
			continue;
		}
		const struct use *use = uses_at(rules->uses, list.items[i]);
		if (use_holds(rules, use, plan_source, event)) {
			obey(rules, use->owner, event);
			return;
		}
	}
}

static void find_claims(struct rules *rules, size_t source, const struct plan_source *plan_source,
			const struct event *event, struct rules_claims *claims)
{
	struct use_list list = uses_claims(rules->uses, source, event->signal);
	if (is_ruled_out(rules, &list)) {
		return;
	}
	for (size_t i = 0; i < list.count; i++) {
		if (is_item_ruled_out(rules, &list, i)) {
			continue;
		}
		const struct use *use = uses_at(rules->uses, list.items[i]);
		/* One claim per step: its lists stand in order, the first that holds wins. */
		bool is_claimed = use->kind == USE_STEP && claims->step_count > 0 &&
				  rules->steps[claims->step_count - 1].step == use->owner;
		if (is_claimed || !use_holds(rules, use, plan_source, event)) {
			continue;
		}
		if (use->kind == USE_STEP) {
			rules->steps[claims->step_count++] =
				(struct rules_step_claim){use->owner, (enum step_list)use->list};
		} else {
			rules->faults[claims->fault_count++] =
				(struct rules_fault_claim){use->owner, use->list == 1};
		}
	}
}

/* Asked for every line, so answers are kept until the source is another. */
__attribute__((noinline)) static void find_interest(struct rules *rules, size_t source,
						    enum signal signal)
{
	const struct plan *plan = rules->plan;
	bool has_host = source < plan->source_count && plan->sources[source].host != NULL;
	bool is_none = !has_host && uses_rules(rules->uses, source).count == 0 &&
		       uses_claims(rules->uses, source, signal).count == 0;
	if (rules->interested != source) {
		rules->interested = source;
		memset(rules->interest, 0, sizeof(rules->interest));
	}
	rules->interest[signal] = is_none ? INTEREST_NONE : INTEREST_SOME;
}

bool rules_leave_alone(struct rules *rules, size_t source, const struct event *event)
{
	bool is_complete = !slice_is_empty(event->object) ||
			   (slice_is_empty(event->part) && !rules->is_device[event->signal]);
	if (rules->interested != source || rules->interest[event->signal] == INTEREST_UNKNOWN) {
		find_interest(rules, source, event->signal);
	}
	return is_complete && rules->interest[event->signal] == INTEREST_NONE;
}

void rules_apply(struct rules *rules, size_t source, struct event *event, struct slice text,
		 struct rules_claims *ret_claims)
{
	const struct plan *plan = rules->plan;
	const struct plan_source *plan_source =
		source < plan->source_count ? &plan->sources[source] : NULL;
	if (plan_source != NULL && plan_source->host != NULL) {
		event->host = slice_from(plan_source->host);
	}
	pattern_pool_begin(rules->pool, text);
	complete_object(rules, event);
	apply_rules(rules, source, plan_source, event);
	complete_object(rules, event); /* the rule may have made it a signal about a device */
	*ret_claims = (struct rules_claims){.steps = rules->steps, .faults = rules->faults};
	find_claims(rules, source, plan_source, event, ret_claims);
}

/* ------------------------------------------------------------------------------- services, rest */

size_t rules_service(struct rules *rules, struct slice path)
{
	return services_find(rules->services, path);
}

size_t rules_service_count(const struct rules *rules)
{
	return rules->plan->service_count > 0 ? rules->plan->service_count : 1;
}

struct plan_service rules_service_at(const struct rules *rules, size_t position)
{
	assert(position >= 1 && position <= rules_service_count(rules));
	if (rules->plan->service_count == 0) {
		return (struct plan_service){.name = "all requests", .pattern = ""};
	}
	return rules->plan->services[position - 1];
}

const char *rules_reading_hash(const struct rules *rules)
{
	return rules->hash;
}

bool rules_state(struct rules *rules, const char *key, const char *text)
{
	return text == NULL || rules_hash_add(rules->hash, key, text);
}

size_t rules_limits(struct rules *rules, const struct rules_limit **ret_limits)
{
	size_t count = 0;
	size_t next = 0;
	struct rules_limit limit;
	while (pattern_pool_limit(rules->pool, &next, &limit.where, &limit.lines)) {
		rules->limits[count++] = limit;
	}
	for (size_t i = 0; i < rules->plan->service_count; i++) {
		int64_t lines = services_limits(rules->services, i);
		if (lines > 0) {
			rules->limits[count++] =
				(struct rules_limit){rules->service_where[i], lines};
		}
	}
	*ret_limits = rules->limits;
	return count;
}
