// SPDX-License-Identifier: MIT
/* The case database that a command works on. */
#include "database.h"

#include "keep.h"
#include "reread.h"
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

char *database_path(const struct options *options, const char *case_file)
{
	char *path = NULL;
	struct slice name = slice_from(case_file);
	if (options->db != NULL) {
		return slice_copy(slice_from(options->db));
	}
	if (slice_ends_with(name, ".yaml") || slice_ends_with(name, ".yml")) {
		while (name.data[name.size - 1] != '.') {
			name.size--;
		}
		name.size--;
	}
	return asprintf(&path, SLICE_FORMAT ".db", SLICE_ARGUMENTS(name)) < 0 ? NULL : path;
}

/* As the case file was found; NULL: no case file, or no such folder any more, or no memory. */
static char *case_directory(struct store *store)
{
	struct rows *rows = NULL;
	struct error unread; /* a database without a case file is none the worse for it */
	struct stat state;
	char *directory = NULL;
	if (rows_open(store, "SELECT directory FROM case_file", &rows, &unread) == STATUS_OK &&
	    rows_next(rows, &unread) == STATUS_OK) {
		directory = slice_copy(rows_text(rows, 0));
	}
	rows_close(rows);
	if (directory != NULL && (stat(directory, &state) != 0 || !S_ISDIR(state.st_mode))) {
		free(directory);
		directory = NULL;
	}
	return directory;
}

enum status database_directory(const struct options *options, struct store *store,
			       char **ret_directory, struct error *error)
{
	char *directory = options->sources != NULL ? slice_copy(slice_from(options->sources))
						   : case_directory(store);
	if (directory == NULL && options->sources == NULL) {
		directory = reread_directory(store_path(store));
	}
	if (directory == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	*ret_directory = directory;
	return STATUS_OK;
}

enum status database_read(const char *path, struct store **ret_store, struct error *error)
{
	const struct store_options how = {.read_only = true, .stop = command_stop()};
	return database_open(path, &how, ret_store, error);
}

enum status database_open(const char *path, const struct store_options *how,
			  struct store **ret_store, struct error *error)
{
	struct error cause = {0};
	enum status status = store_open(path, how, ret_store, &cause);
	if (status == STATUS_OK) {
		return status;
	}
	/* A folder that is not there is not an input that is not there. */
	return error_set(error, status == STATUS_IO ? STATUS_DATABASE : status, "%s",
			 cause.message);
}

void database_warn_of_key(const struct store *store)
{
	const char *trouble = store_key_trouble(store);
	if (trouble != NULL) {
		command_warn("%s: tokens of names are other ones than in the case's own reports",
			     trouble);
	}
}

/* The actors of the roles and the people, as redact_new wants them. */
struct names {
	struct keep keep;
	struct redact_actor *actors;
	size_t actor_count;
	const char **people;
	size_t people_count;
};

static bool take_actor(struct names *names, struct rows *rows)
{
	struct redact_actor *actors =
		keep_grow(&names->keep, names->actors, names->actor_count, sizeof *actors);
	if (actors == NULL) {
		return false;
	}
	names->actors = actors;
	actors += names->actor_count++;
	actors->role = keep_text(&names->keep, rows_text(rows, 0));
	actors->actor = keep_text(&names->keep, rows_text(rows, 1));
	return actors->role != NULL && actors->actor != NULL;
}

static bool take_person(struct names *names, struct rows *rows)
{
	const char **people =
		keep_grow(&names->keep, (void *)names->people, names->people_count, sizeof *people);
	if (people == NULL) {
		return false;
	}
	names->people = people;
	people[names->people_count] = keep_text(&names->keep, rows_text(rows, 0));
	return people[names->people_count++] != NULL;
}

static enum status take_all(struct store *store, const char *sql,
			    bool (*take)(struct names *names, struct rows *rows),
			    struct names *names, struct error *error)
{
	struct rows *rows = NULL;
	enum status status = rows_open(store, sql, &rows, error);
	while (status == STATUS_OK && (status = rows_next(rows, error)) == STATUS_OK) {
		if (!take(names, rows)) {
			status = error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
	}
	rows_close(rows);
	return status == STATUS_END ? STATUS_OK : status;
}

enum status database_redaction(struct store *store, struct redact **ret_redact, struct error *error)
{
	struct names names = {0};
	struct redact_names known = {0};
	/* The same order as in the report, so that SEC-1 is the same account in both. */
	enum status status =
		take_all(store, "SELECT role, actor FROM role_actor ORDER BY role, actor",
			 take_actor, &names, error);
	if (status == STATUS_OK) {
		status = take_all(store, "SELECT name FROM person ORDER BY rowid", take_person,
				  &names, error);
	}
	if (status == STATUS_OK) {
		status = store_key(store, known.key, error);
	}
	if (status == STATUS_OK) {
		known.actors = names.actors;
		known.actor_count = names.actor_count;
		known.people = names.people;
		known.people_count = names.people_count;
		status = redact_new(&known, ret_redact, error);
	}
	keep_free(&names.keep);
	return status;
}
