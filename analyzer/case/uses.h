// SPDX-License-Identifier: MIT
/*
 * All matchers of a plan and what each is for, found by source and signal.
 *
 * They stand in one array: rules first, then each step's lists, then the faults' pairs. What can
 * apply to a line of a source and a signal is worked out once, when the first such line comes:
 *
 *     rules of source 3                    [0 1 4]
 *     claims on source 3, request          []           the usual case: nothing to do
 *     claims on source 3, operator.login   [12 31]
 */
#ifndef OVERRUN_USES_H
#define OVERRUN_USES_H

#include "matcher.h"

struct uses;

enum use_kind { USE_RULE, USE_STEP, USE_FAULT };

/* A matcher and what it is for. */
struct use {
	struct matcher matcher;
	enum use_kind kind;
	size_t owner; /* rule, step or fault of the plan */
	int list;     /* enum step_list; of a fault 1: clear */
	char *where;  /* "case.yaml:52:12: match '…'" */
};

/* Instead of a pattern's number: no bytes must stand in the line (pattern_pool_stands). */
#define USES_NO_LITERAL UINT32_MAX

/* Positions of uses that can apply, ascending. */
struct use_list {
	const uint32_t *items;
	const uint32_t *literals; /* of each item: its pattern, or USES_NO_LITERAL; may be NULL */
	size_t count;
	bool needs_literal; /* all of them, see pattern_pool_has_any */
};

/* Compiles every matcher of the plan into the pool, and finishes the pool. */
enum status uses_new(const struct plan *plan, struct pattern_pool *pool, struct uses **ret_uses,
		     struct error *error);
void uses_free(struct uses *uses);

const struct use *uses_at(const struct uses *uses, size_t position);

/* The rules that can apply to lines of plan->sources[source] (beyond the last: of no source). */
struct use_list uses_rules(struct uses *uses, size_t source);

/* The steps' and faults' matchers that can apply to such lines with this signal. */
struct use_list uses_claims(struct uses *uses, size_t source, enum signal signal);

#endif
