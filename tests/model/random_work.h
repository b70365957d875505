// SPDX-License-Identifier: MIT
/* How a random night goes: shared by random_night.c and random_work.c only. */
#ifndef OVERRUN_RANDOM_WORK_H
#define OVERRUN_RANDOM_WORK_H

#include "random_night.h"

struct making {
	struct model_night *night;
	uint64_t state;               /* of the generator */
	int64_t end[MODEL_STEPS];     /* of each step's last attempt */
	bool shared[MODEL_ROLES];     /* the role works under an account that two roles have */
	bool arrived[MODEL_ROLES];    /* the role's presence is told */
	int64_t free_at[MODEL_ROLES]; /* when the role's last step ended */
	int64_t back, last;           /* service is back; the last minute of requests */
	int faults, unplanned;
};

uint64_t random_next(struct making *make);
int random_below(struct making *make, int limit);
bool random_chance(struct making *make, int percent);
int64_t random_span(struct making *make, int64_t least, int64_t most);
struct model_fact *say(struct making *make, int feed, int64_t at, const char *signal);

/* All steps one after the other; then window end and restoration. */
void make_work(struct making *make);

/* Some waits of repairs as approvals. */
void make_repairs(struct making *make);

/* Some lines once more, later, by another record of the same kind. */
void make_disputes(struct making *make);

#endif
