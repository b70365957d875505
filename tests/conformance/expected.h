// SPDX-License-Identifier: MIT
/*
 * What others say a log means, and which line of it they say it of.
 *
 *     elastic    X beside X-expected.json: an array, or {"expected": []}; X a log, or JSON
 *     sekoia     one file per test, {"input": {}, "expected": {}}; a folder is one log
 *     crowdsec   parser.assert (crowdsec.h) beside a log
 *     s4         lines with the time of their record (records.h)
 *     napalm     yang.json beside syslog.msg (records.h); a folder is one log
 *     loghub     X_structured.csv beside X (records.h)
 *     lines      logs only, nothing is expected of their fields
 */
#ifndef OVERRUN_CONFORMANCE_EXPECTED_H
#define OVERRUN_CONFORMANCE_EXPECTED_H

#include "specimen.h"

typedef void specimen_fn(void *user, const struct specimen *specimen);

/* All specimens of one row of sources.tsv: KIND below ROOT/PREFIX (a glob), sorted by name. */
void expected_walk(const char *root, const char *prefix, const char *kind, specimen_fn *on_specimen,
		   void *user);

#endif
