// SPDX-License-Identifier: MIT
/* A file on disk, or standard input, as a stream of blocks; counted and hashed as it is read. */
#include "file.h"

#include "digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
	const char *display;
	const struct file_options *options;
	int descriptor;
	bool is_standard_input;
	struct digest *digest;
	int64_t bytes_read;
	int64_t size;
	int64_t modified_s;
	struct error ended; /* STATUS_OK: it has not */
	char block[FILE_BLOCK_SIZE];
};

static enum status open_descriptor(struct file *file, const char *path, struct error *error)
{
	struct stat facts;
	if (file->is_standard_input) {
		file->descriptor = STDIN_FILENO;
	} else {
		/* Not blocking: to open a FIFO that nobody writes to would hang. */
		file->descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	}
	if (file->descriptor < 0 || fstat(file->descriptor, &facts) != 0) {
		return error_set(error, STATUS_IO, "%s: cannot be opened: %s", file->display,
				 strerror(errno));
	}
	if (S_ISDIR(facts.st_mode)) {
		return error_set(error, STATUS_IO, "%s: is a directory, not a file", file->display);
	}
	if (!S_ISREG(facts.st_mode) && !file->is_standard_input) {
		return error_set(error, STATUS_IO,
				 "%s: is a pipe, socket or device: only files are read: give it to "
				 "standard input, as -",
				 file->display);
	}
	file->size = -1;
	if (S_ISREG(facts.st_mode)) {
		file->size = facts.st_size;
		file->modified_s = facts.st_mtim.tv_sec;
		(void)posix_fadvise(file->descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
	}
	return STATUS_OK;
}

enum status file_open(const char *path, const char *display, const struct file_options *options,
		      struct file **ret_file, struct error *error)
{
	struct file *file = calloc(1, sizeof *file);
	if (file == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", display);
	}
	file->display = display;
	file->options = options;
	file->is_standard_input = strcmp(path, "-") == 0;
	file->descriptor = -1;
	enum status status = open_descriptor(file, path, error);
	if (status != STATUS_OK) {
		file_close(file);
		return status;
	}
	file->digest = digest_new();
	if (file->digest == NULL) {
		file_close(file);
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", display);
	}
	*ret_file = file;
	return STATUS_OK;
}

static bool is_interrupted(const struct file *file)
{
	return file->options->is_interrupted != NULL && *file->options->is_interrupted != 0;
}

/* Reads a block; 0 at the end. */
static enum status read_block(struct file *file, size_t *ret_size, struct error *error)
{
	for (;;) {
		if (is_interrupted(file)) {
			return error_set(error, STATUS_INTERRUPTED, "%s: interrupted",
					 file->display);
		}
		ssize_t size = read(file->descriptor, file->block, sizeof file->block);
		if (size >= 0) {
			*ret_size = (size_t)size;
			return STATUS_OK;
		}
		if (errno != EINTR) {
			return error_set(error, STATUS_IO,
					 "%s: cannot be read: %s: what came "
					 "before is kept",
					 file->display, strerror(errno));
		}
	}
}

static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct file *file = self;
	if (file->ended.status == STATUS_END) {
		return STATUS_END;
	}
	if (file->ended.status != STATUS_OK) {
		return error_set(error, file->ended.status, "%s", file->ended.message);
	}
	size_t size = 0;
	if (read_block(file, &size, &file->ended) != STATUS_OK) {
		return error_set(error, file->ended.status, "%s", file->ended.message);
	}
	if (size == 0) {
		file->ended.status = STATUS_END;
		return STATUS_END;
	}
	if (!digest_add(file->digest, file->block, size)) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", file->display);
	}
	file->bytes_read += (int64_t)size;
	if (file->options->on_progress != NULL) {
		file->options->on_progress(file->options->user, file->bytes_read);
	}
	*ret_block = slice_make(file->block, size);
	return STATUS_OK;
}

static bool hash_of_all(void *self, unsigned char *ret_sha256)
{
	const struct file *file = self;
	return digest_snapshot(file->digest, ret_sha256);
}

struct blocks file_blocks(struct file *file)
{
	return (struct blocks){.next = next, .self = file, .hash = {hash_of_all, file}};
}

int64_t file_bytes_read(const struct file *file)
{
	return file->bytes_read;
}

int64_t file_size(const struct file *file)
{
	return file->size;
}

int64_t file_modified_s(const struct file *file)
{
	return file->modified_s;
}

enum status file_drain(struct file *file, unsigned char *ret_sha256, struct error *error)
{
	struct slice block;
	enum status status;
	do {
		status = next(file, &block, error);
	} while (status == STATUS_OK);
	if (status != STATUS_END) {
		return status;
	}
	if (!digest_snapshot(file->digest, ret_sha256)) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", file->display);
	}
	return STATUS_OK;
}

void file_close(struct file *file)
{
	if (file == NULL) {
		return;
	}
	if (file->descriptor >= 0 && !file->is_standard_input) {
		(void)close(file->descriptor);
	}
	digest_free(file->digest);
	free(file);
}
