// SPDX-License-Identifier: MIT
/* Threads that do what stages leave to them; see crew.h. */
#include "crew.h"

#include <signal.h>
#include <stdint.h>
#include <unistd.h>

static struct crew {
	pthread_mutex_t mutex; /* guards what follows; not held in a step */
	pthread_cond_t called, left;
	struct crew_task *tasks;
	uint64_t calls;  /* so far: whoever found nothing to do looks again after another */
	uint64_t leaves; /* so far: whoever walks the tasks begins again after another */
	pthread_t threads[CREW_MAX];
	size_t count;     /* of them */
	bool is_complete; /* no more are to be had */
	bool is_ending;   /* no task is left: threads end */
} crew = {
	.mutex = PTHREAD_MUTEX_INITIALIZER,
	.called = PTHREAD_COND_INITIALIZER,
	.left = PTHREAD_COND_INITIALIZER,
};

/* With the mutex held before and after. Is it worth while to ask again? */
static bool take_a_step(void)
{
	uint64_t leaves = crew.leaves;
	for (struct crew_task *task = crew.tasks; task != NULL; task = task->next) {
		task->hands++;
		(void)pthread_mutex_unlock(&crew.mutex);
		bool has_worked = task->step(task->self);
		(void)pthread_mutex_lock(&crew.mutex);
		task->hands--;
		if (task->hands == 0) {
			(void)pthread_cond_broadcast(&crew.left);
		}
		if (has_worked || leaves != crew.leaves) {
			return true;
		}
	}
	return false;
}

bool crew_help(void)
{
	(void)pthread_mutex_lock(&crew.mutex);
	bool has_helped = take_a_step();
	(void)pthread_mutex_unlock(&crew.mutex);
	return has_helped;
}

void crew_await(pthread_mutex_t *mutex, pthread_cond_t *done, const bool *is_busy)
{
	(void)pthread_mutex_unlock(mutex);
	bool has_helped = crew_help();
	(void)pthread_mutex_lock(mutex);
	if (!has_helped && *is_busy) {
		(void)pthread_cond_wait(done, mutex);
	}
}

static void *work(void *unused)
{
	(void)pthread_mutex_lock(&crew.mutex);
	while (!crew.is_ending) {
		uint64_t calls = crew.calls;
		if (!take_a_step() && calls == crew.calls && !crew.is_ending) {
			(void)pthread_cond_wait(&crew.called, &crew.mutex);
		}
	}
	(void)pthread_mutex_unlock(&crew.mutex);
	return unused;
}

/* With the mutex held. */
static void hire(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t wanted = cores > CREW_MAX ? CREW_MAX : (size_t)(cores > 1 ? cores - 1 : 0);
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	while (crew.count < wanted &&
	       pthread_create(&crew.threads[crew.count], NULL, work, NULL) == 0) {
		crew.count++;
	}
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	crew.is_complete = true;
}

void crew_call(void)
{
	(void)pthread_mutex_lock(&crew.mutex);
	if (!crew.is_complete && crew.tasks != NULL) {
		hire();
	}
	crew.calls++;
	(void)pthread_cond_signal(&crew.called);
	(void)pthread_mutex_unlock(&crew.mutex);
}

static struct crew_task **find_link(const struct crew_task *task)
{
	struct crew_task **link = &crew.tasks;
	while (*link != NULL && *link != task) {
		link = &(*link)->next;
	}
	return link;
}

void crew_join(struct crew_task *task)
{
	(void)pthread_mutex_lock(&crew.mutex);
	task->next = NULL;
	task->hands = 0;
	*find_link(NULL) = task;
	(void)pthread_mutex_unlock(&crew.mutex);
}

/* With the mutex held before and after; nobody joins meanwhile. */
static void dismiss(void)
{
	crew.is_ending = true;
	(void)pthread_cond_broadcast(&crew.called);
	(void)pthread_mutex_unlock(&crew.mutex);
	for (size_t i = 0; i < crew.count; i++) {
		(void)pthread_join(crew.threads[i], NULL);
	}
	(void)pthread_mutex_lock(&crew.mutex);
	crew.count = 0;
	crew.is_complete = false;
	crew.is_ending = false;
}

void crew_leave(struct crew_task *task)
{
	(void)pthread_mutex_lock(&crew.mutex);
	struct crew_task **link = find_link(task);
	if (*link != NULL) {
		*link = task->next;
		crew.leaves++;
		while (task->hands > 0) {
			(void)pthread_cond_wait(&crew.left, &crew.mutex);
		}
		if (crew.tasks == NULL) {
			dismiss();
		}
	}
	(void)pthread_mutex_unlock(&crew.mutex);
}
