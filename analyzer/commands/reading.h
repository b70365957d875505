// SPDX-License-Identifier: MIT
/*
 * Reads all files of the feeds into the store, and keeps account of what became of them.
 */
#ifndef OVERRUN_READING_H
#define OVERRUN_READING_H

#include "feeds.h"
#include "store.h"

struct reading {
	int64_t files;      /* that were read now */
	int64_t known;      /* that were read before and have not changed */
	int64_t damaged;    /* read in part */
	int64_t unreadable; /* not read at all, or not there */
};

/*
 * Reads. A file that cannot be read, or only in part, is told on standard error, entered in the
 * books and does not stop the others; `ret_reading` counts it. Other failures end it: the database,
 * memory, an interruption. What was committed before stands.
 */
enum status reading_run(struct store *store, const struct feeds *feeds, struct rules *rules,
			struct reading *ret_reading, struct error *error);

/* Opens the database and enters the run in its books; with a plan that has a window, that too. */
enum status reading_open(const char *path, const struct feeds *feeds, struct store **ret_store,
			 struct rules **ret_rules, struct error *error);

/* Enters how the run ended, frees both. */
void reading_close(struct store *store, struct rules *rules, enum status status);

/* EXIT_INPUT when something is missing, else EXIT_DONE. */
enum exit_code reading_exit(const struct reading *reading);

/* The tally of every entry and their sum as a table on standard output. */
enum status reading_print(struct store *store, const struct options *options, struct error *error);

#endif
