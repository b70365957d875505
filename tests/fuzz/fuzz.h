// SPDX-License-Identifier: MIT
/*
 * What the fuzz targets share: bytes as a stream of blocks or as a path, and events that are looked
 * at to their last byte, so that a slice of freed or foreign memory is seen.
 */
#ifndef OVERRUN_FUZZ_H
#define OVERRUN_FUZZ_H

#include "blocks.h"
#include "event.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FUZZ_PATH_SIZE = 64 };

/* A file in memory and its path; close the answer. */
static inline int fuzz_file(const uint8_t *data, size_t size, char *ret_path)
{
	int file = memfd_create("fuzz", MFD_CLOEXEC);
	if (file < 0 || write(file, data, size) != (ssize_t)size) {
		abort();
	}
	(void)snprintf(ret_path, FUZZ_PATH_SIZE, "/proc/self/fd/%d", file);
	return file;
}

/* A stage that yields its bytes in blocks of one size, each in memory of its own. */
struct fuzz_pieces {
	struct slice rest;
	size_t block_size;
	char *block;
};

static inline enum status fuzz_pieces_next(void *self, struct slice *ret_block, struct error *error)
{
	struct fuzz_pieces *pieces = self;
	(void)error;
	free(pieces->block);
	pieces->block = NULL;
	if (pieces->rest.size == 0) {
		return STATUS_END;
	}
	struct slice block = slice_first(pieces->rest, pieces->block_size);
	pieces->block = slice_copy(block);
	if (pieces->block == NULL) {
		abort();
	}
	pieces->rest = slice_after(pieces->rest, block.size);
	*ret_block = slice_make(pieces->block, block.size);
	return STATUS_OK;
}

/* Reads every byte. */
static inline void fuzz_look(struct slice text)
{
	volatile unsigned sum = 0;
	for (size_t i = 0; i < text.size; i++) {
		sum = sum * 31 + (unsigned char)text.data[i];
	}
	(void)sum;
}

/* Reads every byte that the event borrows. */
static inline void fuzz_look_at(const struct event *event)
{
	const struct slice texts[] = {
		event->code,   event->outcome, event->message,   event->host,  event->program,
		event->actor,  event->object,  event->part,      event->step,  event->role,
		event->reason, event->id,      event->recipient, event->after, event->client,
		event->server, event->method,  event->path,      event->agent, event->protocol,
		event->rule};
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		fuzz_look(texts[i]);
	}
	if (event->signal >= SIGNAL_COUNT) {
		abort();
	}
}

#endif
