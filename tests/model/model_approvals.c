// SPDX-License-Identifier: MIT
/* The reference model: approvals and decisions, and what each was about. */
#include "model.h"

#include <stddef.h>

/* The step that an approval is about, "" if none: whose id it carries, else which it names. */
static const char *step_of(const struct model_night *night, const struct model_fact *fact)
{
	return model_known(night, fact->ident) ? fact->ident : fact->step;
}

static bool carries_fault(const struct model_night *night, const struct model_fact *fact)
{
	for (int i = 0; i < night->fault_count; i++) {
		if (fact->ident[0] != '\0' && model_same(night->fault[i].ident, fact->ident)) {
			return true;
		}
	}
	return false;
}

static bool of_repair(const struct model_night *night, int fault, const struct model_fact *fact)
{
	bool may = carries_fault(night, fact) || step_of(night, fact)[0] == '\0';
	return may && model_belongs(night, &night->fault[fault], fact);
}

static bool of_any_repair(const struct model_night *night, const struct model_fact *fact)
{
	for (int i = 0; i < night->fault_count; i++) {
		if (of_repair(night, i, fact)) {
			return true;
		}
	}
	return false;
}

/* Its own number, "" when it is the id of something. */
static const char *number_of(const struct model_night *night, const struct model_fact *fact)
{
	return model_known(night, fact->ident) ? "" : fact->ident;
}

/* Does a grant answer a request that is about that fault (MODEL_NONE: about none)? */
static bool answers(const struct model_night *night, int fault, const struct model_fact *ask,
		    const struct model_fact *grant)
{
	const char *asked = number_of(night, ask);
	const char *given = number_of(night, grant);
	bool one = asked[0] != '\0' && model_same(asked, given);
	bool other = asked[0] != '\0' && given[0] != '\0' && !one;
	bool tied = of_any_repair(night, grant);
	if (fault != MODEL_NONE) {
		return one || (of_repair(night, fault, grant) && !other);
	}
	const char *step = step_of(night, ask);
	if (step[0] != '\0') {
		return !tied && model_same(step_of(night, grant), step);
	}
	return one || (!tied && step_of(night, grant)[0] == '\0' && !other);
}

static void pair(struct model_night *night, int fault, const struct model_fact *ask,
		 const char *given, bool decision)
{
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *grant = &night->fact[i];
		if (!model_same(grant->signal, given) || grant->at < ask->at ||
		    !answers(night, fault, ask, grant)) {
			continue;
		}
		struct model_approval *approval = &night->approval[night->approval_count++];
		approval->decision = decision;
		approval->fault = fault;
		model_copy(approval->step, fault == MODEL_NONE ? step_of(night, ask) : "");
		const char *role = model_role_of_actor(night, ask->recipient);
		model_copy(approval->approver,
			   model_role_of(night, ask->recipient) != NULL ? ask->recipient : role);
		int step = model_step_of(night, approval->step);
		if (approval->approver[0] == '\0' && step != MODEL_NONE) {
			model_copy(approval->approver, night->step[step].approval);
		}
		approval->asked = ask->at;
		approval->given = grant->at;
		int64_t limit = fault == MODEL_NONE || carries_fault(night, grant)
					? INT64_MAX
					: night->fault[fault].clear + 1;
		approval->surely_given = model_disputed_until(night, grant, limit);
		return;
	}
}

void model_approvals(struct model_night *night, const char *asked, const char *given, bool decision)
{
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *ask = &night->fact[i];
		if (!model_same(ask->signal, asked)) {
			continue;
		}
		bool tied = false;
		for (int j = 0; j < night->fault_count; j++) {
			if (of_repair(night, j, ask)) {
				tied = true;
				pair(night, j, ask, given, decision);
			}
		}
		if (!tied) {
			pair(night, MODEL_NONE, ask, given, decision);
		}
	}
}
