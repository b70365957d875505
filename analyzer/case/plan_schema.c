// SPDX-License-Identifier: MIT
/*
 * The case file's keys, as tables: one per mapping, one row per key.
 *
 * Source: the reference of the case file in README.md. Rows are read in this order, whatever the
 * order in the file: the zone before the window, the window before times on its night.
 */
#include "plan_reader.h"

#define KEY_COUNT(keys) (sizeof(keys) / sizeof *(keys))

static const struct plan_key window_keys[] = {
	{"start", plan_read_time, offsetof(struct plan, window_start_at), .is_required = true,
	 .detail = TIME_WITH_DATE},
	{"end", plan_read_time, offsetof(struct plan, window_end_at), .is_required = true,
	 .detail = TIME_AFTER_START},
};

static const struct plan_key notice_keys[] = {
	{"at", plan_read_time, offsetof(struct plan, notice_at), .is_required = true},
	{"file", plan_read_text, offsetof(struct plan, notice_file), .is_required = false},
	{"plan_sha256", plan_read_text, offsetof(struct plan, plan_sha256_stated),
	 .is_required = false},
};

static const struct plan_key restoration_keys[] = {
	{"services", plan_read_services, 0, .is_required = false},
	{"success", plan_read_policy, 0, .detail = NUMBER_SUCCESS},
	{"hold", plan_read_policy, 0, .detail = NUMBER_HOLD},
	{"relapse", plan_read_policy, 0, .detail = NUMBER_RELAPSE},
	{"min_requests", plan_read_policy, 0, .detail = NUMBER_MIN_REQUESTS},
};

static const struct plan_key policy_keys[] = {
	{"ack_grace", plan_read_policy, 0, .detail = NUMBER_ACK_GRACE},
	{"idle", plan_read_policy, 0, .detail = NUMBER_IDLE},
	{"eps", plan_read_policy, 0, .detail = NUMBER_EPS},
	{"band", plan_read_policy, 0, .detail = NUMBER_BAND},
	{"band_min", plan_read_policy, 0, .detail = NUMBER_BAND_MIN},
	{"burst", plan_read_policy, 0, .detail = NUMBER_BURST},
	{"burst_span", plan_read_policy, 0, .detail = NUMBER_BURST_SPAN},
	{"success", plan_read_policy, 0, .detail = NUMBER_SUCCESS},
	{"hold", plan_read_policy, 0, .detail = NUMBER_HOLD},
	{"relapse", plan_read_policy, 0, .detail = NUMBER_RELAPSE},
	{"min_requests", plan_read_policy, 0, .detail = NUMBER_MIN_REQUESTS},
};

static const struct plan_key regulation_keys[] = {
	{"service", plan_read_text, offsetof(struct plan, regulation_service),
	 .is_required = false},
	{"subscribers", plan_read_count, offsetof(struct plan, subscribers), .is_required = false},
	{"aware_at", plan_read_time, offsetof(struct plan, aware_at), .is_required = false},
	{"classified_at", plan_read_time, offsetof(struct plan, classified_at),
	 .is_required = false},
};

static const struct plan_key extension_keys[] = {
	{"at", plan_read_time, offsetof(struct plan_extension, announced_at), .is_required = true},
	{"end", plan_read_time, offsetof(struct plan_extension, end_at), .is_required = true,
	 .detail = TIME_AFTER_START},
};

static const struct plan_extension extension_standard = {TIMESTAMP_NONE, TIMESTAMP_NONE};

static const struct plan_shape extension_shape = {
	"an extension",
	extension_keys,
	KEY_COUNT(extension_keys),
	sizeof(struct plan_extension),
	&extension_standard,
};

static const struct plan_key due_keys[] = {
	{"from", plan_read_time, offsetof(struct plan_due, from_at), .is_required = true},
	{"to", plan_read_time, offsetof(struct plan_due, to_at), .is_required = false},
};

static const struct plan_due due_standard = {TIMESTAMP_NONE, TIMESTAMP_NONE};

static const struct plan_shape due_shape = {
	"an item of `due`", due_keys, KEY_COUNT(due_keys), sizeof(struct plan_due), &due_standard,
};

static void read_due(struct plan_reader *reader, const struct plan_key *key,
		     const struct yaml_node *node, void *field)
{
	struct plan_role *role = field; /* offset 0: two members are filled */
	role->due = plan_read_shapes(reader, key, &due_shape, node, &role->due_count);
}

static const struct plan_key role_keys[] = {
	{"actors", plan_read_texts, offsetof(struct plan_role, actors), .is_required = false},
	{"due", read_due, 0, .is_required = false},
	{"presence", plan_read_texts, offsetof(struct plan_role, presence), .is_required = false},
};

static const struct plan_shape role_shape = {
	"a role", role_keys, KEY_COUNT(role_keys), sizeof(struct plan_role), NULL,
};

#define STEP_FIELD(member) offsetof(struct plan_step, member)
#define STEP_LIST(list) (offsetof(struct plan_step, lists) + (list) * sizeof(struct plan_matchers))

static const struct plan_key step_keys[] = {
	{"id", plan_read_text, STEP_FIELD(id), .is_required = true},
	{"title", plan_read_text, STEP_FIELD(title), .is_required = false},
	{"role", plan_read_text, STEP_FIELD(role), .is_required = false},
	{"allow", plan_read_duration, STEP_FIELD(allow_us), .is_required = true},
	{"after", plan_read_texts, STEP_FIELD(after), .is_required = false},
	{"not_before", plan_read_time, STEP_FIELD(not_before_at), .is_required = false},
	{"crew", plan_read_count, STEP_FIELD(crew), .detail = 1},
	{"quiet", plan_read_duration, STEP_FIELD(quiet_us), .detail = 1},
	{"approval", plan_read_text, STEP_FIELD(approval), .is_required = false},
	{"resources", plan_read_texts, STEP_FIELD(resources), .is_required = false},
	{"expects", plan_read_signals, STEP_FIELD(expects), .is_required = false},
	{"restores", plan_read_bool, STEP_FIELD(restores), .is_required = false},
	{"begin", plan_read_matchers, STEP_LIST(LIST_BEGIN), .is_required = false},
	{"activity", plan_read_matchers, STEP_LIST(LIST_ACTIVITY), .is_required = false},
	{"done", plan_read_matchers, STEP_LIST(LIST_DONE), .is_required = false},
	{"fail", plan_read_matchers, STEP_LIST(LIST_FAIL), .is_required = false},
	{"check", plan_read_duration, STEP_FIELD(check_us), .detail = 1},
};

static const struct plan_step step_standard = {
	.not_before_at = TIMESTAMP_NONE,
	.crew = PLAN_NONE,
	.quiet_us = PLAN_NONE,
	.check_us = PLAN_NONE,
	.restores = true,
};

static const struct plan_shape step_shape = {
	"a step", step_keys, KEY_COUNT(step_keys), sizeof(struct plan_step), &step_standard,
};

#define SOURCE_FIELD(member) offsetof(struct plan_source, member)

static const struct plan_key source_keys[] = {
	{"path", plan_read_text, SOURCE_FIELD(path), .is_required = true},
	{"kind", plan_read_kind, SOURCE_FIELD(kind), .is_required = true},
	{"name", plan_read_text, SOURCE_FIELD(name), .is_required = false},
	{"host", plan_read_text, SOURCE_FIELD(host), .is_required = false},
	{"timezone", plan_read_zone, SOURCE_FIELD(timezone), .is_required = false},
	{"clock", plan_read_clock, SOURCE_FIELD(clock_us), .is_required = false},
	{"heartbeat", plan_read_duration, SOURCE_FIELD(heartbeat_us), .detail = 1},
	{"format", plan_read_text, SOURCE_FIELD(format), .is_required = false},
	{"custody", plan_read_text, SOURCE_FIELD(custody), .is_required = false},
};

static const struct plan_source source_standard = {.clock_us = PLAN_NONE,
						   .heartbeat_us = PLAN_NONE};

static const struct plan_shape source_shape = {
	"a source",       source_keys, KEY_COUNT(source_keys), sizeof(struct plan_source),
	&source_standard,
};

/* Mappings whose fields are the plan's own. */
static const struct plan_shape window_shape = {"`window`", window_keys, KEY_COUNT(window_keys), 0,
					       NULL};
static const struct plan_shape notice_shape = {"`notice`", notice_keys, KEY_COUNT(notice_keys), 0,
					       NULL};
static const struct plan_shape restoration_shape = {"`restoration`", restoration_keys,
						    KEY_COUNT(restoration_keys), 0, NULL};
static const struct plan_shape policy_shape = {"`policy`", policy_keys, KEY_COUNT(policy_keys), 0,
					       NULL};
static const struct plan_shape regulation_shape = {"`regulation`", regulation_keys,
						   KEY_COUNT(regulation_keys), 0, NULL};

enum section { SECTION_WINDOW, SECTION_NOTICE, SECTION_RESTORATION, SECTION_POLICY, SECTION_LAW };

static void read_section(struct plan_reader *reader, const struct plan_key *key,
			 const struct yaml_node *node, void *field)
{
	(void)field;
	static const struct plan_shape *const shapes[] = {
		[SECTION_WINDOW] = &window_shape,           [SECTION_NOTICE] = &notice_shape,
		[SECTION_RESTORATION] = &restoration_shape, [SECTION_POLICY] = &policy_shape,
		[SECTION_LAW] = &regulation_shape,
	};
	plan_read_shape(reader, shapes[key->detail], node, reader->plan);
}

static void read_version(struct plan_reader *reader, const struct plan_key *key,
			 const struct yaml_node *node, void *field)
{
	(void)field;
	if (plan_text_of(reader, key, node) != NULL && !slice_is(node->text, "1")) {
		plan_mistake(reader, node,
			     "`overrun`: version `" SLICE_FORMAT
			     "` of the case file: only 1 is known",
			     SLICE_ARGUMENTS(slice_first(node->text, 20)));
	}
}

static void read_extensions(struct plan_reader *reader, const struct plan_key *key,
			    const struct yaml_node *node, void *field)
{
	(void)field;
	struct plan *plan = reader->plan;
	plan->extensions =
		plan_read_shapes(reader, key, &extension_shape, node, &plan->extension_count);
}

static void read_roles(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, void *field)
{
	(void)field;
	if (!plan_expect_items(reader, key, node, YAML_MAPPING)) {
		return;
	}
	struct plan_role *roles = plan_arena_take(reader->arena, node->count, sizeof *roles);
	for (size_t i = 0; i < node->count && roles != NULL && !reader->is_too_large; i++) {
		const struct yaml_node *value = node->items[2 * i + 1];
		roles[i].id = node->items[2 * i]->text.data;
		bool is_nothing = value->kind == YAML_SCALAR && value->text.size == 0;
		if (!is_nothing) { /* `IM:` alone is a role of which nothing else is known */
			plan_read_shape(reader, &role_shape, value, &roles[i]);
		}
	}
	reader->plan->roles = roles;
	reader->plan->role_count = roles == NULL ? 0 : node->count;
}

static void read_steps(struct plan_reader *reader, const struct plan_key *key,
		       const struct yaml_node *node, void *field)
{
	(void)field;
	struct plan *plan = reader->plan;
	plan->steps = plan_read_shapes(reader, key, &step_shape, node, &plan->step_count);
}

static void read_sources(struct plan_reader *reader, const struct plan_key *key,
			 const struct yaml_node *node, void *field)
{
	(void)field;
	struct plan *plan = reader->plan;
	plan->sources = plan_read_shapes(reader, key, &source_shape, node, &plan->source_count);
}

static const struct plan_key case_keys[] = {
	{"overrun", read_version, 0, .is_required = true},
	{"case", plan_read_text, offsetof(struct plan, id), .is_required = true},
	{"title", plan_read_text, offsetof(struct plan, title), .is_required = false},
	{"timezone", plan_read_zone, offsetof(struct plan, timezone), .is_required = true,
	 .detail = ZONE_OF_CASE},
	{"window", read_section, 0, .is_required = true, .detail = SECTION_WINDOW},
	{"notice", read_section, 0, .is_required = false, .detail = SECTION_NOTICE},
	{"extensions", read_extensions, 0, .is_required = false},
	{"restoration", read_section, 0, .is_required = false, .detail = SECTION_RESTORATION},
	{"roles", read_roles, 0, .is_required = false},
	{"steps", read_steps, 0, .is_required = true},
	{"sources", read_sources, 0, .is_required = true},
	{"people", plan_read_texts, offsetof(struct plan, people), .is_required = false},
	{"faults", plan_read_faults, 0, .is_required = false},
	{"rules", plan_read_rules, 0, .is_required = false},
	{"formats", plan_read_formats, 0, .is_required = false},
	{"regulation", read_section, 0, .is_required = false, .detail = SECTION_LAW},
	{"policy", read_section, 0, .is_required = false, .detail = SECTION_POLICY},
};

static const struct plan_shape case_shape = {"a case file", case_keys, KEY_COUNT(case_keys), 0,
					     NULL};

void plan_read_tree(struct plan_reader *reader)
{
	plan_read_shape(reader, &case_shape, reader->root, reader->plan);
}
