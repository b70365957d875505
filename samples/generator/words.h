// SPDX-License-Identifier: MIT
/*
 * One sentence of a script, as words: plain ones by position, `key=value` ones by key.
 */
#ifndef NIGHT_WORDS_H
#define NIGHT_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORDS_MAX = 24 };

struct words {
	const char *path;
	int line;
	const char *plain[WORDS_MAX];
	const char *keys[WORDS_MAX], *values[WORDS_MAX];
	size_t plain_count, pair_count;
};

/* Cuts a line in place; "…" holds blanks together, also after `key=`. False: nothing on it. */
bool words_split(char *line, struct words *ret_words);

/* The plain word at a position; ends the program when there is none. */
const char *words_at(const struct words *words, size_t position);

/* The value of a key, or `otherwise`. */
const char *words_value(const struct words *words, const char *key, const char *otherwise);

/* "04:35" or "04:35:07" as milliseconds after midnight. */
int64_t words_clock(const struct words *words, const char *text);

int64_t words_number(const struct words *words, const char *text);

/* "night.txt:12: what": ends the program. */
__attribute__((noreturn)) void words_fail(const struct words *words, const char *what,
					  const char *text);

#endif
