// SPDX-License-Identifier: MIT
/*
 * What the report says in words, English and Korean from one table (method.md, section 14).
 *
 * The subject of a sentence is a role, a step, a system or a record, never a person; what grade C
 * or worse carries "is consistent with", not "shows". Sentences go into a buffer of the caller's,
 * which WORDS_SENTENCE_SIZE holds; a longer one is cut at a character. They are plain text: the
 * renderer escapes them.
 */
#ifndef OVERRUN_WORDS_H
#define OVERRUN_WORDS_H

#include "slice.h"

enum language { LANGUAGE_ENGLISH, LANGUAGE_KOREAN, LANGUAGE_COUNT };

/* "en", "ko" */
const char *language_name(enum language language);
bool language_find(struct slice name, enum language *ret_language);

enum { WORDS_SENTENCE_SIZE = 2048 }; /* the longest template with the longest step name is half */

struct report;
struct report_span;
struct report_regulation;

/* A heading, label or column name by its key: words_label(language, "lost_minutes"). */
const char *words_label(enum language language, const char *key);

/* Between a figure and its unit: "5 min", "5분". */
const char *words_gap(enum language language);

/* "staffing" → "staffing", "인력"; anything else comes back as it is. */
const char *words_cause(enum language language, const char *cause);

/* What a leaf means, as a noun phrase: "S.ABSENT" → "a wait for cover of the role". */
const char *words_leaf(enum language language, const char *leaf);

/* What would settle an undetermined leaf, or "". */
const char *words_settle(enum language language, const char *leaf);

/* A recorded word of the method (state, outcome, kind, origin) in that language, or itself. */
const char *words_word(enum language language, const char *word);

/* The answer: when service was back, by how much over, what held it. */
void words_answer(enum language language, const struct report *report, char *buffer);

/* The verdict and its reason. */
void words_verdict(enum language language, const struct report *report, char *buffer);

/* One category: its minutes, range, but-for end, grade. `cause` counts as in report->causes. */
void words_category(enum language language, const struct report *report, size_t cause,
		    char *buffer);

/* One lost span, with its evidence ids and grade. */
void words_span(enum language language, const struct report *report, const struct report_span *span,
		char *buffer);

/* What is said of it beside its row: the same without its place, as a sentence of its own. */
void words_claim(enum language language, const struct report *report,
		 const struct report_span *span, char *buffer);

/* One rule of the regulatory clock: what was measured, against what, what is missing. */
void words_regulation(enum language language, const struct report *report,
		      const struct report_regulation *rule, char *buffer);

/*
 * A phrase that the method's queries wrote ("approval of S2 #1"), in that language, or itself; the
 * buffer has WORDS_SENTENCE_SIZE. NULL gives "".
 */
void words_said(enum language language, const char *said, char *buffer);

/* Every template in turn, for a test that reads them all; NULL after the last. */
const char *words_template(size_t index);

#endif
