// SPDX-License-Identifier: MIT
/* Places in files from which entries can be read again: the table `restart`. */
#ifndef OVERRUN_STORE_RESTART_H
#define OVERRUN_STORE_RESTART_H

#include "event.h"

struct store;

/* Those of an entry; inside a transaction of the caller's. */
enum status restarts_write(struct store *store, int64_t entry, const struct entry_result *result,
			   struct error *error);

/* A place as it is kept; the caller provides the room. */
struct restart_found {
	struct restart restart; /* its window is `window` */
	unsigned char window[RESTART_WINDOW_SIZE];
	int64_t source_bytes; /* of the file when it was read */
};

/*
 * The last place at or before `line` of the file `source` (as in that table), whose content was
 * `entry_sha256`. STATUS_END: there is none.
 */
enum status restarts_find(struct store *store, const char *source, const char *entry_sha256,
			  int64_t line, struct restart_found *ret_found, struct error *error);

#endif
