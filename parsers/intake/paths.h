// SPDX-License-Identifier: MIT
/*
 * The files that a path of the case file or command line stands for: one file, a directory (all
 * below it, hidden names left out), a glob, or "-". Sorted by byte value whatever the locale.
 */
#ifndef OVERRUN_PATHS_H
#define OVERRUN_PATHS_H

#include "status.h"

#include <stddef.h>

enum {
	PATHS_LIMIT = 1000000, /* files; more is a mistake in the path */
	PATHS_DEPTH = 64,      /* directories below one another */
};

struct path {
	char *path;    /* to open */
	char *display; /* as it was spelled: relative to the base directory */
};

struct paths {
	struct path *items;
	size_t count;
};

/*
 * Expands `pattern`, relative to `base` unless it is absolute or `base` is NULL. A name that exists
 * is taken as it stands, even with wildcards in it. A directory that a link leads back to is
 * entered once; one that cannot be read is listed like a file, and to open it then says why.
 * STATUS_IO when no file is there.
 */
enum status paths_expand(const char *base, const char *pattern, struct paths *ret_paths,
			 struct error *error);

void paths_free(struct paths *paths);

#endif
