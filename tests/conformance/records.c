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
