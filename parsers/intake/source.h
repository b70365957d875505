// SPDX-License-Identifier: MIT
/*
 * A path and the streams of lines inside it: the file itself, or the members of an archive, or of
 * an archive in an archive. Everything is streamed; nothing is written to disk.
 *
 *     night.zip ─► fw.tar.gz ─► gunzip ─► tar ─► logs/fw.log.gz ─► gunzip ─► lines
 *                  entry "night.zip!fw.tar.gz!logs/fw.log.gz"
 *
 * How a stream is packed is told by its content. Members that are not files are passed over.
 */
#ifndef OVERRUN_SOURCE_H
#define OVERRUN_SOURCE_H

#include "file.h"

enum {
	/* zip(tar.gz(log.gz)) is four layers; a quine archive would go on for ever. */
	SOURCE_DEPTH = 8,
	/* Of all archives of one path; a tar of empty files packs a thousand to one. */
	SOURCE_ENTRY_LIMIT = 1000000,
	/* Output over input of a layer; repetitive logs reach 200, a file of NULs 1030 in gzip. */
	SOURCE_EXPANSION = 500,
	/* The same of all layers and members together; a layer passes on what the one below made.
	 */
	SOURCE_EXPANSION_SUM = 2 * SOURCE_EXPANSION,
	/* Of disk, for the sum: a gigabyte, some seconds, is unpacked of any file. */
	SOURCE_EXPANSION_SLACK = 1024 * 1024,
	/* A longer member name or chain is cut; it is a label, nothing is written under it. */
	SOURCE_CHAIN_SIZE = 4096,
};
/* Of the windows of all open xz and zstd layers together; `xz -9` asks for exactly this. */
#define SOURCE_WINDOW_LIMIT (INT64_C(64) * 1024 * 1024)

struct source;

/* `path`, `display` and `options` must outlive the source; see file_open. */
enum status source_open(const char *path, const char *display, const struct file_options *options,
			struct source **ret_source, struct error *error);

/*
 * Goes to the next stream of lines.
 *
 *   STATUS_OK           `ret_entry` names it, `ret_blocks` yields it
 *   STATUS_END          there are no more
 *   _CORRUPT _LIMIT _IO what `ret_entry` names (a member or an archive) cannot be read, `error`
 *                       says why; the next call goes on behind it
 *   _NO_MEMORY _INTERRUPTED  the end of all
 *
 * Entry and blocks stay valid until the next call. The stream need not be read to its end.
 */
enum status source_next(struct source *source, struct entry *ret_entry, struct blocks *ret_blocks,
			struct error *error);

/*
 * Is the entry the file itself, as it lies there or packed with gzip alone? Then parts of it can be
 * read again without the rest: from any byte, or from the places (see gunzip.h) of what has been
 * read of it.
 */
bool source_is_seekable(const struct source *source, const struct restart **ret_places,
			size_t *ret_count);

/* Reads the rest of the file unseen: its size and hash as it lies on disk. */
enum status source_finish(struct source *source, int64_t *ret_bytes, unsigned char *ret_sha256,
			  struct error *error);

void source_close(struct source *source);

#endif
