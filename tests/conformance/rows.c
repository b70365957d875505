// SPDX-License-Identifier: MIT
/* Tables of text from disk. */
#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *load_file(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		return NULL;
	}
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *text = size < 0 ? NULL : malloc((size_t)size + 1);
	if (text != NULL) {
		*ret_size = fread(text, 1, (size_t)size, file);
		text[*ret_size] = '\0';
	}
	fclose(file);
	return text;
}

static int split(char *line, struct row *row)
{
	static char nothing[] = "";
	int count = 0;
	for (int i = 0; i < ROW_CELLS; i++) {
		row->cells[i] = nothing;
	}
	while (line != NULL && count < ROW_CELLS) {
		row->cells[count++] = line;
		line = strchr(line, '\t');
		if (line != NULL) {
			*line++ = '\0';
			line += strspn(line, "\t"); /* people align columns */
		}
	}
	return count;
}

struct rows rows_load(const char *folder, const char *name, int cells)
{
	char path[4096];
	struct rows rows = {NULL, 0, NULL};
	size_t size = 0;
	snprintf(path, sizeof path, "%s/%s", folder, name);
	rows.text = load_file(path, &size);
	if (rows.text == NULL) {
		fprintf(stderr, "conformance: %s cannot be read\n", path);
		exit(2);
	}
	char *next = rows.text;
	for (int number = 1; next != NULL; number++) {
		char *line = next;
		next = strchr(line, '\n');
		if (next != NULL) {
			*next++ = '\0';
		}
		if (line[0] == '#' || line[0] == '\0') {
			continue;
		}
		rows.rows = realloc(rows.rows, (rows.count + 1) * sizeof *rows.rows);
		if (rows.rows == NULL || split(line, &rows.rows[rows.count]) < cells) {
			fprintf(stderr, "conformance: %s:%d: %d cells are needed\n", path, number,
				cells);
			exit(2);
		}
		rows.count++;
	}
	return rows;
}

void rows_free(struct rows *rows)
{
	free(rows->rows);
	free(rows->text);
}
