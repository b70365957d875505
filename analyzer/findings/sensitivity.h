// SPDX-License-Identifier: MIT
/*
 * Sensitivity: the method run again with other numbers, of which only the headline is kept.
 *
 * Idle tolerance times 0.6 and times 2, the grace for an acknowledgement 0 and 10 minutes, and each
 * uncalibrated source earlier and later by its width. Every variation starts from the same facts,
 * runs the queries from restoration on inside a savepoint, and is taken back.
 */
#ifndef OVERRUN_SENSITIVITY_H
#define OVERRUN_SENSITIVITY_H

#include "status.h"

struct store;

/* Runs the method from `first_query` on; given by method.c. */
typedef enum status sensitivity_run_fn(void *user, struct error *error);

/* Fills the table `sensitivity`; inside the method's transaction. A variation whose identities do
 * not hold is left out and told in `warning`. */
enum status sensitivity_fill(struct store *store, sensitivity_run_fn *run, void *user,
			     struct error *error);

#endif
