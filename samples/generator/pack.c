// SPDX-License-Identifier: MIT
/* See pack.h. */
#include "pack.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zlib.h>

void die(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fputs("overrun-night: ", stderr);
	vfprintf(stderr, format, arguments); // NOLINT(clang-analyzer-valist*)
	fputc('\n', stderr);
	va_end(arguments);
	exit(1);
}

void *grown(void *memory, size_t size)
{
	void *ret = realloc(memory, size);

	if (ret == NULL) {
		die("no memory for %zu bytes", size);
	}
	return ret;
}

void pack_folders(const char *path)
{
	char *copy = grown(NULL, strlen(path) + 1);

	memcpy(copy, path, strlen(path) + 1);
	for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
			die("%s: %s", copy, strerror(errno));
		}
		*slash = '/';
	}
	free(copy);
}

void pack_plain(const char *path, const struct piece *piece)
{
	FILE *file = fopen(path, "wb");

	if (file == NULL) {
		die("%s: %s", path, strerror(errno));
	}
	if (fwrite(piece->data, 1, piece->size, file) != piece->size || fclose(file) != 0) {
		die("%s: not written", path);
	}
}

/* One gzip member in memory; the caller frees `data`. */
static struct piece gzipped(const struct piece *piece)
{
	z_stream stream = {0};

	if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK) {
		die("zlib does not start");
	}
	size_t room = deflateBound(&stream, piece->size);
	struct piece ret = {.data = grown(NULL, room)};

	stream.next_in = (Bytef *)piece->data;
	stream.avail_in = (uInt)piece->size;
	stream.next_out = (Bytef *)ret.data;
	stream.avail_out = (uInt)room;
	if (deflate(&stream, Z_FINISH) != Z_STREAM_END) {
		die("zlib does not finish");
	}
	ret.size = stream.total_out;
	deflateEnd(&stream);
	return ret;
}

void pack_gzip(const char *path, const struct piece *piece)
{
	struct piece packed = gzipped(piece);

	pack_plain(path, &packed);
	free((char *)packed.data);
}

void pack_xz(const char *path, const struct piece *piece)
{
	struct archive *archive = archive_write_new();
	struct archive_entry *entry = archive_entry_new();

	archive_write_add_filter_xz(archive);
	archive_write_set_format_raw(archive);
	archive_write_set_bytes_in_last_block(archive, 1);
	archive_entry_set_pathname(entry, "log");
	archive_entry_set_filetype(entry, AE_IFREG);
	if (archive_write_open_filename(archive, path) != ARCHIVE_OK ||
	    archive_write_header(archive, entry) != ARCHIVE_OK ||
	    archive_write_data(archive, piece->data, piece->size) < 0 ||
	    archive_write_close(archive) != ARCHIVE_OK) {
		die("%s: %s", path, archive_error_string(archive));
	}
	archive_entry_free(entry);
	archive_write_free(archive);
}

static void tar_member(struct archive *archive, const struct piece *piece)
{
	struct piece packed = gzipped(piece);
	struct archive_entry *entry = archive_entry_new();

	archive_entry_set_pathname(entry, piece->name);
	archive_entry_set_filetype(entry, AE_IFREG);
	archive_entry_set_perm(entry, 0640);
	archive_entry_set_size(entry, (la_int64_t)packed.size);
	archive_entry_set_mtime(entry, 0, 0);
	if (archive_write_header(archive, entry) != ARCHIVE_OK ||
	    archive_write_data(archive, packed.data, packed.size) < 0) {
		die("%s: %s", piece->name, archive_error_string(archive));
	}
	archive_entry_free(entry);
	free((char *)packed.data);
}

void pack_tar(const char *path, const struct piece *pieces, size_t count)
{
	struct archive *archive = archive_write_new();

	archive_write_add_filter_gzip(archive);
	archive_write_set_filter_option(archive, "gzip", "timestamp", NULL);
	archive_write_set_format_ustar(archive);
	if (archive_write_open_filename(archive, path) != ARCHIVE_OK) {
		die("%s: %s", path, archive_error_string(archive));
	}
	for (size_t i = 0; i < count; i++) {
		tar_member(archive, &pieces[i]);
	}
	if (archive_write_close(archive) != ARCHIVE_OK) {
		die("%s: %s", path, archive_error_string(archive));
	}
	archive_write_free(archive);
}
