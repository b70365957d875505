// SPDX-License-Identifier: MIT
/*
 * One archive, or one filter other than gzip, taken off a stream. The only user of libarchive.
 *
 * Exactly one format and one filter are offered to libarchive, the one that the content was found
 * to be: offered all at once, it takes a plain text for an *mtree* archive. gzip is not its
 * business, for it verifies neither checksum nor length of it (see gunzip.h).
 */
#ifndef OVERRUN_SOURCE_UNPACK_H
#define OVERRUN_SOURCE_UNPACK_H

#include "blocks.h"
#include "packing.h"

struct unpack;

/*
 * Opens what `packing` says of `input`; 7z is read from `path` instead, for its directory stands
 * at its end. `input` and `path` must outlive it.
 */
enum status unpack_open(enum packing packing, struct blocks input, const char *path,
			struct unpack **ret_unpack, struct error *error);

/* tar, zip and 7z; the other kinds are one stream and have no members. */
bool unpack_is_archive(enum packing packing);

struct member {
	const char *name; /* as stored, hostile; NULL: none. Valid until the next call */
	bool is_file;     /* with a content of its own: no directory, no link */
	int64_t modified_s;
	bool is_dated; /* modified_s is known */
};

/*
 * The next member of an archive. STATUS_END: no more. A failure ends the archive.
 */
enum status unpack_next(struct unpack *unpack, struct member *ret_member, struct error *error);

/* The content of the current member, or the stream. */
struct blocks unpack_blocks(struct unpack *unpack);

/* No member can follow, and the failure that says why was answered. */
bool unpack_is_over(const struct unpack *unpack);

void unpack_free(struct unpack *unpack);

/* The library at work, "libarchive 3.6.2". */
const char *unpack_library(void);

#endif
