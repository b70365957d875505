// SPDX-License-Identifier: MIT
/* The reference model: the night as built, and what each instance followed. */
#include "model.h"

#include <string.h>

static bool later(const struct model_touch *a, const struct model_touch *b)
{
	static const int rank[] = {
		[MODEL_ENDS] = 0, [MODEL_FAILS] = 0, [MODEL_BEGINS] = 1, [MODEL_ACTS] = 2};
	if (a->fact.at != b->fact.at) {
		return a->fact.at > b->fact.at;
	}
	if (rank[a->list] != rank[b->list]) {
		return rank[a->list] > rank[b->list];
	}
	return a->fact.event > b->fact.event;
}

static void sort_touches(struct model_night *night)
{
	for (int i = 1; i < night->touch_count; i++) {
		for (int j = i; j > 0 && later(&night->touch[j - 1], &night->touch[j]); j--) {
			struct model_touch swap = night->touch[j];
			night->touch[j] = night->touch[j - 1];
			night->touch[j - 1] = swap;
		}
	}
}

static struct model_instance *add_instance(struct model_night *night, const char *step)
{
	int id = night->instance_count++;
	struct model_instance *instance = &night->instance[id];
	memset(instance, 0, sizeof(*instance));
	model_copy(instance->step, step);
	instance->attempt = 1;
	for (int i = 0; i < id; i++) {
		instance->attempt += model_same(night->instance[i].step, step);
	}
	instance->plan = model_step_of(night, step);
	instance->observed = true;
	instance->restores = true;
	if (instance->plan != MODEL_NONE) {
		instance->restores = night->step[instance->plan].restores;
		model_copy(instance->role, night->step[instance->plan].role);
	}
	model_copy(instance->outcome, "open");
	return instance;
}

static void close_instance(struct model_instance *instance, const char *outcome, const char *reason)
{
	model_copy(instance->outcome, outcome);
	if (instance->plan != MODEL_NONE || reason[0] != '\0') {
		model_copy(instance->reason, reason);
	}
	instance->explicit_end = true;
}

static void add_line(struct model_night *night, struct model_instance *instance,
		     const struct model_touch *touch)
{
	const struct model_fact *fact = &touch->fact;
	if (instance->line_count == 0) {
		instance->start = fact->at;
		instance->width = night->feed[fact->feed].width;
		instance->explicit_start = touch->list == MODEL_BEGINS;
	}
	instance->line[instance->line_count++] = fact->at;
	instance->end = fact->at;
	if (instance->plan == MODEL_NONE) {
		if (instance->role[0] == '\0') {
			model_copy(instance->role,
				   fact->role[0] != '\0' ? fact->role
							 : model_role_of_actor(night, fact->actor));
		}
		if (instance->after[0] == '\0') {
			model_copy(instance->after, fact->after);
		}
		if (instance->reason[0] == '\0' && touch->list == MODEL_BEGINS) {
			model_copy(instance->reason, fact->reason);
		}
	}
	instance->by_role = instance->by_role || fact->actor[0] == '\0' ||
			    model_role_of_actor(night, fact->actor)[0] != '\0';
}

/* Cuts the lines of one step into attempts. */
static void cut(struct model_night *night, const char *step)
{
	struct model_instance *open = NULL;
	for (int i = 0; i < night->touch_count; i++) {
		const struct model_touch *touch = &night->touch[i];
		if (!model_same(touch->fact.step, step)) {
			continue;
		}
		if (open != NULL && touch->list == MODEL_BEGINS) {
			open = NULL;
		}
		if (open == NULL) {
			open = add_instance(night, step);
		}
		add_line(night, open, touch);
		if (touch->list == MODEL_ENDS || touch->list == MODEL_FAILS) {
			bool done = touch->list == MODEL_ENDS;
			close_instance(open, done ? "done" : "failed", touch->fact.reason);
			open = NULL;
		}
	}
}

static void count_attempts(struct model_night *night)
{
	for (int i = 0; i < night->instance_count; i++) {
		struct model_instance *one = &night->instance[i];
		one->count = 0;
		for (int j = 0; j < night->instance_count; j++) {
			one->count += model_same(night->instance[j].step, one->step);
		}
		if (one->attempt < one->count) {
			model_copy(one->outcome, "failed");
		}
	}
}

/* The first start among the plan's successors of a step; MODEL_NONE: none started. */
static int64_t successor_start(const struct model_night *night, const char *name)
{
	int64_t first = MODEL_NONE;
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *other = &night->instance[i];
		if (other->plan != MODEL_NONE && other->observed &&
		    model_follows(&night->step[other->plan], name) &&
		    (first == MODEL_NONE || other->start < first)) {
			first = other->start;
		}
	}
	return first;
}

/* An attempt that never met its criterion ends at its last line by a successor's start. */
static void end_open(struct model_night *night)
{
	for (int i = 0; i < night->instance_count; i++) {
		struct model_instance *one = &night->instance[i];
		int64_t limit = successor_start(night, one->step);
		if (one->explicit_end || one->attempt < one->count || limit < one->start) {
			continue;
		}
		int kept = 0;
		while (kept < one->line_count && one->line[kept] <= limit) {
			kept++;
		}
		one->line_count = kept;
		one->end = one->line[kept - 1];
	}
}

/* Has it a line? */
static bool seen(const struct model_night *night, const char *step)
{
	for (int i = 0; i < night->instance_count; i++) {
		if (night->instance[i].observed && model_same(night->instance[i].step, step)) {
			return true;
		}
	}
	return false;
}

/* The latest end before a step; steps without a line are looked through. */
static int64_t ends_before(const struct model_night *night, const struct model_step *step)
{
	int64_t at = MODEL_NONE;
	for (int i = 0; i < step->after_count; i++) {
		int64_t end = MODEL_NONE;
		if (!seen(night, step->after[i])) {
			end = ends_before(night,
					  &night->step[model_step_of(night, step->after[i])]);
		}
		for (int j = 0; j < night->instance_count; j++) {
			const struct model_instance *one = &night->instance[j];
			if (one->observed && model_same(one->step, step->after[i]) &&
			    one->end > end) {
				end = one->end;
			}
		}
		at = end > at ? end : at;
	}
	return at;
}

/* The first start after a step, likewise. */
static int64_t starts_after(const struct model_night *night, const char *name)
{
	int64_t first = successor_start(night, name);
	for (int i = 0; i < night->step_count; i++) {
		const struct model_step *step = &night->step[i];
		if (model_follows(step, name) && !seen(night, step->name)) {
			int64_t at = starts_after(night, step->name);
			first = at != MODEL_NONE && (first == MODEL_NONE || at < first) ? at
											: first;
		}
	}
	return first;
}

static int64_t least_from(const struct model_night *night, const struct model_step *step)
{
	int64_t from = ends_before(night, step);
	return from == MODEL_NONE ? night->start : from;
}

static int64_t most_to(const struct model_night *night, const struct model_step *step)
{
	int64_t from = least_from(night, step);
	int64_t to = starts_after(night, step->name);
	to = to == MODEL_NONE ? night->restored : to;
	return to > from ? to : from;
}

/* Were all sources of steps alive while it could have run? */
static bool is_skipped(const struct model_night *night, const struct model_step *step)
{
	int64_t to = most_to(night, step);
	bool any = false;
	for (int feed = 0; feed < night->feed_count; feed++) {
		bool tells = false;
		for (int i = 0; i < night->touch_count && !tells; i++) {
			tells = night->touch[i].fact.feed == feed;
		}
		any = any || tells;
		for (int64_t at = least_from(night, step); tells && at < to; at += night->tick) {
			if (!model_covered(night, feed, at)) {
				return false;
			}
		}
	}
	return any || to == least_from(night, step);
}

/* Is the one the other's predecessor, but for skipped steps between? */
static bool comes_before(const struct model_night *night, const struct model_step *one,
			 const struct model_step *other)
{
	for (int i = 0; i < other->after_count; i++) {
		const struct model_step *p = &night->step[model_step_of(night, other->after[i])];
		if (p == one || (p->skipped && comes_before(night, one, p))) {
			return true;
		}
	}
	return false;
}

/* Each of several unobserved steps in a row takes its allowance, as long as there is time. */
static int64_t begins(const struct model_night *night, const struct model_step *step)
{
	int64_t at = least_from(night, step);
	for (int i = 0; i < night->step_count; i++) {
		const struct model_step *p = &night->step[i];
		if (!p->skipped && !seen(night, p->name) && comes_before(night, p, step)) {
			int64_t end = begins(night, p) + p->allow;
			at = end > at ? end : at;
		}
	}
	return at;
}

static int64_t begins_in_time(const struct model_night *night, const struct model_step *step)
{
	int64_t at = begins(night, step);
	int64_t to = most_to(night, step);
	return at < to ? at : to;
}

static int64_t ends_in_time(const struct model_night *night, const struct model_step *step)
{
	int64_t end = most_to(night, step);
	for (int i = 0; i < night->step_count; i++) {
		const struct model_step *next = &night->step[i];
		if (!next->skipped && !seen(night, next->name) && comes_before(night, step, next)) {
			int64_t at = begins_in_time(night, next);
			end = at < end ? at : end;
		}
	}
	return end;
}

/* The steps of the plan without a line: skipped where the sources of steps were alive. */
static void without_evidence(struct model_night *night)
{
	for (int i = 0; i < night->step_count; i++) {
		struct model_step *step = &night->step[i];
		step->skipped = !seen(night, step->name) && is_skipped(night, step);
	}
	for (int i = 0; i < night->step_count; i++) {
		const struct model_step *step = &night->step[i];
		if (step->skipped || seen(night, step->name)) {
			continue;
		}
		int64_t start = begins_in_time(night, step);
		int64_t end = ends_in_time(night, step);
		struct model_instance *instance = add_instance(night, step->name);
		instance->observed = false;
		model_copy(instance->outcome, "done");
		instance->start = start;
		instance->end = end;
	}
}

void model_instances(struct model_night *night)
{
	sort_touches(night);
	for (int i = 0; i < night->touch_count; i++) {
		if (!seen(night, night->touch[i].fact.step)) {
			cut(night, night->touch[i].fact.step);
		}
	}
	count_attempts(night);
	end_open(night);
	without_evidence(night);
	count_attempts(night);
	model_preds(night);
}
