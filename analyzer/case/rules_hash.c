// SPDX-License-Identifier: MIT
/*
 * The hash of everything that changes how lines are read.
 *
 * With it the store knows whether what it read before still means the same. Not in it: titles,
 * allowances, the roster, policy, custody, heartbeats: the method reads those from the case file's
 * tables every time.
 */
#include "rules_hash.h"

#include "plan_canon.h"

static void put_sources(struct plan_canon *canon, const struct plan *plan)
{
	for (size_t i = 0; i < plan->source_count; i++) {
		const struct plan_source *source = &plan->sources[i];
		plan_canon_text(canon, "source", source->path, "\n");
		plan_canon_text(canon, "name", source->name, "\n");
		plan_canon_text(canon, "kind", source->kind, "\n");
		plan_canon_text(canon, "host", source->host, "\n");
		plan_canon_text(canon, "timezone", source->timezone, "\n");
		plan_canon_text(canon, "format", source->format, "\n");
		/* Minutes of requests are counted by the clock less this. */
		plan_canon_number(canon, "clock", source->clock_us);
	}
}

static void put_formats(struct plan_canon *canon, const struct plan *plan)
{
	for (size_t i = 0; i < plan->format_count; i++) {
		const struct plan_format *format = &plan->formats[i];
		plan_canon_text(canon, "format", format->name, "\n");
		plan_canon_text(canon, "pattern", format->pattern, "\n");
		plan_canon_text(canon, "time", format->time, "\n");
		for (size_t k = 0; k < format->signal_count; k++) {
			plan_canon_text(canon, "signal", format->signals[k].signal_word, "");
			plan_canon_text(canon, " field", format->signals[k].field, "");
			plan_canon_text(canon, " match", format->signals[k].match, "\n");
		}
	}
}

static void put_meanings(struct plan_canon *canon, const struct plan *plan)
{
	for (size_t i = 0; i < plan->rule_count; i++) {
		plan_canon_text(canon, "means", signal_name(plan->rules[i].signal), " ");
		plan_canon_matcher(canon, "rule", &plan->rules[i].matcher);
	}
	for (size_t i = 0; i < plan->fault_count; i++) {
		plan_canon_matcher(canon, "open", &plan->faults[i].open);
		plan_canon_matcher(canon, "clear", &plan->faults[i].clear);
	}
	for (size_t i = 0; i < plan->step_count; i++) {
		plan_canon_text(canon, "step", plan->steps[i].id, "\n");
		plan_canon_lists(canon, &plan->steps[i]);
	}
	for (size_t i = 0; i < plan->service_count; i++) {
		plan_canon_text(canon, "service", plan->services[i].name, " ");
		plan_canon_text(canon, "pattern", plan->services[i].pattern, "\n");
	}
}

bool rules_hash(const struct plan *plan, char *ret_hex)
{
	struct plan_canon *canon = plan_canon_new();
	if (canon == NULL) {
		return false;
	}
	plan_canon_word(canon, "overrun reading 1\n");
	plan_canon_text(canon, "timezone", plan->timezone, "\n");
	/* Years that a log leaves out are taken from the window's. */
	plan_canon_number(canon, "window start", plan->window_start_at);
	put_sources(canon, plan);
	put_formats(canon, plan);
	put_meanings(canon, plan);
	return plan_canon_end(canon, ret_hex);
}

bool rules_hash_add(char *hex, const char *key, const char *text)
{
	struct plan_canon *canon = plan_canon_new();
	if (canon == NULL) {
		return false;
	}
	plan_canon_text(canon, "before", hex, "\n");
	plan_canon_text(canon, key, text, "\n");
	return plan_canon_end(canon, hex);
}
