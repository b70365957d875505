// SPDX-License-Identifier: MIT
/*
 * Loads of rows that the crew (crew.h) hands to SQLite, while the reader goes on.
 *
 *     reader's thread: take ─► fill ─► send ─┐
 *                                            ├─ at most COURIER_QUEUE, in the order sent
 *     crew:                          deliver ┘─► free again
 *
 * A reader who would have to wait for a delivery, and nobody is at one, delivers himself.
 * One connection, one user at a time: whoever wants SQLite himself settles first, and has it to
 * himself until the next load is sent. Rows come in the order sent, so the result is the same
 * however the threads are scheduled.
 */
#ifndef OVERRUN_STORE_COURIER_H
#define OVERRUN_STORE_COURIER_H

#include "crew.h"
#include "status.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	COURIER_QUEUE = 16, /* loads sent and not delivered; with 3, 5 % slower (measured) */
	COURIER_KINDS =
		9, /* of loads, each with one being filled; store_batch.h holds it to that */
	COURIER_LOADS = COURIER_KINDS + COURIER_QUEUE + 1, /* and one in delivery */
};

enum cell_kind {
	CELL_NULL,
	CELL_INTEGER,
	CELL_TEXT,
	CELL_WORD /* a text that may repeat: a number of table `word`, or the text */
};

struct cell {
	int64_t integer; /* or where the text begins in `texts` */
	uint32_t size;   /* of the text */
	uint32_t kind;   /* enum cell_kind */
};

/* Rows of one table. */
struct load {
	size_t kind;        /* enum batch_kind */
	struct cell *cells; /* made with the first row */
	size_t rows;
	char *texts;
	size_t text_size, text_capacity;
	bool failed; /* out of memory while it was filled: the delivery says so */
};

typedef enum status courier_deliver_fn(void *self, struct load *load, struct error *error);

struct courier {
	courier_deliver_fn *deliver;
	void *self; /* for deliver */
	struct crew_task task;

	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t done;
	struct load loads[COURIER_LOADS];
	struct load *unused[COURIER_LOADS];
	size_t unused_count;
	struct load *queue[COURIER_QUEUE]; /* a ring */
	size_t first, count;
	bool is_busy;        /* a delivery is going on */
	struct error failed; /* STATUS_OK: nothing yet; else loads are thrown away */
};

void courier_open(struct courier *courier, courier_deliver_fn *deliver, void *self);
void courier_close(struct courier *courier);

/* An empty load of that kind; waits for a delivery, or delivers, if it must. */
struct load *courier_take(struct courier *courier, size_t kind);

/*
 * Gives the load away. Answers what an earlier delivery failed with; that stays so until
 * courier_drop.
 */
enum status courier_send(struct courier *courier, struct load *load, struct error *error);

/* Delivers now, after all that was sent, in the caller's thread. */
enum status courier_hand_over(struct courier *courier, struct load *load, struct error *error);

/* Waits until all is delivered. */
enum status courier_settle(struct courier *courier, struct error *error);

/* Takes a load back unsent. */
void courier_return(struct courier *courier, struct load *load);

/* Throws away what is not delivered, and forgets failures. */
void courier_drop(struct courier *courier);

/* Frees the memory of the loads that nobody has; who takes one makes it anew. */
void courier_rest(struct courier *courier);

#endif
