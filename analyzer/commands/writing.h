// SPDX-License-Identifier: MIT
/*
 * Writes reports: loads the findings, re-reads the cited lines, and renders them to files that are
 * complete or not there at all.
 */
#ifndef OVERRUN_WRITING_H
#define OVERRUN_WRITING_H

#include "options.h"
#include "report.h"

struct store;

/*
 * Before any work: every -o ends like a renderer does, and none exists unless --force. STATUS_USAGE
 * otherwise.
 */
enum status writing_check(const struct options *options, struct error *error);

/*
 * Loads the findings of a database; cited lines are re-read below `directory`. The caller frees
 * with report_free.
 */
enum status writing_load(struct store *store, const char *directory, struct report **ret_report,
			 struct error *error);

/* Every -o, then the summary on standard output, unless --quiet. */
enum status writing_reports(const struct report *report, const struct options *options,
			    struct error *error);

/* Whether a threshold of --fail-on is exceeded; tells each that is on standard error. */
bool writing_exceeds(const struct report *report, const struct options *options);

#endif
