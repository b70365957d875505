// SPDX-License-Identifier: MIT
/* Repairs that waited for an approval: told as a request and a grant, not as a wait with a reason.
 */
#include "random_work.h"

#include <stddef.h>
#include <stdio.h>

enum { SOME_PERCENT = 50 };

/* The line that ends the wait which `begin` begins. */
static struct model_fact *end_of(struct model_night *night, const struct model_fact *begin)
{
	for (int i = 0; i < night->fact_count; i++) {
		struct model_fact *fact = &night->fact[i];
		if (model_same(fact->signal, "wait.end") && fact->at >= begin->at &&
		    model_same(fact->object, begin->object) &&
		    model_same(fact->ident, begin->ident)) {
			return fact;
		}
	}
	return NULL;
}

/* By the fault's id alone, by its object under a number of its own, or by both. */
static void retell(struct making *make, struct model_fact *begin, struct model_fact *end)
{
	static const char *const signals[][2] = {{"approval.asked", "approval.given"},
						 {"approval.asked", "approval.given"},
						 {"decision.asked", "decision.given"}};
	struct model_fact *lines[] = {begin, end};
	int kind = random_below(make, 3);
	bool number = random_chance(make, SOME_PERCENT);
	for (int i = 0; i < 2; i++) {
		model_copy(lines[i]->signal, signals[kind][i]);
		model_copy(lines[i]->reason, "");
		if (number || begin->ident[0] == '\0') {
			(void)snprintf(lines[i]->ident, MODEL_TEXT, "CHG-%lld",
				       (long long)begin->at % 1000000);
		} else if (random_chance(make, SOME_PERCENT)) {
			model_copy(lines[i]->object, "");
		}
	}
	if (random_chance(make, SOME_PERCENT)) {
		model_copy(begin->recipient, "CAB");
	}
}

void make_repairs(struct making *make)
{
	struct making own = *make; /* what follows draws as without */
	struct model_night *night = make->night;
	own.state = make->state ^ 0x5555555555555555ULL;
	for (int i = 0; i < night->fact_count; i++) {
		struct model_fact *begin = &night->fact[i];
		if (!model_same(begin->signal, "wait.begin") ||
		    !random_chance(&own, SOME_PERCENT)) {
			continue;
		}
		struct model_fact *end = end_of(night, begin);
		if (end != NULL) {
			retell(&own, begin, end);
		}
	}
}
