// SPDX-License-Identifier: MIT
/* Loads of rows on their way to SQLite; see store_courier.h. */
#include "store_courier.h"

#include <stdlib.h>

static bool step(void *self);

void courier_open(struct courier *courier, courier_deliver_fn *deliver, void *self)
{
	*courier = (struct courier){
		.deliver = deliver, .self = self, .task = {.step = step, .self = courier}};
	(void)pthread_mutex_init(&courier->mutex, NULL);
	(void)pthread_cond_init(&courier->done, NULL);
	for (size_t i = COURIER_LOADS; i > 0; i--) {
		courier->unused[courier->unused_count++] = &courier->loads[i - 1];
	}
	crew_join(&courier->task);
}

static void free_memory(struct load *load)
{
	free(load->cells);
	free(load->texts);
	*load = (struct load){0};
}

void courier_close(struct courier *courier)
{
	if (courier->deliver == NULL) {
		return;
	}
	crew_leave(&courier->task);
	for (size_t i = 0; i < COURIER_LOADS; i++) {
		free_memory(&courier->loads[i]);
	}
	(void)pthread_mutex_destroy(&courier->mutex);
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

/* Is there a load that nobody is at? With the mutex held. */
static bool is_due(const struct courier *courier)
{
	return courier->count > 0 && !courier->is_busy;
}

/* The first of the queue. With the mutex held before and after. */
static void deliver_first(struct courier *courier)
{
	struct load *load = courier->queue[courier->first];
	courier->first = (courier->first + 1) % COURIER_QUEUE;
	courier->count--;
	deliver(courier, load);
}

static bool step(void *self)
{
	struct courier *courier = self;
	(void)pthread_mutex_lock(&courier->mutex);
	bool is_mine = is_due(courier);
	if (is_mine) {
		deliver_first(courier);
	}
	(void)pthread_mutex_unlock(&courier->mutex);
	return is_mine;
}

struct load *courier_take(struct courier *courier, size_t kind)
{
	(void)pthread_mutex_lock(&courier->mutex);
	while (courier->unused_count == 0) {
		crew_await(&courier->mutex, &courier->done, &courier->is_busy);
	}
	struct load *load = courier->unused[--courier->unused_count];
	(void)pthread_mutex_unlock(&courier->mutex);
	load->kind = kind;
	return load;
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
	(void)pthread_mutex_lock(&courier->mutex);
	while (courier->count == COURIER_QUEUE) {
		crew_await(&courier->mutex, &courier->done, &courier->is_busy);
	}
	courier->queue[(courier->first + courier->count) % COURIER_QUEUE] = load;
	courier->count++;
	crew_call();
	enum status status = tell_failure(courier, error);
	(void)pthread_mutex_unlock(&courier->mutex);
	return status;
}

/* With the mutex held. */
static void wait_for_all(struct courier *courier)
{
	while (courier->count > 0 || courier->is_busy) {
		crew_await(&courier->mutex, &courier->done, &courier->is_busy);
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

void courier_rest(struct courier *courier)
{
	(void)pthread_mutex_lock(&courier->mutex);
	for (size_t i = 0; i < courier->unused_count; i++) {
		free_memory(courier->unused[i]);
	}
	(void)pthread_mutex_unlock(&courier->mutex);
}
