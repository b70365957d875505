// SPDX-License-Identifier: MIT
/* Header lines of an entry that wait for the time of the next event. */
#include "headers.h"

#include <stdlib.h>

/* Offsets into the bytes, for those move when they grow. */
struct header {
	struct position position;
	size_t raw_at;
	size_t text_at;
	size_t text_size;
};

struct headers {
	struct header items[HEADERS_LIMIT];
	size_t count;
	char *bytes;
	size_t size;
	size_t capacity;
};

struct headers *headers_new(void)
{
	return calloc(1, sizeof(struct headers));
}

bool headers_are_full(const struct headers *headers)
{
	return headers->count == HEADERS_LIMIT || headers->size >= HEADERS_BYTES_LIMIT;
}

bool headers_are_empty(const struct headers *headers)
{
	return headers->count == 0;
}

static size_t add_bytes(struct headers *headers, struct slice bytes)
{
	size_t at = headers->size;
	memcpy(headers->bytes + at, bytes.data, bytes.size);
	headers->size += bytes.size;
	return at;
}

enum status headers_hold(struct headers *headers, const struct position *position,
			 struct slice text, struct error *error)
{
	size_t needed = headers->size + position->raw.size + text.size + 1;
	if (needed > headers->capacity) {
		char *bytes = realloc(headers->bytes, needed * 2);
		if (bytes == NULL) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		headers->bytes = bytes;
		headers->capacity = needed * 2;
	}
	struct header *header = &headers->items[headers->count++];
	header->position = *position;
	header->raw_at = add_bytes(headers, position->raw);
	header->text_at = add_bytes(headers, text);
	header->text_size = text.size;
	return STATUS_OK;
}

enum status headers_give(struct headers *headers, const struct event_sink *sink,
			 const struct event *like, int64_t *count, struct error *error)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < headers->count && status == STATUS_OK; i++) {
		struct header *header = &headers->items[i];
		struct slice text = slice_make(headers->bytes + header->text_at, header->text_size);
		struct event event;
		event_clear(&event);
		event.code = slice_from("header");
		event.message = text;
		event.happened_at = like->happened_at;
		event.zone_origin = like->zone_origin;
		event.year_origin = like->year_origin;
		header->position.raw.data = headers->bytes + header->raw_at;
		status = sink->accept(sink->self, &header->position, &event, text, error);
		*count += status == STATUS_OK;
	}
	headers->count = 0;
	headers->size = 0;
	return status;
}

void headers_free(struct headers *headers)
{
	if (headers == NULL) {
		return;
	}
	free(headers->bytes);
	free(headers);
}
