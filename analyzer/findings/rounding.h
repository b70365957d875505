// SPDX-License-Identifier: MIT
/*
 * Rounding without floating point: to the nearest, outwards, and by largest remainder.
 *
 * A set of parts is rounded by largest remainder so that what is printed adds up: each part is cut,
 * and what is missing to the total goes, one each, to those that lost most; ties go to the earlier.
 */
#ifndef OVERRUN_ROUNDING_H
#define OVERRUN_ROUNDING_H

#include <stddef.h>
#include <stdint.h>

/* A sum of weights × microseconds may exceed 64 bits. */
__extension__ typedef __int128 wide;

/* value / unit, cut towards minus infinity; unit > 0. */
int64_t round_down(wide value, wide unit);
int64_t round_up(wide value, wide unit);

/* To the nearest; halves go up. */
int64_t round_nearest(wide value, wide unit);

/*
 * Rounds parts[i] / unit to whole numbers that sum to `total`. The exact sum has to be within
 * `count` of the total.
 */
void round_parts(const wide *parts, size_t count, wide unit, int64_t total, int64_t *ret_rounded);

#endif
