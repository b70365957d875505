// SPDX-License-Identifier: MIT
/* A stage that lets one look at the beginning of a stream before it is read. */
#include "lookahead.h"

#include <stdlib.h>

struct lookahead {
	struct blocks upstream;
	struct slice held; /* read ahead, not yet taken: in `buffer`, or upstream's own block */
	char *buffer;
	size_t capacity;
	bool is_taken;      /* the held bytes were yielded */
	struct error ended; /* how upstream ended; STATUS_OK: it has not */
};

struct lookahead *lookahead_new(struct blocks upstream)
{
	struct lookahead *lookahead = calloc(1, sizeof *lookahead);
	if (lookahead == NULL) {
		return NULL;
	}
	lookahead->upstream = upstream;
	lookahead->held = slice_empty();
	return lookahead;
}

/* Makes room for `size` bytes behind the held ones, which come to lie in the buffer. */
static bool make_room(struct lookahead *lookahead, size_t size)
{
	size_t needed = lookahead->held.size + size;
	if (needed > lookahead->capacity) {
		size_t capacity = needed + needed / 2;
		char *buffer = malloc(capacity);
		if (buffer == NULL) {
			return false;
		}
		memcpy(buffer, lookahead->held.data, lookahead->held.size);
		free(lookahead->buffer);
		lookahead->buffer = buffer;
		lookahead->capacity = capacity;
	} else if (lookahead->held.data != lookahead->buffer) {
		memcpy(lookahead->buffer, lookahead->held.data, lookahead->held.size);
	}
	lookahead->held.data = lookahead->buffer;
	return true;
}

bool lookahead_keep(struct lookahead *lookahead)
{
	bool is_kept = lookahead->held.size == 0 || lookahead->held.data == lookahead->buffer;
	return is_kept || make_room(lookahead, 0);
}

enum status lookahead_peek(struct lookahead *lookahead, size_t wanted, struct slice *ret_head,
			   bool *ret_whole, struct error *error)
{
	while (lookahead->held.size < wanted && lookahead->ended.status == STATUS_OK) {
		/* Upstream's block dies with the next call: what is held must be ours by then. */
		if (lookahead->held.size > 0 && !make_room(lookahead, wanted)) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		struct slice block;
		enum status status = blocks_next(lookahead->upstream, &block, &lookahead->ended);
		if (status != STATUS_OK) {
			lookahead->ended.status = status;
			break;
		}
		if (lookahead->held.size == 0) {
			lookahead->held = block;
			continue;
		}
		if (!make_room(lookahead, block.size)) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		memcpy(lookahead->buffer + lookahead->held.size, block.data, block.size);
		lookahead->held.size += block.size;
	}
	if (lookahead->ended.status == STATUS_NO_MEMORY ||
	    lookahead->ended.status == STATUS_INTERRUPTED) {
		return error_set(error, lookahead->ended.status, "%s", lookahead->ended.message);
	}
	*ret_head = lookahead->held;
	*ret_whole = lookahead->ended.status == STATUS_END;
	return STATUS_OK;
}

static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct lookahead *lookahead = self;
	if (!lookahead->is_taken) {
		lookahead->is_taken = true;
		if (lookahead->held.size > 0) {
			*ret_block = lookahead->held;
			return STATUS_OK;
		}
	}
	if (lookahead->ended.status == STATUS_OK) {
		return blocks_next(lookahead->upstream, ret_block, error);
	}
	if (lookahead->ended.status == STATUS_END) {
		return STATUS_END;
	}
	return error_set(error, lookahead->ended.status, "%s", lookahead->ended.message);
}

struct blocks lookahead_blocks(struct lookahead *lookahead)
{
	return (struct blocks){.next = next, .self = lookahead, .hash = lookahead->upstream.hash};
}

void lookahead_free(struct lookahead *lookahead)
{
	if (lookahead == NULL) {
		return;
	}
	free(lookahead->buffer);
	free(lookahead);
}
