// SPDX-License-Identifier: MIT
/* How a random night goes, step by step: waits, work, faults, rework. */
#include "random_work.h"

#include <stdio.h>

static const char *const reasons[] = {
	"operator_error", "wrong_order", "omission", "fault", "wrong_crew", "", ""};

static int role_index(const struct making *make, const char *name)
{
	for (int i = 0; i < make->night->role_count; i++) {
		if (model_same(make->night->role[i].name, name)) {
			return i;
		}
	}
	return 0;
}

static const char *actor_of(struct making *make, int role)
{
	return make->shared[role] && random_chance(make, 50) ? "shared"
							     : make->night->role[role].actor[0];
}

static void tell(struct making *make, int64_t at, const char *signal, const char *step, int role,
		 const char *reason)
{
	struct model_fact *fact = say(make, NIGHT_BASTION, at, signal);
	model_copy(fact->step, step);
	model_copy(fact->actor, actor_of(make, role));
	model_copy(fact->reason, reason);
}

static void arrive(struct making *make, int role, int64_t at)
{
	struct model_role *one = &make->night->role[role];
	struct model_fact *fact = say(make, NIGHT_SITE, at, "presence.in");
	model_copy(fact->actor, one->actor[0]);
	model_copy(fact->role, random_chance(make, 50) ? one->name : "");
	make->arrived[role] = true;
}

static void fault_details(struct making *make, const char *object, const char *ident, int role,
			  int64_t start, int64_t clear)
{
	struct model_night *night = make->night;
	int64_t alert = start + random_span(make, 0, 1200);
	int64_t answer = alert + random_span(make, 0, 3600);
	struct model_fact *fact = NULL;
	if (random_chance(make, 85) && alert < clear) {
		bool astray = random_chance(make, 20);
		fact = say(make, NIGHT_PAGER, alert, "alert.sent");
		model_copy(fact->object, object);
		model_copy(fact->ident, ident);
		model_copy(fact->recipient, night->role[astray ? (role + 1) % 4 : role].name);
		if (astray && random_chance(make, 70)) {
			fact = say(make, NIGHT_PAGER, (alert + answer) / 20 * 10 + 10,
				   "alert.sent");
			model_copy(fact->object, object);
			model_copy(fact->ident, ident);
			model_copy(fact->recipient, night->role[role].name);
		}
	}
	if (random_chance(make, 85) && answer < clear) {
		bool ack = random_chance(make, 80);
		fact = say(make, ack ? NIGHT_PAGER : NIGHT_BASTION, answer,
			   ack ? "response.ack" : "operator.command");
		model_copy(fact->object, object);
		model_copy(fact->ident, ack ? ident : "");
		model_copy(fact->actor, actor_of(make, random_chance(make, 80) ? role : 4));
	}
	if (random_chance(make, 30) && clear - answer > 1200) {
		static const char *const why[] = {"specialist", "approval", "escalation",
						  "wrong_target"};
		bool call = random_chance(make, 60);
		int64_t from = answer + random_span(make, 60, 300);
		int64_t to = from + random_span(make, 60, clear - from - 60);
		for (int i = 0; i < 2; i++) {
			fact = say(make, NIGHT_TICKET, i == 0 ? from : to,
				   call ? (i == 0 ? "callout.sent" : "callout.arrived")
					: (i == 0 ? "wait.begin" : "wait.end"));
			model_copy(fact->object, object);
			model_copy(fact->ident, ident);
		}
		int reason = random_below(make, 4);
		for (int i = 1; i <= 2 && !call; i++) {
			model_copy(night->fact[night->fact_count - i].reason, why[reason]);
		}
	}
}

/* A fault on an object from start to clear. */
static void make_fault(struct making *make, const char *host, int role, int64_t start,
		       int64_t clear)
{
	static const char *const kinds[][2] = {{"fault.open", "fault.clear"},
					       {"link.down", "link.up"},
					       {"health.down", "health.up"},
					       {"peer.down", "peer.up"}};
	int kind = random_below(make, 10);
	kind = kind < 4 ? 0 : kind < 7 ? 1 : kind < 9 ? 2 : 3;
	char object[MODEL_TEXT];
	char ident[MODEL_TEXT] = "";
	(void)snprintf(object, MODEL_TEXT, kind == 1 ? "%.20s:eth0" : "%.20s", host);
	make->faults++;
	if (kind == 0) {
		(void)snprintf(ident, MODEL_TEXT, "F%d", make->faults);
	}
	for (int i = 0; i < 2; i++) {
		struct model_fact *fact =
			say(make, NIGHT_FIREWALL, i == 0 ? start : clear, kinds[kind][i]);
		model_copy(fact->object, object);
		model_copy(fact->ident, ident);
	}
	fault_details(make, object, ident, role, start, clear);
}

/* Steady lines over [from, to), which is why the time is work. */
static void work_lines(struct making *make, const struct model_step *step, int64_t from, int64_t to,
		       int role)
{
	int64_t quiet = step->quiet == MODEL_NONE ? make->night->idle : step->quiet;
	for (int64_t at = from + random_span(make, 60, quiet); at < to;
	     at += random_span(make, 60, quiet)) {
		tell(make, at, "step.activity", step->name, role, "");
	}
}

/* Productive time of `work`, with stops in between; returns its end. */
static int64_t work(struct making *make, const struct model_step *step, int64_t at, int64_t amount,
		    int role)
{
	bool stop = random_chance(make, 30);
	int64_t before = stop ? random_span(make, 0, amount) : amount;
	work_lines(make, step, at, at + before, role);
	at += before;
	if (!stop) {
		return at;
	}
	int64_t length = random_span(make, 300, 7200);
	if (random_chance(make, 70)) {
		tell(make, at, "step.activity", step->name, role, "");
	}
	if (random_chance(make, 75)) {
		make_fault(make, step->resource[0], role, at, at + length);
	} else if (random_chance(make, 30)) {
		struct model_fact *fact = say(make, NIGHT_TICKET, at, "decision.asked");
		model_copy(fact->step, step->name);
		fact = say(make, NIGHT_TICKET, at + length, "decision.given");
		model_copy(fact->step, step->name);
	}
	at += length;
	if (random_chance(make, 60)) {
		tell(make, at, "step.activity", step->name, role, "");
	} else {
		at += random_span(make, 60, 2400);
	}
	work_lines(make, step, at, at + amount - before, role);
	return at + amount - before;
}

/* The wait before a step that could begin at `at`; returns its start. */
static int64_t wait(struct making *make, const struct model_step *step, int64_t at, int role)
{
	struct model_night *night = make->night;
	int64_t length = random_span(make, 60, 4800);
	struct model_fact *fact = NULL;
	if (step->approval[0] != '\0') {
		fact = say(make, NIGHT_TICKET, at - random_span(make, 0, 600), "approval.asked");
		model_copy(fact->step, step->name);
		model_copy(fact->recipient, "CAB");
		fact = say(make, NIGHT_TICKET, at + length, "approval.given");
		model_copy(fact->step, step->name);
		model_copy(fact->role, "CAB");
		if (night->role[5].due == MODEL_NONE && random_chance(make, 30)) {
			night->role[5].due = at - random_span(make, 0, 1200);
			arrive(make, 5, at + random_span(make, 60, length));
		}
		return at + length;
	}
	switch (random_below(make, 12)) {
	case 0:
	case 1: /* late cover */
		if (night->role[role].due != MODEL_NONE || make->arrived[role]) {
			return at;
		}
		night->role[role].due = at - random_span(make, 0, 3600);
		arrive(make, role, at + length);
		if (random_chance(make, 30)) {
			make_fault(make, step->resource[0], role, at, at + length);
		}
		return at + length;
	case 2: /* told late */
		if (!make->arrived[role]) {
			arrive(make, role, at - random_span(make, 0, 1200));
		}
		fact = say(make, NIGHT_TICKET, at + length, "handoff.notified");
		model_copy(fact->step, step->name);
		return at + length;
	case 3: /* nothing is known */
		return at + length;
	case 4: /* a fault before the work */
		make_fault(make, step->resource[0], role, at - random_span(make, 0, 600),
			   at + length);
		return at + length;
	case 5: /* the role is busy until then */
	case 6:
		return make->free_at[role] > at ? make->free_at[role] : at;
	default:
		return at;
	}
}

static int64_t amount_of(struct making *make, const struct model_step *step)
{
	switch (random_below(make, 8)) {
	case 0:
		return step->allow + random_span(make, 600, 3600);
	case 1:
		return step->allow / 20 * 10 + 60;
	case 2:
	case 3:
		return step->allow + random_span(make, 0, 600) - 300;
	default:
		return step->allow;
	}
}

/* Unplanned work after a failure; returns its end. */
static int64_t unplanned(struct making *make, const struct model_step *step, int64_t at, int role)
{
	char name[MODEL_TEXT];
	(void)snprintf(name, MODEL_TEXT, "X%d", ++make->unplanned);
	if (random_chance(make, 30)) {
		int64_t given = at + random_span(make, 60, 2400);
		struct model_fact *fact = say(make, NIGHT_TICKET, at, "approval.asked");
		model_copy(fact->step, name);
		fact = say(make, NIGHT_TICKET, given, "approval.given");
		model_copy(fact->step, name);
		at = given;
	}
	tell(make, at, "step.begin", name, role,
	     random_chance(make, 40) ? reasons[random_below(make, 7)] : "");
	model_copy(make->night->fact[make->night->fact_count - 1].after, step->name);
	int64_t end = at + random_span(make, 300, 2400);
	for (int64_t t = at + 240; t < end; t += 240) {
		tell(make, t, "step.activity", name, role, "");
	}
	tell(make, end, "step.end", name, role, "");
	return end;
}

static int64_t attempts(struct making *make, const struct model_step *step, int64_t at, int role)
{
	int64_t amount = amount_of(make, step);
	bool fails = random_chance(make, 15);
	for (int attempt = 1; attempt <= 2 && fails; attempt++) {
		tell(make, at, "step.begin", step->name, role, "");
		at = work(make, step, at, random_span(make, 120, amount), role);
		tell(make, at, "step.fail", step->name, role, reasons[random_below(make, 7)]);
		if (random_chance(make, 40)) {
			at = unplanned(make, step, at, role);
		}
		at += random_chance(make, 30) ? random_span(make, 60, 1800) : 0;
		fails = random_chance(make, 15);
	}
	bool begun = random_chance(make, 92);
	tell(make, at, begun ? "step.begin" : "step.activity", step->name, role, "");
	if (random_chance(make, 10)) {
		struct model_fact *fact = say(make, NIGHT_FIREWALL, at, "progress.slow");
		model_copy(fact->object, step->resource[0]);
		fact = say(make, NIGHT_FIREWALL, at + random_span(make, 600, 7200),
			   "progress.normal");
		model_copy(fact->object, step->resource[0]);
	}
	at = work(make, step, at, amount, role);
	bool ended = random_chance(make, 92);
	tell(make, at, ended ? "step.end" : "step.activity", step->name, role, "");
	if (random_chance(make, 8)) {
		at = unplanned(make, step, at, role);
	}
	return at;
}

static void make_step_work(struct making *make, int i, int64_t at)
{
	struct model_night *night = make->night;
	struct model_step *step = &night->step[i];
	int role = role_index(make, step->role);
	if (random_chance(make, 4)) { /* no line of it at all */
		make->end[i] = at + (random_chance(make, 50) ? step->allow : 0);
		return;
	}
	if (random_chance(make, 10)) {
		step->not_before = at + random_span(make, 0, 3600) - 1200;
		at = step->not_before > at ? step->not_before : at;
	}
	at = wait(make, step, at, role);
	if (step->crew == 2 && !make->arrived[role]) {
		arrive(make, role, at);
		struct model_fact *fact = say(
			make, NIGHT_SITE, at + random_span(make, 0, step->allow), "presence.in");
		model_copy(fact->actor, night->role[role].actor[1]);
	}
	make->end[i] = attempts(make, step, at, role);
	make->free_at[role] = make->end[i];
}

static int64_t ready(const struct making *make, const struct model_step *step)
{
	int64_t at = make->night->start;
	for (int i = 0; i < step->after_count; i++) {
		int64_t end = make->end[model_step_of(make->night, step->after[i])];
		at = end > at ? end : at;
	}
	return at;
}

static void make_window(struct making *make)
{
	struct model_night *night = make->night;
	int64_t planned = 0;
	for (int i = 0; i < night->step_count; i++) {
		planned += random_chance(make, 80) ? night->step[i].allow : 0;
	}
	night->end = night->start + planned / 300 * 300 + 300 * (random_below(make, 12) - 4);
	if (night->end < night->start + 1800) {
		night->end = night->start + 1800;
	}
	if (random_chance(make, 20)) {
		night->extension[0].at = night->end + 60 * (random_below(make, 20) - 12);
		night->extension[0].end = night->end + 3600;
		night->extension_count = 1;
	}
}

void make_work(struct making *make)
{
	struct model_night *night = make->night;
	int64_t last = night->start;
	int early = random_chance(make, 8) ? 1 + random_below(make, night->step_count - 1) : 0;
	for (int i = 0; i < night->step_count; i++) {
		const struct model_step *step = &night->step[i];
		int64_t at = ready(make, step);
		if (early > 0 && i == early - 1) { /* the next one goes first */
			make_step_work(make, early, at);
			at = make->end[early];
		}
		if (i != early || early == 0) {
			make_step_work(make, i, at);
		}
		last = make->end[i] > last ? make->end[i] : last;
	}
	make_window(make);
	make->back = (last - night->start + 59) / 60 * 60 + night->start;
	if (random_chance(make, 15)) { /* nobody knows why not earlier */
		make->back += 60 * random_below(make, 40);
		if (random_chance(make, 40)) {
			make_fault(make, night->step[night->step_count - 1].resource[0], 0,
				   last + 60, make->back);
		}
	}
	if (random_chance(make, 30)) {
		make_fault(make, "host-none", 0, night->start + 600, night->start + 6000);
	}
}
