// SPDX-License-Identifier: MIT
/* What is to be read, and how: sources with their files and the reader's settings. */
#include "feeds.h"

#include "user.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static enum status no_memory(struct error *error)
{
	return error_set(error, STATUS_NO_MEMORY, "out of memory");
}

static int64_t size_of(const struct paths *paths)
{
	int64_t bytes = 0;
	for (size_t i = 0; i < paths->count; i++) {
		struct stat state;
		bytes += stat(paths->items[i].path, &state) == 0 ? (int64_t)state.st_size : 0;
	}
	return bytes;
}

static enum status expand(struct feeds *feeds, struct error *error)
{
	const struct plan *plan = feeds->plan;
	feeds->files = calloc(plan->source_count + 1, sizeof *feeds->files);
	if (feeds->files == NULL) {
		return no_memory(error);
	}
	const char *base = feeds->own_sources == NULL ? plan->directory : NULL;
	for (size_t i = 0; i < plan->source_count; i++) {
		struct feed_files *files = &feeds->files[i];
		enum status status =
			paths_expand(base, plan->sources[i].path, &files->paths, &files->error);
		if (status == STATUS_NO_MEMORY) {
			return no_memory(error);
		}
		files->error.status = status;
		feeds->bytes += size_of(&files->paths);
	}
	return STATUS_OK;
}

/* A format by its name; the user's own come before the shelf. */
static const struct format *find_format(const struct feeds *feeds, const char *name)
{
	for (size_t i = 0; i < feeds->format_count; i++) {
		if (strcmp(feeds->formats[i]->name, name) == 0) {
			return feeds->formats[i];
		}
	}
	return format_find(name);
}

static enum status check_format(const struct feeds *feeds, const char *name, struct error *error)
{
	enum { slips = 3 };
	const char *nearest = NULL;
	size_t best = slips + 1;
	if (find_format(feeds, name) != NULL) {
		return STATUS_OK;
	}
	for (size_t i = 0; i < format_count; i++) {
		size_t distance =
			slice_distance(slice_from(format_table[i]->name), slice_from(name));
		nearest = distance < best ? format_table[i]->name : nearest;
		best = distance < best ? distance : best;
	}
	return error_set(error, STATUS_USAGE, "format %s: no such format: %s%s", name,
			 nearest == NULL ? "see overrun formats" : "did you mean ",
			 nearest == NULL ? "" : nearest);
}

/* Every name that the command line or a source asks for. */
static enum status check_formats(const struct feeds *feeds, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; status == STATUS_OK && i < feeds->options->format_count; i++) {
		status = check_format(feeds, feeds->options->formats[i].name, error);
	}
	for (size_t i = 0; status == STATUS_OK && i < feeds->plan->source_count; i++) {
		const char *name = feeds->plan->sources[i].format;
		status = name == NULL ? STATUS_OK : check_format(feeds, name, error);
	}
	return status;
}

/* One format of the user's own. */
static enum status make_format(const struct plan *plan, size_t index, struct format **ret_format,
			       struct error *error)
{
	const struct plan_format *from = &plan->formats[index];
	struct user_condition *conditions = calloc(from->signal_count + 1, sizeof *conditions);
	if (conditions == NULL) {
		return no_memory(error);
	}
	for (size_t i = 0; i < from->signal_count; i++) {
		conditions[i] = (struct user_condition){.word = from->signals[i].signal_word,
							.field = from->signals[i].field,
							.match = from->signals[i].match};
	}
	const struct user_description description = {.name = from->name,
						     .pattern = from->pattern,
						     .time = from->time,
						     .conditions = conditions,
						     .condition_count = from->signal_count,
						     .samples = from->samples.items,
						     .sample_count = from->samples.count};
	struct error cause = {0};
	enum status status = user_format_new(&description, ret_format, &cause);
	free(conditions);
	return status == STATUS_OK ? status
				   : error_set(error, status, "%s:%d:%d: %s", from->file,
					       from->line, from->column, cause.message);
}

static int is_yaml(const struct dirent *item)
{
	struct slice name = slice_from(item->d_name);
	return item->d_name[0] != '.' &&
	       (slice_ends_with(name, ".yaml") || slice_ends_with(name, ".yml"));
}

/* --formats-dir: the formats of every file there, in the order of the names. */
static enum status read_formats_dir(struct plan *plan, const char *folder, struct error *error)
{
	struct dirent **items = NULL;
	int count = scandir(folder, &items, is_yaml, alphasort);
	enum status status = STATUS_OK;
	if (count < 0) {
		return error_set(error, STATUS_USAGE, "--formats-dir %s: cannot be read: %s",
				 folder, strerror(errno));
	}
	if (count == 0) {
		command_warn("--formats-dir %s: no .yaml file there", folder);
	}
	for (int i = 0; i < count; i++) {
		char *path = NULL;
		if (status != STATUS_OK) {
			path = NULL;
		} else if (asprintf(&path, "%s/%s", folder, items[i]->d_name) < 0) {
			path = NULL;
			status = no_memory(error);
		} else {
			status = plan_read_more(plan, path, NULL, NULL, error);
		}
		free(path);
		free(items[i]);
	}
	free(items);
	return status;
}

static enum status make_formats(struct feeds *feeds, struct error *error)
{
	const char *folder = feeds->options->formats_dir;
	enum status status =
		folder == NULL ? STATUS_OK : read_formats_dir(feeds->plan, folder, error);
	size_t count = feeds->plan->format_count;
	if (status != STATUS_OK) {
		return status;
	}
	feeds->formats = calloc(count + 1, sizeof(struct format *));
	if (feeds->formats == NULL) {
		return no_memory(error);
	}
	for (size_t i = 0; status == STATUS_OK && i < count; i++) {
		status = make_format(feeds->plan, i, &feeds->formats[i], error);
		feeds->format_count += status == STATUS_OK ? 1 : 0;
	}
	return status == STATUS_OK ? check_formats(feeds, error) : status;
}

enum status feeds_from_plan(struct plan *plan, const struct options *options,
			    struct feeds *ret_feeds, struct error *error)
{
	*ret_feeds = (struct feeds){.plan = plan, .options = options};
	if (options->sources != NULL) {
		plan->directory = options->sources;
	}
	enum status status = make_formats(ret_feeds, error);
	return status == STATUS_OK ? expand(ret_feeds, error) : status;
}

/* "logs/fw-1.log.3.gz" → "fw-1": up to the first dot of the file's name. */
static char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL || slash[1] == '\0' ? path : slash + 1;
	if (strcmp(path, "-") == 0) {
		name = "stdin";
	}
	size_t size = strcspn(name, ".");
	return slice_copy(slice_make(name, size == 0 ? strlen(name) : size));
}

/*
 * The path as the books shall have it: relative paths hold below the database's folder, because
 * that is where they are looked for later.
 */
static char *path_for_books(const struct options *options, const char *path)
{
	bool is_elsewhere = options->db != NULL && strchr(options->db, '/') != NULL;
	char *folder = NULL;
	char *absolute = NULL;
	if (!is_elsewhere || path[0] == '/' || strcmp(path, "-") == 0) {
		return slice_copy(slice_from(path));
	}
	folder = realpath(".", NULL);
	if (folder == NULL || asprintf(&absolute, "%s/%s", folder, path) < 0) {
		absolute = NULL;
	}
	free(folder);
	return absolute;
}

static enum status make_sources(struct feeds *feeds, char *const *paths, size_t count,
				struct error *error)
{
	feeds->own_sources = calloc(count + 1, sizeof *feeds->own_sources);
	feeds->own_names = calloc(2 * count + 1, sizeof *feeds->own_names);
	if (feeds->own_sources == NULL || feeds->own_names == NULL) {
		return no_memory(error);
	}
	feeds->own_count = 2 * count;
	for (size_t i = 0; i < count; i++) {
		char *name = feeds->own_names[2 * i] = name_of(paths[i]);
		char *path = feeds->own_names[2 * i + 1] = path_for_books(feeds->options, paths[i]);
		if (name == NULL || path == NULL) {
			return no_memory(error);
		}
		feeds->own_sources[i] = (struct plan_source){.path = path,
							     .kind = "app",
							     .name = name,
							     .clock_us = PLAN_NONE,
							     .heartbeat_us = PLAN_NONE};
	}
	feeds->plan->sources = feeds->own_sources;
	feeds->plan->source_count = count;
	return STATUS_OK;
}

enum status feeds_from_paths(char *const *paths, size_t count, const struct options *options,
			     struct feeds *ret_feeds, struct error *error)
{
	const char *timezone = options->timezone == NULL ? "UTC" : options->timezone;
	*ret_feeds = (struct feeds){.options = options};
	enum status status = plan_empty(timezone, &ret_feeds->plan, error);
	if (status == STATUS_OK) {
		status = make_sources(ret_feeds, paths, count, error);
	}
	if (status == STATUS_OK) {
		status = make_formats(ret_feeds, error);
	}
	return status == STATUS_OK ? expand(ret_feeds, error) : status;
}

void feeds_free(struct feeds *feeds)
{
	for (size_t i = 0; feeds->files != NULL && i < feeds->plan->source_count; i++) {
		paths_free(&feeds->files[i].paths);
	}
	for (size_t i = 0; i < feeds->own_count; i++) {
		free(feeds->own_names[i]);
	}
	for (size_t i = 0; i < feeds->format_count; i++) {
		user_format_free(feeds->formats[i]);
	}
	free((void *)feeds->formats);
	free(feeds->files);
	free(feeds->own_names);
	free(feeds->own_sources);
	plan_free(feeds->plan);
	*feeds = (struct feeds){0};
}

/* The first --format whose glob takes the chain, or the file name at its end. */
static const struct format *choose_format(void *user, const struct entry *entry)
{
	const struct feeds *feeds = user;
	const struct options *options = feeds->options;
	const char *slash = strrchr(entry->chain, '/');
	for (size_t i = 0; i < options->format_count; i++) {
		char *glob = slice_copy(options->formats[i].glob);
		bool holds = glob != NULL && (fnmatch(glob, entry->chain, 0) == 0 ||
					      (slash != NULL && fnmatch(glob, slash + 1, 0) == 0));
		free(glob);
		if (holds) {
			return find_format(feeds, options->formats[i].name);
		}
	}
	return NULL;
}

static enum status set_zone(const struct feeds *feeds, const struct plan_source *source,
			    struct zone **ret_zone, struct reader_options *settings,
			    struct error *error)
{
	const char *name = feeds->options->timezone;
	settings->zone_origin = ORIGIN_COMMAND;
	if (name == NULL && feeds->own_sources == NULL) {
		name = source->timezone != NULL ? source->timezone : feeds->plan->timezone;
		settings->zone_origin = ORIGIN_CASE;
	}
	*ret_zone = NULL;
	if (name == NULL) {
		settings->zone_origin = ORIGIN_ASSUMED;
		return STATUS_OK;
	}
	enum status status = zone_open(name, ret_zone, error);
	settings->zone = *ret_zone;
	settings->zone_name = name;
	return status;
}

static void set_reference(const struct feeds *feeds, struct reader_options *settings)
{
	const struct options *options = feeds->options;
	if (options->since_at != TIMESTAMP_NONE || options->until_at != TIMESTAMP_NONE) {
		settings->reference_origin = ORIGIN_COMMAND;
		settings->reference_at =
			options->since_at != TIMESTAMP_NONE ? options->since_at : options->until_at;
	} else if (feeds->plan->window_start_at != TIMESTAMP_NONE) {
		settings->reference_origin = ORIGIN_CASE;
		settings->reference_at = feeds->plan->window_start_at;
	}
}

enum status feeds_settings(const struct feeds *feeds, size_t source, struct zone **ret_zone,
			   struct reader_options *ret_settings, struct error *error)
{
	const struct plan_source *item = &feeds->plan->sources[source];
	struct reader_options settings = reader_defaults();
	if (feeds->options->format_count > 0) {
		settings.choose = choose_format;
		/* The reader hands it back as it is; choose_format only reads it. */
		settings.choose_user = (void *)feeds;
	}
	settings.format = item->format == NULL ? NULL : find_format(feeds, item->format);
	settings.extra = (const struct format *const *)feeds->formats;
	settings.extra_count = feeds->format_count;
	settings.file.is_interrupted = command_stop();
	set_reference(feeds, &settings);
	enum status status = set_zone(feeds, item, ret_zone, &settings, error);
	if (status == STATUS_OK) {
		*ret_settings = settings;
	}
	return status;
}
