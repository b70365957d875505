// SPDX-License-Identifier: MIT
/* What SQLite says, in the words of overrun: what is wrong, and what to do. */
#ifndef OVERRUN_STORE_FAIL_H
#define OVERRUN_STORE_FAIL_H

#include "status.h"

#include <sqlite3.h>

/*
 * The status that fits `result`, with a message. What is wrong with the whole database begins with
 * its file, other failures with `place`: "request: …".
 */
enum status store_explain(sqlite3 *db, int result, const char *place, struct error *error);

#endif
