// SPDX-License-Identifier: MIT
/* Assertions, line by line, with one pattern of literal texts. */
#include "crowdsec.h"

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"

/* Moves `text` behind `literal` when it begins with it. */
static bool eat(char **text, const char *literal)
{
	size_t size = strlen(literal);
	if (strncmp(*text, literal, size) != 0) {
		return false;
	}
	*text += size;
	return true;
}

/* "…\"]": what stands up to the closing quote and bracket, which are cut off. */
static char *eat_key(char **text)
{
	char *key = *text;
	char *end = strstr(key, "\"]");
	if (end == NULL) {
		return NULL;
	}
	*end = '\0';
	*text = end + 2;
	return key;
}

static json_t *item_of(json_t *items, json_t *index, const char *parser, long number)
{
	char key[512];
	snprintf(key, sizeof key, "%s#%ld", parser, number);
	json_t *item = json_object_get(index, key);
	if (item == NULL) {
		item = json_object();
		json_array_append_new(items, item);
		json_object_set(index, key, item);
	}
	return item;
}

/* `Evt.` is eaten: "Parsed["status"] == "200"", "StrTime == "…"". */
static void set_value(json_t *item, char *text)
{
	char path[512];
	char *equals = NULL;
	if (eat(&text, "Parsed[\"") || eat(&text, "Meta[\"")) {
		bool parsed = text[-3] == 'd';
		char *name = eat_key(&text);
		snprintf(path, sizeof path, "%s.%s", parsed ? "Parsed" : "Meta",
			 name == NULL ? "" : name);
		equals = text;
	} else {
		equals = strstr(text, " == ");
		snprintf(path, sizeof path, "%.*s", equals == NULL ? 0 : (int)(equals - text),
			 text);
	}
	if (equals == NULL || !eat(&equals, " == ")) {
		return;
	}
	json_t *value = json_loads(equals, JSON_DECODE_ANY, NULL);
	if (value != NULL) {
		json_object_set_new(item, path, value);
	}
}

static void read_line(json_t *items, json_t *index, char *text)
{
	if (!eat(&text, "results[\"s01-parse\"][\"")) {
		return;
	}
	char *parser = eat_key(&text);
	if (parser == NULL || !eat(&text, "[")) {
		return;
	}
	long number = strtol(text, &text, 10);
	if (eat(&text, "].Evt.")) {
		set_value(item_of(items, index, parser, number), text);
	}
}

static bool find_log(const char *path, char *ret_log, size_t size)
{
	char pattern[4096];
	glob_t found;
	snprintf(pattern, sizeof pattern, "%.*s/*.log", (int)(strrchr(path, '/') - path), path);
	bool one = glob(pattern, 0, NULL, &found) == 0 && found.gl_pathc == 1;
	if (one) {
		snprintf(ret_log, size, "%s", found.gl_pathv[0]);
	}
	globfree(&found);
	return one;
}

json_t *crowdsec_items(const char *path, char *ret_log, size_t size)
{
	size_t length = 0;
	char *text = find_log(path, ret_log, size) ? load_file(path, &length) : NULL;
	if (text == NULL) {
		return NULL;
	}
	json_t *items = json_array();
	json_t *index = json_object();
	char *rest = text;
	for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
		read_line(items, index, line);
	}
	json_decref(index);
	free(text);
	return items;
}
