// SPDX-License-Identifier: MIT
/*
 * A case database of a test's own: made before the test, gone behind it.
 *
 * Included by test programs that fill its tables by hand, each with its own suite. Those that give
 * the store lines to read take store_driver.h, which opens it in other ways.
 */
#ifndef OVERRUN_OWN_CASE_H
#define OVERRUN_OWN_CASE_H

#include "rows.h"
#include "store.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct store *store;
static struct error error;
static char path[64];

/* Each test is a process; `name` is for those who find what a test that crashed left behind. */
static inline void open_case(const char *name)
{
	const struct store_options options = {.create = true};
	(void)snprintf(path, sizeof(path), "/tmp/overrun-%s-%d.db", name, (int)getpid());
	(void)unlink(path);
	cr_assert_eq(store_open(path, &options, &store, &error), STATUS_OK, "%s", error.message);
}

static inline void close_case(void)
{
	char key[80];
	store_close(store);
	(void)snprintf(key, sizeof(key), "%s.key", path);
	(void)unlink(path);
	(void)unlink(key);
}

/* A number that is there; -1: no row. */
static inline int64_t ask(const char *sql)
{
	int64_t value = -1;
	enum status status = store_ask(store, sql, &value, &error);
	cr_assert(status == STATUS_OK || status == STATUS_END, "%s: %s", sql, error.message);
	return value;
}

static inline void run(const char *sql)
{
	cr_assert_eq(store_run_script(store, "test", sql, &error), STATUS_OK, "%s", error.message);
}

#endif
