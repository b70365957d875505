// SPDX-License-Identifier: MIT
/*
 * A file on disk, or standard input, as a stream of blocks; counted and hashed as it is read.
 */
#ifndef OVERRUN_FILE_H
#define OVERRUN_FILE_H

#include <signal.h>

#include "blocks.h"
#include "event.h"

enum { FILE_BLOCK_SIZE = 128 * 1024 }; /* larger blocks measured no faster */

struct file;

/* Told how many bytes were read from disk in all; called once per block. */
typedef void file_progress_fn(void *user, int64_t bytes);

struct file_options {
	file_progress_fn *on_progress;               /* or NULL */
	void *user;                                  /* for on_progress */
	const volatile sig_atomic_t *is_interrupted; /* non-zero: STATUS_INTERRUPTED; or NULL */
};

/*
 * Opens `path`; "-" is standard input, the only thing that may be a pipe or a device. `display`
 * names the file in messages. Both texts and `options` must outlive the file.
 */
enum status file_open(const char *path, const char *display, const struct file_options *options,
		      struct file **ret_file, struct error *error);

struct blocks file_blocks(struct file *file);
int64_t file_bytes_read(const struct file *file);
int64_t file_size(const struct file *file);       /* -1: not known (a pipe) */
int64_t file_modified_s(const struct file *file); /* epoch seconds; 0: not known */

/* Reads what is left, unseen: after it the count and hash are of the whole file. */
enum status file_drain(struct file *file, unsigned char *ret_sha256, struct error *error);

void file_close(struct file *file);

#endif
