// SPDX-License-Identifier: MIT
/* Lines with the time of their record before them. */
#include "records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rows.h"

static const char separator[] = "\xe2\x94\x8b"; /* ┋ */

/* "20240807T053019.000000000" → "2024-08-07T05:30:19.000000000Z" */
static json_t *time_of(const char *text)
{
	enum { SECONDS_SIZE = 15 };
	char time[64];
	if (strcspn(text, "T") != 8 || strlen(text) < SECONDS_SIZE) {
		return NULL;
	}
	snprintf(time, sizeof time, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%.10sZ", text, text + 4, text + 6,
		 text + 9, text + 11, text + 13, text + SECONDS_SIZE);
	return json_string(time);
}

static void read_line(json_t *items, char *line)
{
	char *stamp = strstr(line, separator);
	char *text = stamp == NULL ? NULL : strstr(stamp + 1, separator);
	if (text == NULL) {
		return; /* the mark between two records */
	}
	*text = '\0';
	text += strlen(separator);
	json_t *message = json_string(text);
	json_t *time = time_of(stamp + strlen(separator));
	if (message != NULL && time != NULL) {
		json_array_append_new(
			items, json_pack("{s:o, s:o}", "@timestamp", time, "message", message));
	} else {
		json_decref(message);
		json_decref(time);
	}
}

json_t *s4_items(const char *path)
{
	size_t size = 0;
	char *text = load_file(path, &size);
	if (text == NULL) {
		return NULL;
	}
	json_t *items = json_array();
	char *rest = text;
	for (char *line = strsep(&rest, "\n"); line != NULL; line = strsep(&rest, "\n")) {
		line[strcspn(line, "\r")] = '\0';
		read_line(items, line);
	}
	free(text);
	return items;
}

json_t *first_line(const char *path)
{
	size_t size = 0;
	char *text = load_file(path, &size);
	if (text == NULL) {
		return NULL;
	}
	text[strcspn(text, "\r\n")] = '\0';
	json_t *line = json_string(text);
	free(text);
	return line;
}

/* One cell of a CSV row, unquoted in place; `text` moves on, to NULL behind the last. */
static char *eat_cell(char **text)
{
	char *cell = *text;
	if (cell[0] != '"') {
		char *comma = strchr(cell, ',');
		*text = comma == NULL ? NULL : comma + 1;
		cell[strcspn(cell, ",")] = '\0';
		return cell;
	}
	char *from = cell + 1;
	char *to = cell;
	while (from[0] != '\0' && (from[0] != '"' || from[1] == '"')) {
		from += from[0] == '"' ? 1 : 0; /* a doubled one is one */
		*to++ = *from++;
	}
	from += from[0] == '"' ? 1 : 0;
	*text = from[0] == ',' ? from + 1 : NULL;
	*to = '\0';
	return cell;
}

static json_t *row_item(char *row, char *const *names, size_t count)
{
	static const char *const times[] = {"Month", "Date", "Day", "Time"};
	char stamp[128] = "";
	json_t *item = json_object();
	for (size_t i = 0; i < count && row != NULL; i++) {
		json_object_set_new(item, names[i], json_string(eat_cell(&row)));
	}
	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		const char *part = json_string_value(json_object_get(item, times[i]));
		size_t used = strlen(stamp);
		snprintf(stamp + used, sizeof stamp - used, "%s%s", used > 0 && part ? " " : "",
			 part == NULL ? "" : part);
	}
	json_object_set_new(item, "@timestamp", json_string(stamp));
	return item;
}

json_t *loghub_items(const char *path)
{
	enum { COLUMNS = 16 };
	char *names[COLUMNS];
	size_t count = 0;
	size_t size = 0;
	char *text = load_file(path, &size);
	if (text == NULL) {
		return NULL;
	}
	char *rest = text;
	char *header = strsep(&rest, "\n");
	header[strcspn(header, "\r")] = '\0';
	while (header != NULL && count < COLUMNS) {
		names[count++] = eat_cell(&header);
	}
	json_t *items = json_array();
	for (char *row = strsep(&rest, "\n"); row != NULL; row = strsep(&rest, "\n")) {
		row[strcspn(row, "\r")] = '\0';
		if (row[0] != '\0') {
			json_array_append_new(items, row_item(row, names, count));
		}
	}
	free(text);
	return items;
}
