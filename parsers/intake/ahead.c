// SPDX-License-Identifier: MIT
/* A stage that reads ahead; see ahead.h. */
#include "ahead.h"

#include "crew.h"

#include <stdlib.h>

struct held {
	char *data;
	size_t size, capacity;
};

struct ahead {
	struct blocks upstream;
	struct crew_task task;
	size_t passed; /* blocks, before the crew was called */
	bool has_begun;
	bool is_lent; /* the first block is the caller's until the next call */

	pthread_mutex_t mutex;          /* guards what follows */
	pthread_cond_t read;            /* a block, or upstream's end */
	struct held held[AHEAD_BLOCKS]; /* a ring */
	size_t first, count;
	bool is_busy;       /* somebody is at the block behind them */
	struct error ended; /* STATUS_OK: upstream has not */
};

static bool step(void *self);

struct ahead *ahead_new(struct blocks upstream)
{
	struct ahead *ahead = calloc(1, sizeof *ahead);
	if (ahead == NULL) {
		return NULL;
	}
	ahead->upstream = upstream;
	ahead->task = (struct crew_task){.step = step, .self = ahead};
	(void)pthread_mutex_init(&ahead->mutex, NULL);
	(void)pthread_cond_init(&ahead->read, NULL);
	return ahead;
}

/* Behind what is held. Blocks are of bounded size, so this is bounded too. */
static bool keep(struct held *held, struct slice block)
{
	size_t size = held->size + block.size;
	if (size > held->capacity) {
		size_t capacity = size > AHEAD_BLOCK_SIZE ? size : AHEAD_BLOCK_SIZE;
		char *data = realloc(held->data, capacity);
		if (data == NULL) {
			return false;
		}
		held->data = data;
		held->capacity = capacity;
	}
	memcpy(held->data + held->size, block.data, block.size);
	held->size = size;
	return true;
}

/* Is there a block to read that nobody is at? With the mutex held. */
static bool is_due(const struct ahead *ahead)
{
	return !ahead->is_busy && ahead->count < AHEAD_BLOCKS && ahead->ended.status == STATUS_OK;
}

/* Reads one block into the ring. The mutex is held before and after, not while. */
static void read_block(struct ahead *ahead)
{
	struct held *held = &ahead->held[(ahead->first + ahead->count) % AHEAD_BLOCKS];
	struct error ended = {.status = STATUS_OK};
	struct slice block;
	ahead->is_busy = true;
	(void)pthread_mutex_unlock(&ahead->mutex);
	held->size = 0;
	while (ended.status == STATUS_OK && held->size <= AHEAD_BLOCK_SIZE / 2) {
		ended.status = blocks_next(ahead->upstream, &block, &ended);
		if (ended.status == STATUS_OK && !keep(held, block)) {
			(void)error_set(&ended, STATUS_NO_MEMORY, "out of memory");
		}
	}
	(void)pthread_mutex_lock(&ahead->mutex);
	ahead->count += held->size > 0;
	ahead->ended = ended;
	ahead->is_busy = false;
	(void)pthread_cond_signal(&ahead->read);
}

static bool step(void *self)
{
	struct ahead *ahead = self;
	(void)pthread_mutex_lock(&ahead->mutex);
	bool is_mine = is_due(ahead);
	if (is_mine) {
		read_block(ahead);
	}
	(void)pthread_mutex_unlock(&ahead->mutex);
	return is_mine;
}

/* The next block of the ring, or how upstream ended. */
static enum status take(struct ahead *ahead, struct slice *ret_block, struct error *error)
{
	(void)pthread_mutex_lock(&ahead->mutex);
	if (ahead->is_lent) {
		ahead->first = (ahead->first + 1) % AHEAD_BLOCKS;
		ahead->count--;
	}
	while (ahead->count == 0 && ahead->ended.status == STATUS_OK) {
		crew_await(&ahead->mutex, &ahead->read, &ahead->is_busy);
	}
	if (is_due(ahead)) {
		crew_call();
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

void ahead_begin(struct ahead *ahead)
{
	if (!ahead->has_begun) {
		ahead->has_begun = true;
		crew_join(&ahead->task);
		crew_call();
	}
}

static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct ahead *ahead = self;
	if (!ahead->has_begun && ahead->passed < AHEAD_BEGINS_WITH) {
		ahead->passed++;
		return blocks_next(ahead->upstream, ret_block, error);
	}
	ahead_begin(ahead);
	return take(ahead, ret_block, error);
}

struct blocks ahead_blocks(struct ahead *ahead)
{
	return (struct blocks){.next = next, .self = ahead, .hash = ahead->upstream.hash};
}

void ahead_free(struct ahead *ahead)
{
	if (ahead == NULL) {
		return;
	}
	crew_leave(&ahead->task);
	for (size_t i = 0; i < AHEAD_BLOCKS; i++) {
		free(ahead->held[i].data);
	}
	(void)pthread_mutex_destroy(&ahead->mutex);
	(void)pthread_cond_destroy(&ahead->read);
	free(ahead);
}
