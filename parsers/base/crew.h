// SPDX-License-Identifier: MIT
/*
 * Threads that do what stages leave to them, as many as there are cores beside the caller's.
 *
 *     reader's thread:  take a block ─► lines ─► events ─► send a load
 *                            ▲                                 │
 *     crew:             inflate, hash ◄── whatever is due ──► hand to SQLite
 *
 * A stage is a task: a step does one piece of its work, and says so, or says that there is nothing
 * to do or that somebody is at it. Whoever would have to wait for a stage that nobody is at takes
 * the step himself, so that no core waits while there is work, and without a crew (one core, or no
 * thread to be had) all is done by the caller. One crew serves the whole process; its threads begin
 * with the first call and end with the last task. Signals are left to the thread that called.
 */
#ifndef OVERRUN_CREW_H
#define OVERRUN_CREW_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum {
	CREW_MAX = 2, /* threads: with one reader there is no more to do at once */
};

struct crew_task {
	bool (*step)(void *self); /* one piece, if there is any that nobody is at: any thread */
	void *self;

	struct crew_task *next; /* these two are the crew's */
	size_t hands;           /* threads that are in `step` */
};

/* Tasks are asked in the order they joined. The task must outlive crew_leave. */
void crew_join(struct crew_task *task);

/* Waits for the threads that are at it. A task that has not joined may leave, too. */
void crew_leave(struct crew_task *task);

/* There is something to do. Callable with a stage's own mutex held. */
void crew_call(void);

/*
 * Takes one step of whatever is due in the caller's thread: false, if there is none. Without the
 * mutex of any stage.
 */
bool crew_help(void);

/*
 * What a stage does that would wait: helps, or where nothing is due waits for `done`, which whoever
 * is at the stage signals. The stage's mutex is held before and after, not while; ask again then.
 */
void crew_await(pthread_mutex_t *mutex, pthread_cond_t *done, const bool *is_busy);

#endif
