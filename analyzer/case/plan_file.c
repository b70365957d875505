// SPDX-License-Identifier: MIT
/* The case file's bytes: read whole, bounded, and shown to be text. */
#include "plan_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Reads on until the end or one byte past the limit; a pipe gives less than asked. */
static ssize_t read_all(int file, char *bytes, size_t room)
{
	size_t size = 0;
	while (size < room) {
		ssize_t got = read(file, bytes + size, room - size);
		if (got < 0 && errno == EINTR) {
			continue;
		}
		if (got < 0) {
			return -1;
		}
		if (got == 0) {
			break;
		}
		size += (size_t)got;
	}
	return (ssize_t)size;
}

enum status plan_file_read(const char *path, char **ret_bytes, size_t *ret_size,
			   struct error *error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (file < 0) {
		return error_set(error, STATUS_USAGE, "%s: cannot be opened: %s", path,
				 strerror(errno));
	}
	char *bytes = malloc(YAML_FILE_MAX + 1);
	if (bytes == NULL) {
		close(file);
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", path);
	}
	ssize_t size = read_all(file, bytes, YAML_FILE_MAX + 1);
	int cause = errno;
	close(file);
	if (size < 0) {
		free(bytes);
		return error_set(error, STATUS_USAGE, "%s: cannot be read: %s", path,
				 strerror(cause));
	}
	if (size > YAML_FILE_MAX) {
		free(bytes);
		return error_set(error, STATUS_USAGE,
				 "%s: larger than 1 MiB: no case file is: is this a log?", path);
	}
	*ret_bytes = bytes;
	*ret_size = (size_t)size;
	return STATUS_OK;
}

static enum status refuse(struct yaml_place *place, int line, int column, const char *message)
{
	place->line = line;
	place->column = column;
	snprintf(place->message, sizeof place->message, "%s", message);
	return STATUS_USAGE;
}

/* The length of the UTF-8 sequence at `text`, 0 when it is none (overlong, surrogate, cut). */
static size_t utf8_length(struct slice text)
{
	const unsigned char *at = (const unsigned char *)text.data;
	if (at[0] < 0x80) {
		return 1;
	}
	size_t length = at[0] >= 0xF0 ? 4 : at[0] >= 0xE0 ? 3 : 2;
	if (at[0] < 0xC2 || at[0] > 0xF4 || text.size < length) {
		return 0;
	}
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xC0u) != 0x80u) {
			return 0;
		}
	}
	bool is_overlong = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xF0 && at[1] < 0x90);
	bool is_beyond = (at[0] == 0xED && at[1] > 0x9F) || (at[0] == 0xF4 && at[1] > 0x8F);
	return is_overlong || is_beyond ? 0 : length;
}

enum status plan_file_check(struct slice text, struct yaml_place *ret_place)
{
	int line = 1;
	int column = 1;
	size_t length = 1;
	for (size_t i = 0; i < text.size; i += length) {
		unsigned char byte = (unsigned char)text.data[i];
		if (byte == 0) {
			return refuse(ret_place, line, column, "a NUL byte: not a text file");
		}
		if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) {
			return refuse(ret_place, line, column,
				      "a control character: not a text file");
		}
		length = utf8_length(slice_after(text, i));
		if (length == 0) {
			return refuse(ret_place, line, column,
				      "not UTF-8: save the case file as UTF-8");
		}
		column = byte == '\n' ? 1 : column + 1;
		line += byte == '\n';
	}
	return STATUS_OK;
}
