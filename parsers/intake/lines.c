// SPDX-License-Identifier: MIT
/* Blocks into lines, numbered, of bounded length. */
#include "lines.h"

#include "framing.h"
#include "line_end.h"

#include <stdlib.h>

enum {
	LIMIT_MIN = 16,
	TERMINATOR_MAX = 4, /* CRLF in UTF-16 */
	SPILL_SIZE = 2 * FRAMING_PEEK,
};

struct lines {
	struct blocks upstream;
	enum charset_kind charset;
	size_t unit; /* bytes of LF, and of CR */
	size_t limit;
	struct slice block;     /* what is left of upstream's block, or of the spill */
	struct slice after;     /* what of upstream's block follows the spill */
	bool is_block_plain;    /* `block` has nothing but ASCII, no NUL */
	char spill[SPILL_SIZE]; /* the end of a block that could not be decided, and what follows */
	char *kept;             /* the beginning of a line that straddles blocks */
	size_t kept_size;
	size_t kept_capacity;
	int64_t passed; /* bytes of this line that blocks before held, kept or not */
	char before;    /* of them the last but one, */
	char last;      /* and the last */
	bool is_begun;  /* the beginning of this line has been looked at: */
	bool is_record; /* it is that of a syslog record, or the rest of one: */
	size_t header;  /* the count and PRI are this long */
	bool is_glued;  /* a record that follows directly on another has been met */
	int64_t due;    /* where in this line the record ends that has a count; 0: none has */
	struct framing_array array; /* the line may be one of JSON's */
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
	lines->after = slice_empty();
	return lines;
}

/*
 * How many bytes of the block belong to the line, its terminator included; 0: it does not end here.
 * In UTF-16 the byte that completes LF stands at an odd place behind its other half:
 *
 *     LE  0a 00      BE  00 0a
 */
static size_t find_wide_end(const struct lines *lines)
{
	struct slice block = lines->block;
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

/* What a look at the block says of the line. */
struct ending {
	size_t size;        /* of the block's bytes that surely belong to the line */
	bool is_end;        /* and it ends with them, */
	bool is_terminated; /* by a terminator among them */
};

/* Does the line begin with a record? False: the block is too short to tell. */
static bool look_at_beginning(struct lines *lines)
{
	size_t record = 0;
	enum framing found = framing_begins(lines->block, &lines->header, &record);
	if (found == FRAMING_UNSURE) {
		return false;
	}
	lines->is_begun = true;
	lines->header = found == FRAMING_FOUND ? lines->header : 0;
	lines->due = found == FRAMING_FOUND ? (int64_t)record : lines->due;
	lines->is_record = found == FRAMING_FOUND || lines->is_glued;
	return true;
}

/* Does the record that ends `at` bytes into the block say anything, or only who writes? */
static bool has_message(const struct lines *lines, size_t at)
{
	if (lines->header == 0) {
		return true; /* the rest of one */
	}
	size_t kept = lines->passed == 0 ? 0 : lines->kept_size;
	size_t least = 0;
	size_t words = 1;
	bool was_blank = true;
	for (size_t i = lines->header; i < kept + at && words < FRAMING_WORDS_MAX; i++) {
		const char *byte = i < kept ? &lines->kept[i] : &lines->block.data[i - kept];
		least = least == 0 ? framing_words(*byte) : least;
		words += *byte == ' ' && !was_blank;
		was_blank = *byte == ' ';
	}
	return words >= least;
}

/* The byte that stands one or two before a place in the block; it may lie in a block before. */
static char byte_before(const struct lines *lines, size_t at, size_t back)
{
	if (at >= back) {
		return lines->block.data[at - back];
	}
	if (back - at == 1) {
		return lines->last;
	}
	return lines->before;
}

static bool may_end_at(const struct lines *lines, size_t at)
{
	return lines->passed + (int64_t)at > (int64_t)lines->header &&
	       framing_may_end(byte_before(lines, at, 2), byte_before(lines, at, 1)) &&
	       has_message(lines, at);
}

/* The next record among the first `size` bytes of the block; NONE: there is none. */
static enum framing find_record(struct lines *lines, size_t size, size_t *ret_at)
{
	size_t at = 0;
	if (lines->due > 0) {
		size_t ignored = 0;
		size_t record = 0;
		if (lines->due - lines->passed >= (int64_t)size) {
			return FRAMING_NONE;
		}
		at = *ret_at = (size_t)(lines->due - lines->passed);
		enum framing found =
			framing_begins(slice_after(lines->block, at), &ignored, &record);
		if (found == FRAMING_UNSURE || (found == FRAMING_FOUND && record > 0)) {
			return found;
		}
		lines->due = 0; /* the count was wrong */
	}
	for (; lines->is_record && at < size; at++) {
		at += slice_find_char(slice_make(lines->block.data + at, size - at), '<');
		if (at == size) {
			break;
		}
		enum framing found = may_end_at(lines, at)
					     ? framing_follows(slice_after(lines->block, at))
					     : FRAMING_NONE;
		if (found != FRAMING_NONE) {
			*ret_at = at;
			return found;
		}
	}
	return FRAMING_NONE;
}

/* What is kept of the line; false: not all of it, or it begins with no object of JSON. */
static bool begins_object(const struct lines *lines, struct slice line, struct slice *ret_begun)
{
	*ret_begun = slice_make(lines->kept, lines->passed == 0 ? 0 : lines->kept_size);
	return lines->array.state != ARRAY_OPEN && (int64_t)ret_begun->size == lines->passed &&
	       slice_starts_with(lines->passed == 0 ? line : *ret_begun, "{\"");
}

static struct ending find_end(struct lines *lines)
{
	struct slice block = lines->block;
	if (lines->unit > 1) {
		size_t size = find_wide_end(lines);
		return (struct ending){size == 0 ? block.size : size, size > 0, true};
	}
	if (!lines->is_begun && block.size > 0 && !look_at_beginning(lines)) {
		return (struct ending){0};
	}
	size_t size = slice_find_char(block, '\n');
	if (lines->is_record || lines->due > 0) {
		size_t at = 0;
		enum framing found = find_record(lines, size, &at);
		lines->is_glued = lines->is_glued || found == FRAMING_FOUND;
		if (found != FRAMING_NONE) {
			return (struct ending){at, found == FRAMING_FOUND, false};
		}
	}
	bool is_end = size < block.size;
	size_t element = 0;
	struct slice line = slice_first(block, size);
	struct slice begun = slice_empty();
	if (begins_object(lines, line, &begun)) {
		enum framing found = framing_object_next(begun, line, is_end, &element);
		if (found != FRAMING_NONE) {
			return (struct ending){element, found == FRAMING_FOUND, false};
		}
	}
	enum framing found = framing_array_next(&lines->array, line, &element);
	if (found == FRAMING_FOUND || (found == FRAMING_UNSURE && !is_end)) {
		return (struct ending){element, found == FRAMING_FOUND, false};
	}
	return (struct ending){is_end ? size + 1 : size, is_end, true};
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
	lines->before = byte_before(lines, size, 2);
	lines->last = lines->block.data[size - 1];
	lines->block = slice_after(lines->block, size);
	return STATUS_OK;
}

/* `raw` is what is kept of the line, `total` the bytes it had, terminator included. */
static void finish(struct lines *lines, struct slice raw, int64_t total, bool is_terminated,
		   struct line *ret_line)
{
	bool is_cut = (int64_t)raw.size < total;
	if (is_terminated && !is_cut) {
		raw.size -= lines->unit;
		raw.size -= line_end_has_cr(lines->charset, raw) ? lines->unit : 0;
	}
	if (raw.size > lines->limit) {
		is_cut = true;
		raw.size = line_end_cut(lines->charset, raw, lines->limit);
	}
	*ret_line = (struct line){
		.number = ++lines->number,
		.offset = lines->offset,
		.end = lines->offset + total,
		.raw = raw,
		.is_cut = is_cut,
	};
	lines->due = is_terminated && lines->due > total ? lines->due - total : 0;
	if (is_terminated) {
		lines->array = (struct framing_array){0};
	}
	lines->is_begun = false;
	lines->before = lines->last = '\0';
	lines->offset += total;
	lines->passed = 0;
	lines->kept_size = 0;
}

/* The line ends in this block. */
static enum status end_line(struct lines *lines, struct ending ending, struct line *ret_line,
			    struct error *error)
{
	if (lines->passed == 0) {
		struct slice raw = slice_first(lines->block, ending.size);
		lines->block = slice_after(lines->block, ending.size);
		finish(lines, raw, (int64_t)ending.size, ending.is_terminated, ret_line);
		return STATUS_OK;
	}
	enum status status = ending.size == 0 ? STATUS_OK : keep(lines, ending.size, error);
	if (status == STATUS_OK) {
		finish(lines, slice_make(lines->kept, lines->kept_size), lines->passed,
		       ending.is_terminated, ret_line);
	}
	return status;
}

/* Upstream's next block; behind what is left of this one, if that could not be decided. */
static void fetch(struct lines *lines)
{
	size_t size = lines->block.size;
	lines->is_block_plain = false;
	if (size > 0) {
		memmove(lines->spill, lines->block.data, size);
		lines->block = slice_make(lines->spill, size);
	}
	if (lines->after.size == 0) {
		lines->ended.status = blocks_next(lines->upstream, &lines->after, &lines->ended);
		if (lines->ended.status != STATUS_OK) {
			return;
		}
	}
	if (size == 0) {
		lines->block = lines->after;
		lines->after = slice_empty();
		/* One look at the block costs a tenth of one at each line. */
		lines->is_block_plain = lines->unit == 1 && charset_is_plain(lines->block);
		return;
	}
	size_t room = SPILL_SIZE - size;
	size_t added = lines->after.size < room ? lines->after.size : room;
	memcpy(lines->spill + size, lines->after.data, added);
	lines->block = slice_make(lines->spill, size + added);
	lines->after = slice_after(lines->after, added);
}

/*
 * A line as nearly all are: it lies in one block, and nothing but its newline can end it. False:
 * it takes a closer look.
 */
static bool take_usual(struct lines *lines, struct line *ret_line)
{
	struct slice block = lines->block;
	bool is_special = lines->unit != 1 || lines->passed != 0 || lines->is_begun ||
			  lines->is_glued || lines->due != 0 ||
			  lines->array.state != ARRAY_UNKNOWN || lines->ended.status != STATUS_OK;
	if (is_special || block.size == 0 || !line_end_is_its_newline(block)) {
		return false;
	}
	const char *end = memchr(block.data, '\n', block.size);
	size_t size = end == NULL ? 0 : (size_t)(end - block.data);
	if (end == NULL || size > lines->limit || line_end_is_amid(slice_make(block.data, size))) {
		return false;
	}
	int64_t total = (int64_t)size + 1;
	bool has_cr = size > 0 && block.data[size - 1] == '\r';
	*ret_line = (struct line){
		.number = ++lines->number,
		.offset = lines->offset,
		.end = lines->offset + total,
		.raw = slice_make(block.data, has_cr ? size - 1 : size),
		.is_plain = lines->is_block_plain,
	};
	lines->offset += total;
	lines->block = slice_make(end + 1, block.size - size - 1);
	return true;
}

enum status lines_next(struct lines *lines, struct line *ret_line, struct error *error)
{
	if (take_usual(lines, ret_line)) {
		return STATUS_OK;
	}
	while (lines->ended.status == STATUS_OK) {
		struct ending ending = find_end(lines);
		if (ending.is_end) {
			return end_line(lines, ending, ret_line, error);
		}
		enum status status = ending.size == 0 ? STATUS_OK : keep(lines, ending.size, error);
		if (status != STATUS_OK) {
			return status;
		}
		fetch(lines);
	}
	if (lines->block.size > 0) {
		enum status status = keep(lines, lines->block.size, error);
		if (status != STATUS_OK) {
			return status;
		}
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

bool lines_begin_afresh(const struct lines *lines)
{
	return lines->due == 0 && !lines->is_glued;
}

void lines_free(struct lines *lines)
{
	if (lines == NULL) {
		return;
	}
	free(lines->kept);
	free(lines);
}
