// SPDX-License-Identifier: MIT
/* A cache of words over a database that has nothing but their table. */
#ifndef OVERRUN_WORDS_DRIVER_H
#define OVERRUN_WORDS_DRIVER_H

#include "store_words.h"

#include <criterion/criterion.h>

static sqlite3 *db;
static struct words words;

static inline void begin_words(void)
{
	struct error error;
	cr_assert_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
	cr_assert_eq(sqlite3_exec(db,
				  "CREATE TABLE word (id INTEGER PRIMARY KEY,"
				  " text TEXT NOT NULL UNIQUE) STRICT",
				  NULL, NULL, NULL),
		     SQLITE_OK);
	cr_assert_eq(words_open(&words, db, &error), STATUS_OK);
}

static inline void end_words(void)
{
	words_close(&words);
	cr_assert_eq(sqlite3_close(db), SQLITE_OK, "no statement is left");
}

#endif
