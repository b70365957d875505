// SPDX-License-Identifier: MIT
/* The reference model: small questions, restoration, and the order of its parts. */
#include "model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MINUTE = 60,
	HOLD_MINUTES = 10,
	RELAPSE_MINUTES = 3,
	MIN_REQUESTS = 5,
};

bool model_same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

void model_copy(char to[MODEL_TEXT], const char *from)
{
	(void)snprintf(to, MODEL_TEXT, "%s", from == NULL ? "" : from);
}

bool model_is_of(const char *resource, const char *object)
{
	size_t size = strlen(resource);
	return strncmp(resource, object, size) == 0 &&
	       (object[size] == '\0' || object[size] == ':');
}

int model_step_of(const struct model_night *night, const char *name)
{
	for (int i = 0; i < night->step_count; i++) {
		if (model_same(night->step[i].name, name)) {
			return i;
		}
	}
	return MODEL_NONE;
}

const struct model_role *model_role_of(const struct model_night *night, const char *name)
{
	for (int i = 0; i < night->role_count; i++) {
		if (model_same(night->role[i].name, name)) {
			return &night->role[i];
		}
	}
	return NULL;
}

const char *model_role_of_actor(const struct model_night *night, const char *actor)
{
	const char *found = "";
	int times = 0;
	for (int i = 0; i < night->role_count; i++) {
		for (int j = 0; j < night->role[i].actor_count; j++) {
			if (actor[0] != '\0' && model_same(night->role[i].actor[j], actor)) {
				found = night->role[i].name;
				times++;
			}
		}
	}
	return times == 1 ? found : "";
}

bool model_covered(const struct model_night *night, int feed, int64_t at)
{
	for (int i = 0; i < night->cover_count; i++) {
		const struct model_span *span = &night->cover[i];
		if ((feed == MODEL_NONE || span->feed == feed) && span->from <= at &&
		    at < span->to) {
			return true;
		}
	}
	return false;
}

void model_cover(struct model_night *night, int feed, const int64_t *at, int count,
		 int64_t heartbeat)
{
	for (int i = 0; i + 1 < count; i++) {
		if (at[i + 1] - at[i] <= heartbeat && at[i + 1] > at[i]) {
			int spans = night->cover_count;
			struct model_span *last = spans == 0 ? NULL : &night->cover[spans - 1];
			if (last != NULL && last->feed == feed && last->to == at[i]) {
				last->to = at[i + 1];
				continue;
			}
			night->cover[night->cover_count++] =
				(struct model_span){feed, at[i], at[i + 1]};
		}
	}
}

void model_touch_steps(struct model_night *night)
{
	static const struct {
		const char *signal;
		enum model_list list;
	} lists[] = {{"step.end", MODEL_ENDS},
		     {"step.fail", MODEL_FAILS},
		     {"step.begin", MODEL_BEGINS},
		     {"step.activity", MODEL_ACTS}};
	for (int i = 0; i < night->fact_count; i++) {
		for (int j = 0; j < 4; j++) {
			if (night->fact[i].step[0] != '\0' &&
			    model_same(night->fact[i].signal, lists[j].signal)) {
				night->touch[night->touch_count++] =
					(struct model_touch){lists[j].list, night->fact[i]};
			}
		}
	}
}

bool model_absent(const struct model_night *night, const char *name, int64_t at,
		  struct model_span *ret_absence)
{
	const struct model_role *role = model_role_of(night, name);
	if (role == NULL || role->due == MODEL_NONE || role->presence == MODEL_NONE ||
	    at < role->due || at >= role->first) {
		return false;
	}
	for (int i = 0; i < night->cover_count; i++) {
		const struct model_span *span = &night->cover[i];
		if (span->feed == role->shown_by && span->from <= at && at < span->to) {
			*ret_absence = *span;
			if (ret_absence->from < role->due) {
				ret_absence->from = role->due;
			}
			if (ret_absence->to > role->first) {
				ret_absence->to = role->first;
			}
			return true;
		}
	}
	return false;
}

/* Successes in per mille of what counts, 0 requests give -1. */
static int rate(const struct model_minute *minute, int count, int64_t from, int64_t to,
		int *ret_requests)
{
	int good = 0;
	int bad = 0;
	for (int i = 0; i < count; i++) {
		if (minute[i].at >= from && minute[i].at < to) {
			good += minute[i].success;
			bad += minute[i].failure;
		}
	}
	*ret_requests = good + bad;
	if (good + bad == 0) {
		return -1;
	}
	/* below 95 % must stay below: rounded down, 1000 only when nothing failed */
	return good * 1000 / (good + bad);
}

static bool relapses(const struct model_minute *minute, int count, int64_t after)
{
	int run = 0;
	for (int i = 0; i < count; i++) {
		if (minute[i].at <= after) {
			continue;
		}
		int requests = 0;
		int good = rate(minute, count, minute[i].at, minute[i].at + MINUTE, &requests);
		bool next = i > 0 && minute[i].at == minute[i - 1].at + MINUTE;
		run = good >= 0 && good < 500 ? (next ? run + 1 : 1) : 0;
		if (run >= RELAPSE_MINUTES) {
			return true;
		}
	}
	return false;
}

static int64_t service_back(const struct model_night *night, int service)
{
	const struct model_minute *minute = night->minute[service];
	int count = night->minute_count[service];
	for (int i = 0; i < count; i++) {
		int requests = 0;
		int64_t at = minute[i].at;
		bool good = at >= night->start &&
			    rate(minute, count, at, at + MINUTE, &requests) >= 950;
		int pooled = rate(minute, count, at, at + HOLD_MINUTES * MINUTE, &requests);
		if (good && pooled >= 950 && requests >= MIN_REQUESTS &&
		    !relapses(minute, count, at)) {
			return at;
		}
	}
	return MODEL_NONE;
}

void model_restoration(struct model_night *night)
{
	night->restored = MODEL_NONE;
	for (int i = 0; i < night->service_count; i++) {
		int64_t at = service_back(night, i);
		night->censored = night->censored || at == MODEL_NONE;
		if (at > night->restored) {
			night->restored = at;
		}
	}
	if (night->censored) {
		night->restored = night->last_request;
	}
	int64_t over = night->restored - night->end;
	night->overrun = over > 0 ? over : 0;

	int64_t valid = night->end;
	for (int i = 0; i < night->extension_count; i++) {
		if (night->extension[i].at < valid) {
			valid = night->extension[i].end;
		}
	}
	over = night->restored - valid;
	night->overrun_extended = valid == night->end ? MODEL_NONE : over > 0 ? over : 0;
}

struct model_moment *model_at(const struct model_night *night, int instance, int64_t at)
{
	int row = instance == MODEL_NONE ? MODEL_INSTANCES : instance;
	return &night->moment[row][(at - night->start) / night->tick];
}

void model_run(struct model_night *night)
{
	model_restoration(night);
	model_evidence(night);
	model_instances(night);
	model_labels(night);
	model_paths(night);
	model_ledger(night);
	model_butfor(night);
}

void model_free(struct model_night *night)
{
	for (int i = 0; i <= MODEL_INSTANCES; i++) {
		free(night->moment[i]);
		night->moment[i] = NULL;
	}
}

/* The first of the four by size; of equals the first by order. */
static int first_of(const double value[MODEL_CAUSES])
{
	int first = MODEL_S;
	for (int i = MODEL_P; i <= MODEL_T; i++) {
		first = value[i] > value[first] + 1e-6 ? i : first;
	}
	return first;
}

static bool leads(const double value[MODEL_CAUSES], int cause)
{
	double second = 0;
	for (int i = MODEL_S; i <= MODEL_T; i++) {
		second = i != cause && value[i] > second ? value[i] : second;
	}
	return value[cause] > second + value[MODEL_U] + 1e-6;
}

void model_verdict(struct model_night *night, const char grade[MODEL_CAUSES])
{
	int cause = first_of(night->headline);
	bool agree = cause == first_of(night->chronological) && cause == first_of(night->shapley);
	bool leading = leads(night->headline, cause) && leads(night->chronological, cause) &&
		       leads(night->shapley, cause);
	night->main_cause = MODEL_NONE;
	night->reason = NULL;
	if (night->censored) { /* nobody knows that it did not overrun */
		night->reason = "censored";
	} else if (night->overrun == 0) {
		night->reason = "none_overrun";
	} else if (night->headline[MODEL_U] * 2 > (double)night->overrun + 1e-6) {
		night->reason = "undetermined";
	} else if (!agree) {
		night->reason = "conventions_disagree";
	} else if (!leading) {
		night->reason = "margin";
	} else if (grade[cause] > 'B') {
		night->reason = "grade";
	} else {
		night->main_cause = cause;
	}
}
