// SPDX-License-Identifier: MIT
/* Finding logs with expectations, and laying the expectations on the lines. */
#include "expected.h"

#include <dirent.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crowdsec.h"
#include "records.h"
#include "rows.h"

enum { PATH_LIMIT = 4096 };

/* Fixtures hold stray bytes; what is not UTF-8 must not make a whole file unreadable. */
static json_t *load_json(const char *path)
{
	size_t size = 0;
	char *text = load_file(path, &size);
	if (text == NULL) {
		return NULL;
	}
	json_error_t error;
	json_t *root = json_loadb(text, size, JSON_ALLOW_NUL, &error);
	if (root == NULL) {
		fprintf(stderr, "conformance: %s:%d: %s\n", path, error.line, error.text);
	}
	free(text);
	return root;
}

/* ------------------------------------------------------------------ specimens */

static void give(struct specimen *specimen, specimen_fn *on_specimen, void *user)
{
	json_t *root = specimen->root;
	on_specimen(user, specimen);
	if (specimen->is_temporary) {
		unlink(specimen->path);
	}
	specimen_close(specimen);
	json_decref(root);
}

static void give_messages(const char *name, json_t *messages, json_t *items,
			  specimen_fn *on_specimen, void *user)
{
	char path[] = "/tmp/conformance-XXXXXX";
	int number = mkstemp(path);
	FILE *file = number < 0 ? NULL : fdopen(number, "wb");
	if (file == NULL) {
		fprintf(stderr, "conformance: %s cannot be written\n", path);
		exit(2);
	}
	for (size_t i = 0; i < json_array_size(messages); i++) {
		const char *text = json_string_value(json_array_get(messages, i));
		for (; *text != '\0'; text++) {
			putc(*text == '\n' || *text == '\r' ? ' ' : *text, file);
		}
		putc('\n', file);
	}
	fclose(file);
	struct specimen specimen = {.is_temporary = true, .root = json_incref(items)};
	if (specimen_open(&specimen, path, name)) {
		for (size_t i = 0; i < specimen.line_count; i++) {
			specimen.lines[i].item = json_array_get(items, i);
		}
		give(&specimen, on_specimen, user);
	}
}

static void elastic(const char *path, const char *name, specimen_fn *on_specimen, void *user)
{
	char log[PATH_LIMIT];
	snprintf(log, sizeof log, "%.*s", (int)(strlen(path) - strlen("-expected.json")), path);
	json_t *root = load_json(path);
	json_t *items = json_is_array(root) ? root : json_object_get(root, "expected");
	size_t length = strlen(log);
	if (items != NULL && length > 5 && strcmp(log + length - 5, ".json") == 0) {
		json_t *input = load_json(log);
		json_t *events = json_object_get(input, "events");
		json_t *messages = json_array();
		json_t *kept = json_array();
		for (size_t i = 0; i < json_array_size(events); i++) {
			json_t *message = json_object_get(json_array_get(events, i), "message");
			json_t *item = json_array_get(items, i);
			if (json_is_string(message) && item != NULL) {
				json_array_append(messages, message);
				json_array_append(kept, item);
			}
		}
		give_messages(name, messages, kept, on_specimen, user);
		json_decref(messages);
		json_decref(kept);
		json_decref(input);
		json_decref(root);
		return;
	}
	struct specimen specimen = {.root = root};
	if (items != NULL && specimen_open(&specimen, log, name)) {
		specimen_place(&specimen, items, true);
		give(&specimen, on_specimen, user);
	} else {
		json_decref(root);
	}
}

static void crowdsec(const char *path, const char *name, specimen_fn *on_specimen, void *user)
{
	char log[PATH_LIMIT];
	struct specimen specimen = {.root = crowdsec_items(path, log, sizeof log)};
	if (specimen.root != NULL && specimen_open(&specimen, log, name)) {
		specimen_place(&specimen, specimen.root, false);
		give(&specimen, on_specimen, user);
	} else {
		json_decref(specimen.root);
	}
}

/* "_expected/logs/X.stdout" is told of "logs/X". Logs that are packed are left out. */
static void s4(const char *path, const char *name, specimen_fn *on_specimen, void *user)
{
	static const char folder[] = "_expected/";
	char log[PATH_LIMIT];
	const char *at = strstr(path, folder);
	size_t length = strlen(path) - strlen(".stdout");
	if (at == NULL) {
		return;
	}
	snprintf(log, sizeof log, "%.*s%.*s", (int)(at - path), path,
		 (int)(length - (size_t)(at - path) - strlen(folder)), at + strlen(folder));
	struct specimen specimen = {.root = s4_items(path)};
	if (json_array_size(specimen.root) > 0 && specimen_open(&specimen, log, name)) {
		specimen_place_in_turn(&specimen, specimen.root);
		if (specimen.unplaced < json_array_size(specimen.root)) {
			give(&specimen, on_specimen, user);
			return;
		}
		specimen_close(&specimen);
	}
	json_decref(specimen.root);
}

/* "X_structured.csv" is told of X. */
static void loghub(const char *path, const char *name, specimen_fn *on_specimen, void *user)
{
	char log[PATH_LIMIT];
	snprintf(log, sizeof log, "%.*s", (int)(strlen(path) - strlen("_structured.csv")), path);
	struct specimen specimen = {.root = loghub_items(path)};
	if (specimen.root != NULL && specimen_open(&specimen, log, name)) {
		specimen_place(&specimen, specimen.root, true);
		give(&specimen, on_specimen, user);
	} else {
		json_decref(specimen.root);
	}
}

static void only_lines(const char *path, const char *name, specimen_fn *on_specimen, void *user)
{
	struct specimen specimen = {.root = NULL};
	if (specimen_open(&specimen, path, name)) {
		give(&specimen, on_specimen, user);
	}
}

/* ------------------------------------------------------------------ the walk */

struct walk {
	const char *kind;
	specimen_fn *on_specimen;
	void *user;
	size_t root_size; /* of paths, cut off for names */
	json_t *messages; /* of a folder of sekoia's tests */
	json_t *items;
};

static bool ends_with(const char *text, const char *ending)
{
	size_t size = strlen(text);
	size_t tail = strlen(ending);
	return size > tail && strcmp(text + size - tail, ending) == 0;
}

static void on_file(struct walk *walk, const char *path)
{
	const char *name = path + walk->root_size + 1;
	const char *base = strrchr(path, '/') + 1;
	if (strcmp(walk->kind, "elastic") == 0 && ends_with(path, "-expected.json")) {
		elastic(path, name, walk->on_specimen, walk->user);
	} else if (strcmp(walk->kind, "crowdsec") == 0 && strcmp(base, "parser.assert") == 0) {
		crowdsec(path, name, walk->on_specimen, walk->user);
	} else if (strcmp(walk->kind, "lines") == 0 && base[0] != '_') {
		only_lines(path, name, walk->on_specimen, walk->user);
	} else if (strcmp(walk->kind, "loghub") == 0 && ends_with(path, "_structured.csv")) {
		loghub(path, name, walk->on_specimen, walk->user);
	} else if (strcmp(walk->kind, "s4") == 0 && ends_with(path, ".stdout")) {
		s4(path, name, walk->on_specimen, walk->user);
	} else if (strcmp(walk->kind, "napalm") == 0 && strcmp(base, "yang.json") == 0) {
		char log[PATH_LIMIT];
		snprintf(log, sizeof log, "%.*s/syslog.msg", (int)(base - 1 - path), path);
		json_t *message = first_line(log);
		json_t *item = load_json(path);
		if (message != NULL && item != NULL) {
			json_array_append(walk->messages, message);
			json_array_append(walk->items, item);
		}
		json_decref(message);
		json_decref(item);
	} else if (strcmp(walk->kind, "sekoia") == 0 && ends_with(path, ".json")) {
		json_t *root = load_json(path);
		json_t *message = expected_at(root, "input.message");
		json_t *item = json_object_get(root, "expected");
		if (json_is_string(message) && json_is_object(item)) {
			json_array_append(walk->messages, message);
			json_array_append(walk->items, item);
		}
		json_decref(root);
	}
}

static void on_path(struct walk *walk, const char *path)
{
	struct stat status;
	struct dirent **names = NULL;
	if (stat(path, &status) != 0) {
		fprintf(stderr, "conformance: %s is not there\n", path);
		return;
	}
	if (!S_ISDIR(status.st_mode)) {
		on_file(walk, path);
		return;
	}
	int count = scandir(path, &names, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		char inner[PATH_LIMIT];
		snprintf(inner, sizeof inner, "%s/%s", path, names[i]->d_name);
		if (strcmp(names[i]->d_name, ".") != 0 && strcmp(names[i]->d_name, "..") != 0) {
			on_path(walk, inner);
		}
		free(names[i]);
	}
	free(names);
}

void expected_walk(const char *root, const char *prefix, const char *kind, specimen_fn *on_specimen,
		   void *user)
{
	char pattern[PATH_LIMIT];
	glob_t found;
	snprintf(pattern, sizeof pattern, "%s/%s", root, prefix);
	struct walk walk = {.kind = kind,
			    .on_specimen = on_specimen,
			    .user = user,
			    .root_size = strlen(root),
			    .messages = json_array(),
			    .items = json_array()};
	if (glob(pattern, GLOB_BRACE, NULL, &found) != 0) {
		fprintf(stderr, "conformance: nothing is at %s\n", pattern);
		found.gl_pathc = 0;
	}
	for (size_t i = 0; i < found.gl_pathc; i++) {
		on_path(&walk, found.gl_pathv[i]);
	}
	globfree(&found);
	if (json_array_size(walk.messages) > 0) {
		give_messages(prefix, walk.messages, walk.items, on_specimen, user);
	}
	json_decref(walk.messages);
	json_decref(walk.items);
}
