// SPDX-License-Identifier: MIT
/*
 * The order of steps: every predecessor exists, and no step waits for itself.
 */
#include "plan_reader.h"
#include "plan_words.h"

#include <stdio.h>
#include <stdlib.h>

enum { NO_STEP = -1 };

/* The plan as numbers: predecessors of step i are edges[first[i]] … edges[first[i + 1] - 1]. */
struct order {
	size_t *first;
	int *edges;    /* position of a step, or NO_STEP for one that does not exist */
	bool *is_free; /* not part of a circle, nor behind one */
};

static int find_step(const struct plan *plan, const char *id, struct plan_nearest *nearest)
{
	for (size_t i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].id == NULL) {
			continue;
		}
		if (strcmp(plan->steps[i].id, id) == 0) {
			return (int)i;
		}
		plan_nearest_offer(nearest, plan->steps[i].id);
	}
	return NO_STEP;
}

static const struct yaml_node *after_node(const struct plan_reader *reader, size_t step)
{
	const struct yaml_node *item = yaml_find(reader->root, "steps")->items[step];
	const struct yaml_node *after = yaml_find(item, "after");
	return after != NULL ? after : item;
}

static int resolve(struct plan_reader *reader, size_t step, const char *id)
{
	struct plan_nearest nearest = {.word = slice_from(id)};
	int found = find_step(reader->plan, id, &nearest);
	if (found == NO_STEP) {
		plan_mistake(
			reader, after_node(reader, step), "`after`: unknown step `%.60s`%s%s%s", id,
			nearest.best != NULL ? ": did you mean `" : "",
			nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "`?" : "");
	} else if (found == (int)step) {
		plan_mistake(reader, after_node(reader, step),
			     "`after`: step `%.60s` is after itself", id);
		return NO_STEP;
	}
	return found;
}

static bool is_ready(const struct order *order, size_t step)
{
	for (size_t e = order->first[step]; e < order->first[step + 1]; e++) {
		if (order->edges[e] != NO_STEP && !order->is_free[order->edges[e]]) {
			return false;
		}
	}
	return true;
}

/* Frees steps whose predecessors are free until none is added; what remains holds a circle. */
static bool free_steps(const struct plan *plan, struct order *order)
{
	size_t count = 0;
	for (bool is_changed = true; is_changed;) {
		is_changed = false;
		for (size_t i = 0; i < plan->step_count; i++) {
			if (!order->is_free[i] && is_ready(order, i)) {
				order->is_free[i] = true;
				is_changed = true;
				count++;
			}
		}
	}
	return count == plan->step_count;
}

static int bound_predecessor(const struct order *order, int step)
{
	for (size_t e = order->first[step]; e < order->first[step + 1]; e++) {
		if (order->edges[e] != NO_STEP && !order->is_free[order->edges[e]]) {
			return order->edges[e];
		}
	}
	return NO_STEP; /* cannot be: a step that is not free has one */
}

static void tell_circle(struct plan_reader *reader, const struct order *order)
{
	const struct plan *plan = reader->plan;
	int at = NO_STEP;
	for (size_t i = 0; i < plan->step_count && at == NO_STEP; i++) {
		at = order->is_free[i] ? NO_STEP : (int)i;
	}
	/* Backwards, as many times as there are steps: now `at` is on the circle, not behind it. */
	for (size_t i = 0; i < plan->step_count && at != NO_STEP; i++) {
		at = bound_predecessor(order, at);
	}
	if (at == NO_STEP) {
		return;
	}
	for (int step = bound_predecessor(order, at), first = at; step != first;
	     step = bound_predecessor(order, step)) {
		at = step < at ? step : at; /* told from its first step in the file */
	}
	char names[ERROR_MESSAGE_SIZE / 2];
	int used = snprintf(names, sizeof names, "%.40s", plan->steps[at].id);
	int step = at;
	do {
		step = bound_predecessor(order, step);
		if (used >= 0 && (size_t)used < sizeof names) {
			int added = snprintf(names + used, sizeof names - (size_t)used,
					     " after %.40s", plan->steps[step].id);
			used += added;
		}
	} while (step != at);
	plan_mistake(reader, after_node(reader, (size_t)at), "`after`: a circle: %s", names);
}

void plan_check_order(struct plan_reader *reader)
{
	const struct plan *plan = reader->plan;
	size_t edges = 0;
	for (size_t i = 0; i < plan->step_count; i++) {
		edges += plan->steps[i].after.count;
	}
	struct order order = {
		.first = calloc(plan->step_count + 1, sizeof *order.first),
		.edges = calloc(edges + 1, sizeof *order.edges),
		.is_free = calloc(plan->step_count + 1, sizeof *order.is_free),
	};
	if (order.first == NULL || order.edges == NULL || order.is_free == NULL) {
		reader->is_out_of_memory = true;
	} else {
		size_t next = 0;
		for (size_t i = 0; i < plan->step_count; i++) {
			order.first[i] = next;
			for (size_t k = 0; k < plan->steps[i].after.count; k++) {
				order.edges[next++] =
					resolve(reader, i, plan->steps[i].after.items[k]);
			}
		}
		order.first[plan->step_count] = next;
		if (!free_steps(plan, &order)) {
			tell_circle(reader, &order);
		}
	}
	free(order.first);
	free(order.edges);
	free(order.is_free);
}
