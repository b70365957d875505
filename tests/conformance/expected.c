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

json_t *expected_at(json_t *item, const char *path)
{
	json_t *value = json_object_get(item, path);
	char key[256];
	for (const char *dot = strchr(path, '.'); value == NULL && dot != NULL;
	     dot = strchr(dot + 1, '.')) {
		snprintf(key, sizeof key, "%.*s", (int)(dot - path), path);
		json_t *inner = json_object_get(item, key);
		if (json_is_array(inner)) {
			inner = json_array_get(inner, 0);
		}
		value = json_is_object(inner) ? expected_at(inner, dot + 1) : NULL;
	}
	return value;
}

/* ------------------------------------------------------------------ lines */

static bool is_blank(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (strchr(" \t\r", text[i]) == NULL) {
			return false;
		}
	}
	return true;
}

static void split_lines(struct specimen *specimen, size_t size)
{
	size_t offset = 0;
	while (offset < size) {
		const char *end = memchr(specimen->text + offset, '\n', size - offset);
		size_t length =
			end == NULL ? size - offset : (size_t)(end - specimen->text) - offset;
		specimen->lines = realloc(specimen->lines,
					  (specimen->line_count + 1) * sizeof *specimen->lines);
		if (specimen->lines == NULL) {
			abort();
		}
		specimen->lines[specimen->line_count++] = (struct truth){NULL, offset, length};
		offset += length + 1;
	}
}

static size_t filled_lines(const struct specimen *specimen)
{
	size_t count = 0;
	for (size_t i = 0; i < specimen->line_count; i++) {
		const struct truth *line = &specimen->lines[i];
		count += is_blank(specimen->text + line->offset, line->size) ? 0 : 1;
	}
	return count;
}

static void place_by_number(struct specimen *specimen, json_t *items)
{
	size_t next = 0;
	for (size_t i = 0; i < specimen->line_count; i++) {
		struct truth *line = &specimen->lines[i];
		if (!is_blank(specimen->text + line->offset, line->size)) {
			line->item = json_array_get(items, next++);
		}
	}
}

static bool place_by_offset(struct specimen *specimen, json_t *item)
{
	json_t *offset = expected_at(item, "log.offset");
	for (size_t i = 0; json_is_integer(offset) && i < specimen->line_count; i++) {
		if (specimen->lines[i].offset == (size_t)json_integer_value(offset)) {
			specimen->lines[i].item = item;
			return true;
		}
	}
	return false;
}

/* The first line that is still free and holds the first line of what the item quotes. */
static bool place_by_text(struct specimen *specimen, json_t *item)
{
	static const char *const quotes[] = {"event.original", "message", "Parsed.message"};
	json_t *quote = NULL;
	for (size_t i = 0; i < 3 && !json_is_string(quote); i++) {
		quote = expected_at(item, quotes[i]);
	}
	if (!json_is_string(quote)) {
		return false;
	}
	const char *text = json_string_value(quote);
	size_t size = strcspn(text, "\r\n");
	for (size_t i = 0; size > 0 && i < specimen->line_count; i++) {
		struct truth *line = &specimen->lines[i];
		if (line->item == NULL && line->size >= size &&
		    memmem(specimen->text + line->offset, line->size, text, size) != NULL) {
			line->item = item;
			return true;
		}
	}
	return false;
}

static void place(struct specimen *specimen, json_t *items, bool in_order)
{
	if (in_order && json_array_size(items) == filled_lines(specimen)) {
		place_by_number(specimen, items);
		return;
	}
	for (size_t i = 0; i < json_array_size(items); i++) {
		json_t *item = json_array_get(items, i);
		if (json_is_object(item) && !place_by_offset(specimen, item) &&
		    !place_by_text(specimen, item)) {
			specimen->unplaced++;
		}
	}
}

/* ------------------------------------------------------------------ specimens */

static void give(struct specimen *specimen, specimen_fn *on_specimen, void *user)
{
	on_specimen(user, specimen);
	if (specimen->is_temporary) {
		unlink(specimen->path);
	}
	free(specimen->path);
	free(specimen->name);
	free(specimen->text);
	free(specimen->lines);
	json_decref(specimen->root);
}

static bool open_log(struct specimen *specimen, const char *path, const char *name)
{
	size_t size = 0;
	specimen->path = strdup(path);
	specimen->name = strdup(name);
	specimen->text = load_file(path, &size);
	if (specimen->text == NULL) {
		free(specimen->path);
		free(specimen->name);
		return false;
	}
	split_lines(specimen, size);
	return true;
}

/* Messages that lie in JSON, put together to one log: message i is followed by item i. */
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
		json_t *message = json_array_get(messages, i);
		fprintf(file, "%s\n", json_string_value(message));
	}
	fclose(file);
	struct specimen specimen = {.is_temporary = true, .root = json_incref(items)};
	if (open_log(&specimen, path, name)) {
		size_t line = 0;
		for (size_t i = 0; i < json_array_size(messages); i++) {
			const char *text = json_string_value(json_array_get(messages, i));
			specimen.lines[line].item = json_array_get(items, i);
			for (line++; (text = strchr(text, '\n')) != NULL; text++) {
				line++;
			}
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
	if (items != NULL && open_log(&specimen, log, name)) {
		place(&specimen, items, true);
		give(&specimen, on_specimen, user);
	} else {
		json_decref(root);
	}
}

static void crowdsec(const char *path, const char *name, specimen_fn *on_specimen, void *user)
{
	char log[PATH_LIMIT];
	struct specimen specimen = {.root = crowdsec_items(path, log, sizeof log)};
	if (specimen.root != NULL && open_log(&specimen, log, name)) {
		place(&specimen, specimen.root, false);
		give(&specimen, on_specimen, user);
	} else {
		json_decref(specimen.root);
	}
}

/* Both go forward together: what is written of one record may stand between those of others. */
static void place_in_turn(struct specimen *specimen, json_t *items)
{
	size_t at = 0;
	for (size_t i = 0; i < json_array_size(items); i++) {
		json_t *item = json_array_get(items, i);
		const char *text = json_string_value(json_object_get(item, "message"));
		size_t size = strlen(text);
		size_t line = at;
		while (line < specimen->line_count &&
		       (specimen->lines[line].size < size ||
			memcmp(specimen->text + specimen->lines[line].offset, text, size) != 0)) {
			line++;
		}
		if (line == specimen->line_count) {
			specimen->unplaced++;
			continue;
		}
		specimen->lines[line].item = item;
		at = line + 1;
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
	if (json_array_size(specimen.root) > 0 && open_log(&specimen, log, name)) {
		place_in_turn(&specimen, specimen.root);
		if (specimen.unplaced < json_array_size(specimen.root)) {
			give(&specimen, on_specimen, user);
			return;
		}
		free(specimen.path);
		free(specimen.name);
		free(specimen.text);
		free(specimen.lines);
	}
	json_decref(specimen.root);
}

static void only_lines(const char *path, const char *name, specimen_fn *on_specimen, void *user)
{
	struct specimen specimen = {.root = NULL};
	if (open_log(&specimen, path, name)) {
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
