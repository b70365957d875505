// SPDX-License-Identifier: MIT
/* What can go wrong, and how it is told. */
#include "status.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A cut in the middle of a UTF-8 sequence would print as rubbish: step back to its first byte. */
static void cut_at_character(char *text, size_t size)
{
	size_t end = size;
	while (end > 0 && ((unsigned char)text[end - 1] & 0xC0u) == 0x80u) {
		end--;
	}
	if (end > 0 && (unsigned char)text[end - 1] >= 0xC0u) {
		text[end - 1] = '\0';
	}
}

enum status error_set(struct error *error, enum status status, const char *format, ...)
{
	if (error == NULL) {
		return status;
	}
	char message[ERROR_MESSAGE_SIZE];
	va_list arguments;
	va_start(arguments, format);
	int written = vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	if (written < 0) {
		message[0] = '\0';
	} else if ((size_t)written >= sizeof message) {
		cut_at_character(message, sizeof message - 1);
	}
	/* By way of `message`: the arguments may point into error->message itself. */
	memcpy(error->message, message, sizeof message);
	error->status = status;
	return status;
}

const char *status_name(enum status status)
{
	static const char *const names[] = {
		[STATUS_OK] = "ok",
		[STATUS_END] = "end",
		[STATUS_MISMATCH] = "mismatch",
		[STATUS_CORRUPT] = "corrupt",
		[STATUS_IO] = "io",
		[STATUS_NO_MEMORY] = "no memory",
		[STATUS_DATABASE] = "database",
		[STATUS_USAGE] = "usage",
		[STATUS_LIMIT] = "limit",
		[STATUS_INTERRUPTED] = "interrupted",
		[STATUS_INTERNAL] = "internal",
	};
	return names[status];
}
