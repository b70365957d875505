// SPDX-License-Identifier: MIT
/*
 * Characters of hostile text, one by one: what a reader sees, and what would deceive or steer.
 *
 * Bytes that are not UTF-8 are read as U+FFFD, one per byte. Characters that steer a terminal, a
 * browser or the direction of text (C0, C1, bidirectional controls, line separators, invisible
 * ones) are not plain; renderers print U+FFFD or an escape for them.
 */
#ifndef OVERRUN_CHARACTERS_H
#define OVERRUN_CHARACTERS_H

#include "slice.h"

#include <stdio.h>

enum { CHARACTER_REPLACEMENT = 0xfffd };

/* Eats one character from the front of a text that is not empty. */
uint32_t characters_next(struct slice *text);

/* May be printed as it is. */
bool character_is_plain(uint32_t character);

/* Columns on a terminal: 0 for combining marks, 2 for Korean, Chinese, Japanese and emoji, else 1.
 */
int character_width(uint32_t character);

void character_put(FILE *out, uint32_t character);

/* A text with everything that is not plain replaced; NULL prints nothing. */
void characters_put_plain(FILE *out, const char *text);

/* Columns of a text as characters_put_plain prints it. */
int characters_width(const char *text);

/* Prints at most `columns` columns of it, with "…" when it is cut; returns the columns printed. */
int characters_put_cut(FILE *out, const char *text, int columns);

#endif
