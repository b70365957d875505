// SPDX-License-Identifier: MIT
/* An entry read again from a place in its file; see resume.h. */
#include "resume.h"

#include "digest.h"
#include "gunzip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RESUME_BLOCK_SIZE = 128 * 1024 };

struct resume {
	int descriptor;
	const char *path;
	int64_t at; /* in the file */
	struct gunzip *gunzip;
	int64_t skip; /* bytes of the stream before the line */
	struct error ended;
	char block[RESUME_BLOCK_SIZE];
};

/* At most `size` bytes of the file; 0: its end, or `ended` says what went wrong. */
static size_t read_some(struct resume *resume, size_t size)
{
	ssize_t count = 0;
	do {
		count = pread(resume->descriptor, resume->block,
			      size < sizeof resume->block ? size : sizeof resume->block,
			      (off_t)resume->at);
	} while (count < 0 && errno == EINTR);
	if (count < 0) {
		(void)error_set(&resume->ended, STATUS_IO, "%s: %s", resume->path, strerror(errno));
		return 0;
	}
	resume->at += count;
	return (size_t)count;
}

static enum status next_of_file(void *self, struct slice *ret_block, struct error *error)
{
	struct resume *resume = self;
	size_t size = read_some(resume, sizeof resume->block);
	if (size == 0) {
		return resume->ended.status == STATUS_OK ? STATUS_END
							 : error_set(error, resume->ended.status,
								     "%s", resume->ended.message);
	}
	*ret_block = slice_make(resume->block, size);
	return STATUS_OK;
}

static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct resume *resume = self;
	struct blocks blocks = resume->gunzip != NULL
				       ? gunzip_blocks(resume->gunzip)
				       : (struct blocks){.next = next_of_file, .self = resume};
	struct slice block = slice_empty();
	do {
		enum status status = blocks_next(blocks, &block, error);
		if (status != STATUS_OK) {
			return status;
		}
		size_t skipped =
			resume->skip < (int64_t)block.size ? (size_t)resume->skip : block.size;
		resume->skip -= (int64_t)skipped;
		block = slice_after(block, skipped);
	} while (block.size == 0);
	*ret_block = block;
	return STATUS_OK;
}

/* Is the part of the file that the place is in what it was? */
static bool is_part_same(struct resume *resume, const struct restart *restart)
{
	unsigned char sha256[SHA256_SIZE];
	struct digest *digest = digest_new();
	bool is_read = digest != NULL;
	resume->at = restart->packed_at;
	while (is_read && resume->at < restart->packed_end) {
		size_t size = read_some(resume, (size_t)(restart->packed_end - resume->at));
		is_read = size > 0 && digest_add(digest, resume->block, size);
	}
	is_read = is_read && digest_snapshot(digest, sha256);
	digest_free(digest);
	return is_read && memcmp(sha256, restart->sha256, sizeof sha256) == 0;
}

static enum status go_to(struct resume *resume, int64_t bytes, const struct restart *restart,
			 struct error *error)
{
	struct stat file;
	bool is_packed = restart->packed_end > 0;
	if (fstat(resume->descriptor, &file) != 0) {
		return error_set(error, STATUS_IO, "%s: %s", resume->path, strerror(errno));
	}
	if (file.st_size != bytes || (is_packed && !is_part_same(resume, restart))) {
		return STATUS_MISMATCH;
	}
	resume->at = restart->packed_at - (restart->packed_bits > 0 ? 1 : 0);
	resume->skip = restart->offset - restart->unpacked_at;
	if (!is_packed) {
		return STATUS_OK;
	}
	unsigned char before = 0;
	if (restart->packed_bits > 0) {
		if (read_some(resume, 1) != 1) {
			return STATUS_MISMATCH;
		}
		before = (unsigned char)resume->block[0];
	}
	struct blocks file_blocks = {.next = next_of_file, .self = resume};
	resume->gunzip = gunzip_new_at(file_blocks, restart, before);
	return resume->gunzip != NULL ? STATUS_OK
				      : error_set(error, STATUS_NO_MEMORY, "out of memory");
}

enum status resume_open(const char *path, int64_t bytes, const struct restart *restart,
			struct resume **ret_resume, struct error *error)
{
	struct resume *resume = calloc(1, sizeof *resume);
	if (resume == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	resume->path = path;
	/* Never waits, should it be a pipe by now. */
	resume->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	enum status status = resume->descriptor < 0
				     ? error_set(error, STATUS_IO, "%s: %s", path, strerror(errno))
				     : go_to(resume, bytes, restart, error);
	if (status != STATUS_OK) {
		resume_close(resume);
		return status;
	}
	*ret_resume = resume;
	return STATUS_OK;
}

struct blocks resume_blocks(struct resume *resume)
{
	return (struct blocks){.next = next, .self = resume};
}

void resume_close(struct resume *resume)
{
	if (resume == NULL) {
		return;
	}
	if (resume->descriptor >= 0) {
		(void)close(resume->descriptor);
	}
	gunzip_free(resume->gunzip);
	free(resume);
}
