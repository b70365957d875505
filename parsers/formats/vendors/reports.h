// SPDX-License-Identifier: MIT
/*
 * The last state that each thing reported: some devices do not tell that a link or a cluster member
 * changed, they tell its state every minute. What differs from the report before is the news.
 */
#ifndef OVERRUN_REPORTS_H
#define OVERRUN_REPORTS_H

#include "slice.h"

enum {
	REPORTS_MAX = 64,       /* members and interfaces of one entry; more are not watched */
	REPORTS_NAME_SIZE = 64, /* longer names are not watched */
	REPORTS_STATE_SIZE = 16,
};

/* Zeroed memory is a set of reports of which nothing is known yet. */
struct reports {
	size_t count;
	struct {
		char name[REPORTS_NAME_SIZE];
		char state[REPORTS_STATE_SIZE];
		size_t name_size, state_size;
	} last[REPORTS_MAX];
};

/* Keeps the state; true when there was another one before. The first report is no change. */
bool reports_have_changed(struct reports *reports, struct slice name, struct slice state);

#endif
