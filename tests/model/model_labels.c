// SPDX-License-Identifier: MIT
/* The reference model: a label for every tick of every instance. */
#include "model.h"

#include <stdlib.h>

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void lose(struct model_night *night, struct model_moment *moment, int instance, int64_t at)
{
	bool stops = false;
	moment->lost = true;
	moment->leaf_count = model_blockers(night, instance, at, moment->leaf, &stops);
	if (moment->leaf_count == 0) {
		bool alive = model_covered(night, MODEL_NONE, at);
		moment->leaf_count =
			model_add_leaf(moment->leaf, 0, alive ? "U.SILENCE" : "U.GAP", false, 0, 0);
	}
}

static int64_t quiet_of(const struct model_night *night, const struct model_instance *instance)
{
	bool stated =
		instance->plan != MODEL_NONE && night->step[instance->plan].quiet != MODEL_NONE;
	return stated ? night->step[instance->plan].quiet : night->idle;
}

static bool idle(const struct model_night *night, const struct model_instance *instance, int64_t at)
{
	for (int i = 0; i + 1 < instance->line_count; i++) {
		if (instance->line[i] <= at && at < instance->line[i + 1] &&
		    instance->line[i + 1] - instance->line[i] > quiet_of(night, instance)) {
			return true;
		}
	}
	return false;
}

/* Phases, and what blocks; productive time is left PLANNED for later. */
static void label_instance(struct model_night *night, int id)
{
	const struct model_instance *one = &night->instance[id];
	int64_t gate = one->plan == MODEL_NONE ? MODEL_NONE : night->step[one->plan].not_before;
	for (int64_t at = night->start; at < one->end; at += night->tick) {
		struct model_moment *moment = model_at(night, id, at);
		struct model_leaf leaf[MODEL_LEAVES];
		bool stops = false;
		if (at < one->enable) {
			moment->phase = at < gate ? MODEL_GATE : MODEL_EARLY;
		} else if (at < one->start) {
			moment->phase = MODEL_WAIT;
		} else {
			(void)model_blockers(night, id, at, leaf, &stops);
			moment->phase = stops || idle(night, one, at) ? MODEL_STOP : MODEL_WORK;
		}
		if (moment->phase != MODEL_GATE && moment->phase != MODEL_WORK) {
			lose(night, moment, id, at);
		}
	}
}

static int crew_present(const struct model_night *night, const struct model_role *role, int64_t at)
{
	int present = 0;
	for (int i = 0; i < role->actor_count; i++) {
		bool in = false;
		for (int j = 0; j < night->fact_count; j++) {
			const struct model_fact *fact = &night->fact[j];
			bool watches = fact->feed == role->presence || fact->feed == role->also;
			if (fact->at <= at && watches && model_same(fact->actor, role->actor[i])) {
				in = !model_same(fact->signal, "presence.out");
			}
		}
		present += in;
	}
	return present;
}

/* Told slow, and not yet told normal again, which is told at some time. */
static bool slowed(const struct model_night *night, const struct model_step *step, int64_t at)
{
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *slow = &night->fact[i];
		if (slow->at > at || !model_same(slow->signal, "progress.slow") ||
		    !model_uses(step, slow->object)) {
			continue;
		}
		for (int j = i + 1; j < night->fact_count; j++) {
			const struct model_fact *normal = &night->fact[j];
			if (model_same(normal->signal, "progress.normal") &&
			    model_same(normal->object, slow->object)) {
				if (normal->at > at) {
					return true;
				}
				break;
			}
		}
	}
	return false;
}

static const char *beyond_allowance(const struct model_night *night,
				    const struct model_instance *one, int64_t at)
{
	static const char *const rework[] = {"S.REWORK", "P.REWORK", "T.REWORK", "U.REWORK"};
	if (!one->observed) {
		return "U.UNOBSERVED";
	}
	if (one->attempt > 1 || one->plan == MODEL_NONE) {
		return rework[one->trigger];
	}
	const struct model_step *step = &night->step[one->plan];
	const struct model_role *role = model_role_of(night, step->role);
	if (step->crew > 0 && role != NULL && role->presence != MODEL_NONE &&
	    (model_covered(night, role->presence, at) ||
	     (role->also != MODEL_NONE && model_covered(night, role->also, at))) &&
	    crew_present(night, role, at) < step->crew) {
		return "S.UNDERSTAFF";
	}
	return slowed(night, step, at) ? "T.SLOW" : "P.ESTIMATE";
}

static int64_t worked(const struct model_night *night, const char *step)
{
	int64_t sum = 0;
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		for (int64_t at = most(one->start, night->start);
		     at < one->end && model_same(one->step, step); at += night->tick) {
			sum += model_at(night, i, at)->phase == MODEL_WORK ? night->tick : 0;
		}
	}
	return sum;
}

static void spend_allowance(struct model_night *night, int id)
{
	const struct model_instance *one = &night->instance[id];
	int64_t allow = one->plan == MODEL_NONE ? 0 : night->step[one->plan].allow;
	int64_t band = allow / 5 > night->band_min ? allow / 5 : night->band_min;
	int64_t work = worked(night, one->step);
	bool in_band = one->plan != MODEL_NONE && one->observed && one->count == 1 &&
		       work - allow <= band && allow - work <= band;
	night->effective[id] = in_band ? work : allow;

	int64_t used = 0; /* by the attempts before this one, then by this one */
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *other = &night->instance[i];
		for (int64_t at = most(other->start, night->start);
		     at < other->end && model_same(other->step, one->step) &&
		     other->attempt < one->attempt;
		     at += night->tick) {
			used += model_at(night, i, at)->phase == MODEL_WORK ? night->tick : 0;
		}
	}
	for (int64_t at = most(one->start, night->start); at < one->end; at += night->tick) {
		struct model_moment *moment = model_at(night, id, at);
		if (at < night->start || moment->phase != MODEL_WORK) {
			continue;
		}
		used += night->tick;
		if (used > night->effective[id]) {
			moment->lost = true;
			moment->leaf_count = model_add_leaf(
				moment->leaf, 0, beyond_allowance(night, one, at), false, 0, 0);
		}
	}
}

/* When a blocker of a moment stops holding, given the moment after it (or NULL). */
static int64_t held_until(const struct model_leaf *leaf, const struct model_moment *next,
			  int64_t next_at)
{
	for (int i = 0; next != NULL && next->lost && i < next->leaf_count; i++) {
		const struct model_leaf *after = &next->leaf[i];
		if (after->absolute && after->from == leaf->from && after->to == leaf->to) {
			return after->until;
		}
	}
	return least(leaf->to, next_at);
}

/* An absolute blocker holds an instance no longer than it did: from its last moment backwards. */
static void clip_holds(struct model_night *night, int id)
{
	const struct model_moment *next = NULL;
	int64_t last = night->instance[id].end - night->tick;
	for (int64_t at = last; at >= night->start; at -= night->tick) {
		struct model_moment *moment = model_at(night, id, at);
		for (int i = 0; i < moment->leaf_count && moment->lost; i++) {
			struct model_leaf *leaf = &moment->leaf[i];
			leaf->until = held_until(leaf, next, at + night->tick);
		}
		next = moment;
	}
}

void model_labels(struct model_night *night)
{
	int64_t last = night->restored;
	for (int i = 0; i < night->instance_count; i++) {
		last = most(last, night->instance[i].end);
	}
	night->ticks = (last - night->start) / night->tick + 2;
	for (int i = 0; i <= MODEL_INSTANCES; i++) {
		if (i < night->instance_count || i == MODEL_INSTANCES) {
			night->moment[i] = calloc((size_t)night->ticks, sizeof(*night->moment[i]));
		}
	}
	for (int i = 0; i < night->instance_count; i++) {
		label_instance(night, i);
	}
	for (int i = 0; i < night->instance_count; i++) {
		spend_allowance(night, i);
		clip_holds(night, i);
	}
}
