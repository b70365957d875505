// SPDX-License-Identifier: MIT
/*
 * A regular expression and its named groups. The only user of PCRE2.
 *
 * Patterns come from case files, texts from logs: neither is to be trusted. Texts may hold invalid
 * UTF-8 (no match crosses it), and the work of one match is bounded by the PATTERN_* limits; a
 * match that hits one is told apart from a mismatch. A pattern holds the working memory of its
 * matches: one thread at a time.
 */
#ifndef OVERRUN_PATTERN_H
#define OVERRUN_PATTERN_H

#include "slice.h"
#include "status.h"

struct pattern;

enum {
	PATTERN_TEXT_LIMIT = 4096,     /* bytes of a pattern; a person wrote it */
	PATTERN_GROUP_LIMIT = 32,      /* named groups of one pattern; an event has fewer fields */
	PATTERN_MATCH_LIMIT = 1000000, /* PCRE2 match limit: some 20 ms on a line of 64 KiB */
	PATTERN_DEPTH_LIMIT = 10000,   /* nested backtracking, without JIT */
	PATTERN_HEAP_LIMIT_KB = 8192,  /* of backtracking frames, without JIT */
	PATTERN_STACK_BYTES = 262144,  /* of JIT code, allocated once per pattern that needs it */
};

/*
 * Compiles. A mistake is STATUS_USAGE with PCRE2's own words and place:
 * "at 14: missing closing parenthesis". The caller frees with pattern_free.
 */
enum status pattern_compile(const char *text, struct pattern **ret_pattern, struct error *error);

void pattern_free(struct pattern *pattern);

/* The text it was compiled from. */
const char *pattern_text(const struct pattern *pattern);

/* Named groups are numbered from 0, in the order of their opening parentheses. */
size_t pattern_group_count(const struct pattern *pattern);

const char *pattern_group_name(const struct pattern *pattern, size_t index);

/* The number of the group of that name, or pattern_group_count() when there is none. */
size_t pattern_group_find(const struct pattern *pattern, const char *name);

/*
 * Bytes that every match contains: the longest run of plain characters that the pattern cannot do
 * without, for prefilters. Empty when there is none, or when it is not sure. Borrowed from the
 * pattern. pattern_match itself looks for it before it runs PCRE2.
 */
struct slice pattern_literal(const struct pattern *pattern);

/*
 * Searches `text` for the first match. STATUS_OK: found; `ret_groups` (may be NULL; room for
 * pattern_group_count() slices) holds the named groups, borrowed from `text`; a group that took no
 * part is empty. STATUS_MISMATCH: none. STATUS_LIMIT: given up, `error` names the limit.
 */
enum status pattern_match(struct pattern *pattern, struct slice text, struct slice *ret_groups,
			  struct error *error);

/* Where a pattern that does not match stopped. */
struct pattern_reach {
	size_t start, stop;     /* of the text that it had taken when it got furthest */
	size_t item, item_size; /* in the pattern's own text: what it wanted next */
};

/*
 * How far the pattern got: of all attempts, the one that went furthest into the pattern, and there
 * into the text. For people: it compiles the pattern again. False when that cannot be done, or the
 * pattern matches.
 */
bool pattern_reach(const struct pattern *pattern, struct slice text,
		   struct pattern_reach *ret_reach);

/* The version of PCRE2 at work, "10.42 2022-12-11". */
enum { PATTERN_LIBRARY_SIZE = 64 };
void pattern_library(char *buffer);

#endif
