// SPDX-License-Identifier: MIT
/* The crew: every piece of work is done once, whoever does it; nobody is at a task that has left.
 */
#include "crew.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <unistd.h>

enum { PIECES = 20000 };

/* A stage with pieces of work, one at a time. */
struct pile {
	struct crew_task task;
	pthread_mutex_t mutex;
	int due, done;
	bool is_busy, was_crowded;
	bool has_left;
};

static bool take_a_piece(void *self)
{
	struct pile *pile = self;
	(void)pthread_mutex_lock(&pile->mutex);
	bool is_mine = pile->due > 0 && !pile->is_busy;
	pile->was_crowded |= pile->has_left;
	if (is_mine) {
		pile->due--;
		pile->is_busy = true;
		(void)pthread_mutex_unlock(&pile->mutex);
		(void)pthread_mutex_lock(&pile->mutex);
		pile->was_crowded |= !pile->is_busy;
		pile->is_busy = false;
		pile->done++;
	}
	(void)pthread_mutex_unlock(&pile->mutex);
	return is_mine;
}

static void pile_begin(struct pile *pile)
{
	*pile = (struct pile){.task = {.step = take_a_piece, .self = pile}};
	(void)pthread_mutex_init(&pile->mutex, NULL);
	crew_join(&pile->task);
}

static int pile_add(struct pile *pile, int count)
{
	(void)pthread_mutex_lock(&pile->mutex);
	pile->due += count;
	int done = pile->done;
	(void)pthread_mutex_unlock(&pile->mutex);
	crew_call();
	return done;
}

/* Helps until nothing is due. */
static void pile_finish(struct pile *pile)
{
	bool is_done = false;
	while (!is_done) {
		(void)crew_help();
		(void)pthread_mutex_lock(&pile->mutex);
		is_done = pile->due == 0;
		(void)pthread_mutex_unlock(&pile->mutex);
	}
}

static void pile_end(struct pile *pile)
{
	crew_leave(&pile->task);
	pile->has_left = true;
	(void)pthread_mutex_destroy(&pile->mutex);
}

Test(crew, does_every_piece_once)
{
	struct pile piles[3];
	for (int i = 0; i < 3; i++) {
		pile_begin(&piles[i]);
	}
	for (int i = 0; i < PIECES; i++) {
		(void)pile_add(&piles[i % 3], 1);
	}
	for (int i = 0; i < 3; i++) {
		pile_finish(&piles[i]);
		pile_end(&piles[i]);
		cr_assert_eq(piles[i].due, 0);
		cr_assert_eq(piles[i].done, (PIECES + 2 - i) / 3);
		cr_assert_not(piles[i].was_crowded);
	}
}

Test(crew, works_while_the_caller_does_not)
{
	struct pile pile;
	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		cr_skip_test("one core: the caller does all");
	}
	pile_begin(&pile);
	int done = pile_add(&pile, PIECES);
	for (int i = 0; i < 10000 && done < PIECES; i++) {
		(void)usleep(1000);
		done = pile_add(&pile, 0);
	}
	cr_assert_eq(done, PIECES);
	pile_end(&pile);
}

Test(crew, lets_tasks_come_and_go)
{
	struct pile lasting;
	pile_begin(&lasting);
	for (int i = 0; i < 2000; i++) {
		struct pile pile;
		pile_begin(&pile);
		(void)pile_add(&pile, 3);
		(void)pile_add(&lasting, 2);
		pile_end(&pile);
		cr_assert_not(pile.was_crowded);
		cr_assert_eq(pile.due + pile.done, 3);
	}
	pile_finish(&lasting);
	pile_end(&lasting);
	cr_assert_eq(lasting.done, 4000);
}

Test(crew, ends_and_begins_again)
{
	crew_call(); /* nobody has joined: nobody comes */
	cr_assert_not(crew_help());
	for (int i = 0; i < 50; i++) {
		struct pile pile;
		pile_begin(&pile);
		(void)pile_add(&pile, 5);
		pile_end(&pile);
		crew_leave(&pile.task);
		cr_assert_not(crew_help());
	}
}
