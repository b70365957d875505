// SPDX-License-Identifier: MIT
/* The memory of one plan: a chain of chunks, freed together. */
#include "plan_arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	CHUNK_SIZE = 32 * 1024, /* an ordinary case file fits into two or three */
	/* A case file of 1 MiB needs less than this; more is an attack or our mistake. */
	ARENA_MAX = 256 * 1024 * 1024,
};

struct chunk {
	struct chunk *next;
	size_t size, used;
	alignas(max_align_t) char bytes[];
};

struct plan_arena {
	struct chunk *chunks;
	size_t total;
	bool exhausted;
};

struct plan_arena *plan_arena_new(void)
{
	return calloc(1, sizeof(struct plan_arena));
}

void plan_arena_free(struct plan_arena *arena)
{
	if (arena == NULL) {
		return;
	}
	struct chunk *chunk = arena->chunks;
	while (chunk != NULL) {
		struct chunk *next = chunk->next;
		free(chunk);
		chunk = next;
	}
	free(arena);
}

static struct chunk *add_chunk(struct plan_arena *arena, size_t needed)
{
	size_t size = needed > CHUNK_SIZE ? needed : CHUNK_SIZE;
	if (arena->exhausted || size > ARENA_MAX - arena->total) {
		arena->exhausted = true;
		return NULL;
	}
	struct chunk *chunk = calloc(1, sizeof *chunk + size);
	if (chunk == NULL) {
		arena->exhausted = true;
		return NULL;
	}
	chunk->size = size;
	chunk->next = arena->chunks;
	arena->chunks = chunk;
	arena->total += size;
	return chunk;
}

void *plan_arena_take(struct plan_arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > ARENA_MAX / size) {
		arena->exhausted = true;
		return NULL;
	}
	size_t step = alignof(max_align_t);
	size_t needed = (count * size + step - 1) / step * step;
	needed = needed == 0 ? step : needed;
	struct chunk *chunk = arena->chunks;
	if (chunk == NULL || chunk->size - chunk->used < needed) {
		chunk = add_chunk(arena, needed);
	}
	if (chunk == NULL) {
		return NULL;
	}
	void *taken = chunk->bytes + chunk->used;
	chunk->used += needed;
	return taken;
}

char *plan_arena_copy(struct plan_arena *arena, struct slice text)
{
	char *copy = plan_arena_take(arena, text.size + 1, 1);
	if (copy != NULL && text.size > 0) {
		memcpy(copy, text.data, text.size);
	}
	return copy;
}

char *plan_arena_print(struct plan_arena *arena, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	va_list again;
	va_copy(again, arguments);
	int size = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	char *text = size < 0 ? NULL : plan_arena_take(arena, (size_t)size + 1, 1);
	if (text != NULL) {
		vsnprintf(text, (size_t)size + 1, format, again);
	}
	va_end(again);
	return text;
}

bool plan_arena_is_exhausted(const struct plan_arena *arena)
{
	return arena->exhausted;
}
