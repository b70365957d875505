// SPDX-License-Identifier: MIT
/* Nights by number: a plan, how it went, and the lines that are left of it. */
#ifndef OVERRUN_RANDOM_NIGHT_H
#define OVERRUN_RANDOM_NIGHT_H

#include "model.h"

enum {
	NIGHT_GATEWAY, /* feeds of every night */
	NIGHT_BASTION,
	NIGHT_SITE,
	NIGHT_PAGER,
	NIGHT_TICKET,
	NIGHT_FIREWALL,
	NIGHT_DOOR, /* of the kinds of those before, which they may contradict */
	NIGHT_DUTY,
	NIGHT_DESK,
	NIGHT_SENSOR,
	NIGHT_FEEDS,
	NIGHT_ALIVE = 8000, /* lines of one feed that mean nothing */
	NIGHT_BEAT_S = 120, /* between them */
};

struct random_night {
	struct model_night night;
	int64_t alive[NIGHT_FEEDS][NIGHT_ALIVE];
	int alive_count[NIGHT_FEEDS];
};

/* The night of that number, ready for model_run. The caller frees with random_night_free. */
struct random_night *random_night_new(uint64_t seed);
void random_night_free(struct random_night *random);

/* The same inputs again, without results. */
struct random_night *random_night_copy(const struct random_night *random);

/* Fills cover and touches anew after lines were changed. */
void random_night_settle(struct random_night *random);

#endif
