// SPDX-License-Identifier: MIT
/* The case database that a command works on: where it is, where its sources lie, who is hidden. */
#ifndef OVERRUN_DATABASE_H
#define OVERRUN_DATABASE_H

#include "options.h"
#include "redact.h"
#include "store.h"

/* --db, or the case file's name with ".db" in place of its ending; the caller frees. */
char *database_path(const struct options *options, const char *case_file);

/*
 * Where the sources lie: --sources, or the folder of the case file as the database has it, or, when
 * there is none (any more), the database's own; the caller frees.
 */
enum status database_directory(const struct options *options, struct store *store,
			       char **ret_directory, struct error *error);

/* store_open; every failure but those of memory and interruption is STATUS_DATABASE. */
enum status database_open(const char *path, const struct store_options *how,
			  struct store **ret_store, struct error *error);

/* Opens an existing one for reading only. */
enum status database_read(const char *path, struct store **ret_store, struct error *error);

/* The names of the case, to be hidden in what is shown. The caller frees with redact_free. */
enum status database_redaction(struct store *store, struct redact **ret_redact,
			       struct error *error);

/* A warning when names were hidden with another key than the case's. */
void database_warn_of_key(const struct store *store);

#endif
