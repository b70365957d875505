// SPDX-License-Identifier: MIT
/* Records of one kind that contradict each other. */
#include "random_work.h"

static const struct {
	const char *signal;
	int feed, other;
} twice[] = {
	{"fault.clear", NIGHT_FIREWALL, NIGHT_SENSOR},
	{"link.up", NIGHT_FIREWALL, NIGHT_SENSOR},
	{"health.up", NIGHT_FIREWALL, NIGHT_SENSOR},
	{"peer.up", NIGHT_FIREWALL, NIGHT_SENSOR},
	{"response.ack", NIGHT_PAGER, NIGHT_DUTY},
	{"callout.sent", NIGHT_TICKET, NIGHT_DESK},
	{"callout.arrived", NIGHT_TICKET, NIGHT_DESK},
	{"wait.begin", NIGHT_TICKET, NIGHT_DESK},
	{"wait.end", NIGHT_TICKET, NIGHT_DESK},
	{"approval.given", NIGHT_TICKET, NIGHT_DESK},
	{"decision.given", NIGHT_TICKET, NIGHT_DESK},
	{"handoff.notified", NIGHT_TICKET, NIGHT_DESK},
	{"presence.in", NIGHT_SITE, NIGHT_DOOR},
};

enum { SIGNALS = sizeof(twice) / sizeof(twice[0]), FEW_PERCENT = 15 };

static void tell_again(struct making *make, const struct model_fact *fact)
{
	for (int i = 0; i < SIGNALS; i++) {
		if (fact->feed == twice[i].feed && model_same(fact->signal, twice[i].signal) &&
		    random_chance(make, FEW_PERCENT)) {
			struct model_night *night = make->night;
			struct model_fact *again = &night->fact[night->fact_count++];
			*again = *fact;
			again->feed = twice[i].other;
			again->at += random_span(make, 0, 1800);
			return;
		}
	}
}

void make_disputes(struct making *make)
{
	struct making own = *make; /* what follows draws as without disputes */
	int count = make->night->fact_count;
	own.state = ~make->state;
	if (!random_chance(&own, 40)) {
		return;
	}
	for (int i = 0; i < make->night->role_count; i++) {
		struct model_role *role = &make->night->role[i];
		bool two = role->presence != MODEL_NONE && random_chance(&own, 40);
		role->also = two ? NIGHT_DOOR : MODEL_NONE;
	}
	for (int i = 0; i < count; i++) {
		tell_again(&own, &make->night->fact[i]);
	}
}
