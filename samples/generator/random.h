// SPDX-License-Identifier: MIT
/*
 * Chance that repeats: the same seed gives the same numbers on every machine (splitmix64).
 */
#ifndef NIGHT_RANDOM_H
#define NIGHT_RANDOM_H

#include <stdint.h>

struct random {
	uint64_t state;
};

/* A stream of its own for every purpose, so that a new source leaves the others as they were. */
struct random random_stream(uint64_t seed, const char *purpose);

uint64_t random_next(struct random *random);

/* A number in [low, high], both included. */
int64_t random_between(struct random *random, int64_t low, int64_t high);

#endif
