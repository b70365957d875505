// SPDX-License-Identifier: MIT
/* The reference model: faults with what belongs to them, and who was there. */
#include "model.h"

#include <string.h>

static const struct {
	const char *open, *clear;
} pairs[] = {
	{"fault.open", "fault.clear"},     {"link.down", "link.up"},
	{"tunnel.down", "tunnel.up"},      {"peer.down", "peer.up"},
	{"health.down", "health.up"},      {"table.full", "table.normal"},
	{"pool.exhausted", "pool.normal"},
};

enum { PAIRS = sizeof(pairs) / sizeof(pairs[0]), ATTACH_S = 2 };

static bool is_external(const struct model_night *night, const char *signal)
{
	for (int i = 0; i < night->external_count; i++) {
		if (model_same(night->external[i], signal)) {
			return true;
		}
	}
	return false;
}

/* When the same opens again. */
static int64_t opens_again(const struct model_night *night, const struct model_fact *open,
			   int64_t after)
{
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		if (fact->at > after && model_same(fact->signal, open->signal) &&
		    model_same(fact->object, open->object) &&
		    model_same(fact->ident, open->ident)) {
			return fact->at;
		}
	}
	return INT64_MAX;
}

/* A fault for each first open that a clear follows. */
static void find_faults(struct model_night *night)
{
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *open = &night->fact[i];
		int pair = 0;
		while (pair < PAIRS && !model_same(pairs[pair].open, open->signal)) {
			pair++;
		}
		if (pair == PAIRS) {
			continue;
		}
		bool part = false;
		for (int j = 0; j < night->fault_count; j++) {
			const struct model_fault *fault = &night->fault[j];
			part = part || (model_same(fault->object, open->object) &&
					model_same(fault->ident, open->ident) &&
					model_same(fault->signal, open->signal) &&
					fault->start <= open->at && open->at < fault->clear);
		}
		for (int j = 0; j < night->fact_count && !part; j++) {
			const struct model_fact *clear = &night->fact[j];
			if (clear->at < open->at || !model_same(clear->signal, pairs[pair].clear) ||
			    !model_same(clear->object, open->object) ||
			    !model_same(clear->ident, open->ident)) {
				continue;
			}
			struct model_fault *fault = &night->fault[night->fault_count++];
			memset(fault, 0, sizeof(*fault));
			model_copy(fault->object, open->object);
			model_copy(fault->signal, open->signal);
			model_copy(fault->ident, open->ident);
			fault->external = is_external(night, open->signal);
			fault->start = open->at;
			fault->detect = fault->clear = clear->at;
			fault->surely_clear = model_disputed_until(
				night, clear, opens_again(night, open, clear->at));
			fault->response = MODEL_NONE;
			fault->response_feed = MODEL_NONE;
			break;
		}
	}
}

bool model_known(const struct model_night *night, const char *ident)
{
	if (ident[0] == '\0') {
		return false;
	}
	for (int i = 0; i < night->fault_count; i++) {
		if (model_same(night->fault[i].ident, ident)) {
			return true;
		}
	}
	for (int i = 0; i < night->touch_count; i++) {
		if (model_same(night->touch[i].fact.step, ident)) {
			return true;
		}
	}
	return model_step_of(night, ident) != MODEL_NONE;
}

bool model_belongs(const struct model_night *night, const struct model_fault *fault,
		   const struct model_fact *fact)
{
	bool known = model_known(night, fact->ident);
	for (int i = 0; i < night->fault_count && known; i++) {
		if (model_same(fact->ident, night->fault[i].ident)) {
			return model_same(fact->ident, fault->ident);
		}
	}
	int64_t slack = ATTACH_S + night->feed[fact->feed].width;
	int step = model_step_of(night, known ? fact->ident : fact->step);
	bool there = fact->object[0] != '\0' && (model_is_of(fact->object, fault->object) ||
						 model_is_of(fault->object, fact->object));
	if (step != MODEL_NONE) {
		there = model_uses(&night->step[step], fault->object) &&
			(there || fact->object[0] == '\0');
	}
	return there && fact->at >= fault->start - slack && fact->at <= fault->clear + slack;
}

static const char *role_of_line(const struct model_night *night, const struct model_fact *fact)
{
	return fact->role[0] != '\0' ? fact->role : model_role_of_actor(night, fact->actor);
}

static const char *recipient_role(const struct model_night *night, const char *recipient)
{
	return model_role_of(night, recipient) != NULL ? recipient
						       : model_role_of_actor(night, recipient);
}

static void add_wait(struct model_fault *fault, const char *leaf, int64_t from, int64_t to)
{
	struct model_wait *wait = &fault->wait[fault->wait_count++];
	model_copy(wait->leaf, leaf);
	wait->from = from;
	wait->to = to;
}

/* The first line of `signal` that belongs to the fault, at `from` or later. */
static const struct model_fact *next_line(const struct model_night *night,
					  const struct model_fault *fault, const char *signal,
					  int64_t from)
{
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		if (model_same(fact->signal, signal) && fact->at >= from &&
		    model_belongs(night, fault, fact)) {
			return fact;
		}
	}
	return NULL;
}

static void attach_waits(const struct model_night *night, struct model_fault *fault)
{
	static const char *const reasons[][2] = {{"specialist", "S.SPECIALIST"},
						 {"approval", "P.APPROVAL"},
						 {"escalation", "P.ESCALATION"},
						 {"wrong_target", "P.WRONGTARGET"}};
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		bool sent = model_same(fact->signal, "callout.sent");
		if ((!sent && !model_same(fact->signal, "wait.begin")) ||
		    !model_belongs(night, fault, fact)) {
			continue;
		}
		const char *leaf = sent ? "S.SPECIALIST" : NULL;
		for (int j = 0; j < 4 && !sent; j++) {
			leaf = model_same(fact->reason, reasons[j][0]) ? reasons[j][1] : leaf;
		}
		const struct model_fact *end =
			next_line(night, fault, sent ? "callout.arrived" : "wait.end", fact->at);
		if (leaf != NULL && end != NULL) {
			add_wait(fault, leaf, fact->at, end->at);
		}
	}
}

static void attach_disputes(const struct model_night *night, struct model_fault *fault)
{
	static const char *const signals[] = {"response.ack", "callout.sent", "callout.arrived",
					      "wait.begin", "wait.end"};
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		/* the other lines must belong to the fault as well */
		bool by_ident = model_known(night, fact->ident);
		int64_t slack = ATTACH_S + night->feed[fact->feed].width;
		int64_t since = by_ident ? 0 : fault->start - slack;
		int64_t limit = by_ident ? INT64_MAX : fault->clear + slack + 1;
		int64_t until = model_disputed_until(night, fact, limit);
		bool counts = false;
		for (int j = 0; j < 5; j++) {
			counts = counts || model_same(fact->signal, signals[j]);
		}
		if (counts && until > fact->at && model_belongs(night, fault, fact) &&
		    !model_told_before(night, fact, since)) {
			fault->dispute[fault->dispute_count++] =
				(struct model_span){MODEL_NONE, fact->at, until};
		}
	}
}

static void attach(struct model_night *night, struct model_fault *fault)
{
	const struct model_fact *alert = next_line(night, fault, "alert.sent", 0);
	if (alert != NULL) {
		fault->alerted = true;
		fault->detect = alert->at;
		model_copy(fault->recipient, recipient_role(night, alert->recipient));
		const struct model_fact *again = alert;
		while (again != NULL && model_same(again->recipient, alert->recipient)) {
			again = next_line(night, fault, "alert.sent", again->at + 1);
		}
		fault->rerouted = again != NULL && again->recipient[0] != '\0';
	}
	const struct model_fact *response = next_line(night, fault, "response.ack", 0);
	if (response == NULL) {
		response = next_line(night, fault, "operator.command", 0);
	}
	if (response != NULL) {
		fault->response = response->at;
		fault->response_feed = response->feed;
		model_copy(fault->responder, role_of_line(night, response));
	}
	fault->busy_to = fault->clear;
	for (int i = 0; i < night->fact_count && response != NULL && alert == NULL; i++) {
		const struct model_fact *fact = &night->fact[i];
		if (model_same(response->signal, "operator.command") && fact->at < fault->clear &&
		    model_same(fact->signal, response->signal) &&
		    model_same(role_of_line(night, fact), fault->responder) &&
		    model_belongs(night, fault, fact)) {
			fault->busy_to = fact->at;
		}
	}
	attach_waits(night, fault);
	attach_disputes(night, fault);
}

static bool shows(const struct model_night *night, const struct model_role *role,
		  const struct model_fact *fact)
{
	bool signs_in =
		model_same(fact->signal, "presence.in") && model_same(fact->role, role->name);
	bool theirs = model_same(model_role_of_actor(night, fact->actor), role->name);
	bool watches = fact->feed == role->presence || fact->feed == role->also;
	return watches && (signs_in || theirs);
}

static void find_presence(const struct model_night *night, struct model_role *role)
{
	const struct model_fact *first = NULL;
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		if (shows(night, role, fact) && (first == NULL || fact->at < first->at)) {
			first = fact;
		}
	}
	role->first = role->surely = first == NULL ? MODEL_NONE : first->at;
	role->shown_by = first == NULL ? MODEL_NONE : first->feed;
	bool two = role->presence != MODEL_NONE && role->also != MODEL_NONE;
	if (first == NULL || role->due == MODEL_NONE || !two ||
	    !model_same(first->signal, "presence.in")) {
		return;
	}
	role->surely = model_disputed_until(night, first, INT64_MAX);
	for (int i = 0; i < night->fact_count; i++) { /* shown by another line before that */
		const struct model_fact *fact = &night->fact[i];
		if (shows(night, role, fact) && fact->feed != first->feed && fact->at > first->at &&
		    fact->at < role->surely) {
			role->surely = fact->at;
		}
	}
}

void model_evidence(struct model_night *night)
{
	for (int i = 0; i < night->role_count; i++) {
		find_presence(night, &night->role[i]);
	}
	find_faults(night);
	for (int i = 0; i < night->fault_count; i++) {
		attach(night, &night->fault[i]);
	}
	model_approvals(night, "approval.asked", "approval.given", false);
	model_approvals(night, "decision.asked", "decision.given", true);
}
