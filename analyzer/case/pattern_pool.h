// SPDX-License-Identifier: MIT
/*
 * All patterns that one line may be asked for: each is run at most once per line, and only when
 * the bytes it cannot do without stand in the line.
 */
#ifndef OVERRUN_PATTERN_POOL_H
#define OVERRUN_PATTERN_POOL_H

#include "slice.h"
#include "status.h"

struct pattern;
struct pattern_pool;

struct pattern_pool *pattern_pool_new(void);
void pattern_pool_free(struct pattern_pool *pool);

/*
 * The number of a pattern, compiled unless an equal one is there already. `where` is the place of
 * its first use, for messages; borrowed, as is `text`. STATUS_USAGE, STATUS_NO_MEMORY.
 */
enum status pattern_pool_add(struct pattern_pool *pool, const char *text, const char *where,
			     size_t *ret_number, struct error *error);

/* Call once after the last pattern_pool_add. */
enum status pattern_pool_finish(struct pattern_pool *pool, struct error *error);

/* The line that is asked about from now on; nothing is done yet. */
void pattern_pool_begin(struct pattern_pool *pool, struct slice text);

bool pattern_pool_matches(struct pattern_pool *pool, size_t number);

/* Whether the pattern can only match a line that holds certain bytes. */
bool pattern_pool_has_literal(const struct pattern_pool *pool, size_t number);

/* Whether the line holds such bytes of any pattern at all; if not, none of those matches. */
bool pattern_pool_has_any(struct pattern_pool *pool);

/* Whether the line holds the bytes of a pattern that has a literal. */
bool pattern_pool_stands(struct pattern_pool *pool, size_t number);

/* As pattern_match: the named groups, room for PATTERN_GROUP_LIMIT. */
bool pattern_pool_groups(struct pattern_pool *pool, size_t number, struct slice *ret_groups);

size_t pattern_pool_count(const struct pattern_pool *pool);

const struct pattern *pattern_pool_at(const struct pattern_pool *pool, size_t number);

/* The patterns from number `from` on that gave up on a line; false at the end. */
bool pattern_pool_limit(const struct pattern_pool *pool, size_t *from, const char **ret_where,
			int64_t *ret_lines);

#endif
