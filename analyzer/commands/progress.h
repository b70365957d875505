// SPDX-License-Identifier: MIT
/*
 * The progress line: how much compressed input is read, how fast, how long it will take.
 *
 *     1.2 GB of 4.8 GB (25 %), 210 MB/s, 0:00:17 left  logs/fw-gw-01/fw.log.3.gz
 *
 * On standard error, on a terminal only, and wiped away at the end.
 */
#ifndef OVERRUN_PROGRESS_H
#define OVERRUN_PROGRESS_H

#include "options.h"

struct progress {
	bool shown;
	int64_t total;      /* bytes of all files; 0: not known */
	int64_t done;       /* of the files before */
	int64_t started_us; /* by the monotonic clock */
	int64_t told_us;    /* when the line was last written */
	const char *file;
};

void progress_begin(struct progress *progress, const struct options *options, int64_t total);

/* A file begins; `file` is borrowed until the next. */
void progress_file(struct progress *progress, const char *file);

/* So many bytes of the file are read; a file_progress_fn, `user` is the progress. */
void progress_tell(void *user, int64_t bytes);

/* The file has ended, or was passed over. */
void progress_add(struct progress *progress, int64_t bytes);

void progress_end(struct progress *progress);

#endif
