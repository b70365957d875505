// SPDX-License-Identifier: MIT
/*
 * The early beginning of writing: while an entry is loaded, SQLite gives its changed pages to the
 * kernel, and the kernel begins to write them, so that the commit finds less to do and to wait for.
 *
 *     early_open(&early, db)
 *     early_step(&early)              after each load of rows
 *     sqlite3_close(db), early_close(&early)
 *
 * It needs a descriptor of its own, and to close one takes the locks of all others of the process
 * on that file away: it is closed after the database. Each part of the file is begun once, when it
 * is new: pages of an index that change again and again are left to the commit. Where the system
 * has no such call, or the file has no name, the kernel is asked for nothing, and nothing depends
 * on it.
 */
#ifndef OVERRUN_STORE_EARLY_H
#define OVERRUN_STORE_EARLY_H

#include <sqlite3.h>

#include <stdint.h>

struct early {
	sqlite3 *db;
	int file;      /* -1: none */
	int64_t begun; /* bytes of the file that are being written, or were there before */
	int64_t loads;
};

void early_open(struct early *early, sqlite3 *db);
void early_step(struct early *early);
void early_close(struct early *early);

#endif
