// SPDX-License-Identifier: MIT
/* All matchers of a plan and what each is for. */
#include "uses.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	WHERE_SIZE = 200, /* place and the beginning of the pattern */
	/* All lists together; beyond, lines look through all matchers: slow, but bounded. */
	LISTED_MAX = 1024 * 1024,
};

struct cell {
	uint32_t *items;    /* owned; NULL: none apply, or `is_all` */
	uint32_t *literals; /* owned; of each item */
	size_t count;
	bool is_built, is_all, needs_literal;
};

struct uses {
	const struct plan *plan;
	const struct pattern_pool *pool;
	struct use *items;
	size_t count, rule_end; /* those before rule_end are rules */
	uint32_t *all;          /* 0, 1, 2, … */
	struct cell *rules;     /* per source, and one for none */
	struct cell *claims;    /* per source and signal */
	size_t listed;
};

static enum status add(struct uses *uses, struct pattern_pool *pool,
		       const struct plan_matcher *plan, struct use use, struct error *error)
{
	use.where = malloc(WHERE_SIZE);
	if (use.where == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	snprintf(use.where, WHERE_SIZE, "%.80s:%d:%d: match '%.60s'", uses->plan->path, plan->line,
		 plan->column, plan->match == NULL ? "" : plan->match);
	struct use *added = &uses->items[uses->count++];
	*added = use;
	return matcher_compile(plan, pool, use.where, &added->matcher, error);
}

static enum status add_step(struct uses *uses, struct pattern_pool *pool, size_t step,
			    struct error *error)
{
	for (int list = 0; list < LIST_COUNT; list++) {
		const struct plan_matchers *matchers = &uses->plan->steps[step].lists[list];
		for (size_t i = 0; i < matchers->count; i++) {
			struct use use = {.kind = USE_STEP, .owner = step, .list = list};
			enum status status = add(uses, pool, &matchers->items[i], use, error);
			if (status != STATUS_OK) {
				return status;
			}
		}
	}
	return STATUS_OK;
}

static enum status add_all(struct uses *uses, struct pattern_pool *pool, struct error *error)
{
	const struct plan *plan = uses->plan;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < plan->rule_count && status == STATUS_OK; i++) {
		struct use use = {.kind = USE_RULE, .owner = i};
		status = add(uses, pool, &plan->rules[i].matcher, use, error);
	}
	uses->rule_end = uses->count;
	for (size_t i = 0; i < plan->step_count && status == STATUS_OK; i++) {
		status = add_step(uses, pool, i, error);
	}
	for (size_t i = 0; i < plan->fault_count && status == STATUS_OK; i++) {
		struct use use = {.kind = USE_FAULT, .owner = i};
		status = add(uses, pool, &plan->faults[i].open, use, error);
		use.list = 1;
		status = status == STATUS_OK ? add(uses, pool, &plan->faults[i].clear, use, error)
					     : status;
	}
	return status == STATUS_OK ? pattern_pool_finish(pool, error) : status;
}

static size_t count_uses(const struct plan *plan)
{
	size_t count = plan->rule_count + 2 * plan->fault_count;
	for (size_t i = 0; i < plan->step_count; i++) {
		for (int list = 0; list < LIST_COUNT; list++) {
			count += plan->steps[i].lists[list].count;
		}
	}
	return count;
}

enum status uses_new(const struct plan *plan, struct pattern_pool *pool, struct uses **ret_uses,
		     struct error *error)
{
	struct uses *uses = calloc(1, sizeof *uses);
	if (uses == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	size_t count = count_uses(plan);
	uses->plan = plan;
	uses->pool = pool;
	uses->items = calloc(count + 1, sizeof *uses->items);
	uses->all = calloc(count + 1, sizeof *uses->all);
	uses->rules = calloc(plan->source_count + 1, sizeof *uses->rules);
	uses->claims = calloc((plan->source_count + 1) * SIGNAL_COUNT, sizeof *uses->claims);
	if (uses->items == NULL || uses->all == NULL || uses->rules == NULL ||
	    uses->claims == NULL) {
		uses_free(uses);
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	for (size_t i = 0; i < count; i++) {
		uses->all[i] = (uint32_t)i;
	}
	enum status status = add_all(uses, pool, error);
	if (status != STATUS_OK) {
		uses_free(uses);
		return status;
	}
	*ret_uses = uses;
	return STATUS_OK;
}

void uses_free(struct uses *uses)
{
	if (uses == NULL) {
		return;
	}
	size_t sources = uses->plan->source_count + 1;
	for (size_t i = 0; i < sources && uses->rules != NULL; i++) {
		free(uses->rules[i].items);
		free(uses->rules[i].literals);
	}
	for (size_t i = 0; i < sources * SIGNAL_COUNT && uses->claims != NULL; i++) {
		free(uses->claims[i].items);
		free(uses->claims[i].literals);
	}
	for (size_t i = 0; i < uses->count; i++) {
		free(uses->items[i].where);
	}
	free(uses->items);
	free(uses->all);
	free(uses->rules);
	free(uses->claims);
	free(uses);
}

const struct use *uses_at(const struct uses *uses, size_t position)
{
	return &uses->items[position];
}

static bool needs_literal(const struct uses *uses, const struct matcher *matcher)
{
	return matcher->pattern != MATCHER_NO_PATTERN &&
	       pattern_pool_has_literal(uses->pool, matcher->pattern);
}

/* Gives back what was allocated for more. */
static uint32_t *fit(uint32_t *items, size_t count)
{
	uint32_t *fitted = realloc(items, count * sizeof *items);
	return fitted == NULL ? items : fitted;
}

/* Those of [from, to) that fit; a cell without room for them stands for all. */
static void build(struct uses *uses, struct cell *cell, size_t source, size_t from, size_t to,
		  const enum signal *signal)
{
	const struct plan *plan = uses->plan;
	const struct plan_source *plan_source =
		source < plan->source_count ? &plan->sources[source] : NULL;
	cell->is_built = true;
	cell->needs_literal = true;
	uint32_t *items = calloc(to - from + 1, sizeof *items);
	uint32_t *literals = calloc(to - from + 1, sizeof *literals);
	bool is_listed = items != NULL && literals != NULL;
	for (size_t i = from; i < to && is_listed; i++) {
		const struct matcher *matcher = &uses->items[i].matcher;
		if (matcher_fits_source(matcher, plan_source) &&
		    (signal == NULL || matcher_fits_signal(matcher, *signal))) {
			bool needs = needs_literal(uses, matcher);
			items[cell->count] = (uint32_t)i;
			literals[cell->count++] =
				needs ? (uint32_t)matcher->pattern : USES_NO_LITERAL;
			cell->needs_literal = cell->needs_literal && needs;
		}
	}
	bool is_all = !is_listed || uses->listed + cell->count > LISTED_MAX;
	if (is_all || cell->count == 0) {
		free(items);
		free(literals);
		cell->is_all = is_all;
		return;
	}
	uses->listed += cell->count;
	cell->items = fit(items, cell->count);
	cell->literals = fit(literals, cell->count);
}

static struct use_list list_of(const struct uses *uses, const struct cell *cell, size_t from,
			       size_t to)
{
	return cell->is_all ? (struct use_list){uses->all + from, NULL, to - from, false}
			    : (struct use_list){cell->items, cell->literals, cell->count,
						cell->needs_literal};
}

static size_t row_of(const struct uses *uses, size_t source)
{
	return source < uses->plan->source_count ? source : uses->plan->source_count;
}

struct use_list uses_rules(struct uses *uses, size_t source)
{
	struct cell *cell = &uses->rules[row_of(uses, source)];
	if (!cell->is_built) {
		build(uses, cell, source, 0, uses->rule_end, NULL);
	}
	return list_of(uses, cell, 0, uses->rule_end);
}

struct use_list uses_claims(struct uses *uses, size_t source, enum signal signal)
{
	struct cell *cell = &uses->claims[row_of(uses, source) * SIGNAL_COUNT + (size_t)signal];
	if (!cell->is_built) {
		build(uses, cell, source, uses->rule_end, uses->count, &signal);
	}
	return list_of(uses, cell, uses->rule_end, uses->count);
}
