// SPDX-License-Identifier: MIT
/*
 * Bytes for the tests of the intake: a growing buffer, the same bytes as a stream of blocks, gzip
 * and archives made of them in memory, and files in a folder of their own.
 */
#ifndef OVERRUN_TEST_BYTES_H
#define OVERRUN_TEST_BYTES_H

#include <archive.h>
#include <archive_entry.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "blocks.h"

struct bytes {
	char *data;
	size_t size;
};

static inline void bytes_add(struct bytes *bytes, const void *data, size_t size)
{
	bytes->data = realloc(bytes->data, bytes->size + size + 1);
	cr_assert_not_null(bytes->data);
	memcpy(bytes->data + bytes->size, data, size);
	bytes->size += size;
	bytes->data[bytes->size] = '\0';
}

static inline void bytes_add_text(struct bytes *bytes, const char *text)
{
	bytes_add(bytes, text, strlen(text));
}

static inline struct bytes bytes_from(const char *text)
{
	struct bytes bytes = {0};
	bytes_add_text(&bytes, text);
	return bytes;
}

static inline void bytes_free(struct bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct bytes){0};
}

static inline struct slice bytes_slice(const struct bytes *bytes)
{
	return slice_make(bytes->data == NULL ? "" : bytes->data, bytes->size);
}

/* Deterministic: the same numbers in every run. */
static inline uint32_t bytes_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

/* A stage that yields blocks of a size, each in memory of its own, so that a stale one is seen. */
struct pieces {
	struct slice rest;
	size_t block_size; /* 0: random */
	uint64_t seed;
	char *block;
	enum status ending; /* what comes at the end: STATUS_END or a failure */
};

static inline enum status pieces_next(void *self, struct slice *ret_block, struct error *error)
{
	struct pieces *pieces = self;
	free(pieces->block);
	pieces->block = NULL;
	if (pieces->rest.size == 0) {
		return pieces->ending == STATUS_END
			       ? STATUS_END
			       : error_set(error, pieces->ending, "the stage above failed");
	}
	size_t size =
		pieces->block_size != 0 ? pieces->block_size : 1 + bytes_random(&pieces->seed) % 40;
	size = size < pieces->rest.size ? size : pieces->rest.size;
	pieces->block = malloc(size);
	cr_assert_not_null(pieces->block);
	memcpy(pieces->block, pieces->rest.data, size);
	pieces->rest = slice_after(pieces->rest, size);
	*ret_block = slice_make(pieces->block, size);
	return STATUS_OK;
}

static inline struct pieces pieces_of(struct slice bytes, size_t block_size)
{
	return (struct pieces){
		.rest = bytes, .block_size = block_size, .seed = 7, .ending = STATUS_END};
}

static inline struct blocks pieces_blocks(struct pieces *pieces)
{
	return (struct blocks){.next = pieces_next, .self = pieces};
}

/* All that a stage yields; the answer that ended it. */
static inline enum status bytes_drain(struct blocks blocks, struct bytes *bytes,
				      struct error *error)
{
	struct slice block;
	enum status status;
	while ((status = blocks_next(blocks, &block, error)) == STATUS_OK) {
		cr_assert(block.size > 0, "no stage yields an empty block");
		bytes_add(bytes, block.data, block.size);
	}
	return status;
}

static inline void bytes_add_gzip(struct bytes *bytes, struct slice content)
{
	z_stream stream = {0};
	cr_assert_eq(deflateInit2(&stream, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
	size_t bound = deflateBound(&stream, content.size) + 64;
	Bytef *out = malloc(bound);
	stream.next_in = (z_const Bytef *)content.data;
	stream.avail_in = (uInt)content.size;
	stream.next_out = out;
	stream.avail_out = (uInt)bound;
	cr_assert_eq(deflate(&stream, Z_FINISH), Z_STREAM_END);
	bytes_add(bytes, out, bound - stream.avail_out);
	(void)deflateEnd(&stream);
	free(out);
}

static inline la_ssize_t bytes_write(struct archive *archive, void *user, const void *data,
				     size_t size)
{
	(void)archive;
	bytes_add(user, data, size);
	return (la_ssize_t)size;
}

/* One member of an archive in the making; `name` NULL ends the list. */
struct member_bytes {
	const char *name;
	struct slice content;
};

static inline void add_member(struct archive *archive, const struct member_bytes *member)
{
	struct archive_entry *entry = archive_entry_new();
	archive_entry_set_pathname(entry, member->name);
	archive_entry_set_size(entry, (la_int64_t)member->content.size);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0644);
	archive_entry_set_mtime(entry, 1694900000, 0);
	cr_assert_eq(archive_write_header(archive, entry), ARCHIVE_OK, "%s",
		     archive_error_string(archive));
	(void)archive_write_data(archive, member->content.data, member->content.size);
	archive_entry_free(entry);
}

/* format: an ARCHIVE_FORMAT_…; filter: an ARCHIVE_FILTER_…, of all of it. */
static inline struct bytes bytes_archive(int format, int filter, const struct member_bytes *members)
{
	struct bytes bytes = {0};
	struct archive *archive = archive_write_new();
	cr_assert_eq(archive_write_set_format(archive, format), ARCHIVE_OK);
	cr_assert_eq(archive_write_add_filter(archive, filter), ARCHIVE_OK);
	archive_write_set_bytes_in_last_block(archive, 1);
	cr_assert_eq(archive_write_open(archive, &bytes, NULL, bytes_write, NULL), ARCHIVE_OK);
	for (; members->name != NULL; members++) {
		add_member(archive, members);
	}
	cr_assert_eq(archive_write_close(archive), ARCHIVE_OK);
	archive_write_free(archive);
	return bytes;
}

/* Content through one filter, without an archive. */
static inline struct bytes bytes_filtered(int filter, struct slice content)
{
	struct member_bytes members[] = {{"x", content}, {NULL, {0}}};
	return bytes_archive(ARCHIVE_FORMAT_RAW, filter, members);
}

/* A file in a folder that this test program owns; the path is good until the next call. */
static inline const char *bytes_save(const char *name, struct slice content)
{
	static char path[256];
	snprintf(path, sizeof path, "/tmp/overrun-intake-%ld", (long)getpid());
	mkdir(path, 0700);
	snprintf(path, sizeof path, "/tmp/overrun-intake-%ld/%s", (long)getpid(), name);
	FILE *file = fopen(path, "wb");
	cr_assert_not_null(file);
	cr_assert_eq(fwrite(content.data, 1, content.size, file), content.size);
	fclose(file);
	return path;
}

/* Takes a saved file away, and the folder with the last of them. */
static inline void bytes_forget(const char *path)
{
	char folder[256];
	snprintf(folder, sizeof folder, "/tmp/overrun-intake-%ld", (long)getpid());
	(void)unlink(path);
	(void)rmdir(folder);
}

#endif
