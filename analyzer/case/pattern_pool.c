// SPDX-License-Identifier: MIT
/* All patterns that one line may be asked for. */
#include "pattern_pool.h"

#include "literals.h"
#include "pattern.h"

#include <stdlib.h>

/* What is known of a pattern and the current line. */
struct pooled {
	struct pattern *pattern;
	const char *where;
	bool has_literal;  /* the scan can rule it out */
	uint64_t asked_in; /* the line for which `matches` holds */
	bool matches;
	int64_t limits; /* lines it gave up on */
};

struct pattern_pool {
	struct pooled *items;
	size_t count;
	struct literals *literals;
	uint64_t *marks;  /* by number: the last line that held the pattern's literal */
	uint64_t line;    /* counts pattern_pool_begin */
	uint64_t scanned; /* the last line that was scanned */
	bool has_any;     /* of the last scan */
	struct slice text;
};

struct pattern_pool *pattern_pool_new(void)
{
	struct pattern_pool *pool = calloc(1, sizeof *pool);
	if (pool == NULL) {
		return NULL;
	}
	pool->literals = literals_new();
	if (pool->literals == NULL) {
		free(pool);
		return NULL;
	}
	pool->text = slice_empty();
	return pool;
}

void pattern_pool_free(struct pattern_pool *pool)
{
	if (pool == NULL) {
		return;
	}
	for (size_t i = 0; i < pool->count; i++) {
		pattern_free(pool->items[i].pattern);
	}
	literals_free(pool->literals);
	free(pool->items);
	free(pool->marks);
	free(pool);
}

enum status pattern_pool_add(struct pattern_pool *pool, const char *text, const char *where,
			     size_t *ret_number, struct error *error)
{
	for (size_t i = 0; i < pool->count; i++) {
		if (strcmp(pattern_text(pool->items[i].pattern), text) == 0) {
			*ret_number = i;
			return STATUS_OK;
		}
	}
	if ((pool->count & (pool->count - 1)) == 0) {
		size_t room = pool->count == 0 ? 1 : pool->count * 2;
		struct pooled *items = realloc(pool->items, room * sizeof *items);
		if (items == NULL) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		pool->items = items;
	}
	struct pattern *pattern = NULL;
	struct error cause = {0};
	enum status status = pattern_compile(text, &pattern, &cause);
	if (status != STATUS_OK) {
		return error_set(error, status, "%s: %s", where, cause.message);
	}
	struct pooled *pooled = &pool->items[pool->count];
	*pooled = (struct pooled){.pattern = pattern, .where = where};
	pooled->has_literal = literals_add(pool->literals, pattern_literal(pattern), pool->count);
	*ret_number = pool->count++;
	return STATUS_OK;
}

enum status pattern_pool_finish(struct pattern_pool *pool, struct error *error)
{
	literals_finish(pool->literals);
	pool->marks = calloc(pool->count + 1, sizeof *pool->marks);
	return pool->marks != NULL ? STATUS_OK
				   : error_set(error, STATUS_NO_MEMORY, "out of memory");
}

void pattern_pool_begin(struct pattern_pool *pool, struct slice text)
{
	pool->line++;
	pool->text = text;
}

bool pattern_pool_has_literal(const struct pattern_pool *pool, size_t number)
{
	return pool->items[number].has_literal;
}

bool pattern_pool_has_any(struct pattern_pool *pool)
{
	if (pool->scanned != pool->line) {
		pool->has_any = literals_scan(pool->literals, pool->text, pool->marks, pool->line);
		pool->scanned = pool->line;
	}
	return pool->has_any;
}

bool pattern_pool_stands(struct pattern_pool *pool, size_t number)
{
	return pattern_pool_has_any(pool) && pool->marks[number] == pool->line;
}

/* One scan of the line rules out most patterns at once. */
static bool may_match(struct pattern_pool *pool, size_t number)
{
	return !pool->items[number].has_literal || pattern_pool_stands(pool, number);
}

bool pattern_pool_groups(struct pattern_pool *pool, size_t number, struct slice *ret_groups)
{
	struct pooled *pooled = &pool->items[number];
	bool is_known = pooled->asked_in == pool->line;
	if ((is_known && (!pooled->matches || ret_groups == NULL))) {
		return pooled->matches;
	}
	enum status status = STATUS_MISMATCH;
	if (may_match(pool, number)) {
		status = pattern_match(pooled->pattern, pool->text, ret_groups, NULL);
	}
	pooled->limits += status == STATUS_LIMIT && !is_known ? 1 : 0;
	pooled->asked_in = pool->line;
	pooled->matches = status == STATUS_OK;
	return pooled->matches;
}

bool pattern_pool_matches(struct pattern_pool *pool, size_t number)
{
	return pattern_pool_groups(pool, number, NULL);
}

size_t pattern_pool_count(const struct pattern_pool *pool)
{
	return pool->count;
}

const struct pattern *pattern_pool_at(const struct pattern_pool *pool, size_t number)
{
	return pool->items[number].pattern;
}

bool pattern_pool_limit(const struct pattern_pool *pool, size_t *from, const char **ret_where,
			int64_t *ret_lines)
{
	for (; *from < pool->count; (*from)++) {
		const struct pooled *pooled = &pool->items[*from];
		if (pooled->limits > 0) {
			*ret_where = pooled->where;
			*ret_lines = pooled->limits;
			(*from)++;
			return true;
		}
	}
	return false;
}
