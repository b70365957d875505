// SPDX-License-Identifier: MIT
/*
 * What a stream is packed with, told by its first bytes and never by its name.
 */
#ifndef OVERRUN_PACKING_H
#define OVERRUN_PACKING_H

#include "slice.h"

enum packing {
	PACKING_NONE, /* lines */
	PACKING_GZIP,
	PACKING_XZ,
	PACKING_ZSTD,
	PACKING_BZIP2,
	PACKING_LZ4,
	PACKING_TAR,
	PACKING_ZIP,
	PACKING_SEVENZIP,
	PACKING_OTHER, /* packed with something that is not read here; see packing_name */
};

/* An empty tar is two blocks of NULs, padded to this; a head of one byte more tells all kinds. */
enum { PACKING_HEAD_SIZE = 10240 + 1 };

/* `whole`: the stream ends behind `head`. */
enum packing packing_detect(struct slice head, bool whole);

/* "gzip", "tar", …; of PACKING_OTHER the name of what `head` begins with. */
const char *packing_name(enum packing packing, struct slice head);

/*
 * The memory that unpacking needs for its window, as the first header of an xz or zstd stream says,
 * in bytes; 0 for the other kinds and where the header cannot be read (then unpacking says why).
 */
int64_t packing_window(enum packing packing, struct slice head);

#endif
