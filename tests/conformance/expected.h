// SPDX-License-Identifier: MIT
/*
 * What others say a log means, and which line of it they say it of.
 *
 *     elastic    X beside X-expected.json: an array, or {"expected": […]}; X a log, or {"events":
 * […]} sekoia     one file per test: {"input": {"message": …}, "expected": {…}}; a folder is one
 * log crowdsec   parser.assert: results["s01-parse"]["parser"][i].Evt.Parsed["name"] == "value"
 *     s4         lines with the time of their record (records.h)
 *     napalm     yang.json beside syslog.msg (records.h); a folder is one log
 *     lines      logs only, nothing is expected of their fields
 *
 * Items are laid on lines by their number when there are as many as non-blank lines, else by the
 * byte offset they name, else by the text they quote.
 */
#ifndef OVERRUN_CONFORMANCE_EXPECTED_H
#define OVERRUN_CONFORMANCE_EXPECTED_H

#include <jansson.h>
#include <stdbool.h>

/* One line of a log and what is expected of it. */
struct truth {
	json_t *item; /* NULL: nothing; borrowed from `root` */
	size_t offset;
	size_t size;
};

/* One log with its expectations. */
struct specimen {
	char *path; /* of the log; a temporary file when it had to be put together */
	char *name; /* what people call it */
	bool is_temporary;
	char *text;          /* the log */
	struct truth *lines; /* [0] is line 1 */
	size_t line_count;
	json_t *root;
	size_t unplaced; /* items that no line was found for */
};

typedef void specimen_fn(void *user, const struct specimen *specimen);

/* All specimens of one row of sources.tsv: KIND below ROOT/PREFIX (a glob), sorted by name. */
void expected_walk(const char *root, const char *prefix, const char *kind, specimen_fn *on_specimen,
		   void *user);

/* The value at "a.b.c", whether the keys are nested or dotted; NULL: none. */
json_t *expected_at(json_t *item, const char *path);

#endif
