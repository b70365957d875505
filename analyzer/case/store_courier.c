// SPDX-License-Identifier: MIT
/* Loads of rows on their way to a thread of their own; see store_courier.h. */
#include "store_courier.h"

#include <signal.h>
#include <stdlib.h>

void courier_open(struct courier *courier, courier_deliver_fn *deliver, void *self)
{
	*courier = (struct courier){.deliver = deliver, .self = self};
	(void)pthread_mutex_init(&courier->mutex, NULL);
	(void)pthread_cond_init(&courier->sent, NULL);
	(void)pthread_cond_init(&courier->done, NULL);
	for (size_t i = COURIER_LOADS; i > 0; i--) {
		courier->unused[courier->unused_count++] = &courier->loads[i - 1];
	}
}

void courier_close(struct courier *courier)
{
	if (courier->deliver == NULL) {
		return;
	}
	if (courier->is_running) {
		(void)pthread_mutex_lock(&courier->mutex);
		courier->is_stopped = true;
		(void)pthread_cond_signal(&courier->sent);
		(void)pthread_mutex_unlock(&courier->mutex);
		(void)pthread_join(courier->thread, NULL);
	}
	for (size_t i = 0; i < COURIER_LOADS; i++) {
		free(courier->loads[i].cells);
		free(courier->loads[i].texts);
	}
	(void)pthread_mutex_destroy(&courier->mutex);
	(void)pthread_cond_destroy(&courier->sent);
	(void)pthread_cond_destroy(&courier->done);
	*courier = (struct courier){0};
}

static void load_empty(struct load *load)
{
	load->rows = 0;
	load->text_size = 0;
	load->failed = false;
}

/* With the mutex held. The one that was last in use is the one in the processor's cache. */
static void put_back(struct courier *courier, struct load *load)
{
	load_empty(load);
	courier->unused[courier->unused_count++] = load;
}

struct load *courier_take(struct courier *courier, size_t kind)
{
	(void)pthread_mutex_lock(&courier->mutex);
	while (courier->unused_count == 0) {
		(void)pthread_cond_wait(&courier->done, &courier->mutex);
	}
	struct load *load = courier->unused[--courier->unused_count];
	(void)pthread_mutex_unlock(&courier->mutex);
	load->kind = kind;
	return load;
}

/* Delivers one load; the mutex is held before and after, not while. */
static void deliver(struct courier *courier, struct load *load)
{
	struct error error = {.status = courier->failed.status};
	courier->is_busy = true;
	(void)pthread_mutex_unlock(&courier->mutex);
	if (error.status == STATUS_OK) {
		error.status = courier->deliver(courier->self, load, &error);
	}
	(void)pthread_mutex_lock(&courier->mutex);
	if (courier->failed.status == STATUS_OK && error.status != STATUS_OK) {
		courier->failed = error;
	}
	courier->is_busy = false;
	put_back(courier, load);
	(void)pthread_cond_broadcast(&courier->done);
}

static void *run(void *self)
{
	struct courier *courier = self;
	(void)pthread_mutex_lock(&courier->mutex);
	while (!courier->is_stopped) {
		if (courier->count == 0) {
			(void)pthread_cond_wait(&courier->sent, &courier->mutex);
			continue;
		}
		struct load *load = courier->queue[courier->first];
		courier->first = (courier->first + 1) % COURIER_QUEUE;
		courier->count--;
		deliver(courier, load);
	}
	(void)pthread_mutex_unlock(&courier->mutex);
	return NULL;
}

/* Signals are for the thread that began. */
static bool start(struct courier *courier)
{
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	courier->is_running = pthread_create(&courier->thread, NULL, run, courier) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return courier->is_running;
}

/* With the mutex held. */
static enum status tell_failure(const struct courier *courier, struct error *error)
{
	return courier->failed.status == STATUS_OK
		       ? STATUS_OK
		       : error_set(error, courier->failed.status, "%s", courier->failed.message);
}

enum status courier_send(struct courier *courier, struct load *load, struct error *error)
{
	if (!courier->is_running && !start(courier)) {
		return courier_hand_over(courier, load, error);
	}
	(void)pthread_mutex_lock(&courier->mutex);
	while (courier->count == COURIER_QUEUE) {
		(void)pthread_cond_wait(&courier->done, &courier->mutex);
	}
	courier->queue[(courier->first + courier->count) % COURIER_QUEUE] = load;
	courier->count++;
	(void)pthread_cond_signal(&courier->sent);
	enum status status = tell_failure(courier, error);
	(void)pthread_mutex_unlock(&courier->mutex);
	return status;
}

/* With the mutex held. */
static void wait_for_all(struct courier *courier)
{
	while (courier->count > 0 || courier->is_busy) {
		(void)pthread_cond_wait(&courier->done, &courier->mutex);
	}
}

enum status courier_hand_over(struct courier *courier, struct load *load, struct error *error)
{
	(void)pthread_mutex_lock(&courier->mutex);
	wait_for_all(courier);
	deliver(courier, load);
	enum status status = tell_failure(courier, error);
	(void)pthread_mutex_unlock(&courier->mutex);
	return status;
}

enum status courier_settle(struct courier *courier, struct error *error)
{
	if (!courier->is_running) {
		return STATUS_OK;
	}
	(void)pthread_mutex_lock(&courier->mutex);
	wait_for_all(courier);
	enum status status = tell_failure(courier, error);
	(void)pthread_mutex_unlock(&courier->mutex);
	return status;
}

void courier_return(struct courier *courier, struct load *load)
{
	(void)pthread_mutex_lock(&courier->mutex);
	put_back(courier, load);
	(void)pthread_mutex_unlock(&courier->mutex);
}

void courier_drop(struct courier *courier)
{
	(void)pthread_mutex_lock(&courier->mutex);
	while (courier->count > 0) {
		put_back(courier, courier->queue[courier->first]);
		courier->first = (courier->first + 1) % COURIER_QUEUE;
		courier->count--;
	}
	wait_for_all(courier);
	courier->failed = (struct error){.status = STATUS_OK};
	(void)pthread_mutex_unlock(&courier->mutex);
}
