// SPDX-License-Identifier: MIT
/* Who bids what on the entries of a file, for people. */
#ifndef OVERRUN_BIDS_H
#define OVERRUN_BIDS_H

#include "paths.h"
#include "reader.h"

/*
 * Prints one line per entry, "night.tar.gz!fw.log  fortigate by 5400 (UTF-8, 64 lines)", and with
 * `all` every bid below it.
 */
enum status bids_print(const struct path *file, const struct reader_options *settings, bool all,
		       struct error *error);

#endif
