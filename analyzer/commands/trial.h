// SPDX-License-Identifier: MIT
/*
 * A file read for trial, nothing kept: what its first events hold, the account of its lines, and
 * where the first line that is not read leaves each pattern of the user's own.
 */
#ifndef OVERRUN_TRIAL_H
#define OVERRUN_TRIAL_H

#include "feeds.h"

/* Reads the file to its end and prints that for each entry. */
enum status trial_run(const struct path *file, const struct feeds *feeds,
		      const struct reader_options *settings, struct reader_account *ret_account,
		      struct error *error);

#endif
