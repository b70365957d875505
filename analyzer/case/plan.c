// SPDX-License-Identifier: MIT
/* The case file: from a path to a plan, or to every mistake in it. */
#include "plan.h"

#include "plan_file.h"
#include "plan_reader.h"

#include "digest.h"
#include "zone.h"

#include <stdlib.h>

const char *step_list_name(enum step_list list)
{
	static const char *const names[LIST_COUNT] = {
		[LIST_BEGIN] = "begin",
		[LIST_ACTIVITY] = "activity",
		[LIST_DONE] = "done",
		[LIST_FAIL] = "fail",
	};
	return names[list];
}

/* A plan of nothing, inside its own arena. */
static struct plan *new_plan(struct plan_reader *reader)
{
	reader->arena = plan_arena_new();
	if (reader->arena == NULL) {
		return NULL;
	}
	struct plan *plan = plan_arena_take(reader->arena, 1, sizeof *plan);
	if (plan == NULL) {
		plan_arena_free(reader->arena);
		return NULL;
	}
	*plan = (struct plan){
		.path = "",
		.directory = ".",
		.id = NULL,
		.window_start_at = TIMESTAMP_NONE,
		.window_end_at = TIMESTAMP_NONE,
		.notice_at = TIMESTAMP_NONE,
		.subscribers = PLAN_NONE,
		.aware_at = TIMESTAMP_NONE,
		.classified_at = TIMESTAMP_NONE,
		.arena = reader->arena,
	};
	reader->plan = plan;
	plan_policy_defaults(reader);
	return plan;
}

static void set_path(struct plan_reader *reader, const char *path)
{
	struct plan *plan = reader->plan;
	plan->path = plan_arena_copy(reader->arena, slice_from(path));
	const char *slash = strrchr(path, '/');
	if (slash != NULL) {
		size_t size = slash == path ? 1 : (size_t)(slash - path);
		plan->directory = plan_arena_copy(reader->arena, slice_make(path, size));
	}
}

static int compare_mistakes(const void *a, const void *b)
{
	const struct plan_mistake *one = a;
	const struct plan_mistake *other = b;
	if (one->line != other->line) {
		return one->line < other->line ? -1 : 1;
	}
	if (one->column != other->column) {
		return one->column < other->column ? -1 : 1;
	}
	return strcmp(one->message, other->message);
}

/* Tells all mistakes in the file's order; an alias may have told one several times. */
static enum status tell_mistakes(struct plan_reader *reader, plan_mistake_fn *on_mistake,
				 void *user, struct error *error)
{
	struct plan_mistake *mistakes = reader->mistakes;
	qsort(mistakes, reader->mistake_count, sizeof *mistakes, compare_mistakes);
	for (size_t i = 0; i < reader->mistake_count && on_mistake != NULL; i++) {
		if (i == 0 || compare_mistakes(&mistakes[i - 1], &mistakes[i]) != 0) {
			on_mistake(user, &mistakes[i]);
		}
	}
	return error_set(error, STATUS_USAGE, "%s:%d:%d: %s", reader->path, mistakes[0].line,
			 mistakes[0].column, mistakes[0].message);
}

static enum status read_text(struct plan_reader *reader, struct slice text,
			     plan_mistake_fn *on_mistake, void *user, struct error *error)
{
	struct yaml_place place = {0};
	struct yaml_node *root = NULL;
	enum status status = plan_file_check(text, &place);
	if (status == STATUS_OK) {
		status = yaml_read(reader->arena, text, &root, &place);
	}
	if (status == STATUS_USAGE) {
		struct yaml_node at = {.line = place.line, .column = place.column};
		plan_mistake(reader, &at, "%s", place.message);
	} else if (status == STATUS_OK && reader->is_formats_only) {
		reader->root = root;
		plan_read_formats_tree(reader);
	} else if (status == STATUS_OK && root == NULL) {
		plan_mistake(reader, NULL, "empty: a case file begins with `overrun: 1`");
	} else if (status == STATUS_OK) {
		reader->root = root;
		plan_read_tree(reader);
		plan_name_sources(reader);
	}
	if (reader->root != NULL && !reader->is_too_large && !reader->is_formats_only) {
		plan_check(reader);
	}
	if (status == STATUS_NO_MEMORY || reader->is_out_of_memory ||
	    plan_arena_is_exhausted(reader->arena)) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", reader->path);
	}
	return reader->mistake_count == 0 ? STATUS_OK
					  : tell_mistakes(reader, on_mistake, user, error);
}

/* What follows from a plan without mistakes. */
static enum status finish(struct plan_reader *reader, struct slice text, struct error *error)
{
	struct plan *plan = reader->plan;
	plan->title = plan->title == NULL ? plan->id : plan->title;
	for (size_t i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].title == NULL) {
			plan->steps[i].title = plan->steps[i].id;
		}
	}
	unsigned char sha256[SHA256_SIZE];
	if (!plan_hash(plan) || !digest_sha256(text.data, text.size, sha256)) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", reader->path);
	}
	digest_to_hex(sha256, sizeof sha256, plan->sha256);
	const char *stated = plan->plan_sha256_stated;
	if (stated != NULL && strcmp(stated, plan->plan_sha256) != 0) {
		const struct yaml_node *notice = yaml_find(reader->root, "notice");
		plan_warn(reader, yaml_find(notice, "plan_sha256"),
			  "window and steps are not those of the notice: their hash is %s",
			  plan->plan_sha256);
	}
	return STATUS_OK;
}

enum status plan_read(const char *path, plan_mistake_fn *on_mistake, void *user,
		      struct plan **ret_plan, struct error *error)
{
	char *bytes = NULL;
	size_t size = 0;
	enum status status = plan_file_read(path, &bytes, &size, error);
	if (status != STATUS_OK) {
		return status;
	}
	struct slice text = slice_make(bytes, size);
	struct plan_reader reader = {.path = path};
	struct plan *plan = new_plan(&reader);
	if (plan == NULL) {
		free(bytes);
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", path);
	}
	set_path(&reader, path);
	status = read_text(&reader, text, on_mistake, user, error);
	if (status == STATUS_OK) {
		status = finish(&reader, text, error);
	}
	zone_free(reader.zone);
	free(reader.mistakes);
	free(bytes);
	if (status != STATUS_OK) {
		plan_free(plan);
		return status;
	}
	*ret_plan = plan;
	return STATUS_OK;
}

enum status plan_read_more(struct plan *plan, const char *path, plan_mistake_fn *on_mistake,
			   void *user, struct error *error)
{
	char *bytes = NULL;
	size_t size = 0;
	enum status status = plan_file_read(path, &bytes, &size, error);
	if (status != STATUS_OK) {
		return status;
	}
	struct plan_reader reader = {
		.path = plan_arena_copy(plan->arena, slice_from(path)),
		.arena = plan->arena,
		.plan = plan,
		.is_formats_only = true,
	};
	status = reader.path == NULL
			 ? error_set(error, STATUS_NO_MEMORY, "%s: out of memory", path)
			 : read_text(&reader, slice_make(bytes, size), on_mistake, user, error);
	free(reader.mistakes);
	free(bytes);
	return status;
}

enum status plan_empty(const char *timezone, struct plan **ret_plan, struct error *error)
{
	struct zone *zone = NULL;
	enum status status = zone_open(timezone, &zone, error);
	if (status != STATUS_OK) {
		return status;
	}
	zone_free(zone);
	struct plan_reader reader = {.path = ""};
	struct plan *plan = new_plan(&reader);
	if (plan == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	plan->id = "";
	plan->title = "";
	plan->timezone = plan_arena_copy(reader.arena, slice_from(timezone));
	if (plan_arena_is_exhausted(reader.arena) || !plan_hash(plan)) {
		plan_free(plan);
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	*ret_plan = plan;
	return STATUS_OK;
}

void plan_free(struct plan *plan)
{
	if (plan != NULL) {
		plan_arena_free(plan->arena);
	}
}
