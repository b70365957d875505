// SPDX-License-Identifier: MIT
/* The reference model: what each instance followed, and why it is rework. */
#include "model.h"

bool model_follows(const struct model_step *step, const char *name)
{
	for (int i = 0; i < step->after_count; i++) {
		if (model_same(step->after[i], name)) {
			return true;
		}
	}
	return false;
}

/* The latest instance of a step that ended by `by`, or MODEL_NONE. */
static int latest_ended(const struct model_night *night, const char *step, int64_t by,
			int64_t width, int but)
{
	int latest = MODEL_NONE;
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		if (i != but && model_same(one->step, step) &&
		    one->end <= by + width + one->width &&
		    (latest == MODEL_NONE || one->end >= night->instance[latest].end)) {
			latest = i;
		}
	}
	return latest;
}

static void add_pred(struct model_night *night, int instance, int pred)
{
	struct model_instance *one = &night->instance[instance];
	for (int i = 0; i < one->pred_count; i++) {
		if (one->pred[i] == pred) {
			return;
		}
	}
	if (pred != MODEL_NONE && pred != instance) {
		one->pred[one->pred_count++] = pred;
	}
}

/* The instance of p that ends inside q, latest. */
static int ends_inside(const struct model_night *night, const char *step, int q)
{
	const struct model_instance *inside = &night->instance[q];
	int latest = MODEL_NONE;
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		if (model_same(one->step, step) && one->end > inside->start &&
		    one->end < inside->end &&
		    (latest == MODEL_NONE || one->end > night->instance[latest].end)) {
			latest = i;
		}
	}
	return latest;
}

/* The first instance of p since q began, if it began after q: one beside q did not wait for it. */
static int first_after(const struct model_night *night, const char *step, int q)
{
	const struct model_instance *early = &night->instance[q];
	int first = MODEL_NONE;
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		if (i != q && model_same(one->step, step) && one->start >= early->start &&
		    (first == MODEL_NONE || one->start < night->instance[first].start)) {
			first = i;
		}
	}
	bool follows = first != MODEL_NONE && night->instance[first].start >= early->end;
	return follows ? first : MODEL_NONE;
}

/* What of step p the instance q follows. */
static void plan_pred(struct model_night *night, int q, const char *p)
{
	int plan = model_step_of(night, p);
	const struct model_step *step = &night->step[plan];
	const struct model_instance *instance = &night->instance[q];
	int pred = latest_ended(night, p, instance->start, instance->width, q);
	if (pred == MODEL_NONE && !step->skipped) {
		pred = ends_inside(night, p, q);
	}
	if (pred != MODEL_NONE) {
		add_pred(night, q, pred);
		return;
	}
	for (int i = 0; i < step->after_count; i++) {
		plan_pred(night, q, step->after[i]);
	}
	int late = step->skipped ? MODEL_NONE : first_after(night, p, q);
	if (late != MODEL_NONE) {
		add_pred(night, late, q);
	}
}

static void unplanned_preds(struct model_night *night, int x)
{
	const struct model_instance *one = &night->instance[x];
	add_pred(night, x, latest_ended(night, one->after, one->start, one->width, x));
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *other = &night->instance[i];
		if (other->plan != MODEL_NONE &&
		    model_follows(&night->step[other->plan], one->after) &&
		    other->start >= one->end) {
			add_pred(night, i, x);
		}
	}
}

static void retry_preds(struct model_night *night, int instance)
{
	const struct model_instance *one = &night->instance[instance];
	int before = MODEL_NONE;
	for (int i = 0; i < night->instance_count; i++) {
		if (model_same(night->instance[i].step, one->step) &&
		    night->instance[i].attempt == one->attempt - 1) {
			before = i;
		}
	}
	add_pred(night, instance, before);
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *other = &night->instance[i];
		if (other->plan == MODEL_NONE && other->end > night->instance[before].end &&
		    other->end <= one->start) {
			add_pred(night, instance, i);
		}
	}
}

static void find_preds(struct model_night *night)
{
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *one = &night->instance[i];
		if (one->attempt > 1) {
			retry_preds(night, i);
		}
		if (one->plan == MODEL_NONE) {
			unplanned_preds(night, i);
			continue;
		}
		const struct model_step *step = &night->step[one->plan];
		for (int j = 0; j < step->after_count; j++) {
			plan_pred(night, i, step->after[j]);
		}
	}
}

static enum model_cause category(const char *reason)
{
	if (model_same(reason, "fault")) {
		return MODEL_T;
	}
	if (model_same(reason, "wrong_crew")) {
		return MODEL_S;
	}
	bool plan = model_same(reason, "operator_error") || model_same(reason, "wrong_order") ||
		    model_same(reason, "omission");
	return plan ? MODEL_P : MODEL_U;
}

/* Why an instance is done again, or at all: of rework the failure before it. */
static void find_trigger(struct model_night *night, int instance)
{
	struct model_instance *one = &night->instance[instance];
	const char *reason = one->plan == MODEL_NONE ? one->reason : "";
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *other = &night->instance[i];
		if (one->attempt > 1 && model_same(other->step, one->step) &&
		    other->attempt == one->attempt - 1) {
			reason = other->reason;
		}
	}
	if (one->plan == MODEL_NONE && reason[0] == '\0') {
		int64_t latest = MODEL_NONE;
		for (int i = 0; i < night->instance_count; i++) {
			const struct model_instance *other = &night->instance[i];
			if (model_same(other->step, one->after) && other->start < one->start &&
			    other->end <= one->start && other->end >= latest) {
				latest = other->end;
				reason = other->reason;
			}
		}
	}
	one->trigger = category(reason);
}

static void find_enable(struct model_night *night, struct model_instance *one)
{
	int64_t gate = one->plan == MODEL_NONE ? MODEL_NONE : night->step[one->plan].not_before;
	one->enable = night->start > gate ? night->start : gate;
	for (int i = 0; i < one->pred_count; i++) {
		int64_t end = night->instance[one->pred[i]].end;
		one->enable = end > one->enable ? end : one->enable;
	}
	if (one->enable > one->start) {
		one->enable = one->start;
	}
}

void model_preds(struct model_night *night)
{
	find_preds(night);
	for (int i = 0; i < night->instance_count; i++) {
		find_trigger(night, i);
		find_enable(night, &night->instance[i]);
	}
}
