// SPDX-License-Identifier: MIT
/*
 * The steps: as planned, if each takes its allowance, and as carried out, attempt by attempt.
 */
#include "report_own.h"

/* step, title, role, restores, allow_us, not_before_at, skipped */
static enum status take_step(struct report_own *own, struct rows *rows, void *user,
			     struct error *error)
{
	(void)user;
	struct report *report = own->report;
	struct report_step *step = OWN_PUSH(own, report->steps, report->step_count);
	if (step == NULL) {
		return own_no_memory(error);
	}
	step->planned = true;
	step->restores = rows_int(rows, 3) != 0;
	step->allow = own_amount(rows_int(rows, 4));
	step->plan_start_at = report->window_start_at;
	timestamp not_before_at = rows_time(rows, 5);
	if (not_before_at > step->plan_start_at) {
		step->plan_start_at = not_before_at;
	}
	step->plan_end_at = step->plan_start_at + step->allow.us;
	step->skipped = rows_int(rows, 6) != 0;
	enum status status = own_text(own, rows, 0, &step->step, error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 1, &step->title, error);
	}
	return status == STATUS_OK ? own_text(own, rows, 2, &step->role, error) : status;
}

static struct report_step *find_step(struct report *report, struct slice id)
{
	for (size_t i = 0; i < report->step_count; i++) {
		if (slice_is(id, report->steps[i].step)) {
			return &report->steps[i];
		}
	}
	return NULL;
}

/* One step waits for another in the plan. */
struct after {
	struct report_step *step, *predecessor;
};

struct afters {
	struct after *items;
	size_t count;
};

static enum status take_after(struct report_own *own, struct rows *rows, void *user,
			      struct error *error)
{
	struct afters *afters = user;
	const char *ids[2] = {NULL, NULL};
	enum status status = own_text(own, rows, 0, &ids[0], error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 1, &ids[1], error);
	}
	if (status != STATUS_OK || ids[0] == NULL || ids[1] == NULL) {
		return status;
	}
	struct report_step *step = find_step(own->report, slice_from(ids[0]));
	struct report_step *predecessor = find_step(own->report, slice_from(ids[1]));
	if (step == NULL || predecessor == NULL) {
		return STATUS_OK;
	}
	struct after *after = OWN_PUSH(own, afters->items, afters->count);
	if (after == NULL) {
		return own_no_memory(error);
	}
	*after = (struct after){step, predecessor};
	return STATUS_OK;
}

/* Moves every step behind its predecessors; a plan has no cycles, so one round per step is enough.
 */
static void schedule(struct report *report, const struct afters *afters)
{
	bool moved = true;
	for (size_t round = 0; moved && round < report->step_count; round++) {
		moved = false;
		for (size_t i = 0; i < afters->count; i++) {
			struct report_step *step = afters->items[i].step;
			timestamp after_at = afters->items[i].predecessor->plan_end_at;
			if (after_at > step->plan_start_at) {
				step->plan_start_at = after_at;
				step->plan_end_at = after_at + step->allow.us;
				moved = true;
			}
		}
	}
}

static enum status unplanned_step(struct report_own *own, struct rows *rows,
				  struct report_step **ret_step, struct error *error)
{
	struct report *report = own->report;
	struct report_step *step = OWN_PUSH(own, report->steps, report->step_count);
	if (step == NULL) {
		return own_no_memory(error);
	}
	step->plan_start_at = step->plan_end_at = TIMESTAMP_NONE;
	step->restores = true;
	enum status status = own_text(own, rows, 0, &step->step, error);
	if (status == STATUS_OK) {
		status = own_text(own, rows, 1, &step->role, error);
	}
	*ret_step = step;
	return status;
}

/* step, role, attempt, enable, start, end, start_origin, end_origin, outcome, reason, trigger,
 * on_path, start_event, end_event */
static enum status take_attempt(struct report_own *own, struct rows *rows, void *user,
				struct error *error)
{
	(void)user;
	const char *id = NULL;
	enum status status = own_text(own, rows, 0, &id, error);
	if (status != STATUS_OK || id == NULL) {
		return status;
	}
	struct report_step *step = find_step(own->report, slice_from(id));
	if (step == NULL) {
		status = unplanned_step(own, rows, &step, error);
	}
	if (status != STATUS_OK || step == NULL) {
		return status;
	}
	struct report_attempt *attempt = OWN_PUSH(own, step->attempts, step->attempt_count);
	if (attempt == NULL) {
		return own_no_memory(error);
	}
	attempt->attempt = rows_int(rows, 2);
	attempt->enable_at = rows_time(rows, 3);
	attempt->start_at = rows_int(rows, 4);
	attempt->end_at = rows_int(rows, 5);
	attempt->on_path = rows_int(rows, 11) != 0;
	const char **words[] = {&attempt->start_origin, &attempt->end_origin, &attempt->outcome,
				&attempt->reason};
	for (size_t i = 0; i < sizeof words / sizeof words[0] && status == STATUS_OK; i++) {
		status = own_text(own, rows, 6 + i, words[i], error);
	}
	if (status == STATUS_OK) {
		status = own_text(own, rows, 10, &attempt->trigger, error);
	}
	return status == STATUS_OK ? own_cite_columns(own, rows, 12, 2, &attempt->evidence, error)
				   : status;
}

enum status report_load_steps(struct report_own *own, struct error *error)
{
	struct afters afters = {0};
	enum status status =
		own_each(own,
			 "SELECT s.step, s.title, s.role, s.restores, s.allow_us, s.not_before_at,"
			 " k.step IS NOT NULL FROM step AS s LEFT JOIN skipped AS k"
			 " ON k.step = s.step ORDER BY s.position",
			 take_step, NULL, error);
	if (status == STATUS_OK) {
		status = own_each(own,
				  "SELECT step, predecessor FROM step_after"
				  " ORDER BY step, predecessor",
				  take_after, &afters, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	schedule(own->report, &afters);
	return own_each(own,
			"SELECT i.step, i.role, i.attempt, i.enable_at, i.start_at, i.end_at,"
			" i.start_origin, i.end_origin, i.outcome, i.reason, i.trigger_name,"
			" EXISTS (SELECT 1 FROM path AS p WHERE p.instance = i.id),"
			" i.start_event, i.end_event FROM instance AS i ORDER BY i.start_at, i.id",
			take_attempt, NULL, error);
}
