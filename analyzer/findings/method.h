// SPDX-License-Identifier: MIT
/*
 * The method: runs queries/method/ in order, in one transaction, and checks what must always hold.
 *
 *     05_clock … 65_share   SQL: clocks, restoration, faults, as-built, labels, path, ledger
 *     butfor.h              the sixteen forward passes, the only step that is not SQL
 *     75_shapley … 90_verdict
 *
 * Then the sensitivity runs: the same again with other numbers, of which only the headline is kept.
 * Source: the method's own description in each query's first comment.
 */
#ifndef OVERRUN_METHOD_H
#define OVERRUN_METHOD_H

#include "status.h"

struct store;

/*
 * Fills every derived table from what was read. `queries` is a folder whose files replace built-in
 * ones of the same name, or NULL. Nothing is changed unless all of it succeeds. STATUS_INTERNAL:
 * an identity does not hold (shares that do not sum to the overrun, a path with a hole, a forward
 * pass that misses restoration); the message says which and by how much.
 */
enum status method_run(struct store *store, const char *queries, struct error *error);

/* Called while the tables hold what a rehearsal has found. */
typedef enum status method_look_fn(void *user, struct error *error);

/*
 * The same, but everything is taken back: whatever comes of it, the database stays as it is. Before
 * that `look` may read the new result; its status is the answer.
 */
enum status method_rehearse(struct store *store, const char *queries, method_look_fn *look,
			    void *user, struct error *error);

/* Checks the identities on tables that are filled; the same answers as method_run. */
enum status method_check(struct store *store, struct error *error);

#endif
