// SPDX-License-Identifier: MIT
/*
 * What is to be read, and how: the sources of a plan or of a command line, with the reader's
 * settings for each.
 */
#ifndef OVERRUN_FEEDS_H
#define OVERRUN_FEEDS_H

#include "options.h"
#include "paths.h"
#include "plan.h"
#include "reader.h"

/* One source of the plan with the files that its path stands for. */
struct feed_files {
	struct paths paths;
	struct error error; /* why there are none; status OK when there are */
};

struct feeds {
	struct plan *plan;               /* owned */
	struct feed_files *files;        /* one per plan->sources */
	int64_t bytes;                   /* of all files, compressed as they lie there */
	struct plan_source *own_sources; /* made from a command line; else NULL */
	char **own_names;                /* and their paths */
	size_t own_count;
	struct format **formats; /* the user's own: the case file's, and --formats-dir's */
	size_t format_count;
	const struct options *options;
};

/*
 * The sources of a case file; the feeds own the plan from then on, also on failure. A path that
 * stands for nothing is no failure here: feed_files.error tells. STATUS_USAGE: a --format names no
 * format (the message suggests the nearest), a format of the user's own is no good. The caller
 * frees with feeds_free in any case.
 */
enum status feeds_from_plan(struct plan *plan, const struct options *options,
			    struct feeds *ret_feeds, struct error *error);

/* The same from paths of the command line, "-" for standard input; the plan has no window. */
enum status feeds_from_paths(char *const *paths, size_t count, const struct options *options,
			     struct feeds *ret_feeds, struct error *error);

void feeds_free(struct feeds *feeds);

/*
 * The reader's settings for one source; `ret_zone` (may become NULL) is to be freed by the caller
 * and must live as long as they are used. STATUS_USAGE: an unknown zone.
 */
enum status feeds_settings(const struct feeds *feeds, size_t source, struct zone **ret_zone,
			   struct reader_options *ret_settings, struct error *error);

#endif
