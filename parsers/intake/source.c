// SPDX-License-Identifier: MIT
/* A path and the streams of lines inside it. */
#include "source.h"

#include "charset.h"
#include "gunzip.h"
#include "lookahead.h"
#include "mix.h"
#include "source_unpack.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * One thing peeled off: gzip, another filter, or an archive. Layers lie on one another; the lowest
 * reads the file, each reads what the one below yields.
 */
struct layer {
	struct source *source;
	enum packing packing;
	struct lookahead *input;
	struct gunzip *gunzip; /* PACKING_GZIP, else: */
	struct unpack *unpack;
	size_t chain_size;  /* of the part of the chain that names it */
	int64_t window;     /* memory that it demands, in bytes */
	int64_t started;    /* bytes read from the file when its stream or member began */
	int64_t yielded;    /* bytes of the stream or member so far */
	bool is_over_bound; /* expanded too much */
};

struct source {
	struct file *file;
	const char *path;
	const char *display;
	struct layer layers[SOURCE_DEPTH];
	size_t depth;
	struct lookahead *top; /* over the entry's stream */
	bool is_begun;
	bool is_standard_input;
	int64_t members;  /* of all archives */
	int64_t yielded;  /* by all layers */
	bool is_over_sum; /* the layers together expanded too much */
	int64_t modified_s;
	uint64_t head; /* of the entry */
	char chain[SOURCE_CHAIN_SIZE];
};

static enum status tell_expansion(const struct layer *layer, struct error *error)
{
	if (layer->source->is_over_sum) {
		return error_set(error, STATUS_LIMIT,
				 "all that is packed here expands to more than %d times its size: "
				 "refused after %" PRId64 " bytes: the rest is not read",
				 SOURCE_EXPANSION_SUM, layer->source->yielded);
	}
	return error_set(error, STATUS_LIMIT,
			 "%s expands to more than %d times its size: refused after %" PRId64
			 " bytes: what came before is kept",
			 packing_name(layer->packing, slice_empty()), SOURCE_EXPANSION,
			 layer->yielded);
}

/* The output of a layer, with the bound on expansion. */
static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct layer *layer = self;
	struct source *source = layer->source;
	const struct file *file = source->file;
	if (layer->is_over_bound || source->is_over_sum) {
		return tell_expansion(layer, error);
	}
	struct blocks output =
		layer->gunzip != NULL ? gunzip_blocks(layer->gunzip) : unpack_blocks(layer->unpack);
	enum status status = blocks_next(output, ret_block, error);
	if (status != STATUS_OK) {
		return status;
	}
	layer->yielded += (int64_t)ret_block->size;
	int64_t input = layer->packing == PACKING_SEVENZIP ? file_size(file)
							   : file_bytes_read(file) - layer->started;
	/* One block of slack: what the layer unpacks may have been read before it began. */
	layer->is_over_bound = layer->yielded / SOURCE_EXPANSION > input + FILE_BLOCK_SIZE;
	source->yielded += (int64_t)ret_block->size;
	input = layer->packing == PACKING_SEVENZIP ? file_size(file) : file_bytes_read(file);
	source->is_over_sum =
		source->yielded / SOURCE_EXPANSION_SUM > input + SOURCE_EXPANSION_SLACK;
	return layer->is_over_bound || source->is_over_sum ? tell_expansion(layer, error)
							   : STATUS_OK;
}

static void pop(struct source *source)
{
	struct layer *layer = &source->layers[--source->depth];
	unpack_free(layer->unpack);
	gunzip_free(layer->gunzip);
	lookahead_free(layer->input);
}

static void drop_top(struct source *source)
{
	lookahead_free(source->top);
	source->top = NULL;
}

static enum status check_window(const struct source *source, enum packing packing,
				struct slice head, int64_t *ret_window, struct error *error)
{
	int64_t window = packing_window(packing, head);
	int64_t others = 0;
	for (size_t i = 0; i < source->depth; i++) {
		others += source->layers[i].window;
	}
	if (window > SOURCE_WINDOW_LIMIT - others) {
		return error_set(error, STATUS_LIMIT,
				 "%s wants a window of %" PRId64 " MiB, more than the %" PRId64
				 " MiB that are allowed: pack it again with a smaller one",
				 packing_name(packing, head), window >> 20,
				 (SOURCE_WINDOW_LIMIT - others) >> 20);
	}
	*ret_window = window;
	return STATUS_OK;
}

static enum status check_packing(const struct source *source, enum packing packing,
				 struct slice head, struct error *error)
{
	if (packing == PACKING_OTHER) {
		return error_set(error, STATUS_LIMIT,
				 "is a %s file, which is not read here: unpack or export it first",
				 packing_name(packing, head));
	}
	if (source->depth == SOURCE_DEPTH) {
		return error_set(error, STATUS_LIMIT,
				 "is packed more than %d layers deep: refused: unpack it first",
				 SOURCE_DEPTH);
	}
	if (packing == PACKING_SEVENZIP && (source->depth > 0 || source->is_standard_input)) {
		return error_set(error, STATUS_LIMIT,
				 "is 7z inside a stream: 7z is read only as a file of its own, for "
				 "its directory stands at its end: unpack it first");
	}
	return STATUS_OK;
}

/* Puts a layer on the lookahead at the top, and takes that over. */
static enum status push(struct source *source, enum packing packing, struct slice head,
			struct error *error)
{
	int64_t window = 0;
	enum status status = check_packing(source, packing, head, error);
	if (status == STATUS_OK) {
		status = check_window(source, packing, head, &window, error);
	}
	if (status != STATUS_OK) {
		return status;
	}
	struct layer *layer = &source->layers[source->depth++];
	*layer = (struct layer){
		.source = source,
		.packing = packing,
		.input = source->top,
		.chain_size = strlen(source->chain),
		.window = window,
		.started = file_bytes_read(source->file),
	};
	source->top = NULL;
	if (packing == PACKING_GZIP) {
		layer->gunzip = gunzip_new(lookahead_blocks(layer->input));
		bool keeps_places = source->depth == 1 && !source->is_standard_input;
		bool is_open = layer->gunzip != NULL &&
			       (!keeps_places || gunzip_keep_places(layer->gunzip, GUNZIP_STRIDE));
		return is_open ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
	}
	return unpack_open(packing, lookahead_blocks(layer->input), source->path, &layer->unpack,
			   error);
}

/* Tells entries apart that do not begin alike. */
static uint64_t hash_head(struct slice head)
{
	return head.size < ENTRY_HEAD_SIZE
		       ? 0
		       : mix_text(MIX_BASIS, slice_first(head, ENTRY_HEAD_SIZE)) | 1;
}

/*
 * Peels until lines or an archive come to light. STATUS_OK: lines, at the top; STATUS_MISMATCH: an
 * archive, whose members come next.
 */
static enum status peel(struct source *source, struct blocks blocks, struct error *error)
{
	for (;;) {
		struct slice head;
		bool whole;
		source->top = lookahead_new(blocks);
		if (source->top == NULL) {
			return error_set(error, STATUS_NO_MEMORY, "out of memory");
		}
		enum status status =
			lookahead_peek(source->top, PACKING_HEAD_SIZE, &head, &whole, error);
		if (status != STATUS_OK) {
			return status;
		}
		enum packing packing = packing_detect(head, whole);
		if (packing == PACKING_NONE) {
			source->head = hash_head(head);
			return STATUS_OK;
		}
		status = push(source, packing, head, error);
		if (status != STATUS_OK) {
			return status;
		}
		if (unpack_is_archive(packing)) {
			return STATUS_MISMATCH;
		}
		blocks = (struct blocks){.next = next, .self = &source->layers[source->depth - 1]};
	}
}

/* The bytes that `rest` begins with and that a label may show; 0: not this one. */
static size_t harmless_size(struct slice rest)
{
	size_t size = charset_utf8_length(rest);
	unsigned char first = (unsigned char)rest.data[0];
	if (first < 0x20 || first == 0x7F) {
		return 0;
	}
	/* C1, as UTF-8 writes it: c2 80 … c2 9f */
	return size == 2 && first == 0xC2 && (unsigned char)rest.data[1] < 0xA0 ? 0 : size;
}

/* "!name" behind the archive's own name; what could move a terminal's cursor becomes '?'. */
static void name_member(struct layer *layer, const char *name)
{
	struct source *source = layer->source;
	char numbered[32];
	if (name == NULL || name[0] == '\0') {
		(void)snprintf(numbered, sizeof numbered, "member %" PRId64, source->members);
		name = numbered;
	}
	size_t at = layer->chain_size;
	struct slice rest = slice_from(name);
	source->chain[at] = '!';
	for (at++; rest.size > 0;) {
		size_t size = harmless_size(rest);
		if (at + size + 4 > sizeof source->chain) { /* a later "!" and the NUL */
			break;
		}
		if (size == 0) {
			source->chain[at++] = '?';
		}
		memcpy(source->chain + at, rest.data, size);
		at += size;
		rest = slice_after(rest, size == 0 ? 1 : size);
	}
	source->chain[at] = '\0';
}

/* The next member of the uppermost archive that is a file. STATUS_MISMATCH: go on. */
static enum status next_member(struct source *source, struct error *error)
{
	struct layer *layer = &source->layers[source->depth - 1];
	struct member member;
	layer->started = file_bytes_read(source->file);
	layer->yielded = 0;
	source->chain[layer->chain_size] = '\0';
	enum status status = unpack_next(layer->unpack, &member, error);
	if (status == STATUS_END) {
		pop(source);
		return STATUS_MISMATCH;
	}
	if (status != STATUS_OK) {
		return status;
	}
	if (++source->members > SOURCE_ENTRY_LIMIT) {
		layer->is_over_bound = true;
		return error_set(
			error, STATUS_LIMIT,
			"has more than %d members: the rest is not read: split the archive",
			SOURCE_ENTRY_LIMIT);
	}
	if (!member.is_file) {
		return STATUS_MISMATCH;
	}
	name_member(layer, member.name);
	source->modified_s = member.is_dated ? member.modified_s : file_modified_s(source->file);
	return peel(source, (struct blocks){.next = next, .self = layer}, error);
}

/* Leaves what belongs to the entry before: down to the uppermost archive that can go on. */
static void leave_entry(struct source *source)
{
	drop_top(source);
	while (source->depth > 0) {
		const struct layer *layer = &source->layers[source->depth - 1];
		if (unpack_is_archive(layer->packing) && layer->unpack != NULL &&
		    !source->is_over_sum && !layer->is_over_bound &&
		    !unpack_is_over(layer->unpack)) {
			return;
		}
		pop(source);
	}
}

enum status source_open(const char *path, const char *display, const struct file_options *options,
			struct source **ret_source, struct error *error)
{
	if (strlen(display) > SOURCE_CHAIN_SIZE / 2) {
		return error_set(error, STATUS_USAGE, "%.64s…: path is longer than %d bytes",
				 display, SOURCE_CHAIN_SIZE / 2);
	}
	struct source *source = calloc(1, sizeof *source);
	if (source == NULL) {
		return error_set(error, STATUS_NO_MEMORY, "%s: out of memory", display);
	}
	source->path = path;
	source->display = display;
	source->is_standard_input = strcmp(path, "-") == 0;
	enum status status = file_open(path, display, options, &source->file, error);
	if (status != STATUS_OK) {
		free(source);
		return status;
	}
	source->modified_s = file_modified_s(source->file);
	(void)snprintf(source->chain, sizeof source->chain, "%s", display);
	*ret_source = source;
	return STATUS_OK;
}

enum status source_next(struct source *source, struct entry *ret_entry, struct blocks *ret_blocks,
			struct error *error)
{
	enum status status = STATUS_MISMATCH;
	leave_entry(source);
	if (!source->is_begun) {
		source->is_begun = true;
		status = peel(source, file_blocks(source->file), error);
	}
	while (status == STATUS_MISMATCH) {
		leave_entry(source);
		if (source->depth == 0) {
			return STATUS_END;
		}
		status = next_member(source, error);
	}
	*ret_entry = (struct entry){
		.path = source->display,
		.chain = source->chain,
		.modified_s = source->modified_s,
		.head = status == STATUS_OK ? source->head : 0,
	};
	if (status == STATUS_OK) {
		*ret_blocks = lookahead_blocks(source->top);
	}
	return status;
}

bool source_is_seekable(const struct source *source, const struct restart **ret_places,
			size_t *ret_count)
{
	const struct layer *layer = &source->layers[0];
	bool is_packed = source->depth == 1 && layer->packing == PACKING_GZIP;
	*ret_places = NULL;
	*ret_count = is_packed ? gunzip_places(layer->gunzip, ret_places) : 0;
	return !source->is_standard_input && (source->depth == 0 || is_packed);
}

enum status source_finish(struct source *source, int64_t *ret_bytes, unsigned char *ret_sha256,
			  struct error *error)
{
	leave_entry(source);
	enum status status = file_drain(source->file, ret_sha256, error);
	if (status == STATUS_OK) {
		*ret_bytes = file_bytes_read(source->file);
	}
	return status;
}

void source_close(struct source *source)
{
	if (source == NULL) {
		return;
	}
	drop_top(source);
	while (source->depth > 0) {
		pop(source);
	}
	file_close(source->file);
	free(source);
}
