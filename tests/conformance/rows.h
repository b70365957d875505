// SPDX-License-Identifier: MIT
/*
 * The data of the conformance tool: tables of text, one row a line, cells between tabs; '#' begins
 * a comment line. A missing file or a row with too few cells ends the program: the tables are ours.
 */
#ifndef OVERRUN_CONFORMANCE_ROWS_H
#define OVERRUN_CONFORMANCE_ROWS_H

#include <stddef.h>

enum { ROW_CELLS = 6 }; /* the widest table is that of the reasons */

struct row {
	char *cells[ROW_CELLS]; /* cells beyond the last are "" */
};

struct rows {
	struct row *rows;
	size_t count;
	char *text; /* what the cells point into */
};

/* Reads FOLDER/NAME; every row must have at least `cells` cells. */
struct rows rows_load(const char *folder, const char *name, int cells);
void rows_free(struct rows *rows);

/* The whole of a file, NUL-terminated, or NULL when it cannot be read. The caller frees. */
char *load_file(const char *path, size_t *ret_size);

#endif
