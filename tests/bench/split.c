// SPDX-License-Identifier: MIT
/*
 * The yardstick: decompresses a file with libarchive and counts its lines, nothing else.
 *
 *     bench-split FILE…
 */
#include <archive.h>
#include <archive_entry.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { BLOCK_SIZE = 256 * 1024 };

/* Lines of a block; `memchr` is what a splitter does. */
static int64_t count_lines(const char *data, size_t size)
{
	int64_t lines = 0;
	const char *end = data + size;
	for (const char *at = data; at < end; at++) {
		at = memchr(at, '\n', (size_t)(end - at));
		if (at == NULL) {
			break;
		}
		lines++;
	}
	return lines;
}

static int64_t split(const char *path)
{
	int64_t lines = 0;
	struct archive *archive = archive_read_new();
	struct archive_entry *entry = NULL;
	(void)archive_read_support_filter_all(archive);
	(void)archive_read_support_format_raw(archive);
	if (archive_read_open_filename(archive, path, BLOCK_SIZE) != ARCHIVE_OK ||
	    archive_read_next_header(archive, &entry) != ARCHIVE_OK) {
		(void)fprintf(stderr, "%s: %s\n", path, archive_error_string(archive));
		(void)archive_read_free(archive);
		return -1;
	}
	const void *data = NULL;
	size_t size = 0;
	la_int64_t offset = 0;
	while (archive_read_data_block(archive, &data, &size, &offset) == ARCHIVE_OK) {
		lines += count_lines(data, size);
	}
	(void)archive_read_free(archive);
	return lines;
}

int main(int argc, char **argv)
{
	int64_t sum = 0;
	for (int i = 1; i < argc; i++) {
		int64_t lines = split(argv[i]);
		if (lines < 0) {
			return 1;
		}
		sum += lines;
	}
	(void)printf("%" PRId64 "\n", sum);
	return 0;
}
