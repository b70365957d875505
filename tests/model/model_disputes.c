// SPDX-License-Identifier: MIT
/* The reference model: what two records of one kind tell differently, and so nobody can tell. */
#include "model.h"

#include <stddef.h>

enum { SLACK_S = 2 };

static bool alike(const struct model_fact *a, const struct model_fact *b)
{
	return model_same(a->signal, b->signal) && model_same(a->step, b->step) &&
	       model_same(a->role, b->role) && model_same(a->actor, b->actor) &&
	       model_same(a->object, b->object) && model_same(a->reason, b->reason) &&
	       model_same(a->ident, b->ident) && model_same(a->recipient, b->recipient);
}

/* The first line of a feed that says the same, at the line's time or later. */
static const struct model_fact *said_by(const struct model_night *night,
					const struct model_fact *line, int feed)
{
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		if (fact->feed == feed && fact->at >= line->at && alike(fact, line)) {
			return fact;
		}
	}
	return NULL;
}

int64_t model_disputed_until(const struct model_night *night, const struct model_fact *line,
			     int64_t limit)
{
	int64_t until = line->at;
	for (int feed = 0; feed < night->feed_count; feed++) {
		const struct model_fact *other = said_by(night, line, feed);
		int64_t may = night->feed[line->feed].width + night->feed[feed].width + SLACK_S;
		if (other == NULL || feed == line->feed ||
		    !model_same(night->feed[feed].kind, night->feed[line->feed].kind)) {
			continue;
		}
		if (other->at > line->at + may && other->at < limit && other->at > until) {
			until = other->at;
		}
	}
	return until;
}

bool model_told_before(const struct model_night *night, const struct model_fact *line,
		       int64_t since)
{
	for (int i = 0; i < night->fact_count; i++) {
		const struct model_fact *fact = &night->fact[i];
		if (fact->at >= since && fact->at < line->at && alike(fact, line)) {
			return true;
		}
	}
	return false;
}
