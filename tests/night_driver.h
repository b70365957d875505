// SPDX-License-Identifier: MIT
/*
 * Random nights through the method, for the test programs that compare what two runs say.
 *
 * OVERRUN_SEEDS=n tries n nights of each test.
 */
#ifndef OVERRUN_NIGHT_DRIVER_H
#define OVERRUN_NIGHT_DRIVER_H

#include "method.h"
#include "model/night_store.h"
#include "own_case.h"

enum { SEEDS = 12 };

static struct texts before_texts, after_texts;
static struct numbers before, after;

static inline uint64_t count_seeds(void)
{
	const char *count = getenv("OVERRUN_SEEDS");
	return count == NULL ? SEEDS : strtoul(count, NULL, 10);
}

#define FOR_SEEDS(seed) for (uint64_t seed = FIRST_SEED; seed < FIRST_SEED + count_seeds(); seed++)

/* Runs the method on the night as it is, or with its rows in another order (night_write). */
static inline void tell(const struct random_night *random, uint64_t order, struct numbers *numbers,
			struct texts *texts)
{
	cr_assert_eq(night_write(store, random, order, &error), STATUS_OK, "%s", error.message);
	cr_assert_eq(method_run(store, NULL, &error), STATUS_OK, "%s", error.message);
	cr_assert_eq(night_read(store, numbers, texts, &error), STATUS_OK, "%s", error.message);
}

#endif
