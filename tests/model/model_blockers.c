// SPDX-License-Identifier: MIT
/* The reference model: who or what blocks an instance at a time. */
#include "model.h"

#include <stdlib.h>

static enum model_cause cause_of(const char *leaf)
{
	return leaf[0] == 'S'   ? MODEL_S
	       : leaf[0] == 'P' ? MODEL_P
	       : leaf[0] == 'T' ? MODEL_T
				: MODEL_U;
}

int model_add_leaf(struct model_leaf leaf[MODEL_LEAVES], int count, const char *name, bool absolute,
		   int64_t from, int64_t to)
{
	for (int i = 0; i < count; i++) {
		if (model_same(leaf[i].name, name) && leaf[i].absolute == absolute) {
			if (absolute) { /* the longer one holds longer */
				leaf[i].from = from < leaf[i].from ? from : leaf[i].from;
				leaf[i].to = to > leaf[i].to ? to : leaf[i].to;
			}
			return count;
		}
	}
	if (count == MODEL_LEAVES) {
		abort();
	}
	model_copy(leaf[count].name, name);
	leaf[count].cause = cause_of(name);
	leaf[count].absolute = absolute;
	leaf[count].from = from;
	leaf[count].to = to;
	return count + 1;
}

bool model_uses(const struct model_step *step, const char *object)
{
	for (int i = 0; i < step->resource_count; i++) {
		if (model_is_of(step->resource[i], object)) {
			return true;
		}
	}
	return false;
}

static bool expects(const struct model_step *step, const char *signal)
{
	for (int i = 0; i < step->expects_count; i++) {
		if (model_same(step->expects[i], signal)) {
			return true;
		}
	}
	return false;
}

static bool response_covered(const struct model_night *night, const struct model_fault *fault,
			     int64_t at)
{
	if (fault->response_feed != MODEL_NONE) {
		return model_covered(night, fault->response_feed, at);
	}
	for (int i = 0; i < night->feed_count; i++) {
		bool kind = model_same(night->feed[i].kind, "pager") ||
			    model_same(night->feed[i].kind, "operator");
		if (kind && model_covered(night, i, at)) {
			return true;
		}
	}
	return false;
}

/* Whatever its phase, an external fault is over when it is over. */
static int fault_blocks(const struct model_fault *fault, const char *name,
			struct model_leaf leaf[MODEL_LEAVES], int count)
{
	return model_add_leaf(leaf, count, name, fault->external, fault->start, fault->clear);
}

/* What a pending approval makes of the moment; of an external fault's repair it is external. */
static int approval_leaf(const struct model_night *night, const struct model_approval *approval,
			 int64_t at, struct model_leaf leaf[MODEL_LEAVES], int count)
{
	const struct model_role *by = model_role_of(night, approval->approver);
	const char *name = approval->decision ? "P.DECISION" : "P.APPROVAL";
	bool doubted = by != NULL && by->first <= at && at < by->surely;
	struct model_span shown;
	if (doubted || at >= approval->given) {
		return model_add_leaf(leaf, count, "U.CONFLICT", false, 0, 0);
	}
	if (model_absent(night, approval->approver, at, &shown)) {
		return model_add_leaf(leaf, count, "S.ABSENT", true, shown.from, shown.to);
	}
	return approval->fault != MODEL_NONE
		       ? fault_blocks(&night->fault[approval->fault], name, leaf, count)
		       : model_add_leaf(leaf, count, name, false, 0, 0);
}

/* What the repair of a fault waits for: recorded waits, and approvals asked for. */
static int wait_leaves(const struct model_night *night, const struct model_fault *fault, int64_t at,
		       struct model_leaf leaf[MODEL_LEAVES], int count)
{
	for (int i = 0; i < night->approval_count; i++) {
		const struct model_approval *approval = &night->approval[i];
		if (approval->fault != MODEL_NONE && &night->fault[approval->fault] == fault &&
		    approval->asked <= at && at < approval->given) {
			count = approval_leaf(night, approval, at, leaf, count);
		}
	}
	for (int i = 0; i < fault->wait_count; i++) {
		if (fault->wait[i].from <= at && at < fault->wait[i].to) {
			count = fault_blocks(fault, fault->wait[i].leaf, leaf, count);
		}
	}
	return count;
}

/* A grant in a repair that another record has later. */
static bool grant_disputed(const struct model_night *night, const struct model_fault *fault,
			   int64_t at)
{
	for (int i = 0; i < night->approval_count; i++) {
		const struct model_approval *approval = &night->approval[i];
		if (approval->fault != MODEL_NONE && &night->fault[approval->fault] == fault &&
		    approval->given <= at && at < approval->surely_given) {
			return true;
		}
	}
	return false;
}

/* The phase of a fault at a time within it. */
static int fault_leaf(const struct model_night *night, const struct model_step *step,
		      const struct model_fault *fault, int64_t at,
		      struct model_leaf leaf[MODEL_LEAVES], int count)
{
	for (int i = 0; i < fault->dispute_count; i++) {
		if (fault->dispute[i].from <= at && at < fault->dispute[i].to) {
			return model_add_leaf(leaf, count, "U.CONFLICT", false, 0, 0);
		}
	}
	if (grant_disputed(night, fault, at)) {
		return model_add_leaf(leaf, count, "U.CONFLICT", false, 0, 0);
	}
	bool answered = fault->response != MODEL_NONE;
	bool before = !answered || at < fault->response;
	if (at < fault->detect) {
		return fault_blocks(fault, "T.LATENT", leaf, count);
	}
	if (before && at < fault->detect + night->ack_grace) {
		return fault_blocks(fault, "T.REACT", leaf, count);
	}
	if (before) {
		bool astray =
			fault->recipient[0] != '\0' && !model_same(fault->recipient, step->role);
		if (astray && answered && fault->rerouted) {
			return fault_blocks(fault, "P.MISROUTE", leaf, count);
		}
		int waits = answered ? count : wait_leaves(night, fault, at, leaf, count);
		if (waits > count) { /* who waits for the vendor has answered */
			return waits;
		}
		if (!response_covered(night, fault, at)) {
			return fault_blocks(fault, "U.RESPONSE", leaf, count);
		}
		if (fault->alerted && answered) {
			return fault_blocks(fault, "S.NORESPONSE", leaf, count);
		}
	}
	int waits = wait_leaves(night, fault, at, leaf, count);
	return waits > count ? waits : fault_blocks(fault, "T.REPAIR", leaf, count);
}

static int approval_leaves(const struct model_night *night, const char *step, int64_t at,
			   struct model_leaf leaf[MODEL_LEAVES], int count)
{
	for (int i = 0; i < night->approval_count; i++) {
		const struct model_approval *approval = &night->approval[i];
		if (approval->fault == MODEL_NONE && model_same(approval->step, step) &&
		    at >= approval->asked && at < approval->surely_given) {
			count = approval_leaf(night, approval, at, leaf, count);
		}
	}
	return count;
}

/* Does a step that depends on its object take it for normal? */
static bool expected_somewhere(const struct model_night *night, const struct model_fault *fault)
{
	for (int i = 0; i < night->step_count; i++) {
		if (model_uses(&night->step[i], fault->object) &&
		    expects(&night->step[i], fault->signal)) {
			return true;
		}
	}
	return false;
}

static bool busy_elsewhere(const struct model_night *night, int instance, int64_t at)
{
	const struct model_instance *one = &night->instance[instance];
	if (one->role[0] == '\0') {
		return false;
	}
	for (int i = 0; i < night->instance_count; i++) {
		const struct model_instance *other = &night->instance[i];
		if (!model_same(other->step, one->step) && other->observed &&
		    model_same(other->role, one->role) && other->by_role && other->start <= at &&
		    at < other->end) {
			return true;
		}
	}
	for (int i = 0; i < night->fault_count; i++) {
		const struct model_fault *fault = &night->fault[i];
		bool own = one->plan != MODEL_NONE &&
			   model_uses(&night->step[one->plan], fault->object);
		if (!own && !expected_somewhere(night, fault) && fault->response != MODEL_NONE &&
		    model_same(fault->responder, one->role) && fault->response <= at &&
		    at < fault->busy_to) {
			return true;
		}
	}
	return false;
}

/* The first line of an instance at `from` or later; its start when it has none. */
static int64_t next_line(const struct model_instance *instance, int64_t from)
{
	for (int i = 0; i < instance->line_count; i++) {
		if (instance->line[i] >= from) {
			return instance->line[i];
		}
	}
	return MODEL_NONE;
}

static bool unnoticed(const struct model_night *night, const struct model_instance *instance,
		      int64_t at)
{
	const struct model_step *step = &night->step[instance->plan];
	for (int i = 0; i < night->fault_count && step->check != MODEL_NONE; i++) {
		const struct model_fault *fault = &night->fault[i];
		int64_t next = next_line(instance, fault->surely_clear);
		if (model_uses(step, fault->object) && !expects(step, fault->signal) &&
		    fault->surely_clear >= instance->enable && fault->surely_clear <= at &&
		    at < next && next - fault->surely_clear > step->check) {
			return true;
		}
	}
	return false;
}

/* "P.HANDOFF", "U.CONFLICT" or NULL. */
static const char *told_late(const struct model_night *night, const struct model_instance *instance,
			     int64_t at)
{
	const struct model_role *role = model_role_of(night, instance->role);
	if (role == NULL || role->presence == MODEL_NONE || at >= instance->start) {
		return NULL;
	}
	int64_t present = role->surely;
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		if (model_same(fact->signal, "handoff.notified") &&
		    model_same(fact->step, instance->step) && fact->at >= instance->enable &&
		    fact->at <= instance->start) { /* what came later was not waited for */
			int64_t until = model_disputed_until(night, fact, instance->start + 1);
			bool late = present != MODEL_NONE && present <= at && at < fact->at;
			bool disputed = fact->at <= at && at < until;
			return instance->enable > at ? NULL
			       : late                ? "P.HANDOFF"
			       : disputed            ? "U.CONFLICT"
						     : NULL;
		}
	}
	return NULL;
}

int model_blockers(const struct model_night *night, int instance, int64_t at,
		   struct model_leaf leaf[MODEL_LEAVES], bool *ret_stops)
{
	bool tail = instance == MODEL_NONE;
	const struct model_instance *one = &night->instance[tail ? night->top : instance];
	int count = 0;
	*ret_stops = false;
	for (int i = 0; i < night->fault_count && one->plan != MODEL_NONE; i++) {
		const struct model_step *step = &night->step[one->plan];
		const struct model_fault *fault = &night->fault[i];
		if (model_uses(step, fault->object) && !expects(step, fault->signal) &&
		    fault->start <= at && at < fault->clear) {
			count = fault_leaf(night, step, fault, at, leaf, count);
			*ret_stops = true;
		} else if (model_uses(step, fault->object) && !expects(step, fault->signal) &&
			   fault->clear <= at && at < fault->surely_clear) {
			count = model_add_leaf(leaf, count, "U.CONFLICT", false, 0, 0);
			*ret_stops = true;
		}
	}
	count = approval_leaves(night, tail ? "" : one->step, at, leaf, count);
	if (tail) {
		return count;
	}
	struct model_span shown;
	if (model_absent(night, one->role, at, &shown)) {
		count = model_add_leaf(leaf, count, "S.ABSENT", true, shown.from, shown.to);
	}
	if (busy_elsewhere(night, instance, at)) {
		count = model_add_leaf(leaf, count, "S.CONTENTION", false, 0, 0);
	}
	if (one->plan != MODEL_NONE && unnoticed(night, one, at)) {
		count = model_add_leaf(leaf, count, "P.NOCHECK", false, 0, 0);
	}
	const struct model_role *role = model_role_of(night, one->role);
	if (role != NULL && role->first <= at && at < role->surely) {
		count = model_add_leaf(leaf, count, "U.CONFLICT", false, 0, 0);
	}
	const char *late = told_late(night, one, at);
	if (late != NULL) {
		count = model_add_leaf(leaf, count, late, false, 0, 0);
	}
	return count;
}
