// SPDX-License-Identifier: MIT
/* Random nights: the plan and the people. How the night went: random_work.c. */
#include "random_night.h"

#include "random_work.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { START = 1709600400, HEARTBEAT_S = 300 }; /* 2024-03-05T01:00:00Z */

uint64_t random_next(struct making *make)
{
	make->state += 0x9e3779b97f4a7c15ULL;
	uint64_t x = make->state;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ x >> 27) * 0x94d049bb133111ebULL;
	return x ^ x >> 31;
}

int random_below(struct making *make, int limit)
{
	return limit <= 0 ? 0 : (int)(random_next(make) % (uint64_t)limit);
}

bool random_chance(struct making *make, int percent)
{
	return random_below(make, 100) < percent;
}

int64_t random_span(struct making *make, int64_t least, int64_t most)
{
	int64_t tick = make->night->tick;
	return least + random_below(make, (int)((most - least) / tick) + 1) * tick;
}

struct model_fact *say(struct making *make, int feed, int64_t at, const char *signal)
{
	struct model_fact *fact = &make->night->fact[make->night->fact_count++];
	memset(fact, 0, sizeof(*fact));
	fact->at = at;
	fact->feed = feed;
	model_copy(fact->signal, signal);
	return fact;
}

static void make_feeds(struct model_night *night)
{
	static const char *const feeds[NIGHT_FEEDS][2] = {
		{"gw", "gateway"},     {"bastion", "operator"}, {"site", "record"},
		{"pager", "pager"},    {"ticket", "ticket"},    {"fw", "firewall"},
		{"door", "record"},    {"duty", "pager"},       {"desk", "ticket"},
		{"sensor", "firewall"}};
	for (int i = 0; i < NIGHT_FEEDS; i++) {
		model_copy(night->feed[i].name, feeds[i][0]);
		model_copy(night->feed[i].kind, feeds[i][1]);
		night->feed[i].heartbeat = HEARTBEAT_S;
	}
	night->feed_count = NIGHT_FEEDS;
}

static void make_roles(struct making *make)
{
	static const char *const names[] = {"NET", "SEC", "DC", "APP", "QA", "CAB"};
	struct model_night *night = make->night;
	night->role_count = 6;
	bool shared = random_chance(make, 8);
	for (int i = 0; i < night->role_count; i++) {
		struct model_role *role = &night->role[i];
		model_copy(role->name, names[i]);
		role->presence = random_chance(make, 80) ? NIGHT_SITE : MODEL_NONE;
		role->also = MODEL_NONE;
		role->due = MODEL_NONE;
		for (int j = 0; j < 2; j++) {
			(void)snprintf(role->actor[j], MODEL_TEXT, "%s.%c", names[i], 'a' + j);
		}
		role->actor_count = 2;
		if (shared && i < 2) {
			model_copy(role->actor[role->actor_count++], "shared");
			make->shared[i] = true;
		}
	}
}

static void make_step(struct making *make, int i, int roles)
{
	struct model_night *night = make->night;
	struct model_step *step = &night->step[i];
	(void)snprintf(step->name, MODEL_TEXT, "S%d", i + 1);
	(void)snprintf(step->resource[0], MODEL_TEXT, "host-%d",
		       random_chance(make, 85) ? i + 1 : random_below(make, i + 1) + 1);
	step->resource_count = 1;
	model_copy(step->role, night->role[random_below(make, roles)].name);
	step->allow = 300 * (2 + random_below(make, 12));
	step->not_before = step->check = MODEL_NONE;
	step->quiet = random_chance(make, 50) ? MODEL_NONE : 60 * (6 + random_below(make, 12));
	step->restores = !(i > 0 && random_chance(make, 5));
	if (random_chance(make, 12)) {
		step->check = 300 + 60 * random_below(make, 10);
	}
	if (random_chance(make, 10)) {
		step->crew = 2;
	}
	if (random_chance(make, 15)) {
		model_copy(step->expects[step->expects_count++], "link.down");
	}
	if (random_chance(make, 20)) {
		model_copy(step->approval, "CAB");
	}
	if (i > 0 && random_chance(make, 70)) {
		model_copy(step->after[step->after_count++], night->step[i - 1].name);
	}
	for (int j = 0; j + 1 < i; j++) {
		if (random_chance(make, step->after_count == 0 ? 50 : 8)) {
			model_copy(step->after[step->after_count++], night->step[j].name);
		}
	}
	if (i > 0 && step->after_count == 0 && random_chance(make, 80)) {
		model_copy(step->after[step->after_count++], night->step[i - 1].name);
	}
}

/* The last step follows all that nothing follows. */
static void close_plan(struct making *make)
{
	struct model_night *night = make->night;
	struct model_step *last = &night->step[night->step_count - 1];
	for (int i = 0; i + 1 < night->step_count && last->after_count < MODEL_LIST; i++) {
		bool followed = false;
		for (int j = 0; j < night->step_count; j++) {
			for (int k = 0; k < night->step[j].after_count; k++) {
				followed = followed ||
					   model_same(night->step[j].after[k], night->step[i].name);
			}
		}
		if (!followed) {
			model_copy(last->after[last->after_count++], night->step[i].name);
		}
	}
	last->restores = true;
}

static void make_requests(struct making *make)
{
	struct model_night *night = make->night;
	int64_t back = make->back;
	night->service_count = 1 + random_chance(make, 15);
	int64_t last = back + 60 * (12 + random_below(make, 20));
	bool never = random_chance(make, 4);
	bool flap = random_chance(make, 20);
	int64_t flap_at = night->start + (back - night->start) / 120 * 60;
	for (int i = 0; i < night->service_count; i++) {
		int64_t up = i == 0 ? back : back - 60 * random_below(make, 40);
		for (int64_t at = night->start - 600; at < last; at += 60) {
			bool good = at >= up && !never;
			if (flap && at >= flap_at && at < flap_at + 240 && at + 600 < up) {
				good = true;
			}
			struct model_minute *minute = &night->minute[i][night->minute_count[i]++];
			*minute = (struct model_minute){at, good ? 20 : 0, good ? 0 : 20};
			if (!good && random_chance(make, 10)) {
				minute->success = random_below(make, 10);
			}
		}
	}
	night->last_request = last - 60;
	make->last = last;
}

static void make_alive(struct making *make, struct random_night *random)
{
	struct model_night *night = make->night;
	int64_t hole_at[NIGHT_FEEDS];
	int64_t hole_to[NIGHT_FEEDS];
	bool all = random_chance(make, 15);
	int64_t all_at = night->start + random_span(make, 0, 14400);
	int64_t all_to = all_at + random_span(make, 600, 6000);
	for (int i = 0; i < NIGHT_FEEDS; i++) {
		bool own = random_chance(make, 15);
		hole_at[i] = own ? night->start + random_span(make, 0, 20000) : 0;
		hole_to[i] = own ? hole_at[i] + random_span(make, 600, 9000) : 0;
		bool missing = i != NIGHT_GATEWAY && i != NIGHT_BASTION && random_chance(make, 3);
		for (int64_t at = night->start - 1200; at < make->last; at += NIGHT_BEAT_S) {
			bool dead = missing || (at >= hole_at[i] && at < hole_to[i]) ||
				    (all && at >= all_at && at < all_to);
			if (!dead) {
				random->alive[i][random->alive_count[i]++] = at;
			}
		}
	}
}

static int compare_times(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a;
	int64_t y = *(const int64_t *)b;
	return x < y ? -1 : x > y;
}

static void sort_facts(struct model_night *night)
{
	for (int i = 1; i < night->fact_count; i++) {
		for (int j = i; j > 0 && night->fact[j - 1].at > night->fact[j].at; j--) {
			struct model_fact swap = night->fact[j];
			night->fact[j] = night->fact[j - 1];
			night->fact[j - 1] = swap;
		}
	}
	for (int i = 0; i < night->fact_count; i++) {
		night->fact[i].event = i + 1;
	}
}

void random_night_settle(struct random_night *random)
{
	struct model_night *night = &random->night;
	sort_facts(night);
	night->touch_count = 0;
	model_touch_steps(night);
	night->cover_count = 0;
	for (int i = 0; i < NIGHT_FEEDS; i++) {
		static int64_t at[NIGHT_ALIVE + MODEL_FACTS];
		int count = random->alive_count[i];
		memcpy(at, random->alive[i], (size_t)count * sizeof(at[0]));
		for (int j = 0; j < night->fact_count; j++) {
			if (night->fact[j].feed == i) {
				at[count++] = night->fact[j].at;
			}
		}
		qsort(at, (size_t)count, sizeof(at[0]), compare_times);
		model_cover(night, i, at, count, night->feed[i].heartbeat);
	}
}

struct random_night *random_night_new(uint64_t seed)
{
	struct random_night *random = calloc(1, sizeof(*random));
	struct model_night *night = &random->night;
	struct making make = {.night = night, .state = seed * 7919 + 1};
	night->tick = 10;
	night->start = START;
	night->ack_grace = night->idle = night->band_min = 300;
	night->eps = 120;
	make_feeds(night);
	make_roles(&make);
	night->step_count = 3 + random_below(&make, 7);
	int roles = 2 + random_below(&make, 4);
	for (int i = 0; i < night->step_count; i++) {
		make_step(&make, i, roles);
	}
	close_plan(&make);
	model_copy(night->external[night->external_count++], "peer.down");
	make_work(&make);
	make_repairs(&make);
	make_disputes(&make);
	make_requests(&make);
	make_alive(&make, random);
	random_night_settle(random);
	return random;
}

struct random_night *random_night_copy(const struct random_night *random)
{
	struct random_night *copy = malloc(sizeof(*copy));
	struct model_night *night = &copy->night;
	memcpy(copy, random, sizeof(*copy));
	for (int i = 0; i < night->step_count; i++) {
		night->step[i].skipped = false;
	}
	/* results come after the inputs */
	size_t inputs = offsetof(struct model_night, restored);
	memset((char *)night + inputs, 0, sizeof(*night) - inputs);
	return copy;
}

void random_night_free(struct random_night *random)
{
	if (random != NULL) {
		model_free(&random->night);
		free(random);
	}
}
