// SPDX-License-Identifier: MIT
/* Largest remainder (Hamilton's method), exact. */
#include "rounding.h"

int64_t round_down(wide value, wide unit)
{
	wide quotient = value / unit;
	return (int64_t)(value % unit < 0 ? quotient - 1 : quotient);
}

int64_t round_up(wide value, wide unit)
{
	return -round_down(-value, unit);
}

int64_t round_nearest(wide value, wide unit)
{
	return round_down(2 * value + unit, 2 * unit);
}

/* The part that has lost most so far: its exact value is furthest above what it was given. */
static size_t largest_remainder(const wide *parts, size_t count, wide unit, const int64_t *rounded)
{
	size_t best = 0;
	for (size_t i = 1; i < count; i++) {
		if (parts[i] - unit * rounded[i] > parts[best] - unit * rounded[best]) {
			best = i;
		}
	}
	return best;
}

void round_parts(const wide *parts, size_t count, wide unit, int64_t total, int64_t *ret_rounded)
{
	int64_t missing = total;
	for (size_t i = 0; i < count; i++) {
		ret_rounded[i] = round_down(parts[i], unit);
		missing -= ret_rounded[i];
	}
	for (; missing > 0 && count > 0; missing--) {
		ret_rounded[largest_remainder(parts, count, unit, ret_rounded)]++;
	}
}
