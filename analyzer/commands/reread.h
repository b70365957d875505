// SPDX-License-Identifier: MIT
/*
 * Reads single lines again from their source, to show and to check them.
 */
#ifndef OVERRUN_REREAD_H
#define OVERRUN_REREAD_H

#include "report.h"

struct store;

/* `user` of reread_lines. */
struct reread {
	const char *directory; /* where relative sources lie */
	struct store
		*store; /* knows places to read from; NULL: every file is read from the front */
	/* What came of it: */
	bool has_read_front; /* some file was read from its front */
	int64_t part_at,
		part_end; /* of the file: the part that was read and is as it was; 0: none */
};

/*
 * A report_reread_fn. STATUS_IO: the source is not there or has no such entry; _CORRUPT: it is
 * damaged before the last line; what came before was given.
 */
enum status reread_lines(void *user, const struct report_cited *cited, report_line_fn *on_line,
			 void *report, struct error *error);

/* "dir/name", or `name` where it is absolute or the directory is "."; the caller frees. */
char *reread_path(const char *directory, const char *name);

/* The folder of a file, "." when its path names none; the caller frees. */
char *reread_directory(const char *path);

#endif
