// SPDX-License-Identifier: MIT
/*
 * The inside of the store, shared by store*.c, question.c and nobody else.
 *
 *     store.c         opening, transactions, scripts
 *     store_schema.c  its tables: made, and known again
 *     store_fail.c    what SQLite says, in our words
 *     store_place.c   where the database lies: folders, read-only media
 *     store_run.c     runs, warnings
 *     store_key.c     the key of tokens
 *     store_plan.c    the tables of the case file
 *     store_source.c  feeds and files
 *     store_entry.c   entries: new, known, grown, read anew
 *     store_known.c   contents that are there already
 *     store_grown.c   known contents that may have grown
 *     store_forget.c  rows taken back
 *     store_retire.c  what is in the case file no more
 *     store_restart.c places to read again from
 *     store_sink.c    events into batches
 *     store_count.c   events into counts per minute
 *     store_writer.c  what they are written through
 *     store_journal.c the journal beside the database
 *     store_batch.c   rows into batches
 *     store_delivery.c batches into tables
 *     store_insertion.c the statements for that
 *     store_table.c   a batch as a virtual table
 *     store_courier.c batches on their way to SQLite
 *     store_early.c   pages to the disk while they are made
 *     store_words.c   interned texts     store_minutes.c   counts per minute
 *     store_common.c  what rows share
 *     store_rows.c    rows.h             question.c        question.h
 */
#ifndef OVERRUN_STORE_INSIDE_H
#define OVERRUN_STORE_INSIDE_H

#include "digest.h"
#include "store.h"
#include "store_batch.h"
#include "store_common.h"
#include "store_minutes.h"
#include "store_words.h"

#include <sqlite3.h>

enum {
	STORE_LENGTHS_LIMIT = 4096, /* known contents of a feed that may have grown, the latest;
				       an older one that has grown is read again as new */
	STORE_KEPT_STATEMENTS = 16, /* a dozen are run for an entry */
	STORE_STALE_LIMIT = 64,     /* entries of older rules that one entry may replace */
};

/* A content that a file may have grown from. */
struct known_length {
	int64_t bytes;
	uint64_t head; /* see struct entry; 0: any */
};

/* The entry in flight; its rows are in an open transaction. */
struct entry_state {
	bool open;
	int64_t id;
	int64_t first_event;                             /* the next event id when it began */
	int64_t first_request_common, first_flow_common; /* likewise */
	char *chain;
	uint64_t head; /* see struct entry */
	timestamp first_at, last_at;
	int64_t last_line;   /* that was accepted or rejected */
	int64_t known_entry; /* its beginning is this entry's content; 0: none */
	int64_t known_bytes; /* as long */
	int64_t known_lines;
	int64_t new_from;
	bool new_from_is_set;
	int64_t stale[STORE_STALE_LIMIT]; /* entries of other rules that it replaces */
	size_t stale_count;
	int64_t happenings, requests, flows;
};

struct store {
	sqlite3 *db;
	char *path;
	bool read_only, rehearse, fold;
	bool writes_ahead;   /* the journal is a write-ahead log, see store.c */
	int64_t small_files; /* that suit one, so far */
	bool books_are_open;
	const volatile sig_atomic_t *stop;
	sqlite3_stmt *kept[STORE_KEPT_STATEMENTS]; /* prepared, not in use */
	size_t kept_next;                          /* that gives way */
	int64_t run;
	bool must_promote; /* rows were deleted: a twin may have lost its original */

	const struct plan *plan;
	struct rules *rules;

	size_t position; /* of the feed in plan->sources */
	int64_t feed;
	int64_t feed_clock_us;
	bool feed_is_record;
	uint64_t feed_hash;
	struct known_length lengths[STORE_LENGTHS_LIMIT]; /* by bytes, ascending */
	size_t length_count;
	int64_t lengths_are_of;              /* this feed */
	int64_t wanted[STORE_LENGTHS_LIMIT]; /* of them: what the entry in flight may begin with */
	size_t wanted_count;
	int64_t source;

	int64_t signal_code[SIGNAL_COUNT];
	int64_t origin_code[ORIGIN_COUNT];
	int64_t next_event;
	struct entry_state entry;
	struct words words;
	struct minutes minutes;
	struct commons request_commons, flow_commons;
	struct batches batches;
	struct early early;
	struct digest *digest; /* of single lines */
	struct store_progress progress;
	bool has_key;
	unsigned char key[STORE_KEY_SIZE];
	char key_trouble[ERROR_MESSAGE_SIZE]; /* why it is not the key of the case; "": it is */
};

/* Says what SQLite said: "PLACE: message", as the status that fits `result`. */
enum status store_fail(struct store *store, struct error *error, int result, const char *place);

/* Why the database cannot be opened, or, with `create`, made. */
const char *store_why_not_open(const struct store *store, int result, bool create);

/* Has SQLite put its temporary files beside the database, if it can; before it is opened. */
void store_keep_together(const struct store *store);

/* Can neither the database nor a journal beside it be written? */
bool store_is_read_only(const struct store *store);

/*
 * A run that was killed may have left a rollback journal beside the database. Whoever may only read
 * cannot heed it; so, where it can be written, it is heeded first. Failures show when it is opened.
 */
void store_take_back_unfinished(const struct store *store, int busy_ms);

/* Puts a copy that goes with the connection in the place of the open database. */
enum status store_work_on_copy(struct store *store, struct error *error);

/* The stop flag ends nothing from now on. */
void store_ignore_stop(struct store *store);

/*
 * The books, all that is written between entries, share one transaction: it is opened by whatever
 * is written first, and closed before an entry, before another transaction and at the end. In a
 * transaction of another kind nothing is opened: what is written belongs to that.
 */
enum status store_open_books(struct store *store, struct error *error);
enum status store_close_books(struct store *store, struct error *error);

/* Takes the database to itself and opens the first books, with the journal of a large file. */
enum status store_begin_journal(struct store *store, struct error *error);

/* The journal that suits the next file, of this size; outside an entry. */
enum status store_fit_journal(struct store *store, int64_t bytes, struct error *error);

/* An empty file becomes a case database: tables, views, marks. In a transaction. */
enum status schema_create(struct store *store, struct error *error);

/*
 * Whose database is this? `ret_is_new`: nobody's yet. STATUS_DATABASE: another program's, of
 * another version, or with other tables than this program makes.
 */
enum status schema_check(struct store *store, bool *ret_is_new, struct error *error);

/* Lets go of the statements that rows.h keeps prepared; before the database is closed. */
void rows_forget(struct store *store);

/* Runs SQL that the program itself wrote; may be several statements. */
enum status store_run(struct store *store, const char *sql, struct error *error);

/* A prepared statement for the program's own SQL; NULL and an error when that fails. */
sqlite3_stmt *store_prepare(struct store *store, const char *sql, struct error *error);

/* Steps a statement that gives no rows, resets it. */
enum status store_step(struct store *store, sqlite3_stmt *statement, const char *place,
		       struct error *error);

/* Runs one statement whose parameters ?1 and ?2 are integers. */
enum status store_run_ints(struct store *store, const char *sql, int64_t first, int64_t second,
			   struct error *error);

/* The rules that lines are read with, hashed; "" without any. */
const char *store_reading(const struct store *store);

/* The id in `fault_pair` of plan->faults[fault]. */
int64_t store_fault_pair(size_t fault);

/* Takes the entry in flight back, if there is one. */
void store_drop_entry(struct store *store);

/* The sink's functions that keep the books of entries (store_entry.c). */
enum status entry_enter(void *self, const struct entry *entry, struct error *error);
enum status entry_known(void *self, int64_t bytes, const unsigned char *sha256,
			struct error *error);
enum status entry_leave(void *self, const struct entry_result *result, struct error *error);
size_t entry_wanted_lengths(void *self, const int64_t **ret_lengths);
enum status entry_beginning(void *self, struct tally *ret_tally, struct error *error);

/*
 * The entry that has this content, read with the rules of today: its id and lines, or id 0. Those
 * of other rules are noted, and what they have grown from: the entry in flight replaces them. What
 * could not be read has no content, and is nobody's.
 */
enum status entry_find_content(struct store *store, int64_t bytes, const unsigned char *sha256,
			       int64_t *ret_id, int64_t *ret_lines, struct error *error);

/* The row that says already that nothing of the entry in flight could be read; 0: none. */
enum status entry_find_unread(struct store *store, int64_t *ret_id, struct error *error);

/* The entry in flight replaces this one. */
void entry_note_stale(struct entry_state *entry, int64_t id);

/* Is this line of the entry in flight new, or known already? */
enum status entry_wants_line(struct store *store, const struct position *position, bool *ret_wants,
			     struct error *error);

/* The known contents of the feed. */
enum status entry_load_lengths(struct store *store, struct error *error);

/* One more of them: that of the entry in flight. */
void entry_add_length(struct store *store, int64_t bytes);

/* Which of them the entry in flight may begin with, for entry_wanted_lengths. */
void entry_choose_lengths(struct store *store);

/*
 * The known content of `entry` ended amid this line, which has been completed since: its row goes,
 * the known entry has a line less, and what its minute counted of it goes too.
 */
enum status entry_take_back_line(struct store *store, int64_t entry, int64_t line,
				 struct error *error);

/* Deletes an entry with all that was read of it; who was the same as it is the same as `heir`. */
enum status entry_delete(struct store *store, int64_t id, int64_t heir, struct error *error);

/* After rows were deleted: of each set of equal lines one is not a twin. */
enum status entry_promote_twins(struct store *store, struct error *error);

/*
 * SQLite may be at work in another thread: whoever uses store->db settles first. Answers what
 * a delivery failed with.
 */
enum status store_settle(struct store *store, struct error *error);

/* Batches of the sink (store_sink.c). */
enum status sink_open(struct store *store, struct error *error);
void sink_close(struct store *store);
enum status sink_flush(struct store *store, struct error *error);
void sink_drop(struct store *store);
/*
 * Counts an event per minute. `signal` is the format's word: a request counts as one, even where a
 * rule makes something else of it. ret_is_named: backend_minute may name its row, see
 * minutes_answer.
 */
enum status sink_count(struct store *store, const struct position *position,
		       const struct event *event, enum signal signal, size_t service,
		       bool *ret_is_named, struct error *error);
/*
 * Twins, byte-identical lines of one feed, are looked for where they could count twice: lines that
 * mean something or are claimed. A line is known by the first 8 bytes of its SHA-256, mixed with
 * its feed's and with what it says.
 */
enum status sink_line_hash(struct store *store, struct cell *cell, const struct position *position,
			   const struct event *event, struct error *error);

enum status sink_accept(void *self, const struct position *position, const struct event *event,
			struct slice text, struct error *error);
enum status sink_reject(void *self, const struct position *position, const char *reason,
			struct slice text, struct error *error);

#endif
