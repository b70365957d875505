// SPDX-License-Identifier: MIT
/*
 * The hash of what was announced: window and steps in a canonical text.
 *
 *     overrun plan 1
 *     window start 1694880000000000
 *     window end 1694901600000000
 *     step 2:S4
 *     title 20:Import rules and NAT
 *     allow 3600000000
 *     after 2:S3
 *     begin signal 19:config.commit.begin object 8:fw-gw-01
 *
 * Numbers are µs and UTC, so that 60m and 1h are the same plan. Steps and lists stand in the
 * plan's order, keys in this file's.
 */
#include "plan_reader.h"

#include "plan_canon.h"

static void put_texts(struct plan_canon *canon, const char *key, const struct plan_texts *texts)
{
	for (size_t i = 0; i < texts->count; i++) {
		plan_canon_text(canon, key, texts->items[i], "\n");
	}
}

static void put_step(struct plan_canon *canon, const struct plan_step *step)
{
	plan_canon_text(canon, "step", step->id, "\n");
	plan_canon_text(canon, "title", step->title, "\n");
	plan_canon_text(canon, "role", step->role, "\n");
	plan_canon_number(canon, "allow", step->allow_us);
	put_texts(canon, "after", &step->after);
	plan_canon_number(canon, "not_before", step->not_before_at);
	plan_canon_number(canon, "crew", step->crew);
	plan_canon_number(canon, "quiet", step->quiet_us);
	plan_canon_text(canon, "approval", step->approval, "\n");
	put_texts(canon, "resource", &step->resources);
	put_texts(canon, "expects", &step->expects);
	plan_canon_number(canon, "restores", step->restores ? 1 : 0);
	plan_canon_lists(canon, step);
	plan_canon_number(canon, "check", step->check_us);
}

bool plan_hash(struct plan *plan)
{
	struct plan_canon *canon = plan_canon_new();
	if (canon == NULL) {
		return false;
	}
	plan_canon_word(canon, "overrun plan 1\n");
	plan_canon_number(canon, "window start", plan->window_start_at);
	plan_canon_number(canon, "window end", plan->window_end_at);
	for (size_t i = 0; i < plan->step_count; i++) {
		put_step(canon, &plan->steps[i]);
	}
	return plan_canon_end(canon, plan->plan_sha256);
}
