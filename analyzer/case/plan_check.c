// SPDX-License-Identifier: MIT
/*
 * What a case file says about itself: references, circles, contradictions. Runs after everything
 * is read; the n-th node of a list is the n-th item of the plan's array.
 */
#include "plan_reader.h"
#include "plan_words.h"

#include <stdlib.h>

enum {
	SHOWN_MAX = 60,     /* bytes of a wrong word that a message repeats */
	SHA256_DIGITS = 64, /* of a stated hash */
};

/* The node of a key, or the mapping itself where the key is missing. */
static const struct yaml_node *node_at(const struct yaml_node *mapping, const char *key)
{
	const struct yaml_node *value = yaml_find(mapping, key);
	return value != NULL ? value : mapping;
}

static const struct yaml_node *list_item(const struct yaml_node *list, size_t index)
{
	return list != NULL && list->kind == YAML_SEQUENCE && index < list->count
		       ? list->items[index]
		       : NULL;
}

static void tell_unknown(struct plan_reader *reader, const struct yaml_node *node, const char *what,
			 const char *word, const struct plan_nearest *nearest)
{
	struct slice shown = slice_first(slice_from(word), SHOWN_MAX);
	if (nearest->best != NULL) {
		plan_mistake(reader, node, "unknown %s `" SLICE_FORMAT "`: did you mean `%s`?",
			     what, SLICE_ARGUMENTS(shown), nearest->best);
	} else {
		plan_mistake(reader, node, "unknown %s `" SLICE_FORMAT "`", what,
			     SLICE_ARGUMENTS(shown));
	}
}

static bool is_same(const char *one, const char *other)
{
	return one != NULL && other != NULL && strcmp(one, other) == 0;
}

/* ------------------------------------------------------------------------- window and notice */

static void check_window(struct plan_reader *reader)
{
	struct plan *plan = reader->plan;
	const struct yaml_node *window = yaml_find(reader->root, "window");
	if (plan->window_start_at == TIMESTAMP_NONE || plan->window_end_at == TIMESTAMP_NONE) {
		return;
	}
	if (plan->window_end_at <= plan->window_start_at) {
		plan_mistake(reader, node_at(window, "end"),
			     "the window ends before it starts: is the date of `end` right?");
	}
	const struct yaml_node *notice = yaml_find(reader->root, "notice");
	if (plan->notice_at != TIMESTAMP_NONE && plan->notice_at > plan->window_start_at) {
		plan_warn(reader, node_at(notice, "at"),
			  "the notice is later than the window's start");
	}
	const char *stated = plan->plan_sha256_stated;
	if (stated != NULL && (strlen(stated) != SHA256_DIGITS ||
			       strspn(stated, "0123456789abcdef") != SHA256_DIGITS)) {
		plan_mistake(reader, node_at(notice, "plan_sha256"),
			     "`plan_sha256`: expected 64 hexadecimal digits, as `overrun lint` "
			     "prints them");
	}
}

static void check_extensions(struct plan_reader *reader)
{
	struct plan *plan = reader->plan;
	const struct yaml_node *list = yaml_find(reader->root, "extensions");
	for (size_t i = 0; i < plan->extension_count; i++) {
		const struct plan_extension *extension = &plan->extensions[i];
		const struct yaml_node *item = list_item(list, i);
		if (extension->announced_at != TIMESTAMP_NONE &&
		    plan->window_start_at != TIMESTAMP_NONE &&
		    extension->announced_at < plan->window_start_at) {
			plan_mistake(
				reader, node_at(item, "at"),
				"an extension before the window: state the window as announced");
		}
		if (extension->end_at != TIMESTAMP_NONE && plan->window_end_at != TIMESTAMP_NONE &&
		    extension->end_at <= plan->window_end_at) {
			plan_mistake(reader, node_at(item, "end"),
				     "an extension that does not end after the window");
		}
	}
}

/* ------------------------------------------------------------------------------------- sources */

static void check_feed(struct plan_reader *reader, const struct yaml_node *list, size_t index)
{
	const struct plan_source *source = &reader->plan->sources[index];
	for (size_t i = 0; i < index; i++) {
		const struct plan_source *other = &reader->plan->sources[i];
		if (!is_same(source->name, other->name)) {
			continue;
		}
		const char *what = NULL;
		if (!is_same(source->kind, other->kind) && source->kind && other->kind) {
			what = "kind";
		} else if (source->clock_us != other->clock_us) {
			what = "clock";
		} else if (source->heartbeat_us != other->heartbeat_us) {
			what = "heartbeat";
		}
		if (what != NULL) {
			const struct yaml_node *item = list_item(list, index);
			plan_mistake(reader, node_at(item, what),
				     "sources named `%.60s` are one system: `%s` must be the same",
				     source->name, what);
		}
		return;
	}
}

static bool is_source(const struct plan *plan, const char *name, struct plan_nearest *nearest)
{
	for (size_t i = 0; i < plan->source_count; i++) {
		if (is_same(plan->sources[i].name, name)) {
			return true;
		}
		if (plan->sources[i].name != NULL) {
			plan_nearest_offer(nearest, plan->sources[i].name);
		}
	}
	return false;
}

static void check_source_name(struct plan_reader *reader, const struct yaml_node *node,
			      const char *name)
{
	struct plan_nearest nearest = {.word = slice_from(name == NULL ? "" : name)};
	if (name != NULL && !is_source(reader->plan, name, &nearest)) {
		tell_unknown(reader, node, "source", name, &nearest);
	}
}

static void check_matchers(struct plan_reader *reader, const struct plan_matchers *matchers,
			   const struct yaml_node *list)
{
	for (size_t i = 0; i < matchers->count; i++) {
		check_source_name(reader, node_at(list_item(list, i), "source"),
				  matchers->items[i].source);
	}
}

static void check_sources(struct plan_reader *reader)
{
	const struct plan *plan = reader->plan;
	const struct yaml_node *list = yaml_find(reader->root, "sources");
	for (size_t i = 0; i < plan->source_count; i++) {
		check_feed(reader, list, i);
	}
	list = yaml_find(reader->root, "rules");
	for (size_t i = 0; i < plan->rule_count; i++) {
		check_source_name(reader, node_at(list_item(list, i), "source"),
				  plan->rules[i].matcher.source);
	}
	list = yaml_find(reader->root, "faults");
	for (size_t i = 0; i < plan->fault_count; i++) {
		const struct yaml_node *item = list_item(list, i);
		check_source_name(reader, node_at(yaml_find(item, "open"), "source"),
				  plan->faults[i].open.source);
		check_source_name(reader, node_at(yaml_find(item, "clear"), "source"),
				  plan->faults[i].clear.source);
	}
	if (plan->source_count == 0 && list_item(yaml_find(reader->root, "sources"), 0) == NULL &&
	    yaml_find(reader->root, "sources") != NULL) {
		plan_mistake(reader, yaml_find(reader->root, "sources"),
			     "no sources: nothing to read");
	}
}

/* --------------------------------------------------------------------------------------- roles */

static void check_due(struct plan_reader *reader, const struct plan_role *role,
		      const struct yaml_node *list)
{
	for (size_t i = 0; i < role->due_count; i++) {
		const struct plan_due *due = &role->due[i];
		if (due->from_at != TIMESTAMP_NONE && due->to_at != TIMESTAMP_NONE &&
		    due->to_at < due->from_at) {
			plan_warn(reader, node_at(list_item(list, i), "to"),
				  "due.to lies before due.from: role `%.60s` counts as due from "
				  "then on",
				  role->id);
		}
	}
}

static void warn_shared_actor(struct plan_reader *reader, const struct yaml_node *node, size_t role,
			      const char *actor)
{
	for (size_t i = 0; i < role; i++) {
		const struct plan_role *other = &reader->plan->roles[i];
		for (size_t k = 0; k < other->actors.count; k++) {
			if (strcmp(other->actors.items[k], actor) == 0) {
				plan_warn(reader, node,
					  "actor `%.60s` is in role `%.60s` too: evidence for "
					  "neither",
					  actor, other->id);
			}
		}
	}
}

static void check_roles(struct plan_reader *reader)
{
	const struct plan *plan = reader->plan;
	const struct yaml_node *roles = yaml_find(reader->root, "roles");
	for (size_t i = 0; i < plan->role_count; i++) {
		const struct plan_role *role = &plan->roles[i];
		const struct yaml_node *item = roles->items[2 * i + 1];
		check_due(reader, role, yaml_find(item, "due"));
		for (size_t k = 0; k < role->presence.count; k++) {
			check_source_name(reader, node_at(item, "presence"),
					  role->presence.items[k]);
		}
		for (size_t k = 0; k < role->actors.count; k++) {
			warn_shared_actor(reader, node_at(item, "actors"), i,
					  role->actors.items[k]);
		}
	}
}

static void check_role_of(struct plan_reader *reader, const struct plan_step *step,
			  const struct yaml_node *item)
{
	const struct plan *plan = reader->plan;
	struct plan_nearest nearest = {.word = slice_from(step->role == NULL ? "" : step->role)};
	for (size_t i = 0; i < plan->role_count; i++) {
		if (is_same(plan->roles[i].id, step->role)) {
			return;
		}
		plan_nearest_offer(&nearest, plan->roles[i].id);
	}
	if (step->role != NULL) {
		tell_unknown(reader, node_at(item, "role"), "role", step->role, &nearest);
	}
}

static void check_steps(struct plan_reader *reader)
{
	const struct plan *plan = reader->plan;
	const struct yaml_node *list = yaml_find(reader->root, "steps");
	bool any_restores = false;
	for (size_t i = 0; i < plan->step_count; i++) {
		const struct plan_step *step = &plan->steps[i];
		const struct yaml_node *item = list_item(list, i);
		any_restores = any_restores || step->restores;
		check_role_of(reader, step, item);
		for (size_t k = 0; k < i; k++) {
			if (is_same(plan->steps[k].id, step->id)) {
				plan_mistake(reader, node_at(item, "id"),
					     "a second step of the id `%.60s`", step->id);
				break;
			}
		}
		for (int which = 0; which < LIST_COUNT; which++) {
			check_matchers(reader, &step->lists[which],
				       yaml_find(item, step_list_name((enum step_list)which)));
		}
	}
	if (plan->step_count == 0 && list != NULL && list->kind == YAML_SEQUENCE &&
	    list->count == 0) {
		plan_mistake(reader, list, "no steps: there is no plan to compare with");
	} else if (plan->step_count > 0 && !any_restores) {
		plan_mistake(reader, list, "no step restores service: leave `restores` out of one");
	}
}

void plan_check(struct plan_reader *reader)
{
	check_window(reader);
	check_extensions(reader);
	check_sources(reader);
	check_roles(reader);
	check_steps(reader);
	plan_check_order(reader);
}
