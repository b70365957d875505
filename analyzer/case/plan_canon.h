// SPDX-License-Identifier: MIT
/*
 * A canonical text of parts of a plan, on its way into a hash.
 *
 * Texts carry their length, so that no two plans have the same text; what is not stated is left
 * out. After a failure (no memory) everything is ignored and plan_canon_end says so.
 */
#ifndef OVERRUN_PLAN_CANON_H
#define OVERRUN_PLAN_CANON_H

#include "plan.h"

struct plan_canon;

/* NULL when out of memory. */
struct plan_canon *plan_canon_new(void);

/* The hash, hexadecimal, into 2 * SHA256_SIZE + 1 bytes; frees `canon` (may be NULL). */
bool plan_canon_end(struct plan_canon *canon, char *ret_hex);

/* A word as it stands: "overrun plan 1\n". */
void plan_canon_word(struct plan_canon *canon, const char *word);

/* "title 20:Import rules and NAT" and `end`; nothing for NULL. */
void plan_canon_text(struct plan_canon *canon, const char *key, const char *text, const char *end);

/* "allow 3600000000\n"; nothing for PLAN_NONE. */
void plan_canon_number(struct plan_canon *canon, const char *key, int64_t number);

/* "begin signal 10:link.down host 8:fw-gw-01\n" */
void plan_canon_matcher(struct plan_canon *canon, const char *key,
			const struct plan_matcher *matcher);

/* One line per matcher of a step, with the name of its list. */
void plan_canon_lists(struct plan_canon *canon, const struct plan_step *step);

#endif
