// SPDX-License-Identifier: MIT
/*
 * The case file as tables: what the plan says now replaces what it said when it was last read.
 */
#include "rows.h"
#include "store_inside.h"

#include <stdlib.h>

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* The pairs every case has; bursts of upstream errors are the method's. */
static const struct fault_row {
	const char *family, *open, *clear;
} built_in_pairs[] = {
	{"fault", "fault.open", "fault.clear"},
	{"link", "link.down", "link.up"},
	{"tunnel", "tunnel.down", "tunnel.up"},
	{"peer", "peer.down", "peer.up"},
	{"health", "health.down", "health.up"},
	{"ha.peer", "ha.peer.down", "ha.peer.up"},
	{"ha.sync", "ha.sync.fail", "ha.sync.ok"},
	{"config.commit", "config.commit.fail", "config.commit.ok"},
	{"policy.push", "policy.push.fail", "policy.push.ok"},
	{"update", "update.fail", "update.ok"},
	{"deploy", "deploy.fail", "deploy.ok"},
	{"device", "device.reboot", "device.up"},
	{"device", "device.down", "device.up"},
	{"device", "device.crash", "device.up"},
	{"table", "table.full", "table.normal"},
	{"resource", "resource.high", "resource.normal"},
	{"pool", "pool.exhausted", "pool.normal"},
	{"service", "service.stop", "service.ready"},
	{"service", "service.crash", "service.ready"},
};

int64_t store_fault_pair(size_t fault)
{
	return (int64_t)(COUNT_OF(built_in_pairs) + fault + 1);
}

static const char empty_sql[] =
	"DELETE FROM case_file; DELETE FROM window; DELETE FROM scope; DELETE FROM extension;"
	"DELETE FROM service;"
	"DELETE FROM role; DELETE FROM role_actor; DELETE FROM role_presence; DELETE FROM roster;"
	"DELETE FROM step; DELETE FROM step_after; DELETE FROM step_resource;"
	"DELETE FROM step_expects; DELETE FROM step_matcher; DELETE FROM rule;"
	"DELETE FROM fault_pair; DELETE FROM policy; DELETE FROM person; DELETE FROM regulation;"
	"DELETE FROM warning WHERE origin IN ('case file', 'reading')";

static struct value int_or_null(int64_t value)
{
	/* PLAN_NONE and TIMESTAMP_NONE are the same number. */
	return value == PLAN_NONE ? value_null() : value_int(value);
}

static struct value position_of(size_t index)
{
	return value_int((int64_t)index + 1);
}

static enum status write_case(struct store *store, const struct plan *plan, struct error *error)
{
	const char *path = plan->path == NULL ? "" : plan->path;
	const char *slash = strrchr(path, '/');
	/* Where there is no such folder the one that was named is the better memory. */
	char *directory = plan->directory == NULL ? NULL : realpath(plan->directory, NULL);
	const char *named = plan->directory == NULL ? "" : plan->directory;
	const struct value head[] = {value_text(plan->id == NULL ? "" : plan->id),
				     value_text(plan->title == NULL ? "" : plan->title),
				     value_text(slash == NULL ? path : slash + 1),
				     value_text(directory == NULL ? named : directory),
				     value_text(plan->sha256),
				     value_text(plan->timezone == NULL ? "" : plan->timezone)};
	enum status status = store_exec(store,
					"INSERT INTO case_file (id, title, path, directory, sha256,"
					" timezone) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
					head, COUNT_OF(head), error);
	free(directory);
	return status;
}

static enum status write_head(struct store *store, const struct plan *plan, struct error *error)
{
	enum status status = write_case(store, plan, error);
	if (status != STATUS_OK || plan->window_start_at == TIMESTAMP_NONE) {
		return status;
	}
	const struct value window[] = {
		value_int(plan->window_start_at),     int_or_null(plan->window_end_at),
		int_or_null(plan->notice_at),         value_text(plan->notice_file),
		value_text(plan->plan_sha256_stated), value_text(plan->plan_sha256)};
	status = store_exec(store,
			    "INSERT INTO window (start_at, end_at, notice_at, notice_file,"
			    " plan_sha256_stated, plan_sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
			    window, COUNT_OF(window), error);
	for (size_t i = 0; status == STATUS_OK && i < plan->extension_count; i++) {
		const struct value row[] = {value_int(plan->extensions[i].announced_at),
					    value_int(plan->extensions[i].end_at)};
		status = store_exec(store,
				    "INSERT INTO extension (announced_at, end_at) VALUES (?1, ?2)",
				    row, COUNT_OF(row), error);
	}
	return status;
}

/* Without services in the case file there is one, of all requests (as rules.h counts). */
static enum status write_services(struct store *store, const struct plan *plan, struct error *error)
{
	const char *sql = "INSERT INTO service (position, name, pattern) VALUES (?1, ?2, ?3)";
	enum status status = STATUS_OK;
	if (plan->service_count == 0) {
		const struct value row[] = {value_int(1), value_text("all requests"),
					    value_text("")};
		return store_exec(store, sql, row, COUNT_OF(row), error);
	}
	for (size_t i = 0; status == STATUS_OK && i < plan->service_count; i++) {
		const struct value row[] = {position_of(i), value_text(plan->services[i].name),
					    value_text(plan->services[i].pattern)};
		status = store_exec(store, sql, row, COUNT_OF(row), error);
	}
	return status;
}

/* One row (owner, text) per text. */
static enum status write_texts(struct store *store, const char *sql, const char *owner,
			       const struct plan_texts *texts, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < texts->count; i++) {
		const struct value row[] = {value_text(owner), value_text(texts->items[i])};
		status = store_exec(store, sql, row, COUNT_OF(row), error);
	}
	return status;
}

static enum status write_role(struct store *store, const struct plan_role *role,
			      struct error *error)
{
	const struct value head[] = {value_text(role->id)};
	enum status status =
		store_exec(store, "INSERT INTO role (role) VALUES (?1)", head, 1, error);
	if (status == STATUS_OK) {
		status = write_texts(
			store, "INSERT OR IGNORE INTO role_actor (role, actor) VALUES (?1, ?2)",
			role->id, &role->actors, error);
	}
	if (status == STATUS_OK) {
		status = write_texts(
			store, "INSERT OR IGNORE INTO role_presence (role, feed) VALUES (?1, ?2)",
			role->id, &role->presence, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < role->due_count; i++) {
		const struct value row[] = {value_text(role->id), value_int(role->due[i].from_at),
					    int_or_null(role->due[i].to_at)};
		status = store_exec(store,
				    "INSERT INTO roster (role, from_at, to_at) VALUES (?1, ?2, ?3)",
				    row, COUNT_OF(row), error);
	}
	return status;
}

static enum status write_matchers(struct store *store, const struct plan_step *step,
				  enum step_list list, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < step->lists[list].count; i++) {
		const struct plan_matcher *matcher = &step->lists[list].items[i];
		const struct value row[] = {value_text(step->id),
					    value_text(step_list_name(list)),
					    position_of(i),
					    value_text(matcher->signal_word),
					    value_text(matcher->source),
					    value_text(matcher->kind),
					    value_text(matcher->host),
					    value_text(matcher->actor),
					    value_text(matcher->object),
					    value_text(matcher->outcome),
					    value_text(matcher->match)};
		status = store_exec(store,
				    "INSERT INTO step_matcher (step, list, position, signal,"
				    " source, kind, host, actor, object, outcome, match)"
				    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
				    row, COUNT_OF(row), error);
	}
	return status;
}

static enum status write_step(struct store *store, const struct plan_step *step, size_t index,
			      struct error *error)
{
	const struct value head[] = {value_text(step->id),
				     position_of(index),
				     value_text(step->title == NULL ? step->id : step->title),
				     value_text(step->role),
				     value_int(step->allow_us),
				     int_or_null(step->not_before_at),
				     int_or_null(step->crew),
				     int_or_null(step->quiet_us),
				     value_text(step->approval),
				     value_int(step->restores),
				     int_or_null(step->check_us)};
	enum status status = store_exec(
		store,
		"INSERT INTO step (step, position, title, role, allow_us, not_before_at, crew,"
		" quiet_us, approval, restores, check_us)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
		head, COUNT_OF(head), error);
	if (status == STATUS_OK) {
		status = write_texts(store,
				     "INSERT OR IGNORE INTO step_after (step, predecessor)"
				     " VALUES (?1, ?2)",
				     step->id, &step->after, error);
	}
	if (status == STATUS_OK) {
		status = write_texts(store,
				     "INSERT OR IGNORE INTO step_resource (step, object)"
				     " VALUES (?1, ?2)",
				     step->id, &step->resources, error);
	}
	if (status == STATUS_OK) {
		status = write_texts(store,
				     "INSERT OR IGNORE INTO step_expects (step, signal)"
				     " VALUES (?1, ?2)",
				     step->id, &step->expects, error);
	}
	for (enum step_list list = 0; status == STATUS_OK && list < LIST_COUNT; list++) {
		status = write_matchers(store, step, list, error);
	}
	return status;
}

static enum status write_rules(struct store *store, const struct plan *plan, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < plan->rule_count; i++) {
		const struct plan_matcher *matcher = &plan->rules[i].matcher;
		const struct value row[] = {position_of(i),
					    value_text(signal_name(plan->rules[i].signal)),
					    value_text(matcher->source),
					    value_text(matcher->kind),
					    value_text(matcher->host),
					    value_text(matcher->actor),
					    value_text(matcher->object),
					    value_text(matcher->outcome),
					    value_text(matcher->match)};
		status = store_exec(store,
				    "INSERT INTO rule (position, signal, source, kind, host, actor,"
				    " object, outcome, match)"
				    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
				    row, COUNT_OF(row), error);
	}
	return status;
}

static enum status write_fault_pairs(struct store *store, const struct plan *plan,
				     struct error *error)
{
	const char *sql = "INSERT INTO fault_pair (id, family, open, clear, object, external,"
			  " origin) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < COUNT_OF(built_in_pairs); i++) {
		const struct fault_row *pair = &built_in_pairs[i];
		const struct value row[] = {position_of(i),         value_text(pair->family),
					    value_text(pair->open), value_text(pair->clear),
					    value_null(),           value_int(0),
					    value_text("built in")};
		status = store_exec(store, sql, row, COUNT_OF(row), error);
	}
	for (size_t i = 0; status == STATUS_OK && i < plan->fault_count; i++) {
		const struct value row[] = {value_int(store_fault_pair(i)),
					    value_text("case file"),
					    value_null(),
					    value_null(),
					    value_text(plan->faults[i].object),
					    value_int(plan->faults[i].external),
					    value_text("case file")};
		status = store_exec(store, sql, row, COUNT_OF(row), error);
	}
	return status;
}

static enum status write_policies(struct store *store, const struct plan *plan, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < plan->policy_count; i++) {
		const struct plan_policy *policy = &plan->policies[i];
		const struct value row[] = {value_text(policy->name), value_int(policy->value),
					    value_int(policy->standard), value_text(policy->unit),
					    value_text(policy->note == NULL ? "" : policy->note)};
		status = store_exec(store,
				    "INSERT INTO policy (name, value, standard, unit, note)"
				    " VALUES (?1, ?2, ?3, ?4, ?5)",
				    row, COUNT_OF(row), error);
	}
	return status;
}

extern const char regulation_rules_sql[]; /* written by CMake */

static enum status write_regulation(struct store *store, const struct plan *plan,
				    struct error *error)
{
	const struct value rows[][2] = {
		{value_text("service"), value_text(plan->regulation_service)},
		{value_text("subscribers"), int_or_null(plan->subscribers)},
		{value_text("aware_at"), int_or_null(plan->aware_at)},
		{value_text("classified_at"), int_or_null(plan->classified_at)},
	};
	enum status status =
		store_run_script(store, "regulation/rules.sql", regulation_rules_sql, error);
	for (size_t i = 0; status == STATUS_OK && i < COUNT_OF(rows); i++) {
		if (rows[i][1].kind != VALUE_NULL) {
			status = store_exec(store,
					    "INSERT INTO regulation (name, value)"
					    " VALUES (?1, CAST(?2 AS TEXT))",
					    rows[i], 2, error);
		}
	}
	return status;
}

/* By the case file's name alone: a report does not depend on where it was written from. */
static const char *without_folder(const struct plan *plan, const char *text)
{
	size_t size = plan->directory == NULL ? 0 : strlen(plan->directory);
	bool inside = size > 0 && strncmp(text, plan->directory, size) == 0 && text[size] == '/';
	return inside ? text + size + 1 : text;
}

static enum status write_people(struct store *store, const struct plan *plan, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < plan->people.count; i++) {
		const struct value row[] = {value_text(plan->people.items[i])};
		status = store_exec(store, "INSERT OR IGNORE INTO person (name) VALUES (?1)", row,
				    1, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < plan->warnings.count; i++) {
		status = store_warn(store, "case file",
				    without_folder(plan, plan->warnings.items[i]), error);
	}
	return status;
}

static enum status write_roles_and_steps(struct store *store, const struct plan *plan,
					 struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < plan->role_count; i++) {
		status = write_role(store, &plan->roles[i], error);
	}
	for (size_t i = 0; status == STATUS_OK && i < plan->step_count; i++) {
		status = write_step(store, &plan->steps[i], i, error);
	}
	return status;
}

enum status store_write_scope(struct store *store, timestamp since_at, timestamp until_at,
			      struct error *error)
{
	const struct value row[] = {int_or_null(since_at), int_or_null(until_at)};
	enum status status = store_note(store, "DELETE FROM scope", NULL, 0, error);
	if (status != STATUS_OK || (since_at == TIMESTAMP_NONE && until_at == TIMESTAMP_NONE)) {
		return status;
	}
	return store_note(store, "INSERT INTO scope (since_at, until_at) VALUES (?1, ?2)", row,
			  COUNT_OF(row), error);
}

enum status store_write_plan(struct store *store, const struct plan *plan, struct error *error)
{
	enum status (*const parts[])(struct store *, const struct plan *, struct error *) = {
		write_head,        write_services, write_roles_and_steps, write_rules,
		write_fault_pairs, write_policies, write_regulation,      write_people};
	enum status status = store_begin(store, error);
	if (status == STATUS_OK) {
		status = store_run(store, empty_sql, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < COUNT_OF(parts); i++) {
		status = parts[i](store, plan, error);
	}
	if (status == STATUS_OK) {
		status = store_commit(store, error);
	}
	if (status != STATUS_OK) {
		store_rollback(store);
	}
	return status;
}
