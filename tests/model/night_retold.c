// SPDX-License-Identifier: MIT
#include "night_retold.h"

#include <stdio.h>

static int64_t moved(int64_t at, int64_t origin, int64_t shift, int64_t factor)
{
	return at == MODEL_NONE ? MODEL_NONE : origin + shift + (at - origin) * factor;
}

/* All times of a night moved, all its spans stretched; requests stay one row a minute. */
void night_move(struct random_night *random, int64_t shift, int64_t factor)
{
	struct model_night *night = &random->night;
	int64_t origin = night->start;
	night->start += shift;
	night->end = moved(night->end, origin, shift, factor);
	night->last_request = moved(night->last_request, origin, shift, factor);
	for (int i = 0; i < night->extension_count; i++) {
		night->extension[i].at = moved(night->extension[i].at, origin, shift, factor);
		night->extension[i].end = moved(night->extension[i].end, origin, shift, factor);
	}
	for (int i = 0; i < night->step_count; i++) {
		struct model_step *step = &night->step[i];
		step->allow *= factor;
		step->quiet *= step->quiet == MODEL_NONE ? 1 : factor;
		step->check *= step->check == MODEL_NONE ? 1 : factor;
		step->not_before = moved(step->not_before, origin, shift, factor);
	}
	for (int i = 0; i < night->role_count; i++) {
		night->role[i].due = moved(night->role[i].due, origin, shift, factor);
	}
	for (int i = 0; i < night->fact_count; i++) {
		night->fact[i].at = moved(night->fact[i].at, origin, shift, factor);
	}
	for (int i = 0; i < NIGHT_FEEDS; i++) {
		night->feed[i].heartbeat *= factor;
		for (int j = 0; j < random->alive_count[i]; j++) {
			random->alive[i][j] = moved(random->alive[i][j], origin, shift, factor);
		}
	}
	night->ack_grace *= factor;
	night->idle *= factor;
	night->eps *= factor;
	night->band_min *= factor;
	for (int i = 0; i < night->service_count; i++) {
		int count = night->minute_count[i];
		for (int j = count * (int)factor - 1; j >= 0 && factor * count < MODEL_MINUTES;
		     j--) {
			struct model_minute minute = night->minute[i][j / (int)factor];
			minute.at = moved(minute.at, origin, shift, factor) + j % (int)factor * 60;
			night->minute[i][j] = minute;
		}
		night->minute_count[i] = count * (int)factor;
	}
}

static void rename_one(char name[MODEL_TEXT], char kind)
{
	char old[MODEL_TEXT];
	if (name[0] != '\0') { /* the other way round in the alphabet */
		model_copy(old, name);
		(void)snprintf(name, MODEL_TEXT, "%c%c%.20s", kind, 'a' + ('z' - old[1]) % 26, old);
	}
}

static void rename_object(char object[MODEL_TEXT])
{
	char old[MODEL_TEXT];
	if (object[0] != '\0') {
		model_copy(old, object);
		(void)snprintf(object, MODEL_TEXT, "q%.20s", old);
	}
}

void night_rename(struct random_night *random)
{
	struct model_night *night = &random->night;
	for (int i = 0; i < night->step_count; i++) {
		struct model_step *step = &night->step[i];
		rename_one(step->name, 'k');
		rename_one(step->role, 'r');
		rename_one(step->approval, 'r');
		rename_object(step->resource[0]);
		for (int j = 0; j < step->after_count; j++) {
			rename_one(step->after[j], 'k');
		}
	}
	for (int i = 0; i < night->role_count; i++) {
		rename_one(night->role[i].name, 'r');
		for (int j = 0; j < night->role[i].actor_count; j++) {
			rename_one(night->role[i].actor[j], 'p');
		}
	}
	for (int i = 0; i < night->fact_count; i++) {
		struct model_fact *fact = &night->fact[i];
		rename_one(fact->step, 'k');
		rename_one(fact->after, 'k');
		rename_one(fact->role, 'r');
		rename_one(fact->recipient, 'r');
		rename_one(fact->actor, 'p');
		rename_object(fact->object);
	}
}
