// SPDX-License-Identifier: MIT
/*
 * Names of months in the languages in which programs write clocks: a service on a French machine
 * says "août", Tomcat on a Korean one "07-8월-2024".
 */
#ifndef OVERRUN_MONTH_WORDS_H
#define OVERRUN_MONTH_WORDS_H

#include "slice.h"

/*
 * Eats a month's name, short or long, with its point if it has one; English ones too. Answers 1 to
 * 12, or 0 when none stands there.
 */
int month_word_eat(struct slice *text);

/* "Aug", "AUG", "aug" at `at`, where three bytes stand: 8; 0 for no English month. */
int month_word_at(const char *at);

/* The English short name of a month, 1 to 12. */
const char *month_word_english(int month);

#endif
