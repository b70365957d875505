// SPDX-License-Identifier: MIT
/* A stage that reads ahead in a thread of its own. */
#include "ahead.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

struct held {
	char *data;
	size_t size, capacity;
};

struct ahead {
	struct blocks upstream;
	size_t passed;   /* blocks, before the thread began */
	bool is_running; /* there is a thread to join */
	bool is_alone;   /* no thread is to be had */
	bool is_lent;    /* the first block is the caller's until the next call */
	pthread_t thread;

	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t room, more;
	struct held
		held[AHEAD_BLOCKS]; /* a ring; blocks outside `first … count` are the thread's */
	size_t first, count;
	struct error ended; /* STATUS_OK: upstream has not */
	bool is_stopped;
};

struct ahead *ahead_new(struct blocks upstream)
{
	struct ahead *ahead = calloc(1, sizeof *ahead);
	if (ahead == NULL) {
		return NULL;
	}
	ahead->upstream = upstream;
	(void)pthread_mutex_init(&ahead->mutex, NULL);
	(void)pthread_cond_init(&ahead->room, NULL);
	(void)pthread_cond_init(&ahead->more, NULL);
	return ahead;
}

/* Blocks are of bounded size, so this is bounded too. */
static bool keep(struct held *held, struct slice block)
{
	if (block.size > held->capacity) {
		free(held->data);
		held->capacity = 0;
		held->data = malloc(block.size);
		if (held->data == NULL) {
			return false;
		}
		held->capacity = block.size;
	}
	memcpy(held->data, block.data, block.size);
	held->size = block.size;
	return true;
}

/* Reads one block into the ring; how upstream ended goes to `ended`. */
static void read_block(struct ahead *ahead, struct held *held, struct error *ended)
{
	struct slice block;
	ended->status = blocks_next(ahead->upstream, &block, ended);
	if (ended->status == STATUS_OK && !keep(held, block)) {
		(void)error_set(ended, STATUS_NO_MEMORY, "out of memory");
	}
}

static void *run(void *self)
{
	struct ahead *ahead = self;
	struct error ended = {.status = STATUS_OK};
	(void)pthread_mutex_lock(&ahead->mutex);
	while (!ahead->is_stopped && ended.status == STATUS_OK) {
		if (ahead->count == AHEAD_BLOCKS) {
			(void)pthread_cond_wait(&ahead->room, &ahead->mutex);
			continue;
		}
		struct held *held = &ahead->held[(ahead->first + ahead->count) % AHEAD_BLOCKS];
		(void)pthread_mutex_unlock(&ahead->mutex);
		read_block(ahead, held, &ended);
		(void)pthread_mutex_lock(&ahead->mutex);
		ahead->count += ended.status == STATUS_OK;
		ahead->ended = ended;
		(void)pthread_cond_signal(&ahead->more);
	}
	(void)pthread_mutex_unlock(&ahead->mutex);
	return NULL;
}

/* Signals are for the thread that began. */
static bool start(struct ahead *ahead)
{
	sigset_t all, before;
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	ahead->is_running = pthread_create(&ahead->thread, NULL, run, ahead) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	ahead->is_alone = !ahead->is_running;
	return ahead->is_running;
}

/* The next block of the ring, or how upstream ended. */
static enum status take(struct ahead *ahead, struct slice *ret_block, struct error *error)
{
	(void)pthread_mutex_lock(&ahead->mutex);
	if (ahead->is_lent) {
		ahead->first = (ahead->first + 1) % AHEAD_BLOCKS;
		ahead->count--;
		(void)pthread_cond_signal(&ahead->room);
	}
	while (ahead->count == 0 && ahead->ended.status == STATUS_OK) {
		(void)pthread_cond_wait(&ahead->more, &ahead->mutex);
	}
	ahead->is_lent = ahead->count > 0;
	enum status status = ahead->is_lent ? STATUS_OK : ahead->ended.status;
	const struct held *held = &ahead->held[ahead->first];
	(void)pthread_mutex_unlock(&ahead->mutex);
	if (status == STATUS_OK) {
		*ret_block = slice_make(held->data, held->size);
		return STATUS_OK;
	}
	return status == STATUS_END ? STATUS_END
				    : error_set(error, status, "%s", ahead->ended.message);
}

static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct ahead *ahead = self;
	bool is_early = !ahead->is_running && ahead->passed < AHEAD_BEGINS_WITH;
	if (is_early || ahead->is_alone || (!ahead->is_running && !start(ahead))) {
		ahead->passed++;
		return blocks_next(ahead->upstream, ret_block, error);
	}
	return take(ahead, ret_block, error);
}

struct blocks ahead_blocks(struct ahead *ahead)
{
	return (struct blocks){.next = next, .self = ahead};
}

void ahead_free(struct ahead *ahead)
{
	if (ahead == NULL) {
		return;
	}
	if (ahead->is_running) {
		(void)pthread_mutex_lock(&ahead->mutex);
		ahead->is_stopped = true;
		(void)pthread_cond_signal(&ahead->room);
		(void)pthread_mutex_unlock(&ahead->mutex);
		(void)pthread_join(ahead->thread, NULL);
	}
	for (size_t i = 0; i < AHEAD_BLOCKS; i++) {
		free(ahead->held[i].data);
	}
	(void)pthread_mutex_destroy(&ahead->mutex);
	(void)pthread_cond_destroy(&ahead->room);
	(void)pthread_cond_destroy(&ahead->more);
	free(ahead);
}
