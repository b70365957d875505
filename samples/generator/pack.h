// SPDX-License-Identifier: MIT
/*
 * Bytes → a file, plain or compressed. No time stamps inside, so that the same bytes give the
 * same file.
 */
#ifndef NIGHT_PACK_H
#define NIGHT_PACK_H

#include <stddef.h>

struct piece {
	const char *name; /* of the file inside a tar; else unused */
	const char *data;
	size_t size;
};

/* Prints the reason and ends the program: a generator has nothing to rescue. */
__attribute__((format(printf, 1, 2), noreturn)) void die(const char *format, ...);

/* realloc that never fails. */
void *grown(void *memory, size_t size);

/* Makes the folders above `path`. */
void pack_folders(const char *path);

void pack_plain(const char *path, const struct piece *piece);
void pack_gzip(const char *path, const struct piece *piece);
void pack_xz(const char *path, const struct piece *piece);

/* A tar.gz whose members are gzipped themselves, as a nightly copy of /var/log is. */
void pack_tar(const char *path, const struct piece *pieces, size_t count);

#endif
