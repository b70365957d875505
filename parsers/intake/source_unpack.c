// SPDX-License-Identifier: MIT
/* One archive, or one filter other than gzip, taken off a stream. The only user of libarchive. */
#include "source_unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

enum {
	ZEROS_SIZE = 64 * 1024,         /* what a hole in a sparse member is filled from */
	UNPACK_BLOCK_SIZE = 128 * 1024, /* 7z: read from its file at once */
	TAIL_SIZE = 512,                /* one block of a tar */
};

struct unpack {
	enum packing packing;
	struct archive *archive;
	struct blocks input;
	struct error input_ended; /* why `input` failed: libarchive cannot carry it */
	int64_t supplied;         /* bytes of `input` that libarchive was given */
	char tail[TAIL_SIZE];     /* the last bytes of them, NULs before the first */
	struct error ended; /* how the stream or member ended; may be before `block` is yielded */
	bool is_member_begun;
	bool is_over;
	int64_t position;   /* in the stream or member, holes included */
	int64_t hole;       /* NULs due before `block` */
	struct slice block; /* libarchive's own */
};

static const char zeros[ZEROS_SIZE];

static const char *kind(const struct unpack *unpack)
{
	return packing_name(unpack->packing, slice_empty());
}

bool unpack_is_archive(enum packing packing)
{
	return packing == PACKING_TAR || packing == PACKING_ZIP || packing == PACKING_SEVENZIP;
}

/* libarchive reads the input through this. */
static la_ssize_t read_input(struct archive *archive, void *user, const void **ret_data)
{
	struct unpack *unpack = user;
	struct slice block = slice_empty();
	enum status status = blocks_next(unpack->input, &block, &unpack->input_ended);
	if (status == STATUS_END) {
		unpack->input_ended.status = STATUS_END;
		return 0;
	}
	if (status != STATUS_OK) {
		unpack->input_ended.status = status;
		archive_set_error(archive, EIO, "%s", unpack->input_ended.message);
		return -1;
	}
	unpack->supplied += (int64_t)block.size;
	if (block.size >= TAIL_SIZE) {
		memcpy(unpack->tail, block.data + block.size - TAIL_SIZE, TAIL_SIZE);
	} else {
		memmove(unpack->tail, unpack->tail + block.size, TAIL_SIZE - block.size);
		memcpy(unpack->tail + TAIL_SIZE - block.size, block.data, block.size);
	}
	*ret_data = block.data;
	return (la_ssize_t)block.size;
}

static bool is_nuls(struct slice bytes)
{
	return bytes.size == 0 ||
	       (bytes.data[0] == '\0' && memcmp(bytes.data, bytes.data + 1, bytes.size - 1) == 0);
}

/* What our own stage below said, or what libarchive has to say. */
static enum status tell(struct unpack *unpack, struct error *error)
{
	if (unpack->input_ended.status != STATUS_OK && unpack->input_ended.status != STATUS_END) {
		return error_set(error, unpack->input_ended.status, "%s",
				 unpack->input_ended.message);
	}
	const char *why = archive_error_string(unpack->archive);
	why = why == NULL ? "it ends early" : why;
	if (!unpack_is_archive(unpack->packing)) {
		/* libarchive drops what it has unpacked of the block in which the damage lies. */
		return error_set(error, STATUS_CORRUPT,
				 "%s is damaged or cut short: %s: of what came before, %" PRId64
				 " bytes are kept, up to 128 KiB are lost: fetch the file again",
				 kind(unpack), why, unpack->position);
	}
	if (strstr(why, "encrypted") != NULL) {
		return error_set(error, STATUS_LIMIT,
				 "%s is encrypted: unpack it with its password first",
				 kind(unpack));
	}
	if (!unpack->is_member_begun) {
		return error_set(
			error, STATUS_CORRUPT,
			"%s is damaged or cut short behind its last member: %s: the members "
			"before are kept: fetch the file again",
			kind(unpack), why);
	}
	return error_set(
		error, STATUS_CORRUPT,
		"%s cannot be unpacked after %" PRId64
		" bytes of this member: %s: what came before is kept: fetch the file again "
		"or unpack it first",
		kind(unpack), unpack->position, why);
}

/* Behind the end of a filter only NULs may follow, as behind gzip; libarchive does not look. */
static enum status check_rest(struct unpack *unpack, struct error *error)
{
	int64_t left = unpack->supplied - archive_filter_bytes(unpack->archive, -1);
	size_t looked_at = left < 0 ? 0 : left < TAIL_SIZE ? (size_t)left : TAIL_SIZE;
	struct slice rest = slice_make(unpack->tail + TAIL_SIZE - looked_at, looked_at);
	while (is_nuls(rest) && unpack->input_ended.status == STATUS_OK) {
		unpack->input_ended.status =
			blocks_next(unpack->input, &rest, &unpack->input_ended);
		rest = unpack->input_ended.status == STATUS_OK ? rest : slice_empty();
	}
	if (!is_nuls(rest)) {
		return error_set(error, STATUS_CORRUPT,
				 "%s stream is followed by bytes that are no %s: what came before "
				 "is kept",
				 kind(unpack), kind(unpack));
	}
	return unpack->input_ended.status == STATUS_END ? STATUS_END : tell(unpack, error);
}

/* A tar that was cut between two members looks whole but for the NULs that should end it. */
static enum status check_end_of_archive(struct unpack *unpack, struct error *error)
{
	bool is_marked = unpack->packing != PACKING_TAR ||
			 unpack->input_ended.status != STATUS_END ||
			 is_nuls(slice_make(unpack->tail, TAIL_SIZE));
	return is_marked ? STATUS_END
			 : error_set(error, STATUS_CORRUPT,
				     "tar ends without its end mark: it may be cut short: the "
				     "members before are kept: fetch the file again");
}

static int offer_filter(struct archive *archive, enum packing packing)
{
	switch (packing) {
	case PACKING_XZ:
		return archive_read_support_filter_xz(archive);
	case PACKING_ZSTD:
		return archive_read_support_filter_zstd(archive);
	case PACKING_BZIP2:
		return archive_read_support_filter_bzip2(archive);
	case PACKING_LZ4:
		return archive_read_support_filter_lz4(archive);
	default:
		return ARCHIVE_FATAL;
	}
}

static int offer_kind(struct archive *archive, enum packing packing)
{
	switch (packing) {
	case PACKING_TAR:
		return archive_read_support_format_tar(archive);
	case PACKING_ZIP: /* the seeking reader takes 50 MB for 300,000 members */
		return archive_read_support_format_zip_streamable(archive);
	case PACKING_SEVENZIP:
		return archive_read_support_format_7zip(archive);
	default:
		(void)archive_read_support_format_empty(archive); /* a filter over nothing */
		(void)archive_read_support_format_raw(archive);
		return offer_filter(archive, packing);
	}
}

/* Finds out whether a filter is what it seemed, once. */
static enum status begin_filter(struct unpack *unpack, struct error *error)
{
	struct archive_entry *ignored;
	int answer = archive_read_next_header(unpack->archive, &ignored);
	if (answer == ARCHIVE_EOF) {
		unpack->ended.status = STATUS_END;
		return STATUS_OK;
	}
	if (answer != ARCHIVE_OK && answer != ARCHIVE_WARN) {
		return tell(unpack, error);
	}
	/* Two: the filter and the input. Twice the same filter has a window that nobody checked. */
	if (archive_filter_count(unpack->archive) != 2) {
		return error_set(error, STATUS_CORRUPT,
				 "begins like %s but is not, or is packed with it twice: unpack it "
				 "first",
				 kind(unpack));
	}
	return STATUS_OK;
}

static enum status begin(struct unpack *unpack, const char *path, struct error *error)
{
	/* A warning means that libarchive would start a program for it: not here. */
	if (offer_kind(unpack->archive, unpack->packing) != ARCHIVE_OK) {
		return error_set(error, STATUS_LIMIT,
				 "%s is not read by this libarchive: unpack it first",
				 kind(unpack));
	}
	int answer = unpack->packing == PACKING_SEVENZIP
			     ? archive_read_open_filename(unpack->archive, path, UNPACK_BLOCK_SIZE)
			     : archive_read_open(unpack->archive, unpack, NULL, read_input, NULL);
	if (answer != ARCHIVE_OK && answer != ARCHIVE_WARN) {
		return tell(unpack, error);
	}
	return unpack_is_archive(unpack->packing) ? STATUS_OK : begin_filter(unpack, error);
}

enum status unpack_open(enum packing packing, struct blocks input, const char *path,
			struct unpack **ret_unpack, struct error *error)
{
	struct unpack *unpack = calloc(1, sizeof *unpack);
	struct archive *archive = archive_read_new();
	if (unpack == NULL || archive == NULL) {
		free(unpack);
		(void)archive_read_free(archive);
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	unpack->packing = packing;
	unpack->archive = archive;
	unpack->input = input;
	unpack->block = slice_empty();
	enum status status = begin(unpack, path, error);
	if (status != STATUS_OK) {
		unpack_free(unpack);
		return status;
	}
	*ret_unpack = unpack;
	return STATUS_OK;
}

enum status unpack_next(struct unpack *unpack, struct member *ret_member, struct error *error)
{
	struct archive_entry *entry = NULL;
	unpack->ended.status = STATUS_OK;
	unpack->is_member_begun = false;
	unpack->position = 0;
	unpack->hole = 0;
	unpack->block = slice_empty();
	int answer = archive_read_next_header(unpack->archive, &entry);
	if (answer != ARCHIVE_OK && answer != ARCHIVE_WARN) {
		unpack->is_over = true;
		return answer == ARCHIVE_EOF ? check_end_of_archive(unpack, error)
					     : tell(unpack, error);
	}
	unpack->is_member_begun = true;
	if (archive_entry_is_data_encrypted(entry) != 0) {
		(void)error_set(&unpack->ended, STATUS_LIMIT,
				"is encrypted: unpack it with its password first");
	}
	const char *name = archive_entry_pathname_utf8(entry);
	*ret_member = (struct member){
		/* In the C locale only one of the two knows a name that is not ASCII. */
		.name = name != NULL ? name : archive_entry_pathname(entry),
		.is_file = archive_entry_filetype(entry) == AE_IFREG &&
			   archive_entry_hardlink(entry) == NULL,
		.modified_s = archive_entry_mtime(entry),
		.is_dated = archive_entry_mtime_is_set(entry) != 0,
	};
	return STATUS_OK;
}

/* The next block of libarchive's; sets `ended` when it is the last. */
static void fetch(struct unpack *unpack)
{
	const void *data = NULL;
	size_t size = 0;
	la_int64_t at = unpack->position;
	int answer = archive_read_data_block(unpack->archive, &data, &size, &at);
	if (answer == ARCHIVE_EOF) {
		unpack->ended.status = unpack_is_archive(unpack->packing)
					       ? STATUS_END
					       : check_rest(unpack, &unpack->ended);
		return;
	}
	if (answer != ARCHIVE_OK) {
		unpack->is_over = answer == ARCHIVE_FATAL;
		(void)tell(unpack, &unpack->ended);
	}
	/* A checksum that differs is a warning, and comes together with the last good block. */
	if (size > 0 && (answer == ARCHIVE_OK || answer == ARCHIVE_WARN)) {
		unpack->hole = at > unpack->position ? at - unpack->position : 0;
		unpack->block = slice_make(data, size);
	}
}

/* Yields the hole before the block, piece by piece, then the block. */
static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct unpack *unpack = self;
	while (unpack->hole == 0 && unpack->block.size == 0) {
		if (unpack->ended.status == STATUS_END) {
			return STATUS_END;
		}
		if (unpack->ended.status != STATUS_OK) {
			return error_set(error, unpack->ended.status, "%s", unpack->ended.message);
		}
		fetch(unpack);
	}
	if (unpack->hole > 0) {
		size_t size = unpack->hole < ZEROS_SIZE ? (size_t)unpack->hole : ZEROS_SIZE;
		unpack->hole -= (int64_t)size;
		*ret_block = slice_make(zeros, size);
	} else {
		*ret_block = unpack->block;
		unpack->block = slice_empty();
	}
	unpack->position += (int64_t)ret_block->size;
	return STATUS_OK;
}

struct blocks unpack_blocks(struct unpack *unpack)
{
	return (struct blocks){.next = next, .self = unpack};
}

bool unpack_is_over(const struct unpack *unpack)
{
	return unpack->is_over;
}

void unpack_free(struct unpack *unpack)
{
	if (unpack == NULL) {
		return;
	}
	(void)archive_read_free(unpack->archive);
	free(unpack);
}

const char *unpack_library(void)
{
	return archive_version_string();
}
