// SPDX-License-Identifier: MIT
/*
 * The memory of one plan: handed out piece by piece, given back as a whole.
 */
#ifndef OVERRUN_PLAN_ARENA_H
#define OVERRUN_PLAN_ARENA_H

#include "slice.h"

struct plan_arena;

struct plan_arena *plan_arena_new(void);
void plan_arena_free(struct plan_arena *arena);

/* `size` zeroed bytes, aligned for any type; NULL when there is no memory, then and ever after. */
void *plan_arena_take(struct plan_arena *arena, size_t count, size_t size);

/* A NUL-terminated copy, or NULL. */
char *plan_arena_copy(struct plan_arena *arena, struct slice text);

/* A printf text, or NULL. */
char *plan_arena_print(struct plan_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Whether any request has failed; checked once at the end instead of after each. */
bool plan_arena_is_exhausted(const struct plan_arena *arena);

#endif
