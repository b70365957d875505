// SPDX-License-Identifier: MIT
/* See random.h. */
#include "random.h"

uint64_t random_next(struct random *random)
{
	uint64_t z = (random->state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

struct random random_stream(uint64_t seed, const char *purpose)
{
	uint64_t hash = 0xcbf29ce484222325u; /* FNV-1a */

	for (; *purpose != '\0'; purpose++) {
		hash = (hash ^ (unsigned char)*purpose) * 0x100000001b3u;
	}
	struct random random = {seed ^ hash};

	random_next(&random);
	return random;
}

int64_t random_between(struct random *random, int64_t low, int64_t high)
{
	uint64_t count = (uint64_t)(high - low) + 1;

	return low + (int64_t)(random_next(random) % count);
}
