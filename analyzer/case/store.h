// SPDX-License-Identifier: MIT
/*
 * The case database: opens it, keeps the books of what was read, is the sink events go through.
 *
 *     store_open("case.db", &options, &store, error);
 *     store_begin_run(store, "0.1.0", "overrun analyze case.yaml", error);
 *     store_write_plan(store, plan, error);
 *     store_retire_feeds(store, plan, error);
 *     store_use_rules(store, plan, rules);
 *     for each source of the plan, for each file of its glob:
 *             store_add_feed(store, &plan->sources[i], i, error);
 *             store_begin_source(store, path, bytes, sha256, error)  -> STATUS_END: read before
 *             reader … store_sink(store) …
 *             store_end_source(store, "whole", NULL, error);
 *     store_end_run(store, "done", error);
 *     store_close(store);
 *
 * Crash promise: an entry is one transaction, committed when it ends; what the books say of runs,
 * feeds and files is committed before the next entry begins, and at the end. A run that is killed
 * loses at most the entry in flight; the next run goes on from there, and what is read twice adds
 * nothing twice. Beside the database stand only SQLite's own journal, its nameless temporary files
 * (where that folder is closed: in the system's) and the key file. One process has the database at
 * a time, from store_open to store_close; another waits `busy_ms`, then gets STATUS_DATABASE. That
 * holds within the process too: do not open a database a second time, also not for reading.
 *
 * Nothing here is safe to use from two threads at once; the store itself has the crew (crew.h)
 * insert while the reader reads. Memory is bounded whatever is read (some 28 MB: page cache, word
 * cache, batches). Tables and columns: schema.sql.
 */
#ifndef OVERRUN_STORE_H
#define OVERRUN_STORE_H

#include "event.h"
#include "plan.h"
#include "rules.h"

#include <signal.h>

struct store;

enum {
	STORE_VERSION = 1,                 /* PRAGMA user_version */
	STORE_APPLICATION_ID = 0x4f56524e, /* PRAGMA application_id: "OVRN" */
	STORE_BUSY_MS = 10000,             /* how long to wait for another run by default */
	STORE_KEY_SIZE = 32,
};

struct store_options {
	bool create;    /* make it when it is not there; otherwise that is STATUS_IO */
	bool read_only; /* nothing may be written; no lock is held between questions */
	bool rehearse;  /* the caller takes back whatever it writes: not a byte of the file changes;
			   on  a read-only medium it works on a copy that SQLite keeps and deletes */
	bool fold;   /* drop rows of plain requests and flows, keep their counts per minute; a last
			line   that is completed later stays counted as it was */
	int busy_ms; /* 0: STORE_BUSY_MS */
	const volatile sig_atomic_t *stop; /* set by a signal handler: long work ends with
					      STATUS_INTERRUPTED; NULL: none */
};

/*
 * Opens a case database. STATUS_IO: it is not there or cannot be read; STATUS_DATABASE: locked,
 * no case database, damaged, of a newer version. The caller frees with store_close.
 */
enum status store_open(const char *path, const struct store_options *options,
		       struct store **ret_store, struct error *error);

/* Takes back an unfinished entry and closes. */
void store_close(struct store *store);

/* The path it was opened with. */
const char *store_path(const struct store *store);

/* A row of `run` in state "running"; runs that died are marked "failed". */
enum status store_begin_run(struct store *store, const char *version, const char *arguments,
			    struct error *error);

/*
 * "done", "interrupted" or "failed". Rolls an unfinished entry or transaction back first. Nothing
 * after it heeds the stop flag.
 */
enum status store_end_run(struct store *store, const char *state, struct error *error);

/*
 * Replaces all tables of the case file (see schema.sql) by what `plan` says, in one transaction.
 * Warnings of earlier readings go, too: what still holds is found again.
 */
enum status store_write_plan(struct store *store, const struct plan *plan, struct error *error);

/*
 * Deletes all that was read of feeds that `plan` does not name, or names with another path, as if
 * it had never been read. Other sources that held the same content are to be read again: nothing
 * else has it any more.
 */
enum status store_retire_feeds(struct store *store, const struct plan *plan, struct error *error);

/* The table `scope`; TIMESTAMP_NONE: open. After store_write_plan, which empties it. */
enum status store_write_scope(struct store *store, timestamp since_at, timestamp until_at,
			      struct error *error);

/* The rules that events go through from now on; borrowed, as is the plan. NULL, NULL: none. */
void store_use_rules(struct store *store, const struct plan *plan, struct rules *rules);

/* A row of `warning`; a text that is there already is not repeated. origin: see schema.sql. */
enum status store_warn(struct store *store, const char *origin, const char *text,
		       struct error *error);

/* ------------------------------------------------------------------------------------- reading */

/*
 * The feed that the sources to come belong to: the row of that name is made or brought up to date.
 * `position` is its place in plan->sources, or RULES_NO_SOURCE.
 */
enum status store_add_feed(struct store *store, const struct plan_source *source, size_t position,
			   struct error *error);

/* Size and SHA-256 (hexadecimal, 2 * SHA256_SIZE + 1 bytes) of a file as it lies on disk. */
enum status store_hash_file(const char *path, int64_t *ret_bytes, char *ret_sha256,
			    struct error *error);

/*
 * Size of a file, and its hash if the books have one of this name and size, else "": it is hashed
 * while it is read anyway. STATUS_IO: it cannot be read.
 */
enum status store_measure_file(struct store *store, const char *path, const char *name,
			       int64_t *ret_bytes, char *ret_sha256, struct error *error);

/*
 * A file is about to be read. STATUS_END: the same path with the same content was read whole, with
 * the same rules, before; nothing is to be done. `path` is relative to the case file.
 */
enum status store_begin_source(struct store *store, const char *path, int64_t bytes,
			       const char *sha256, struct error *error);

/* state: whole, truncated, corrupt, unreadable; note: what is wrong with it, or NULL. */
enum status store_end_source(struct store *store, const char *state, const char *note,
			     struct error *error);

/*
 * Where the reader puts the entries of the source. Plain requests go to `request`, flows to
 * `flow`, all else, and whatever a step or fault claims, to `happening`.
 */
struct event_sink store_sink(struct store *store);

/* What this run has read: entries in full, known ones (nothing added), and the sum of tallies. */
struct store_progress {
	int64_t entries, known_entries;
	int64_t happenings, requests, flows; /* rows added, folded ones included */
	struct tally tally;                  /* of entries that were not known */
};
void store_progress(const struct store *store, struct store_progress *ret_progress);

/* ------------------------------------------------------------------------------------ the method
 */

/* One transaction around several calls. */
enum status store_begin(struct store *store, struct error *error);
enum status store_commit(struct store *store, struct error *error);
void store_rollback(struct store *store);

/* Runs all statements of `sql`; messages begin with `name`: "40_faults.sql: no such table: x". */
enum status store_run_script(struct store *store, const char *name, const char *sql,
			     struct error *error);

/*
 * The secret of this case (CASE.db.key, mode 0600), made when it is not there. A store that is only
 * read, or rehearses, gets one of this process where that one can be neither read nor made.
 */
enum status store_key(struct store *store, unsigned char ret_key[STORE_KEY_SIZE],
		      struct error *error);

/* Why store_key gave a key of this process, whose tokens are not those of the case; NULL: not so.
 */
const char *store_key_trouble(const struct store *store);

/* The version of SQLite at work, "3.40.1". */
const char *store_library(void);

#endif
