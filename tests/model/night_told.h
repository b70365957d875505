// SPDX-License-Identifier: MIT
/*
 * A night written down line by line, as tests/nights tells what really happened.
 *
 * A line is a word and its values, separated by tabs; times are seconds since the epoch, lists are
 * separated by commas, nothing is an empty value, no time is `-`:
 *
 *     window    start, end                   tick      seconds
 *     policy    ack_grace, idle, eps, band_min
 *     extension announced, end               last      last request
 *     feed      name, kind                   cover     feed, from, to
 *     role      name, actors, feed of presence, due
 *     step      name, role, allowance, not_before, quiet, check, crew, restores, approval,
 *               after, resources, expects
 *     fact      time, feed, signal, step, role, actor, object, reason, id, recipient, after
 *     minute    service, time, successes, failures
 *     external  signal that opens external faults
 */
#ifndef OVERRUN_NIGHT_TOLD_H
#define OVERRUN_NIGHT_TOLD_H

#include "model.h"

#include <stdio.h>

/* Fills an empty night; false with the number of the line that says nothing known. */
bool night_told(struct model_night *night, FILE *file, int *ret_line);

/* The results as JSON. */
void night_print(const struct model_night *night, FILE *file);

#endif
