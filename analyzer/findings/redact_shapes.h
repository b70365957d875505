// SPDX-License-Identifier: MIT
/*
 * Personal data that is known by its shape: e-mail addresses, card, telephone and resident
 * registration numbers.
 *
 * Each function looks at one position of a text: `at` is where the candidate would begin, and what
 * stands before it counts too. It returns how many bytes the candidate has, or 0.
 */
#ifndef OVERRUN_REDACT_SHAPES_H
#define OVERRUN_REDACT_SHAPES_H

#include "slice.h"

enum shape { SHAPE_NONE, SHAPE_EMAIL, SHAPE_CARD, SHAPE_PHONE, SHAPE_ID };

/* "jisoo@example.com": a host without a dot is an account on a machine, not an address. */
size_t shape_email(struct slice text, size_t at);

/*
 * A number with a shape. Cards: 13 to 19 digits that begin like a card's, pass Luhn's check
 * (ISO/IEC 7812) and stand alone or in a card's groups. Telephones: 010-1234-5678, 02-123-4567,
 * +82 10 1234 5678, (212) 555-0100. Resident registration numbers: 900101-1234567.
 * The value of a field that is known to count or name something else ("eventtime=") is none.
 */
size_t shape_number(struct slice text, size_t at, enum shape *ret_shape);

/* ASCII letters, digits and '_'. */
bool shape_is_word(char c);

#endif
