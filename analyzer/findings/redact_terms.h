// SPDX-License-Identifier: MIT
/*
 * Names and accounts that are known, and the tokens that stand for them.
 */
#ifndef OVERRUN_REDACT_TERMS_H
#define OVERRUN_REDACT_TERMS_H

#include "redact.h"

struct redact_terms;

/* Copies what it keeps. NULL when out of memory. */
struct redact_terms *redact_terms_new(const struct redact_names *names);
void redact_terms_free(struct redact_terms *terms);

/*
 * The longest term at `at`: its size in bytes and its token; 0: none. Latin terms match whole
 * words without regard to case, words of a name also the other way round and joined by blank, dot,
 * comma, '-' or '_'; Hangul names also with particles behind them. Tokens match themselves.
 */
size_t redact_terms_find(const struct redact_terms *terms, struct slice text, size_t at,
			 const char **ret_token);

/* The token of an account of a role, or NULL. */
const char *redact_terms_actor(const struct redact_terms *terms, struct slice actor);

/* Whether `word` stands at `at` as a whole word, without regard to ASCII case; its size, or 0. */
size_t redact_word_at(struct slice text, size_t at, struct slice word);

#endif
