// SPDX-License-Identifier: MIT
/* The reference model: the forward passes without each set of causes, and what follows from them.
 */
#include "model.h"

enum { SETS = 16, ALL = SETS - 1, PERMUTATIONS = 24 };

struct pass {
	const struct model_night *night;
	unsigned removed;
	int64_t end[MODEL_INSTANCES];
	bool known[MODEL_INSTANCES];
};

static int64_t most(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* Moments in a row that something tied to the clock blocks are one stretch. */
static bool in_stretch(const struct model_moment *moment)
{
	for (int i = 0; i < moment->leaf_count; i++) {
		if (moment->leaf[i].absolute) {
			return moment->lost;
		}
	}
	return false;
}

/* How long a moment still takes without the removed causes, its absolute blockers aside. */
static int64_t relative_length(const struct pass *pass, const struct model_moment *moment)
{
	if (!moment->lost) {
		return moment->phase == MODEL_WORK ? pass->night->tick : 0;
	}
	for (int i = 0; i < moment->leaf_count; i++) {
		const struct model_leaf *leaf = &moment->leaf[i];
		if (!leaf->absolute && (pass->removed >> leaf->cause & 1U) == 0) {
			return pass->night->tick;
		}
	}
	return 0;
}

/* Where the absolute blockers of a moment move a time to. */
static int64_t held(const struct pass *pass, const struct model_moment *moment, int64_t t)
{
	int64_t to = t;
	for (int i = 0; i < moment->leaf_count && moment->lost; i++) {
		const struct model_leaf *leaf = &moment->leaf[i];
		if (leaf->absolute && (pass->removed >> leaf->cause & 1U) == 0 && leaf->from <= t &&
		    t < leaf->until) {
			to = most(to, leaf->until);
		}
	}
	return to;
}

/* Of those that blocked at once only one that is tied to the clock is left: not concurrent now. */
static bool left_alone(const struct pass *pass, const struct model_moment *moment)
{
	bool lost_one = false;
	bool tied = false;
	for (int i = 0; i < moment->leaf_count; i++) {
		const struct model_leaf *leaf = &moment->leaf[i];
		bool gone = (pass->removed >> leaf->cause & 1U) != 0;
		lost_one = lost_one || (gone && !leaf->absolute);
		tied = tied || (!gone && leaf->absolute);
		if (!gone && !leaf->absolute) {
			return false;
		}
	}
	return lost_one && tied;
}

static int64_t end_of(struct pass *pass, int instance);

/* Predecessors that end inside an instance hold it from there on. */
static int64_t joined(struct pass *pass, int instance, int64_t at, int64_t t)
{
	const struct model_night *night = pass->night;
	const struct model_instance *one = &night->instance[instance];
	for (int i = 0; i < one->pred_count; i++) {
		int64_t end = night->instance[one->pred[i]].end;
		if (end > one->start && end == at) {
			t = most(t, end_of(pass, one->pred[i]));
		}
	}
	return t;
}

/* Goes through the moments [from, to) of an instance (or the tail), beginning at t. */
static int64_t go(struct pass *pass, int instance, int64_t from, int64_t to, int64_t t)
{
	const struct model_night *night = pass->night;
	int64_t absolute = t; /* of the running stretch: where each kind alone would be */
	int64_t relative = t;
	bool stretch = false;
	for (int64_t at = from; at < to; at += night->tick) {
		const struct model_moment *moment = model_at(night, instance, at);
		int64_t join = instance == MODEL_NONE ? 0 : joined(pass, instance, at, 0);
		bool waits = join > (stretch ? most(absolute, relative) : t);
		if (stretch && (!in_stretch(moment) || waits)) {
			t = most(absolute, relative);
			stretch = false;
		}
		t = waits ? join : t;
		if (!in_stretch(moment)) {
			t += relative_length(pass, moment);
			continue;
		}
		if (left_alone(pass, moment)) {
			t = held(pass, moment, stretch ? most(absolute, relative) : t);
			stretch = false;
			continue;
		}
		if (!stretch) {
			absolute = relative = t;
			stretch = true;
		}
		absolute = held(pass, moment, absolute);
		relative += relative_length(pass, moment);
	}
	return stretch ? most(absolute, relative) : t;
}

static int64_t end_of(struct pass *pass, int instance)
{
	const struct model_night *night = pass->night;
	const struct model_instance *one = &night->instance[instance];
	if (pass->known[instance]) {
		return pass->end[instance];
	}
	int64_t t = night->start;
	if (one->plan != MODEL_NONE && night->step[one->plan].not_before <= one->start) {
		t = most(t, night->step[one->plan].not_before);
	}
	for (int i = 0; i < one->pred_count; i++) {
		if (night->instance[one->pred[i]].end <= one->start) {
			t = most(t, end_of(pass, one->pred[i]));
		}
	}
	int64_t to =
		model_eligible(night, instance) ? model_clipped_end(night, instance) : one->end;
	t = go(pass, instance, one->enable, to, t);
	pass->known[instance] = true;
	pass->end[instance] = t;
	return t;
}

static int64_t end_without(const struct model_night *night, unsigned removed)
{
	struct pass pass = {.night = night, .removed = removed};
	int64_t end = night->start;
	for (int i = 0; i < night->instance_count; i++) {
		if (model_eligible(night, i)) {
			end = most(end, end_of(&pass, i));
		}
	}
	return go(&pass, MODEL_NONE, model_clipped_end(night, night->top), night->restored, end);
}

/* Minutes over the announced end that remain without the removed causes. */
static double over(const struct model_night *night, unsigned removed)
{
	return (double)most(0, night->without[removed] - night->end);
}

/* All orders of removal, one by one. */
static void shapley(struct model_night *night)
{
	for (int i = 0; i < MODEL_CAUSES; i++) {
		night->least[i] = 1e18;
		night->greatest[i] = -1e18;
	}
	for (int code = 0; code < 256; code++) { /* four digits to the base four */
		int order[MODEL_CAUSES] = {code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6 & 3};
		unsigned seen = 0;
		for (int i = 0; i < MODEL_CAUSES; i++) {
			seen |= 1U << order[i];
		}
		unsigned removed = 0;
		for (int i = 0; i < MODEL_CAUSES && seen == ALL; i++) {
			double saved = over(night, removed);
			removed |= 1U << order[i];
			saved -= over(night, removed);
			int cause = order[i];
			night->shapley[cause] += saved / PERMUTATIONS;
			night->least[cause] =
				saved < night->least[cause] ? saved : night->least[cause];
			night->greatest[cause] =
				saved > night->greatest[cause] ? saved : night->greatest[cause];
		}
	}
	night->shapley[MODEL_P] += over(night, ALL);
	night->least[MODEL_P] += over(night, ALL);
	night->greatest[MODEL_P] += over(night, ALL);
}

void model_butfor(struct model_night *night)
{
	if (night->top == MODEL_NONE) {
		return;
	}
	for (unsigned removed = 0; removed < SETS; removed++) {
		night->without[removed] = end_without(night, removed);
		for (unsigned less = 0; less < removed; less++) { /* more removed ends no later */
			bool part = (less & ~removed) == 0;
			if (part && night->without[less] < night->without[removed]) {
				night->without[removed] = night->without[less];
			}
		}
	}
	shapley(night);
}
