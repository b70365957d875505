// SPDX-License-Identifier: MIT
/*
 * What an entry holds per minute, counted while it is read: tables pulse, request_minute,
 * backend_minute and flow_minute. Counted in memory of fixed size; written when that is full and at
 * the entry's end.
 */
#ifndef OVERRUN_STORE_MINUTES_H
#define OVERRUN_STORE_MINUTES_H

#include "event.h"

#include <sqlite3.h>

struct store;

enum {
	MINUTES_SLOTS = 2048,     /* of a hash table; written when half full */
	MINUTES_LABELS = 512,     /* backends, pairs of outcome and rule; written when more */
	MINUTES_LABEL_SIZE = 256, /* longer outcomes and rules are cut */
};

struct minute_table {
	struct minute_count *slots;
	struct minute_count *last; /* the one found last: lines come in the order of time */
	size_t used;
};

struct minutes {
	struct minute_table pulse, request, answer, flow;
	struct minute_label *labels; /* a hash table of 2 * MINUTES_LABELS */
	size_t label_count;
	struct store *store; /* for its words' hash, and to have SQLite; borrowed */
	sqlite3_stmt *write_pulse, *write_request, *write_answer, *write_flow;
	int64_t entry;
};

enum status minutes_open(struct minutes *minutes, struct store *store, struct error *error);
void minutes_close(struct minutes *minutes);

/* Forgets all counts; those to come are of `entry`. */
void minutes_begin(struct minutes *minutes, int64_t entry);

/* A line with a time. */
enum status minutes_pulse(struct minutes *minutes, timestamp written_at, int64_t line,
			  struct error *error);

/* A request; `at` is written_at less the feed's stated clock. status: 0 none. */
enum status minutes_request(struct minutes *minutes, timestamp at, int64_t line, int64_t service,
			    int32_t status, struct error *error);

/*
 * A request that `backend` answered (status 200 … 399), whose event will have the id `event`.
 * ret_is_first: none of its minute was earlier so far.
 */
enum status minutes_answer(struct minutes *minutes, timestamp written_at, int64_t event,
			   struct slice backend, bool *ret_is_first, struct error *error);

enum status minutes_flow(struct minutes *minutes, timestamp at, int64_t line, struct slice outcome,
			 struct slice rule, struct error *error);

/* Adds all counts to the tables. */
enum status minutes_flush(struct minutes *minutes, struct error *error);

#endif
