// SPDX-License-Identifier: MIT
/*
 * The template of a message: what stays of it when what differs from line to line is left out.
 *
 *     "queue depth 11 on 'pay-1'"    and    "queue depth 304 on 'pay-22'"    have one template
 *
 * Left out are words that hold a digit, quoted texts, and names the event has by itself. Two
 * messages of one template have one number; it says nothing else.
 */
#ifndef OVERRUN_TEMPLATE_H
#define OVERRUN_TEMPLATE_H

#include "slice.h"

#include <stdint.h>

/* The template's number, never 0. Words equal to one of `names` (NULL: none) are left out. */
int64_t template_number(struct slice message, const struct slice *names, size_t count);

#endif
