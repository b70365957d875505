// SPDX-License-Identifier: MIT
/* Blocks into lines, numbered, of bounded length. */
#include "lines.h"

#include <stdlib.h>

enum {
	LIMIT_MIN = 16,
	TERMINATOR_MAX = 4, /* CRLF in UTF-16 */
};

struct lines {
	struct blocks upstream;
	enum charset_kind charset;
	size_t unit; /* bytes of LF, and of CR */
	size_t limit;
	struct slice block; /* what is left of upstream's block */
	char *kept;         /* the beginning of a line that straddles blocks */
	size_t kept_size;
	size_t kept_capacity;
	int64_t passed; /* bytes of this line that blocks before held, kept or not */
	char last;      /* of them */
	int64_t number;
	int64_t offset;
	struct error ended; /* STATUS_OK: upstream has not */
};

struct lines *lines_new(struct blocks upstream, enum charset_kind charset, size_t limit)
{
	struct lines *lines = calloc(1, sizeof *lines);
	if (lines == NULL) {
		return NULL;
	}
	lines->upstream = upstream;
	lines->charset = charset;
	lines->unit = charset_unit(charset);
	lines->limit = limit == 0 ? LINES_LIMIT : limit < LIMIT_MIN ? LIMIT_MIN : limit;
	lines->limit -= lines->limit % lines->unit;
	lines->block = slice_empty();
	return lines;
}

/*
 * How many bytes of the block belong to the line, its terminator included; 0: it does not end here.
 * In UTF-16 the byte that completes LF stands at an odd place behind its other half:
 *
 *     LE  0a 00      BE  00 0a
 */
static size_t find_end(const struct lines *lines)
{
	struct slice block = lines->block;
	if (lines->unit == 1) {
		size_t at = slice_find_char(block, '\n');
		return at == block.size ? 0 : at + 1;
	}
	const char *halves = lines->charset == CHARSET_UTF16LE ? "\n\0" : "\0\n";
	/* The first place in the block that is odd in the line. */
	for (size_t at = lines->passed % 2 == 0; at < block.size; at += 2) {
		const char *before = at == 0 ? &lines->last : &block.data[at - 1];
		if (block.data[at] == halves[1] && *before == halves[0]) {
			return at + 1;
		}
	}
	return 0;
}

/* Keeps the first `size` bytes of the block, as far as the limit goes. */
static enum status keep(struct lines *lines, size_t size, struct error *error)
{
	size_t room = lines->limit + TERMINATOR_MAX - lines->kept_size;
	size_t taken = size < room ? size : room;
	size_t needed = lines->kept_size + taken;
	if (needed > lines->kept_capacity) {
		size_t capacity = needed < SIZE_MAX / 2 ? needed * 2 : needed;
		char *kept = realloc(lines->kept, capacity);
		if (kept == NULL) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		lines->kept = kept;
		lines->kept_capacity = capacity;
	}
	if (taken > 0) {
		memcpy(lines->kept + lines->kept_size, lines->block.data, taken);
	}
	lines->kept_size = needed;
	lines->passed += (int64_t)size;
	lines->last = lines->block.data[size - 1];
	lines->block = slice_after(lines->block, size);
	return STATUS_OK;
}

/* Where to cut so that no character is torn. */
static size_t cut_at(const struct lines *lines, struct slice raw)
{
	size_t at = lines->limit;
	if (lines->unit == 2) {
		size_t high = lines->charset == CHARSET_UTF16LE ? at - 1 : at - 2;
		bool is_half = ((unsigned char)raw.data[high] & 0xFCu) == 0xD8u;
		return is_half ? at - 2 : at;
	}
	enum { CONTINUATIONS_MAX = 3 };
	for (size_t back = 0; back <= CONTINUATIONS_MAX; back++) {
		if (((unsigned char)raw.data[at - back] & 0xC0u) != 0x80u) {
			return at - back;
		}
	}
	return at; /* no UTF-8: anywhere is as good */
}

static bool ends_with_cr(const struct lines *lines, struct slice raw)
{
	if (raw.size < lines->unit) {
		return false;
	}
	const char *end = raw.data + raw.size;
	switch (lines->charset) {
	case CHARSET_UTF16LE:
		return end[-2] == '\r' && end[-1] == '\0';
	case CHARSET_UTF16BE:
		return end[-2] == '\0' && end[-1] == '\r';
	default:
		return end[-1] == '\r';
	}
}

/* `raw` is what is kept of the line, `total` the bytes it had, terminator included. */
static void finish(struct lines *lines, struct slice raw, int64_t total, bool is_terminated,
		   struct line *ret_line)
{
	bool is_cut = (int64_t)raw.size < total;
	if (is_terminated && !is_cut) {
		raw.size -= lines->unit;
		raw.size -= ends_with_cr(lines, raw) ? lines->unit : 0;
	}
	if (raw.size > lines->limit) {
		is_cut = true;
		raw.size = cut_at(lines, raw);
	}
	*ret_line = (struct line){
		.number = ++lines->number,
		.offset = lines->offset,
		.end = lines->offset + total,
		.raw = raw,
		.is_cut = is_cut,
	};
	lines->offset += total;
	lines->passed = 0;
	lines->kept_size = 0;
}

/* The line ends in this block, `size` bytes into it. */
static enum status end_line(struct lines *lines, size_t size, struct line *ret_line,
			    struct error *error)
{
	if (lines->passed == 0) {
		struct slice raw = slice_first(lines->block, size);
		lines->block = slice_after(lines->block, size);
		finish(lines, raw, (int64_t)size, true, ret_line);
		return STATUS_OK;
	}
	enum status status = keep(lines, size, error);
	if (status == STATUS_OK) {
		finish(lines, slice_make(lines->kept, lines->kept_size), lines->passed, true,
		       ret_line);
	}
	return status;
}

enum status lines_next(struct lines *lines, struct line *ret_line, struct error *error)
{
	while (lines->ended.status == STATUS_OK) {
		size_t size = find_end(lines);
		if (size > 0) {
			return end_line(lines, size, ret_line, error);
		}
		if (lines->block.size > 0) {
			enum status status = keep(lines, lines->block.size, error);
			if (status != STATUS_OK) {
				return status;
			}
		}
		lines->ended.status = blocks_next(lines->upstream, &lines->block, &lines->ended);
	}
	if (lines->passed > 0) {
		finish(lines, slice_make(lines->kept, lines->kept_size), lines->passed, false,
		       ret_line);
		return STATUS_OK;
	}
	return lines->ended.status == STATUS_END
		       ? STATUS_END
		       : error_set(error, lines->ended.status, "%s", lines->ended.message);
}

void lines_free(struct lines *lines)
{
	if (lines == NULL) {
		return;
	}
	free(lines->kept);
	free(lines);
}
